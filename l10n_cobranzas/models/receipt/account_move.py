from odoo import fields, models

from ..ledger.client_values import check_one


class AccountMove(models.Model):
    """Entries of receipts, and documents with the receipts that collect them (REC-21)."""

    _inherit = "account.move"

    cobranzas_receipt_id = fields.Many2one(
        "cobranzas.receipt",
        string="Receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The receipt this entry belongs to.",
    )
    cobranzas_receipt_count = fields.Integer(
        string="Receipts", compute="_compute_cobranzas_receipt_count", compute_sudo=True
    )

    def _compute_cobranzas_receipt_count(self):
        counts = self._cobranzas_receipts_by_move()
        for move in self:
            move.cobranzas_receipt_count = len(counts.get(move.id, ()))

    def _cobranzas_receipts_by_move(self):
        """Return {move id: receipt ids} of the receipts that list the moves' items."""
        groups = self.env["cobranzas.receipt.line"]._read_group(
            [("move_line_id.move_id", "in", self.ids), ("amount", "!=", 0)],
            ["move_line_id"],
            ["receipt_id:array_agg"],
        )
        found = {}
        for line, receipt_ids in groups:
            found.setdefault(line.move_id.id, set()).update(receipt_ids)
        return found

    def action_open_cobranzas_receipts(self):
        """Open the receipts of the document, or the one the entry belongs to (REC-21)."""
        check_one(self)
        found = self._cobranzas_receipts_by_move().get(self.id, set())
        receipts = self.env["cobranzas.receipt"].browse(found) | self.cobranzas_receipt_id
        return receipts._get_records_action(
            name=self.env._("Receipts of %(document)s", document=self.display_name)
        )

    def action_cobranzas_register_receipt(self):
        """Open a receipt filled in with the documents' open items (REC-21)."""
        return self.line_ids._cobranzas_register_receipt()

    def action_cobranzas_apply_balance(self):
        """Open an application of what is left of the credit notes, filled in (REC-10)."""
        return self.line_ids.action_cobranzas_apply_balance()
