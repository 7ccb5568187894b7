"""Revaluation at a date, by rate and by index (OPS-14)."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestRevaluation(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_adjustment_accounts()
        cls.euro = cls.make_rates({"2026-01-01": 0.001})
        cls.gain = cls.company.income_currency_exchange_account_id.name
        cls.index = cls.env["cobranzas.index"].create(
            {
                "name": "IPC",
                "value_ids": [
                    Command.create({"month": day, "value": value})
                    for day, value in (("2026-01-15", 103.5), ("2026-02-01", 106.9))
                ],
            }
        )

    def revalue(self, items, **kw):
        return self.operation("revaluation", items, **{"date": "2026-02-28", **kw})

    def balance(self, date):
        """What open items and ledger lines say that the customer owes, at a date: a pair each."""
        items = self.env["cobranzas.open.item"].with_context(cobranzas_date=date)
        domain = [("partner_id", "=", self.customer.id)]
        found = items._read_group(domain, [], ["residual:sum", "residual_currency:sum"])[0]
        lines = self.env["account.move.line"]._read_group(
            [
                ("partner_id", "=", self.customer.id),
                ("account_id", "=", self.receivable.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", date),
            ],
            [],
            ["balance:sum", "amount_currency:sum"],
        )[0]
        return found, lines

    def test_by_rate_for_one_day(self):
        invoice = self.invoice(1210, currency=self.euro)
        before = self.ledger_snapshot()
        done = self.revalue([invoice], rate=1100, confirm=True)
        self.assertLedger(
            done.move_ids,
            f"""
            Account Receivable | Almacén El Ceibo | 121000.00 | 0.00 | 0.00
            {self.gain} | Almacén El Ceibo | 0.00 | 121000.00 | 0.00
            Account Receivable | Almacén El Ceibo | 0.00 | 121000.00 | 0.00
            {self.gain} | Almacén El Ceibo | 121000.00 | 0.00 | 0.00
            """,
        )
        dates = sorted(done.move_ids.mapped("date"))
        self.assertEqual(dates, [self.day("2026-02-28"), self.day("2026-03-01")])
        self.assertEqual(invoice.amount_residual_currency, 1210)
        for day, booked in (
            ("2026-02-27", 1210000),
            ("2026-02-28", 1331000),
            ("2026-03-01", 1210000),
        ):
            self.assertEqual(self.balance(day), ((booked, 1210),) * 2, day)
        self.assertUndoes(done, before, "2026-02-28")
        for day in ("2026-02-28", "2026-03-01"):
            self.assertEqual(self.balance(day), ((1210000, 1210),) * 2, day)

    def test_form_says_when_it_is_taken_back_and_that_it_settles_nothing(self):
        draft = self.revalue([self.invoice(1210, currency=self.euro)], rate=1100)
        self.assertIn("<h5>03/01/2026</h5>", draft.preview)
        self.assertNotIn("Balances", draft.preview)  # nobody owes another amount
        draft.action_confirm()
        self.assertIn("03/01/2026</h5>", draft.preview)
        self.assertNotIn("Settled", draft.preview)

    def test_a_part_paid_document_and_a_credit_below(self):
        invoice = self.invoice(100, currency=self.euro)
        credit = self.invoice(10, currency=self.euro, move_type="out_refund")
        paid = [self.cash_value(40, currency_id=self.euro.id)]
        self.receipt([(invoice, 40)], paid, currency_id=self.euro.id).action_post()
        before = self.ledger_snapshot()
        done = self.revalue([invoice, credit], rate=900, confirm=True)
        self.assertEqual(sorted(done.result_ids.mapped("balance")), [-6000, 1000])
        self.assertEqual(self.balance("2026-02-28")[0], (45000, 50))
        self.assertUndoes(done, before, "2026-03-15")

    def test_a_second_one_of_the_date_replaces_the_first(self):
        invoice = self.invoice(1210, currency=self.euro)
        first = self.revalue([invoice], rate=1100, confirm=True)
        second = self.revalue([invoice], rate=1200, confirm=True)
        self.assertEqual((first.state, second.state), ("undone", "done"))
        self.assertEqual(self.balance("2026-02-28"), ((1452000, 1210),) * 2)
        self.assertEqual(self.balance("2026-03-01"), ((1210000, 1210),) * 2)

    def test_collected_later_from_the_document(self):
        invoice = self.invoice(1210, currency=self.euro)
        self.revalue([invoice], rate=1100, confirm=True)
        value = [self.cash_value(1210, currency_id=self.euro.id)]
        receipt = self.receipt(
            [invoice],
            value,
            date="2026-03-10",
            currency_id=self.euro.id,
            partner_id=self.customer.id,
        )
        receipt.action_post()
        self.assertTrue(invoice.reconciled)

    def test_by_index_is_a_debt(self):
        invoice = self.invoice(100000, due="2026-03-10")
        before = self.ledger_snapshot()
        done = self.revalue([invoice], index_id=self.index.id, confirm=True)
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 3285.02 | 0.00 | 3285.02
            Adjustments Up | Almacén El Ceibo | 0.00 | 3285.02 | 0.00
            """,
        )
        self.assertEqual(done.result_ids.date_maturity, self.day("2026-03-10"))
        self.assertEqual(done.move_ids.cobranzas_origin_ids, invoice.move_id)
        again = self.revalue([invoice], index_id=self.index.id)
        with self.assertRaisesRegex(UserError, "changes nothing"):
            again.action_confirm()
        self.assertUndoes(done, before, "2026-03-01")

    def test_an_index_that_falls_pays_the_document(self):
        self.index.value_ids.filtered(lambda row: row.value > 105).value = 93.15
        invoice = self.invoice(1000)
        done = self.revalue([invoice], index_id=self.index.id, confirm=True)
        self.assertEqual(invoice.amount_residual, 900)
        self.assertFalse(done.result_ids)

    def test_refusals(self):
        local, foreign = self.invoice(100), self.invoice(100, currency=self.euro)
        with self.assertRaisesRegex(UserError, "IPC has no value for 03/2026"):
            self.revalue([local], index_id=self.index.id, date="2026-03-31").action_confirm()
        with self.assertRaisesRegex(UserError, "An index revalues"):
            self.revalue([foreign], index_id=self.index.id).action_confirm()
        with self.assertRaisesRegex(UserError, "rate above zero, or choose"):
            self.revalue([local]).action_confirm()
        with self.assertRaisesRegex(UserError, "one foreign currency"):
            self.revalue([local], rate=1100).action_confirm()
        with self.assertRaisesRegex(UserError, "at this rate already"):
            self.revalue([foreign], rate=1000).action_confirm()
        with self.assertRaisesRegex(UserError, "whole or not at all"):
            self.revalue([(foreign, 10)], rate=1100).action_confirm()
