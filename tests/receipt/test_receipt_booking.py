"""What a booking makes is held by key: no journal item is looked for by its place (DESIGN 5)."""

from unittest.mock import patch

from odoo.addons.l10n_cobranzas.models.receipt.booking import ItemKey, ReceiptBooking
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptBooking(CollectionsCommon):
    def _post(self, receipts):
        """Post the receipts and return the booking that did it."""
        made = []
        allocate = ReceiptBooking.allocate

        def keep(booking):
            made.append(booking)
            return allocate(booking)

        with patch.object(ReceiptBooking, "allocate", keep):
            receipts.action_post()
        self.assertEqual(len(made), 1)
        return made[0]

    def _get_balances(self, booking):
        return {(key.role, key.record): item.balance for key, item in booking.items.items()}

    def test_every_item_has_its_key(self):
        first, second = self.invoice(1000), self.invoice(500)
        receipt = self.receipt(
            [first, second], [self.cash_value(300), self.transfer_value(1400)], excess="on_account"
        )
        booking = self._post(receipt)
        cash, bank = receipt.value_ids
        self.assertEqual(
            self._get_balances(booking),
            {
                ("value", cash): 300,
                ("debts", cash): -300,
                ("value", bank): 1400,
                ("debts", bank): -1200,
                ("on_account", bank): -200,
            },
        )
        made = self.env["account.move.line"].union(*booking.items.values())
        self.assertEqual(made, receipt.move_ids.line_ids)
        on_account = booking.items[ItemKey("on_account", bank)]
        self.assertEqual(on_account.amount_residual, -200)

    def test_one_item_for_each_customer_account_and_currency(self):
        """What a value pays of debts that can't be reconciled together is in items of its own."""
        foreign = self.env.ref("base.EUR")
        foreign.active = True
        self.env["res.currency.rate"].create(
            {"name": "2026-01-01", "inverse_company_rate": 100, "currency_id": foreign.id}
        )
        local, abroad = self.invoice(1000), self.invoice(10, currency=foreign)
        receipt = self.receipt([local, abroad], [self.cash_value(2000)])
        booking = self._post(receipt)
        for item in (local, abroad):
            paying = booking.items[
                ItemKey("debts", receipt.value_ids, item._cobranzas_get_reconcile_key())
            ]
            self.assertEqual((paying.currency_id, paying.balance), (item.currency_id, -1000))
            self.assertTrue(item.reconciled)

    def test_change_takes_back_what_was_on_account(self):
        self.company.cobranzas_change_journal_id = self.cash
        receipt = self.receipt([self.invoice(1000)], [self.cash_value(1200)], excess="change")
        booking = self._post(receipt)
        value = receipt.value_ids
        given = receipt.payment_ids - value.payment_id
        self.assertEqual(
            self._get_balances(booking),
            {
                ("value", value): 1200,
                ("debts", value): -1000,
                ("on_account", value): -200,
                ("given", given): -200,
                ("change", value): 200,
            },
        )
        change = booking.items[ItemKey("change", value)]
        on_account = booking.items[ItemKey("on_account", value)]
        self.assertEqual(change.matched_credit_ids.credit_move_id, on_account)

    def test_receipts_posted_together_keep_their_own(self):
        receipts = self.env["cobranzas.receipt"]
        for amount in (100, 200, 300):
            receipts |= self.receipt([self.invoice(amount)], [self.cash_value(amount)])
        booking = self._post(receipts)
        self.assertEqual(len(booking.items), 6)
        for key, item in booking.items.items():
            receipt = key.record.receipt_id
            self.assertEqual(item.move_id, receipt.value_ids.payment_id.move_id)
            self.assertEqual(abs(item.balance), receipt.amount_total)
