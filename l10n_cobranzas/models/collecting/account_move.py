from odoo import fields, models

from ..ledger.client_values import check_one


class AccountMove(models.Model):
    """Invoices whose customer does not agree (COL-06)."""

    _inherit = "account.move"

    cobranzas_dispute_ids = fields.One2many(
        "cobranzas.dispute", "move_id", string="Disputes", readonly=True, groups="base.group_user"
    )
    cobranzas_dispute_state = fields.Selection(
        [("open", "Disputed"), ("closed", "Was Disputed")],
        string="Dispute",
        compute="_compute_cobranzas_dispute_state",
        groups="base.group_user",
    )

    def _compute_cobranzas_dispute_state(self):
        for move in self:
            # sudo: whether there is one, for whoever sees the invoice
            states = move.sudo().cobranzas_dispute_ids.mapped("state")
            closed = "closed" if states else False
            move.cobranzas_dispute_state = "open" if "open" in states else closed

    def action_open_cobranzas_disputes(self):
        """Open the disputes of this document that the user may read."""
        check_one(self)
        self.check_access("read")
        return self.cobranzas_dispute_ids._get_records_action(
            name=self.env._("Disputes of %(document)s", document=self.display_name)
        )
