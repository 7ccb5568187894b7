"""Application: credits pay debts, reconciled and numbered, nothing else booked (OPS-04)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestApplication(OperationsCommon):
    def test_chosen_debt_and_credit(self):
        invoice = self.invoice(1000)
        credit = self.invoice(400, move_type="out_refund")
        other = self.invoice(300)
        before = self.ledger_snapshot()
        done = self.operation("application", [invoice, credit], confirm=True)
        self.assertEqual(invoice.amount_residual, 600)
        self.assertEqual(other.amount_residual, 300)
        self.assertTrue(credit.reconciled)
        self.assertFalse(done.move_ids)
        self.assertEqual(done.name, "APL-00001")
        self.assertEqual(sorted(done.line_ids.mapped("amount")), [-400, 400])
        self.assertEqual(done.amount, 400)
        self.assertUndoes(done, before)

    def test_part_of_a_credit_on_instalments(self):
        first = self.invoice(100, due="2026-03-01")
        second = self.invoice(100, due="2026-04-01")
        credit = self.invoice(500, move_type="out_refund")
        done = self.operation("application", [second, first, (credit, -150)], confirm=True)
        self.assertEqual((first.amount_residual, second.amount_residual), (50, 0))
        self.assertEqual(credit.amount_residual, -350)
        self.assertEqual(done.partial_ids.mapped("max_date"), [self.day("2026-02-01")] * 2)

    def test_automatic_by_the_order_of_the_company(self):
        self.company.cobranzas_criterion = "due_oldest"
        late = self.invoice(100, due="2026-04-01")
        soon = self.invoice(100, due="2026-03-01")
        self.invoice(150, move_type="out_refund")
        draft = self.operation("application", partner_id=self.customer.id)
        self.assertFalse(draft.refusal)
        before = self.ledger_snapshot()
        draft.action_confirm()
        self.assertEqual((soon.amount_residual, late.amount_residual), (0, 50))
        self.assertEqual(draft.amount, 150)
        self.assertUndoes(draft, before)

    def test_foreign_difference_is_undone_with_it(self):
        euro = self.make_rates({"2026-01-01": 0.5, "2026-01-15": 0.25})
        invoice = self.invoice(100, currency=euro)
        self.invoice(40, currency=euro, date="2026-01-20", move_type="out_refund")
        before = self.ledger_snapshot()
        done = self.operation("application", partner_id=self.customer.id, confirm=True)
        self.assertEqual(invoice.amount_residual_currency, 60)
        self.assertEqual(done.partial_ids.exchange_move_id.date, self.day("2026-02-01"))
        self.assertUndoes(done, before)

    def test_nothing_that_pays(self):
        invoice = self.invoice(100)
        self.invoice(100, move_type="out_refund", partner=self.other_customer)
        draft = self.operation("application", partner_id=self.customer.id)
        with self.assertRaisesRegex(UserError, "no credit that pays a debt"):
            draft.action_confirm()
        draft = self.operation("application", [invoice])
        with self.assertRaisesRegex(UserError, "Choose credits"):
            draft.action_confirm()

    def test_rights(self):
        invoice, credit = self.invoice(100), self.invoice(100, move_type="out_refund")
        draft = self.operation("application", [invoice, credit])
        cashier = self.make_user("caja", "l10n_cobranzas.group_cobranzas_cashier")
        with self.assertRaisesRegex(Exception, "accountant"):
            draft.with_user(cashier).action_confirm()
        accountant = self.make_user("cont", "l10n_cobranzas.group_cobranzas_accountant")
        draft.with_user(accountant).action_confirm()
        self.assertEqual(draft.done_by, accountant)
