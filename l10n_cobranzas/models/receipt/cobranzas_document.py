from odoo import api, models

from ..ledger.obstacles import prepare_obstacle


class CobranzasDocument(models.Model):
    """Documents received: booked by the receipt they came in, collected by another (REC-20)."""

    _inherit = "cobranzas.document"

    @api.onchange("receipt_id")
    def _onchange_receipt_id(self):
        """Propose for a new row what is left to cover, in the currency of the row."""
        if self.receipt_id and not self.amount:
            self.amount = self.receipt_id._convert_left_to_cover(self)

    def _prepare_settlement_items(self, booking):
        """Book the document as an open item of its own, and what it pays (DESIGN 5)."""
        receipt = self.receipt_id
        amount = self.currency_id._cobranzas_from_minor_units(booking.get_plan(self).funds[self])
        balance = receipt._to_company_currency(amount, self.currency_id)
        own = self._prepare_portfolio_item_vals(amount, balance)
        account = receipt._get_customer_account()
        items = booking.prepare_source_items(self, balance, account)
        return {booking.get_key("own", self): own, **items}

    def action_collect(self):
        """Open a receipt filled in with these documents, at maturity or before (REC-20, REC-21).

        One draft receipt for each customer when they are of several. Raises ``UserError`` when
        none is left to collect.
        """
        return self.move_line_id._cobranzas_register_receipt()

    # ------------------------------------------------------------------
    # When the receipt is voided
    # ------------------------------------------------------------------

    def _check_uncollected(self):
        """Raise ``UserError`` naming the receipt that collected one of the documents (REC-15)."""
        for document in self:
            partials = document.move_line_id.matched_credit_ids.sorted(
                lambda partial: (not partial.cobranzas_receipt_id, partial.id)
            )
            if not partials:
                continue
            later = partials[0].cobranzas_receipt_id or partials[0].credit_move_id.move_id
            message = self.env._(
                "%(document)s was collected by %(later)s: void %(later)s first.",
                document=document.display_name,
                later=later.display_name,
            )
            raise prepare_obstacle(self.env, message, later)

    @api.model
    def _release_credit_invoices(self, receipts):
        """Give back the credit invoices that voided receipts accepted, or voided (REC-22)."""
        accepted = receipts.document_ids.filtered("origin_line_id")
        for document in accepted:
            document.message_post(
                body=self.env._(
                    "Receipt %(receipt)s, which accepted it, was voided: it is issued again.",
                    receipt=document.receipt_id.name,
                )
            )
        accepted.write({"receipt_id": False, "move_line_id": False, "amount_withheld": 0.0})
        self.search([("void_receipt_id", "in", receipts.ids)]).void_receipt_id = False
