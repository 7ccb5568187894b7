import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasDebtImport(models.TransientModel):
    """Imports outside debts of a spreadsheet, after a dry run that says what is wrong (OPS-01)."""

    _name = "cobranzas.debt.import"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Import Outside Debts"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    is_checked = fields.Boolean(readonly=True)
    row_count = fields.Integer(string="Debts", readonly=True)
    line_ids = fields.One2many(
        "cobranzas.debt.import.line", "import_id", string="What Is Wrong", readonly=True
    )

    @api.onchange("file", "company_id")
    def _onchange_file(self):
        self.is_checked = False
        self.line_ids = False

    def _get_content(self):
        self.ensure_one()
        try:
            content = base64.b64decode(self.file or b"", validate=False)
        except binascii.Error:
            content = b""
        if not content:
            raise UserError(self.env._("Choose the file."))
        return content

    def action_check(self):
        """Read the file and say row by row what is wrong, without entering anything."""
        self._show_rows(self._run(dry_run=True)[1])
        return self._reopen()

    def action_import(self):
        """Enter and confirm the debts, all of them; show what is wrong when one has a problem."""
        operations, rows = self._run()
        if not operations:
            self._show_rows(rows)
            return self._reopen()
        return operations._get_records_action(name=self.env._("Outside Debts"))

    def _run(self, dry_run=False):
        operations = self.env["cobranzas.operation"]
        content = self._get_content()
        self.company_id.check_access("read")
        return operations.with_company(self.company_id)._import_outside_debts(
            content, self.company_id, dry_run
        )

    def _show_rows(self, rows):
        self.write(
            {
                "is_checked": True,
                "row_count": len(rows),
                "line_ids": [
                    fields.Command.clear(),
                    *(
                        fields.Command.create({"line": row.line, "problem": problem})
                        for row in rows
                        for problem in row.problems
                    ),
                ],
            }
        )

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Outside Debts"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class CobranzasDebtImportLine(models.TransientModel):
    """What is wrong with a line of the file."""

    _name = "cobranzas.debt.import.line"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Problem of an Import"
    _order = "line, id"

    import_id = fields.Many2one("cobranzas.debt.import", required=True, ondelete="cascade")
    line = fields.Integer(readonly=True)
    problem = fields.Char(readonly=True)
