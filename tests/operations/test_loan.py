"""Loan to a customer: a debt without tax document, in N dates (OPS-06)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestLoan(OperationsCommon):
    @classmethod
    def loan(cls, **kw):
        return cls.operation(
            "loan",
            **{
                "partner_id": cls.customer.id,
                "currency_id": cls.company.currency_id.id,
                "amount": 1000,
                "journal_id": cls.bank.id,
                "count": 3,
                "date_first": "2026-02-28",
                **kw,
            },
        )

    def test_three_dates(self):
        before = self.ledger_snapshot()
        draft = self.loan()
        self.assertFalse(draft.refusal)
        self.assertIn("333.34", draft.preview)
        draft.action_confirm()
        outstanding = self.bank.outbound_payment_method_line_ids[:1].payment_account_id
        outstanding = outstanding or draft.payment_ids.outstanding_account_id
        self.assertLedger(
            draft.move_ids,
            f"""
            {outstanding.name} | Almacén El Ceibo | 0.00 | 1000.00 | 0.00
            Account Receivable | Almacén El Ceibo | 333.33 | 0.00 | 333.33
            Account Receivable | Almacén El Ceibo | 333.33 | 0.00 | 333.33
            Account Receivable | Almacén El Ceibo | 333.34 | 0.00 | 333.34
            """.replace("1000.00 | 0.00", f"1000.00 | {self._open(outstanding, -1000)}"),
        )
        payment = draft.payment_ids
        self.assertEqual((payment.payment_type, payment.amount), ("outbound", 1000))
        self.assertEqual(payment.move_id, draft.move_ids)
        self.assertIn(payment.state, ("in_process", "paid"))
        self.assertEqual(
            [str(day) for day in draft.result_ids.mapped("date_maturity")],
            ["2026-02-28", "2026-03-28", "2026-04-28"],
        )
        self.assertUndoes(draft, before)
        self.assertEqual(payment.state, "canceled")

    def _open(self, account, balance):
        return f"{balance if account.reconcile else 0:.2f}"

    def test_foreign_loan_at_the_rate_of_its_date(self):
        euro = self.make_rates({"2026-01-01": 0.5, "2026-02-01": 0.25})
        before = self.ledger_snapshot()
        done = self.loan(currency_id=euro.id, amount=100, confirm=True)
        self.assertEqual(done.result_ids.mapped("amount_residual_currency"), [33.33, 33.33, 33.34])
        self.assertEqual(sum(done.result_ids.mapped("amount_residual")), 400)
        self.assertEqual(done.payment_ids.currency_id, euro)
        self.assertUndoes(done, before)

    def test_names_and_kind(self):
        done = self.loan(confirm=True)
        items = self.env["cobranzas.open.item"].search(
            [("move_line_id", "in", done.result_ids.ids)], order="date_due"
        )
        self.assertEqual(items.mapped("name"), ["PRE-00001 1/3", "PRE-00001 2/3", "PRE-00001 3/3"])
        self.assertEqual(done.result_ids[0]._cobranzas_document_name(), "PRE-00001 1/3")
        self.assertEqual(done.result_ids[0].cobranzas_document_name, "PRE-00001 1/3")
        self.assertEqual(set(items.mapped("kind")), {"loan"})

    def test_collected_and_then_not_undone(self):
        done = self.loan(confirm=True)
        receipt = self.receipt([done.result_ids[0]], [self.cash_value(333.33)], date="2026-02-28")
        receipt.action_post()
        with self.assertRaisesRegex(Exception, receipt.name):
            done.action_undo("2026-03-10", "test")
        receipt.action_void("2026-03-01", "test")
        done.action_undo("2026-03-10", "test")
        self.assertEqual(done.state, "undone")

    def test_refusals(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        in_euro = self.bank.copy({"currency_id": euro.id, "code": "EUB"})
        cases = [
            ({"partner_id": False}, "Choose the customer"),
            ({"amount": 0}, "above zero"),
            ({"amount": -5}, "above zero"),
            ({"journal_id": False}, "fill in|Choose the cash or bank"),
            ({"date_first": False}, "fill in|first one falls due"),
            ({"date_first": "2026-01-31"}, "before the date"),
            ({"count": 0}, "at least one"),
            ({"journal_id": in_euro.id}, "is in EUR"),
        ]
        for values, sentence in cases:
            with self.subTest(values), self.assertRaisesRegex(UserError, sentence):
                self.loan(**values).action_confirm()
