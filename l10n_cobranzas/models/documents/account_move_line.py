from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMoveLine(models.Model):
    """Open items and the documents they are, or have issued; which may not be collected yet."""

    _inherit = "account.move.line"

    cobranzas_document_ids = fields.One2many(
        "cobranzas.document",
        "move_line_id",
        string="Documents Received",
        help="The document that the item is, if any.",
    )
    cobranzas_credit_invoice_ids = fields.One2many(
        "cobranzas.document", "origin_line_id", string="Credit Invoices"
    )

    # by it a change of the item's residual finds its voucher without a query: most have none
    cobranzas_liability_voucher_ids = fields.One2many(
        "cobranzas.voucher", "item_id", string="Voucher of the Liability", readonly=True
    )

    cobranzas_document_name = fields.Char(
        string="Document",
        compute="_compute_cobranzas_document_name",
        help="The name people know the item by.",
    )

    @api.depends("move_name", "cobranzas_document_ids.name")
    def _compute_cobranzas_document_name(self):
        for item in self:
            item.cobranzas_document_name = item._cobranzas_document_name()

    def _prepare_cobranzas_credit_invoice_vals(self, number):
        """Return the values of the credit invoice of this instalment, the ``number``-th."""
        self.ensure_one()
        return {
            "kind": "credit_invoice",
            "name": f"{self.move_id.name}-{number}",
            "origin_line_id": self.id,
            "amount": self.amount_currency,
            "currency_id": self.currency_id.id,
            "date_due": self.date_maturity or self.date,
        }

    def _cobranzas_check_collectable(self):
        """Raise ``UserError`` naming the first debt that may not be collected yet (REC-22)."""
        for item in self - self._cobranzas_filter_collectable():
            raise UserError(item._cobranzas_get_collect_refusal())

    def _cobranzas_filter_collectable(self):
        """Return the items that nothing keeps from being collected (REC-22)."""
        waiting = self.move_id._cobranzas_filter_waiting()
        if not waiting:  # as nearly always: each entry is asked once, not each of its items
            return self
        return self.filtered(
            lambda item: item.move_id not in waiting or not item._cobranzas_get_collect_refusal()
        )

    def _cobranzas_get_collect_refusal(self):
        """Return why a debt may not be collected yet, or an empty text (REC-22)."""
        self.ensure_one()
        item = self.sudo()  # sudo: an item may stand in the entry of another customer's receipt
        if item.amount_currency <= 0:
            return ""
        if item.move_id.cobranzas_awaits_acceptance:
            return self.env._(
                "%(document)s is a MiPyME credit invoice not accepted yet: record its "
                "acceptance on the invoice, in Credit Invoice Acceptance.",
                document=item._cobranzas_document_name(),
            )
        if item.move_id._cobranzas_awaits_approval():
            return self.env._(
                "%(document)s still waits for the approval of the tax authority: send it "
                "from the invoice and collect it once it is approved.",
                document=item._cobranzas_document_name(),
            )
        return ""
