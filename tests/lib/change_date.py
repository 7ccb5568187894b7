"""Another date for a posted receipt: what must follow it and what must not change."""

from odoo.exceptions import UserError

from .common import CollectionsCommon
from .kept import kept


class ChangeDateCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.eur = cls.env.ref("base.EUR")
        cls.eur.active = True

    def _posted(self, *args, **kw):
        receipt = self.receipt(*args, **kw)
        receipt.action_post()
        return receipt

    def _partials(self, items):
        """Return what must never change: each allocation and its amounts."""
        partials = items.matched_debit_ids | items.matched_credit_ids
        return sorted(
            (
                partial.id,
                partial.amount,
                partial.debit_amount_currency,
                partial.credit_amount_currency,
                partial.cobranzas_receipt_id.id,
                partial.exchange_move_id.id,
            )
            for partial in partials
        )

    def _dates(self, receipt):
        """Return every date the receipt's entries carry, as text."""
        items = receipt.move_ids.line_ids
        return {
            str(day)
            for day in (
                receipt.date,
                *receipt.payment_ids.mapped("date"),
                *receipt.move_ids.mapped("date"),
                *items.mapped("date"),
                *items.filtered("date_maturity").mapped("date_maturity"),
            )
        }

    def _refused(self, receipts, sentence, date="2026-02-10", reason="Error"):
        before = receipts.mapped("date")
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            receipts.action_change_date(date, reason)
        self.assertEqual(receipts.mapped("date"), before)
