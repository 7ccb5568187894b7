"""Advance and invoiced advance: money, or an invoice, before there is a sale (OPS-03)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestAdvance(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cash_in = cls.env["account.account"].create(
            {
                "name": "Cash In",
                "code": "CSIN",
                "account_type": "asset_current",
                "reconcile": True,
            }
        )
        cls.cash.inbound_payment_method_line_ids.payment_account_id = cls.cash_in

    @classmethod
    def advance(cls, amount=300, confirm=True, **kw):
        vals = {"partner_id": cls.customer.id, "amount": amount, "journal_id": cls.cash.id, **kw}
        return cls.operation("advance", confirm=confirm, **vals)

    def read_open(self, operation):
        items = self.env["cobranzas.open.item"]
        items.invalidate_model()
        item = items.search([("move_line_id", "=", operation.result_ids.id)])
        return item.kind, item.name, item.residual_currency

    def test_on_account(self):
        before = self.ledger_snapshot()
        done = self.advance()
        self.assertLedger(
            done.move_ids,
            """
            Cash In | Almacén El Ceibo | 300.00 | 0.00 | 300.00
            Account Receivable | Almacén El Ceibo | 0.00 | 300.00 | -300.00
            """,
        )
        self.assertEqual(self.read_open(done), ("advance", "ADV-00001", -300))
        self.assertEqual(done.payment_ids.payment_type, "inbound")
        self.assertUndoes(done, before)

    def test_foreign(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        before = self.ledger_snapshot()
        done = self.advance(100, currency_id=euro.id)
        self.assertEqual(done.result_ids.amount_residual_currency, -100)
        self.assertEqual(done.result_ids.amount_residual, -200)
        self.assertUndoes(done, before)
        self.cash.currency_id = euro
        with self.assertRaisesRegex(UserError, "holds EUR"):
            self.advance()

    def test_applied_and_then_not_undone(self):
        done = self.advance()
        invoice = self.invoice(1000)
        self.env["account.move.line"]._cobranzas_allocate([(invoice, done.result_ids, 300)])
        with self.assertRaisesRegex(Exception, f"ADV-00001.*{invoice.move_id.name}"):
            done.action_undo("2026-02-10", "test")

    def test_above_the_cap_it_is_a_document(self):
        self.company.write({"cobranzas_control_cash": True, "cobranzas_cash_cap": 300})
        below, above = self.advance(300), self.advance(300.01)
        self.assertEqual(self.read_open(below)[0], "advance")
        self.assertEqual(self.read_open(above), ("miscellaneous_credit", "ADV-00002", -300.01))
        self.assertIn("Miscellaneous credit", above.result_ids.name)
        self.company.cobranzas_control_cash = False
        self.assertEqual(self.read_open(self.advance(5000))[0], "advance")
        self.assertEqual(self.read_open(above)[0], "miscellaneous_credit")

    def test_above_the_cap_it_is_applied_like_a_balance(self):
        """Seed 003 §4.6: both are equivalent; a run may leave the document out by its kind."""
        self.company.write({"cobranzas_control_cash": True, "cobranzas_cash_cap": 300})
        above, below = self.advance(400), self.advance(100)
        debt = self.invoice(1000)
        left_out = [Command.create({"kind": "miscellaneous_credit"})]
        vals = {"kind": "application", "date": "2026-02-01", "company_id": self.company.id}
        runs = self.env["cobranzas.operation.run"].create([{**vals, "kind_ids": left_out}, vals])
        listed = []
        for run in runs:
            run.action_prepare()
            listed.append({row.move_line_id: row.amount for row in run.line_ids})
        self.assertEqual(listed[0], {below.result_ids: -100})
        self.assertEqual(listed[1], {above.result_ids: -400, below.result_ids: -100})
        before = self.ledger_snapshot()
        done = self.operation("application", partner_id=self.customer.id, confirm=True)
        self.assertEqual(above.result_ids.amount_residual, 0)
        self.assertEqual((done.amount, debt.amount_residual), (500, 500))
        self.assertUndoes(done, before)

    def test_preview_shows_what_is_booked(self):
        draft = self.advance(confirm=False)
        self.assertFalse(draft.refusal)
        for text in ("Cash In", "300.00", "-300.00"):
            self.assertIn(text, draft.preview)

    def test_refusals(self):
        with self.assertRaisesRegex(UserError, "above zero"):
            self.advance(0)
        with self.assertRaisesRegex(UserError, "fill in Customer"):
            self.advance(partner_id=False)
        with self.assertRaisesRegex(UserError, "yet to come"):
            self.advance(date="2099-01-01")
        with self.assertRaisesRegex(UserError, "Choose the bank or cash"):
            self.advance(journal_id=self.portfolio.id)
        self.company.fiscalyear_lock_date = "2026-02-28"
        with self.assertRaisesRegex(UserError, "closed"):
            self.advance()

    def test_rights(self):
        user = self.make_user("cajera.an", "l10n_cobranzas.group_cobranzas_cashier")
        draft = self.advance(confirm=False)
        with self.assertRaisesRegex(Exception, "Only an accountant"):
            draft.with_user(user).action_confirm()


@tagged("post_install", "-at_install")
class TestInvoicedAdvance(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.liability = cls.env["account.account"].create(
            {"name": "Customer Advances", "code": "CADV", "account_type": "liability_current"}
        )
        cls.product = cls.env["product.product"].create(
            {
                "name": "Anticipo",
                "taxes_id": [Command.set(cls.company_data["default_tax_sale"].ids)],
                "property_account_income_id": cls.liability.id,
            }
        )
        cls.company.cobranzas_advance_product_id = cls.product
        cls.company.cobranzas_invoiced_advances = True

    @classmethod
    def advance(cls, amount=1000, confirm=True, **kw):
        vals = {"partner_id": cls.customer.id, "amount": amount, **kw}
        return cls.operation("invoiced_advance", confirm=confirm, **vals)

    def test_off(self):
        self.company.cobranzas_invoiced_advances = False
        with self.assertRaisesRegex(
            UserError, "Invoiced advances are off: turn them on in Settings, Collections."
        ):
            self.advance()

    def test_invoice(self):
        before = self.ledger_snapshot()
        done = self.advance()
        self.assertLedger(
            done.move_ids,
            """
            Customer Advances | Almacén El Ceibo | 0.00 | 1000.00 | 0.00
            Tax Received | Almacén El Ceibo | 0.00 | 150.00 | 0.00
            Account Receivable | Almacén El Ceibo | 1150.00 | 0.00 | 1150.00
            """,
        )
        self.assertEqual(done.name, "ADI-00001")
        self.assertUndoes(done, before)

    def test_account_that_is_no_liability(self):
        self.product.property_account_income_id = self.company_data["default_account_revenue"]
        with self.assertRaisesRegex(UserError, "is not a liability"):
            self.advance()

    def test_without_product(self):
        self.company.cobranzas_advance_product_id = False
        with self.assertRaisesRegex(UserError, "Product for Invoiced Advances"):
            self.advance()

    def _final_invoice(self, amount=3000):
        move = self.invoice(amount, date="2026-02-20").move_id
        move.button_draft()
        move.invoice_line_ids.tax_ids = self.company_data["default_tax_sale"]
        return move

    def test_final_invoice_deducts_it_with_its_taxes(self):
        self.advance()
        final = self._final_invoice()
        self.assertEqual(final.cobranzas_advances_left, 1000)
        final.action_cobranzas_deduct_advances()
        final.action_post()
        self.assertEqual((final.amount_untaxed, final.amount_tax), (2000, 300))
        balance = sum(
            self.env["account.move.line"]
            .search([("account_id", "=", self.liability.id), ("parent_state", "=", "posted")])
            .mapped("balance")
        )
        self.assertEqual(balance, 0)
        again = self._final_invoice()
        self.assertEqual(again.cobranzas_advances_left, 0)
        with self.assertRaisesRegex(UserError, "no invoiced advance left"):
            again.action_cobranzas_deduct_advances()

    def test_no_more_than_the_invoice(self):
        self.advance()
        final = self._final_invoice(600)
        final.action_cobranzas_deduct_advances()
        self.assertEqual(final.amount_total, 0)
        self.assertEqual(final.cobranzas_advances_left, 400)
