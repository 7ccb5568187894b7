from odoo import models


class CobranzasSourceMixin(models.AbstractModel):
    """What the booking of a receipt asks of a source."""

    _inherit = "cobranzas.source.mixin"

    def _prepare_settlement_items(self, booking):
        """Return {key: item values}: what the receipt's settlement entry books of the source.

        :param booking: the ``ReceiptBooking`` that asks, with the plan
        """
        return {}

    def _prepare_overpaid_items(self, booking, item):
        """Return {key: item values} that move ``item``, paid over within the tolerance, to gain."""
        return booking.prepare_overpaid_items(self, item)
