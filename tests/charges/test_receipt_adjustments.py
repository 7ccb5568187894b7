"""Alternative due dates at the receipt: what is proposed, noted and collected (CHG-02)."""

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.charges import ChargesCommon


@tagged("post_install", "-at_install")
class TestReceiptAdjustments(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "15 días, con fechas",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 36})
                ],
                "cobranzas_alternative_ids": [
                    Command.create({"days": -10, "percent": -5}),
                    Command.create({"days": -5, "percent": -2}),
                    Command.create({"days": 10, "percent": 5}),
                    Command.create({"days": 15, "percent": 8}),
                ],
            }
        )
        cls.term_invoice = cls._invoice(10000)

    @classmethod
    def _invoice(cls, total, date="2026-01-10"):
        """Due on 15-02: 9,500 until 05-02, 9,800 until 10-02, 10,500 until 25-02, 10,800 after."""
        item = cls.taxed_invoice(total, date)
        move = item.move_id
        move.button_draft()
        move.invoice_payment_term_id = cls.term
        move.action_post()
        return cls.item(move)

    def test_the_date_decides(self):
        table = {
            "2026-02-05": -500,
            "2026-02-06": -200,
            "2026-02-10": -200,
            "2026-02-11": 0,
            "2026-02-15": 0,
            "2026-02-16": 500,
            "2026-02-25": 500,
            "2026-02-26": 800,
            "2026-03-10": 800,
        }
        receipt = self.receipt([self.term_invoice], date="2026-02-05")
        for day, amount in table.items():
            with self.subTest(day=day):
                receipt.date = day
                self.assertEqual(sum(receipt.adjustment_ids.mapped("amount")), amount)
                self.assertEqual(receipt.amount_documents, 10000 + amount)

    def test_proposal_pays_what_it_costs(self):
        second = self._invoice(10000)
        receipt = self.receipt([], [self.cash_value(21000)], date="2026-02-20")
        receipt.action_propose()
        self.assertEqual(receipt.line_ids.mapped("amount"), [10000, 10000])
        self.assertEqual((receipt.amount_documents, receipt.amount_difference), (21000, 0))
        receipt.action_post()
        self.assertEqual((self.term_invoice + second).mapped("amount_residual"), [0, 0])

    def test_proposal_takes_the_discount(self):
        receipt = self.receipt([], [self.cash_value(9500)], date="2026-02-05")
        receipt.action_propose()
        self.assertEqual(receipt.line_ids.mapped("amount"), [9500])
        self.assertEqual((receipt.amount_documents, receipt.amount_difference), (9500, 0))
        receipt.action_post()
        self.assertEqual(self.term_invoice.amount_residual, 0)

    def test_late_at_the_original_amount_leaves_the_note_open(self):
        receipt = self.receipt([self.term_invoice], [self.cash_value(10000)], date="2026-02-20")
        self.assertEqual(receipt.adjustment_ids.mapped("is_collected"), [False])
        self.assertEqual((receipt.amount_documents, receipt.amount_difference), (10000, 0))
        receipt.action_post()
        self.assertEqual(receipt.charge_operation_ids.result_ids.amount_residual, 500)
        again = self.receipt([], [self.cash_value(500)], date="2026-02-21")
        again.action_propose()
        self.assertFalse(again.adjustment_ids)

    def test_not_charged_twice(self):
        receipt = self.receipt([self.term_invoice], [self.cash_value(10500)], date="2026-02-20")
        receipt.action_post()
        items = self.term_invoice
        self.assertFalse(items._cobranzas_get_adjustments(self.day("2026-02-20"), {}))
        receipt.action_void("2026-02-25", "test")
        second = self.receipt([items], [self.cash_value(10800)], date="2026-02-26")
        self.assertEqual(second.adjustment_ids.mapped("amount"), [800])
        second.action_post()
        self.assertEqual(
            self.env["cobranzas.charge"].search([("move_line_id", "=", items.id)]).mapped("state"),
            ["charged", "freed"],
        )
