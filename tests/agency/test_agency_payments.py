"""What is paid while an agency has a document: to us, or to the agency, and undone (COL-09)."""

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.agency import AgencyCommon


@tagged("post_install", "-at_install")
class TestAgencyPayments(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.company_data["default_tax_purchase"]
        cls.tax.amount = 21
        cls.tax_account = cls.tax.invoice_repartition_line_ids.account_id
        cls.payable = cls.company_data["default_account_payable"]
        cls.expense = cls.company_data["default_account_expense"]
        cls.product = cls.env["product.product"].create(
            {
                "name": "Comisión de cobranza",
                "type": "service",
                "supplier_taxes_id": [Command.set(cls.tax.ids)],
                "property_account_expense_id": cls.expense.id,
            }
        )
        cls.agency.product_id = cls.product

    def settle(self, until=None):
        """Settle the commissions by the dialog; returns the draft bill."""
        dialog = self.env["cobranzas.agency.settle"].create(
            {"agency_id": self.agency.id, "date": until or self.today}
        )
        return self.env["account.move"].browse(dialog.action_settle()["res_id"])

    def residual(self, item):
        item.invalidate_recordset()
        return item.amount_residual

    # ------------------------------------------------------------------
    # To us
    # ------------------------------------------------------------------

    def test_paid_to_us(self):
        item = self.owe(1000, 30)
        batch = self.hand_over()
        receipt = self.collect(item, 400)
        self.assertLedger(
            receipt.move_ids | receipt.payment_ids.move_id,
            f"""
            {self.outstanding.name} | Almacén El Ceibo | 400.00 | 0.00 | 400.00
            {self.receivable.name} | Almacén El Ceibo | 0.00 | 400.00 | 0.00
            """,
        )
        line = batch.line_ids
        self.env.invalidate_all()
        self.assertEqual((line.state, line.residual, line.collected), ("with_agency", 600, 400))
        bill = self.settle()
        self.assertEqual((bill.state, bill.move_type), ("draft", "in_invoice"))
        self.assertEqual(bill.invoice_line_ids.name[:6], "AGE/20")
        bill.action_post()
        self.assertLedger(
            bill,
            f"""
            {self.expense.name} | Estudio Rivas | 40.00 | 0.00 | 0.00
            {self.tax_account.name} | Estudio Rivas | 8.40 | 0.00 | 0.00
            {self.payable.name} | Estudio Rivas | 0.00 | 48.40 | -48.40
            """,
        )
        receipt.action_void(self.today, "Rechazada")
        self.assertEqual(self.residual(item), 1000)
        self.env.invalidate_all()
        self.assertEqual((line.state, line.residual, line.collected), ("with_agency", 1000, 0))
        back = self.settle()
        self.assertEqual(back.move_type, "in_refund")
        self.assertEqual((back.amount_untaxed, back.amount_total), (40, 48.4))

    # ------------------------------------------------------------------
    # Through the agency
    # ------------------------------------------------------------------

    @classmethod
    def make_clearing(cls):
        """The journal with what the agency holds: payments rest on its own account."""
        journal = cls.env["account.journal"].create(
            {"name": "Estudio Rivas", "code": "AGE", "type": "cash", "company_id": cls.company.id}
        )
        account = journal.default_account_id
        lines = journal.inbound_payment_method_line_ids | journal.outbound_payment_method_line_ids
        lines.payment_account_id = account
        cls.agency.write({"paid_to": "agency", "journal_id": journal.id})
        return journal

    def held(self):
        """What the agency holds by the ledger."""
        self.env.flush_all()
        account = self.agency.journal_id.default_account_id
        items = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return self.company.currency_id.round(sum(items.mapped("balance")))

    def test_paid_to_the_agency(self):
        journal = self.make_clearing()
        item = self.owe(1000, 30)
        batch = self.hand_over()
        receipt = self.collect(item, journal=journal)
        clearing = journal.default_account_id.name
        self.assertLedger(
            receipt.payment_ids.move_id,
            f"""
            {clearing} | Almacén El Ceibo | 1000.00 | 0.00 | 1000.00
            {self.receivable.name} | Almacén El Ceibo | 0.00 | 1000.00 | 0.00
            """,
        )
        self.env.invalidate_all()
        self.assertEqual((batch.line_ids.state, self.held()), ("paid", 1000))
        bill = self.settle()
        bill.action_post()
        payment = self.pay_bill(bill, journal)
        self.assertLedger(
            payment.move_id,
            f"""
            {clearing} | Estudio Rivas | 0.00 | 121.00 | -121.00
            {self.payable.name} | Estudio Rivas | 121.00 | 0.00 | 0.00
            """,
        )
        self.assertEqual((bill.amount_residual, self.held()), (0, 879))
        deposit = self.env["cobranzas.bank.deposit"].create(
            {
                "journal_id": self.bank.id,
                "cash_journal_id": journal.id,
                "amount_cash": 879,
                "company_id": self.company.id,
            }
        )
        deposit.action_confirm()
        self.assertEqual(self.held(), 0)

    def pay_bill(self, bill, journal):
        action = bill.action_register_payment()
        wizard = self.env[action["res_model"]].with_context(**action["context"])
        wizard = wizard.create({"journal_id": journal.id, "payment_date": self.today})
        return wizard._create_payments()

    def test_void_of_what_was_paid_to_the_agency(self):
        journal = self.make_clearing()
        item = self.owe(1000, 30)
        batch = self.hand_over()
        receipt = self.collect(item, journal=journal)
        receipt.action_void(self.today, "No la entregó")
        self.env.invalidate_all()
        self.assertEqual((self.residual(item), self.held()), (1000, 0))
        self.assertEqual(batch.line_ids.state, "with_agency")
        self.assertFalse(self.agency._find_owed(self.today))

    def test_an_agency_that_collects_needs_a_journal(self):
        with self.assertRaisesRegex(ValidationError, "Choose the journal"):
            self.agency.paid_to = "agency"

    def test_the_dialog_shows_what_is_owed(self):
        self.collect(self.hand_over_one(1000), 400)
        form = Form(
            self.env["cobranzas.agency.settle"].with_context(default_agency_id=self.agency.id)
        )
        self.assertEqual((form.document_count, form.collected, form.commission), (1, 400, 40))

    def hand_over_one(self, amount):
        item = self.owe(amount, 30)
        self.hand_over()
        return item
