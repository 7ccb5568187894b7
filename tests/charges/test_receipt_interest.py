"""Late interest at the receipt: proposed, noted after it, or collected with it (CHG-03)."""

from odoo.tests import tagged

from ..lib.charges import ChargesCommon


@tagged("post_install", "-at_install")
class TestReceiptInterest(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["cobranzas.interest.policy"].create(
            {
                "name": "2 % mensual",
                "company_id": cls.company.id,
                "rate": 2,
                "rate_period": "month",
                "base": "balance",
                "day_count": "act_30",
            }
        )
        partner = cls.customer.with_company(cls.company)
        partner.cobranzas_bears_interest = True
        partner.cobranzas_interest_policy_id = cls.policy
        cls.late = cls.invoice(500, due="2026-01-31")

    def test_noted_after_the_receipt(self):
        before = self.ledger_snapshot()
        receipt = self.receipt([self.late], [self.cash_value(500)], date="2026-03-02")
        self.assertEqual(receipt.interest_ids.mapped("amount"), [10])
        self.assertEqual(receipt.interest_ids.amount_total, 11.5)
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        note = receipt.charge_operation_ids.result_ids
        self.assertEqual(note.amount_residual, 11.5)
        receipt.action_void("2026-03-10", "test")
        self.assertRestored(before)

    def test_collected_with_the_receipt(self):
        before = self.ledger_snapshot()
        receipt = self.receipt([self.late], [self.cash_value(511.5)], date="2026-03-02")
        receipt.interest_ids.is_collected = True
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        self.assertEqual(receipt.charge_operation_ids.result_ids.amount_residual, 0)
        receipt.action_void("2026-03-10", "test")
        self.assertRestored(before)

    def test_collected_base_is_charged_once(self):
        self.policy.base = "collected"
        for collected in (False, True):
            with self.subTest(collected=collected):
                item = self.invoice(300, due="2026-01-31")
                received = 300 + (6.9 if collected else 0)
                receipt = self.receipt([item], [self.cash_value(received)], date="2026-03-02")
                receipt.interest_ids.is_collected = collected
                receipt.action_post()
                charge = receipt.charge_operation_ids.charge_ids
                self.assertEqual(charge.partial_id.debit_move_id, item)
                self.assertFalse(item._cobranzas_get_interest(self.day("2026-04-30")))
                receipt.action_void("2026-03-10", "test")
                self.assertEqual(charge.state, "freed")

    def test_another_date_of_a_cheque_is_another_interest(self):
        self.policy.days_by = "values"
        check = self.check(500, "00000001", "2026-03-02")
        receipt = self.receipt([self.late], checks=[check], date="2026-03-02")
        self.assertEqual(receipt.interest_ids.mapped("amount"), [10])  # 30 days
        receipt.check_ids.payment_date = "2026-04-01"
        self.assertEqual(receipt.interest_ids.mapped("amount"), [20])  # 60 days

    def test_the_form_works_out_what_it_changed(self):
        """What is as it was saved keeps what was suggested then; the rest is suggested anew."""
        receipt = self.receipt([self.late], [self.cash_value(500)], date="2026-03-02")
        rows = {name: {} for name in ("amount_suggested", "amount", "amount_total", "days")}
        spec = {"date": {}, "note": {}, "interest_ids": {"fields": rows}}
        answer = receipt.onchange({"note": "x"}, ["note"], spec)["value"]
        self.assertNotIn("interest_ids", answer)
        answer = receipt.onchange({"date": "2026-04-01"}, ["date"], spec)["value"]
        [(_command, _id, values)] = answer["interest_ids"]
        self.assertEqual(
            values, {"amount_suggested": 20, "amount": 20, "amount_total": 23, "days": 60}
        )

    def test_only_warned(self):
        self.company.cobranzas_interest_at_receipt = "warn"
        receipt = self.receipt([self.late], [self.cash_value(500)], date="2026-03-02")
        self.assertIn("11.50", receipt.charge_warning)
        receipt.action_post()
        self.assertFalse(receipt.charge_operation_ids)
