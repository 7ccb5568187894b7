from odoo import api, models


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
        if not self._is_deferred():
            booking.book_excess_as_gain(self, items)
        return {booking.get_key("document", self): own, **items}

    def _prepare_overpaid_items(self, booking, item):
        """Return nothing: what was paid over is in the gain already."""
        return {}

    def action_collect(self):
        """Open a receipt filled in with these documents, at maturity or before (REC-20, REC-21).

        One draft receipt for each customer when they are of several. Raises ``UserError`` when
        none is left to collect.
        """
        return self.move_line_id._cobranzas_register_receipt()
