"""Amounts typed in a charge row stand while the receipt changes, until Suggest Again (CHG)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.charges import ChargesCommon

ROW = "cobranzas.receipt.charge"


@tagged("post_install", "-at_install")
class TestTypedAmounts(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.bear_interest()
        cls.late = cls.invoice(500, due="2026-01-31")
        cls.later = cls.invoice(600, due="2026-01-31")

    def _draft(self):
        receipt = self.receipt([self.late], [self.cash_value(500)], date="2026-03-02")
        self.assertEqual(self._rows(receipt), [(10, 10)])
        return receipt

    @staticmethod
    def _rows(receipt):
        return [(row.amount_suggested, row.amount) for row in receipt.interest_ids]

    def test_it_stands_until_posted(self):
        receipt = self._draft()
        receipt.interest_ids.amount = 7
        receipt.value_ids.amount = 450
        receipt.line_ids.amount = 450
        self.assertEqual(self._rows(receipt), [(10, 7)])
        receipt.line_ids = [Command.create({"move_line_id": self.later.id})]
        receipt.value_ids.amount = 1050
        self.assertEqual(self._rows(receipt), [(10, 7), (12, 12)])
        receipt.date = "2026-03-17"
        self.assertEqual(self._rows(receipt), [(15, 7), (18, 18)])
        receipt.action_post()
        self.assertEqual(receipt.charge_operation_ids.charge_ids.mapped("amount"), [7, 18])

    def test_what_was_not_typed_follows(self):
        receipt = self._draft()
        receipt.interest_ids.amount = 7
        receipt.interest_ids.amount = 10
        receipt.date = "2026-03-17"
        self.assertEqual(self._rows(receipt), [(15, 15)])

    def test_nothing_typed_is_not_charged(self):
        receipt = self._draft()
        receipt.interest_ids.amount = 0
        receipt.value_ids.amount = 500.01
        self.assertEqual(self._rows(receipt), [(10, 0)])

    def test_it_goes_with_its_document(self):
        receipt = self._draft()
        receipt.interest_ids.amount = 7
        receipt.line_ids = [Command.clear(), Command.create({"move_line_id": self.later.id})]
        self.assertEqual(self._rows(receipt), [(12, 12)])
        receipt.line_ids = [Command.clear(), Command.create({"move_line_id": self.late.id})]
        self.assertEqual(self._rows(receipt), [(10, 10)])

    def test_suggested_again(self):
        receipt = self._draft()
        receipt.interest_ids.write({"amount": 7, "is_selected": False})
        receipt.action_suggest_charges()
        self.assertEqual(self._rows(receipt), [(10, 10)])
        self.assertTrue(receipt.interest_ids.is_selected)
        receipt.interest_ids.unlink()
        receipt.action_suggest_charges()
        self.assertEqual(self._rows(receipt), [(10, 10)])
        receipt.action_post()
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            receipt.action_suggest_charges()

    def test_in_the_form(self):
        receipt = self._draft()
        with Form(receipt) as form:
            with form.interest_ids.edit(0) as row:
                row.amount = 7
            with form.value_ids.edit(0) as value:
                value.amount = 480
            with form.line_ids.edit(0) as line:
                line.amount = 480
            with form.interest_ids.edit(0) as row:
                self.assertEqual((row.amount_suggested, row.amount), (10, 7))
        self.assertEqual(self._rows(receipt), [(10, 7)])

    def test_what_a_form_computed_is_not_typed(self):
        """It sends every amount of a new receipt, and those that followed a change."""
        receipt = self._draft()
        with Form(receipt) as form:
            form.date = "2026-03-17"
            with form.line_ids.edit(0) as line:
                line.amount = 480
            with form.value_ids.edit(0) as value:
                value.amount = 480
        self.assertEqual(self._rows(receipt), [(15, 15)])
        self.assertFalse(receipt.interest_ids.is_typed)
        receipt.date = "2026-03-02"
        self.assertEqual(self._rows(receipt), [(10, 10)])

    def test_amounts_before_what_they_follow(self):
        """One write, whose rows come before the date and the documents that they are on."""
        vals = {
            "interest_ids": [
                Command.create(
                    {"kind": "late_interest", "move_line_id": self.late.id, "amount": 10}
                )
            ],
            "partner_id": self.customer.id,
            "company_id": self.company.id,
            "line_ids": [Command.create({"move_line_id": self.late.id})],
            "value_ids": [Command.create(self.cash_value(500))],
            "date": "2026-03-02",
        }
        receipt = self.env["cobranzas.receipt"].create(vals)
        self.assertEqual(self._rows(receipt), [(10, 10)])
        self.assertFalse(receipt.interest_ids.is_typed)
        row = receipt.interest_ids
        for amount, typed in ((15, False), (7, True)):
            receipt.write(
                {"interest_ids": [Command.update(row.id, {"amount": amount})], "date": "2026-03-17"}
            )
            self.assertEqual((row.amount, row.is_typed), (amount, typed))

    def test_a_row_without_receipt(self):
        """Its onchange answers with nothing, whatever kind is sent, instead of a trace."""
        rows = self.env[ROW]
        spec = {name: {} for name in rows._fields}
        for kind in (False, "late_interest", "date_adjustment", "exchange_note"):
            for vals in ({}, {"kind": kind}, {"kind": kind, "amount": 5.0}):
                with self.subTest(sent=vals):
                    value = rows.onchange(vals, list(vals), spec)["value"]
                    self.assertFalse(value.get("amount_suggested"))
                    collected = vals.get("kind") == "exchange_note"
                    self.assertEqual(bool(value.get("is_collected")), collected)
