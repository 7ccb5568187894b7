"""Early payment of several customers, in other currencies and under a clause, by hand (CHG-04)."""

from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.early_payment import EarlyPaymentCommon


@tagged("post_install", "-at_install")
class TestEarlyPaymentCurrencies(EarlyPaymentCommon):
    def test_each_customer_of_a_group_has_a_note_of_its_own(self):
        self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo Los Alerces",
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in self.customer | self.other_customer
                ],
            }
        )
        theirs = self.taxed_invoice(2300, due="2026-02-21", partner=self.other_customer)
        third = self.taxed_invoice(230, due="2026-02-11", partner=self.other_customer)
        self.other_customer.cobranzas_uses_rates = True
        before = self.ledger_snapshot()
        receipt = self.collect(
            [self.early, theirs, third], 1035 + 2070 + 218.5, allocate_by_group=True
        )
        operations = receipt.charge_operation_ids
        self.assertEqual(
            {(each.partner_id, each.move_ids.amount_total) for each in operations},
            {(self.customer, 115), (self.other_customer, 241.5)},
        )
        items = self.early | theirs | third
        self.assertEqual(items.mapped("amount_residual"), [0, 0, 0])
        receipt.action_void("2026-02-10", "test")
        self.assertRestored(before)

    def test_foreign_document(self):
        """USD 115 of discount at the 1,000 of the document, whatever the receipt's rate."""
        usd = self.make_rates({"2026-01-01": 1 / 1000, "2026-02-01": 1 / 1100})
        item = self.taxed_invoice(1150, due="2026-02-21", currency=usd)
        before = self.ledger_snapshot()
        for currency, received in ((usd, 1035), (self.company.currency_id, 1035 * 1100)):
            with self.subTest(currency=currency.name):
                receipt = self.receipt([item], currency_id=currency.id)
                self.assertEqual(receipt.early_ids.currency_id, usd)
                self.assertEqual((receipt.early_ids.amount, receipt.early_ids.base), (-115, 1150))
                value = self.cash_value(received, currency_id=currency.id)
                receipt.value_ids = [Command.create(value)]
                self.assertEqual(receipt.amount_difference, 0)
                receipt.action_post()
                note = receipt.charge_operation_ids.move_ids
                self.assertEqual((note.currency_id, note.amount_total), (usd, 115))
                self.assertEqual(sum(note.line_ids.mapped("credit")), 115000)
                self.assertEqual((item.amount_residual_currency, item.amount_residual), (0, 0))
                receipt.action_void("2026-02-10", "test")
                self.assertRestored(before)

    def test_by_hand(self):
        """Of what is left on the day; an amount that is typed is told."""
        operation = self.operation("early_payment", [self.early], partner_id=self.customer.id)
        self.assertEqual(operation.line_ids.amount, -115)
        before = self.ledger_snapshot()
        operation.action_confirm()
        self.assertEqual(self.early.amount_residual, 1035)
        self.assertFalse(self.receipt([self.early]).early_ids)
        self.assertUndoes(operation, before)
        again = self.operation(
            "early_payment", [(self.early, -50)], partner_id=self.customer.id, confirm=True
        )
        self.assertIn("agreed", again.move_ids.invoice_line_ids.name)

    def test_documents_under_a_clause(self):
        """The discount is on the document; the difference of rates on what is paid of it.

        1,150 dollars at 1,000, paid at 1,100: 115 are discounted, 1,035 differ by 103,500.
        """
        usd = self.make_rates({"2026-01-01": 1 / 1000, "2026-02-01": 1 / 1100})
        self.customer.with_company(self.company).cobranzas_clause_currency_id = usd
        self.early.move_id.button_draft()
        for total, currency, discount in (
            (1150, usd, 115),
            (1150000, self.company.currency_id, 115000),
        ):
            for typed in (False, True):
                with self.subTest(currency=currency.name, typed=typed):
                    item = self.taxed_invoice(total, due="2026-02-21", currency=currency)
                    before = self.ledger_snapshot()
                    receipt = self.receipt([item] if typed else [], [self.cash_value(1138500)])
                    if not typed:
                        receipt.action_propose()
                    self.assertEqual(receipt.early_ids.amount, -discount)
                    self.assertEqual(receipt.exchange_ids.amount, 103500)
                    self.assertEqual(receipt.amount_difference, 0)
                    receipt.action_post()
                    notes = receipt.charge_operation_ids.move_ids
                    self.assertEqual(
                        [(note.move_type, note.amount_total) for note in notes.sorted("id")],
                        [("out_refund", discount), ("out_invoice", 103500)],
                    )
                    self.assertEqual(notes.mapped("amount_residual"), [0, 0])
                    self.assertEqual(item.amount_residual, 0)
                    self.assertFalse(receipt.partial_ids.exchange_move_id)
                    receipt.action_void("2026-02-10", "test")
                    self.assertRestored(before)
                    item.move_id.button_draft()
                    item.move_id.button_cancel()

    def test_the_difference_follows_the_discount(self):
        """1,150 dollars at 1,000, paid at 1,100: the discount as it is typed, the difference."""
        usd = self.make_rates({"2026-01-01": 1 / 1000, "2026-02-01": 1 / 1100})
        self.customer.with_company(self.company).cobranzas_clause_currency_id = usd
        item = self.taxed_invoice(1150, due="2026-02-21", currency=usd)

        def check(discount, difference):
            self.assertEqual(sum(receipt.early_ids.mapped("amount")), discount)
            self.assertEqual(receipt.exchange_ids.amount, difference)
            self.assertEqual(receipt.amount_documents, difference * 11)

        receipt = self.receipt([item], date="2026-02-11")
        check(-57.5, 109250)
        receipt.date = "2026-02-01"
        check(-115, 103500)
        receipt.early_ids.amount = -50
        check(-50, 110000)
        receipt.date = "2026-02-11"
        receipt.early_ids.amount = -100
        check(-100, 105000)
        receipt.early_ids.is_selected = False
        check(-100, 115000)
        with Form(receipt) as form, form.early_ids.edit(0) as row:
            row.amount = -150
            row.is_selected = True
        check(-150, 100000)
        receipt.early_ids.unlink()
        check(0, 115000)
        receipt.line_ids.amount = 1092.5
        check(-57.5, 109250)
        receipt.exchange_ids.amount = 109000
        receipt.value_ids = [Command.create(self.cash_value(1092500 + 109000))]
        receipt.exchange_ids.amount = 109000
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        notes = [each.move_ids.amount_total for each in receipt.charge_operation_ids.sorted("id")]
        self.assertEqual(notes, [57.5, 109000])
