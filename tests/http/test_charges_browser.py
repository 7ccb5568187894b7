"""A late receipt as a person makes it: its charges follow the date; posted and voided (CHG)."""

from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.charges import ChargesCommon


@tagged("post_install", "-at_install")
class TestChargesBrowser(ChargesCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls.make_user("cargos", "l10n_cobranzas.group_cobranzas_accountant")
        cls.company.write(
            {
                "cobranzas_adjustment_at_receipt": "ask",
                "cobranzas_interest_at_receipt": "ask",
                "cobranzas_charge_date": "receipt",
            }
        )
        cls.customer.with_company(cls.company).cobranzas_interest_policy_id = cls.env[
            "cobranzas.interest.policy"
        ].create({"name": "2 % mensual", "rate": 2, "company_id": cls.company.id})

    def test_interest_and_surcharge_follow_the_date(self):
        """Due 31-01: a surcharge of 50 until 31-03; 500 bear 2 % a month."""
        dated = self.invoice(1000, due="2026-01-31")
        self.customer.commercial_partner_id.cobranzas_bears_interest = True
        late = self.invoice(500, due="2026-01-31")
        dated.cobranzas_alternative_ids = [Command.create({"date": "2026-03-31", "amount": 1050})]
        before = self.ledger_snapshot()
        receipt = self.receipt(
            [dated, late], [self.cash_value(1550)], date="2026-01-31", partner_id=self.customer.id
        )
        self.assertFalse(receipt._get_charges() or receipt.charge_warning)
        self.start_tour(
            f"/odoo/cobranzas.receipt/{receipt.id}",
            "cobranzas_charges_tour",
            login="cargos",
            timeout=120,
        )
        self.env.invalidate_all()
        self.assertEqual((receipt.state, str(receipt.date)), ("voided", "2026-03-02"))
        kinds = receipt.charge_operation_ids.sorted("kind")
        self.assertEqual(
            [(each.kind, each.state) for each in kinds],
            [("date_adjustment", "undone"), ("late_interest", "undone")],
        )
        self.assertEqual([sum(each.line_ids.mapped("amount")) for each in kinds], [50, 10])
        self.assertEqual(set(kinds.charge_ids.mapped("state")), {"freed"})
        self.assertRestored(before)

    def test_a_late_receipt_by_the_keyboard(self):
        """Due 31-01, collected on 02-03: a surcharge of 50, and 10 of interest on 500."""
        self.customer.name, self.cash.name = "Cliente de los cargos", "Caja de los cargos"
        dated = self.invoice(1000, due="2026-01-31")
        self.customer.commercial_partner_id.cobranzas_bears_interest = True
        self.invoice(500, due="2026-01-31")
        dated.cobranzas_alternative_ids = [Command.create({"date": "2026-03-31", "amount": 1050})]
        before = self.ledger_snapshot()
        self.start_tour(
            "/odoo/cobranzas-receipts/new",
            "cobranzas_charges_keys_tour",
            login="cargos",
            timeout=120,
        )
        self.env.invalidate_all()
        receipt = self.env["cobranzas.receipt"].search([("partner_id", "=", self.customer.id)])
        self.assertRecordValues(
            receipt,
            [{"state": "voided", "amount_documents": 1550, "void_reason": "doble"}],
        )
        self.assertEqual(str(receipt.date), "2026-03-02")
        charges = receipt.charge_operation_ids.charge_ids
        self.assertEqual(sorted(charges.mapped("amount")), [10, 50])
        self.assertEqual(set(charges.mapped("state")), {"freed"})
        self.assertRestored(before)
