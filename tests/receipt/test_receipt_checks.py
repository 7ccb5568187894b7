"""Cheques as a cashier types them: each comes once, and its pay date is the one meant (REC-05)."""

from logging import getLogger
from unittest.mock import patch

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptChecks(CollectionsCommon):
    def received(self, *numbers, **kw):
        return self.receipt([], [], [self.check(10, number) for number in numbers], **kw)

    def refuse(self, receipt, sentence):
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            receipt.action_post()

    # ------------------------------------------------------------------
    # Once
    # ------------------------------------------------------------------

    def test_a_cheque_that_came_before(self):
        first = self.received("7")
        first.action_post()
        second = self.received("7")
        self.refuse(second, f"00000007 of Banco Nación was received before, in {first.name}")
        dialog = second.with_context(cobranzas_ask=True).action_post()
        wizard = self.env[dialog["res_model"]].browse(dialog["res_id"])
        self.assertIn("was received before", wizard.exceeding)
        wizard.action_confirm()
        self.assertEqual(second.state, "posted")

    def test_twice_at_once(self):
        self.refuse(self.received("7", "7"), "00000007 of Banco Nación stands twice")
        both = self.received("7") | self.received("7")
        self.refuse(both, "stands twice")

    def test_a_cheque_of_a_payment_made_by_hand(self):
        method = self.portfolio.inbound_payment_method_line_ids.filtered(
            lambda line: line.code == "new_third_party_checks"
        )
        method.payment_account_id = self.outstanding
        vals = {"name": "00000007", "bank_id": self.bank_nacion.id, "issuer_vat": "20 1"}
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_id": self.customer.id,
                "journal_id": self.portfolio.id,
                "payment_method_line_id": method.id,
                "l10n_latam_new_check_ids": [
                    (0, 0, {**vals, "payment_date": "2026-03-01", "amount": 10})
                ],
            }
        )
        self.received("7").action_post()  # the payment is a draft
        payment.action_post()
        self.refuse(self.received("7"), "was received before")

    def test_others_that_only_look_alike(self):
        self.received("7").action_post()
        bank = self.env["res.bank"].create({"name": "Banco Provincia"})
        checks = (
            self.check(10, "8"),
            self.check(10, "7", bank_id=bank.id),
            self.check(10, "7", issuer_vat="30-2"),
        )
        self.receipt([], [], checks).action_post()
        other = self.received("7", partner_id=self.other_customer.id)
        other.check_ids.issuer_vat = False  # that customer has no tax ID
        other.action_post()

    def test_one_of_a_voided_receipt_comes_again(self):
        first = self.received("7")
        first.action_post()
        first.action_void("2026-02-02", "Error")
        self.received("7").action_post()

    # ------------------------------------------------------------------
    # Pay dates
    # ------------------------------------------------------------------

    def typed(self, date, received="2026-11-20"):
        """The pay date a new row shows once ``date`` is typed, and what is said of it."""
        with freeze_time("2026-11-20"):
            form = Form(self.env["cobranzas.receipt"])
            form.partner_id = self.customer
            form.date = received
            with form.check_ids.new() as row:
                with patch.object(getLogger("odoo.tests.form.onchange"), "warning") as said:
                    row.payment_date = date
                shown = row.payment_date
                row.name, row.bank_id, row.amount = "7", self.bank_nacion, 1
        return str(shown), "".join(call.args[1]["message"] for call in said.call_args_list)

    def test_day_and_month_of_the_next_year(self):
        """The browser takes 15/01 for that of this year."""
        shown, said = self.typed(self.day("2026-01-15"))
        self.assertEqual(shown, "2027-01-15")
        self.assertIn("56 days after the receipt", said)

    def test_a_date_not_long_past_stays(self):
        for date, sentence in (
            ("2026-10-15", "36 days before the receipt"),
            ("2025-12-01", "354 days before the receipt"),
            ("2026-11-20", ""),
            ("2027-02-28", ""),
        ):
            shown, said = self.typed(self.day(date))
            self.assertEqual(shown, date)
            self.assertIn(sentence, said)
            self.assertEqual("receipt" in said, bool(sentence), date)

    def test_dates_that_are_asked_about(self):
        """Nobody is asked by a program."""
        for date, asked in (
            ("2026-01-02", False),
            ("2026-01-01", True),
            ("2027-02-02", False),
            ("2027-02-03", True),
        ):
            receipt = self.receipt([], [], [self.check(10, date[2:], pay_date=date)])
            question = receipt.with_context(cobranzas_ask=True).action_post()
            self.assertEqual(question is not True, asked, date)
            if asked:
                receipt.action_post()
            self.assertEqual(receipt.state, "posted")

    def test_the_issuer_is_printed(self):
        receipt = self.receipt([], [], [self.check(10, issuer_vat="30-71234567-9")])
        report = self.env["ir.actions.report"]
        html = report._render_qweb_html("l10n_cobranzas.report_receipt", receipt.ids)[0].decode()
        self.assertIn("30-71234567-9", html)

    def test_typed_again_it_stays_in_this_year(self):
        with freeze_time("2026-11-20"):
            form = Form(self.env["cobranzas.receipt"])
            form.partner_id = self.customer
            form.date = "2026-11-20"
            with form.check_ids.new() as row:
                row.payment_date = self.day("2026-01-15")
                self.assertEqual(row.payment_date, self.day("2027-01-15"))
                row.payment_date = self.day("2026-01-15")
                self.assertEqual(row.payment_date, self.day("2026-01-15"))
                row.name, row.bank_id, row.amount = "7", self.bank_nacion, 1
            self.assertEqual(form.save().check_ids.payment_date, self.day("2026-01-15"))
