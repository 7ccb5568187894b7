from odoo import api, fields, models
from odoo.fields import Domain


class CobranzasReceipt(models.Model):
    """What the form's buttons do on the receipt as it is typed, before anything is saved."""

    _inherit = "cobranzas.receipt"

    form_command = fields.Char(
        store=False,
        export_string_translation=False,
        help="list, propose, clear, or find: and the items to add; the form takes it back.",
    )

    @api.onchange("form_command")
    def _onchange_form_command(self):
        """Do what a button of the form asks for (REC-02, REC-03); an unknown one does nothing."""
        command, _colon, argument = (self.form_command or "").partition(":")
        self.form_command = False
        if command == "list":
            self._list_documents()
        elif command == "propose":
            self._settle_in_form(self._prepare_proposal(), keep=False)
            self.allocated_by_hand = False
        elif command == "clear":
            self._settle_in_form({}, keep=False)
            self.allocated_by_hand = False
        elif command == "find":
            ids = [int(item) for item in argument.split(",") if item.isdecimal()]
            domain = Domain("id", "in", ids) & self._get_open_items_domain()
            found = self._search_open_items(domain)
            self._settle_in_form({item: item.cobranzas_residual for item in found})

    def _list_documents(self):
        """List the open items that are not listed yet, nothing ticked."""
        missing = [self.line_ids.new(vals) for vals in self._prepare_missing_lines_vals()]
        if missing:
            self._order_lines_in_form(self.line_ids.concat(*missing))

    def _order_lines_in_form(self, lines):
        """Take ``lines`` in their order, all debts before all credits: each has one title."""
        lines = lines.sorted(lambda line: line.move_line_id.amount_currency < 0)
        for sequence, line in enumerate(lines, start=1):
            line.sequence = sequence
        self.line_ids = lines

    def _settle_in_form(self, amounts, keep=True):
        """Settle {open item: signed amount in its currency}.

        Debts come before credits.

        :param keep: False to put these first among either, and untick the others, which stay
            listed
        """
        listed = {line.move_line_id._origin: line for line in self.line_ids}
        lines = self.line_ids.browse()
        for item, amount in amounts.items():
            line = listed.pop(item, None) or self.line_ids.new({"move_line_id": item.id})
            line.amount = amount
            line.is_listed = False
            lines += line
        rest = self.line_ids.browse().concat(*listed.values())
        if not keep:
            rest.amount = 0.0
            rest.is_listed = True
        self._order_lines_in_form(self.line_ids | lines if keep else lines + rest)
        self._check_line_limit()
