from odoo import models


class CobranzasSourceMixin(models.AbstractModel):
    """What the booking of a receipt asks of a source."""

    _inherit = "cobranzas.source.mixin"

    def _prepare_settlement_items(self, booking):
        """Return {key: item values}: what the receipt's settlement entry books of the source.

        Nothing for a source that has an entry of its own. Otherwise its own item, of role ``own``
        (tied to the source by its ``_entry_field``), and those of
        ``booking.prepare_source_items``.

        :param booking: the ``ReceiptBooking`` that asks, with the plan
        """
        return {}
