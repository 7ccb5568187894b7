"""Charge note: on a document, or pending until the next receipt (OPS-05)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestChargeNote(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.revenue = cls.company_data["default_account_revenue"]
        cls.tax = cls.company_data["default_tax_sale"]
        cls.product = cls.env["product.product"].create(
            {
                "name": "Gastos administrativos",
                "taxes_id": [Command.set(cls.tax.ids)],
                "property_account_income_id": cls.revenue.id,
            }
        )
        cls.company.cobranzas_charge_product_id = cls.product
        cls.debt = cls.invoice(1000, due="2026-03-10")

    @classmethod
    def charge(cls, amount=100, items=(), confirm=True, **kw):
        return cls.operation(
            "charge_note",
            items,
            confirm=confirm,
            **{"partner_id": cls.customer.id, "amount": amount, **kw},
        )

    def test_on_a_document(self):
        before = self.ledger_snapshot()
        done = self.charge(items=[self.debt])
        note = done.move_ids
        self.assertEqual(note.debit_origin_id, self.debt.move_id)
        self.assertEqual(note.cobranzas_origin_ids, self.debt.move_id)
        self.assertEqual((note.amount_untaxed, note.amount_tax, done.amount), (100, 15, 100))
        self.assertEqual(done.result_ids.date_maturity, self.day("2026-03-10"))
        self.assertEqual(done.result_ids.amount_residual, 115)
        self.assertEqual(self.debt.amount_residual, 1000)
        item = self.env["cobranzas.open.item"].search([("move_line_id", "=", done.result_ids.id)])
        self.assertEqual(item.kind, "debit_note")
        self.assertUndoes(done, before)

    def test_collected_with_its_document(self):
        done = self.charge(items=[self.debt])
        context = self.debt.action_cobranzas_register_receipt()["context"]
        receipt = self.env["cobranzas.receipt"].with_context(**context).create({})
        self.assertEqual(receipt.line_ids.move_line_id, self.debt | done.result_ids)

    def test_pending_is_proposed_with_the_next_receipt(self):
        before = self.ledger_snapshot()
        done = self.charge()
        self.assertFalse(done.move_ids.debit_origin_id)
        self.assertEqual(done.result_ids.date_maturity, self.day("2026-02-01"))
        receipt = self.receipt()
        receipt.action_propose()
        self.assertIn(done.result_ids, receipt.line_ids.move_line_id)
        receipt.unlink()
        self.assertUndoes(done, before)

    def test_preview_shows_what_is_booked(self):
        draft = self.charge(confirm=False)
        self.assertFalse(draft.refusal)
        for text in ("115.00", "100.00", "15.00", "1,115.00"):
            self.assertIn(text, draft.preview)
        draft.action_confirm()
        self.assertLedger(
            draft.move_ids,
            """
            Product Sales | Almacén El Ceibo | 0.00 | 100.00 | 0.00
            Tax Received | Almacén El Ceibo | 0.00 | 15.00 | 0.00
            Account Receivable | Almacén El Ceibo | 115.00 | 0.00 | 115.00
            """,
        )

    def test_the_document_charged_is_not_said_to_be_settled(self):
        done = self.charge(items=[self.debt])
        self.assertTrue(done.line_ids)
        self.assertNotIn("Settled", done.preview)

    def test_foreign_at_the_rate_of_its_document(self):
        euro = self.make_rates({"2026-01-01": 0.5, "2026-02-01": 0.25})
        invoice = self.invoice(100, currency=euro)
        before = self.ledger_snapshot()
        draft = self.charge(10, [invoice], confirm=False)
        self.assertEqual(draft.currency_id, euro)
        self.assertIn("23.00", draft.preview)
        draft.action_confirm()
        debt = draft.result_ids
        self.assertEqual((debt.amount_residual_currency, debt.amount_residual), (11.5, 23))
        self.assertUndoes(draft, before)

    def test_internal_without_tax(self):
        before = self.ledger_snapshot()
        done = self.charge(is_internal=True)
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 100.00 | 0.00 | 100.00
            Product Sales | Almacén El Ceibo | 0.00 | 100.00 | 0.00
            """,
        )
        item = self.env["cobranzas.open.item"].search([("move_line_id", "=", done.result_ids.id)])
        self.assertEqual((item.kind, item.name), ("charge_note", "CHN-00001"))
        self.assertUndoes(done, before)

    def test_internal_takes_a_manager(self):
        user = self.make_user("contadora.nc", "l10n_cobranzas.group_cobranzas_accountant")
        draft = self.charge(is_internal=True, confirm=False)
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            draft.with_user(user).action_confirm()

    def test_taxes_chosen(self):
        done = self.charge(charge_tax_ids=[Command.clear()])
        self.assertEqual(done.move_ids.amount_total, 100)

    def test_what_a_receipt_collected_is_not_undone(self):
        done = self.charge()
        receipt = self.receipt([done.result_ids], [self.cash_value(115)])
        receipt.action_post()
        with self.assertRaisesRegex(Exception, receipt.name):
            done.action_undo("2026-02-10", "test")

    def test_refusals(self):
        with self.assertRaisesRegex(UserError, "above zero"):
            self.charge(0)
        with self.assertRaisesRegex(UserError, "above zero"):
            self.charge(-5)
        with self.assertRaisesRegex(UserError, "Choose one invoice"):
            self.charge(items=[self.debt, self.invoice(5)])
        self.company.cobranzas_charge_product_id = False
        with self.assertRaisesRegex(UserError, "fill in Charged For"):
            self.charge()
