"""A deferred cheque is to come in while it is in hand, and no longer (REP-04, REP-05).

Given back, endorsed or deposited, it left: what is deposited is the bank's to collect, and the
ledger shows it there.
"""

from odoo.tests import tagged

from ..lib.truth import TruthCommon

IN_HAND = "postdated_check | 2026-06-01 | -500.00"
BEFORE, AFTER = "2026-02-20", "2026-03-20"  # of the operation on the first of March


@tagged("post_install", "-at_install")
class TestChecksThatLeft(TruthCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        receipt = cls.receipt(
            [cls.invoice(500)], [], [cls.check(500, pay_date="2026-06-01")], date="2026-02-01"
        )
        receipt.action_post()
        cls.cheque = receipt.check_ids.check_id
        # as Argentine charts have it: what returns to a portfolio rests in its own account
        for journal in (cls.portfolio, cls._make_portfolio("CHS")):
            lines = journal.inbound_payment_method_line_ids
            lines.payment_account_id = journal.default_account_id
        cls.second_portfolio = journal
        cls.vendor = cls.env["res.partner"].create({"name": "Proveedor"})

    def assertInHand(self, table, day):
        kinds = self.read_open(day, cobranzas_postdated=True)
        found = "\n".join(row for row in kinds if row.startswith("postdated_check"))
        own = self.company.currency_id.name
        wanted = table and f"postdated_check | 2026-06-01 | {own} -500.00 | -500.00"
        self.assertEqual(found, wanted, day)

    def test_in_hand_from_its_receipt_to_its_day(self):
        for day, table in (
            ("2026-01-31", ""),
            ("2026-02-01", IN_HAND),
            ("2026-05-31", IN_HAND),
            ("2026-06-01", ""),
        ):
            with self.subTest(day=day):
                self.assertInHand(table, day)

    def test_given_back_to_the_customer(self):
        self.check_operation(self.cheque, "2026-03-01")
        self.assertInHand(IN_HAND, BEFORE)
        self.assertInHand("", "2026-03-01")
        self.assertInHand("", AFTER)

    def test_endorsed_to_a_vendor(self):
        self.check_operation(
            self.cheque, "2026-03-01", partner_id=self.vendor.id, partner_type="supplier"
        )
        self.assertInHand(IN_HAND, BEFORE)
        self.assertInHand("", AFTER)

    def transfer(self, journal, date):
        self.env["l10n_latam.payment.mass.transfer"].create(
            {
                "payment_date": date,
                "destination_journal_id": journal.id,
                "check_ids": self.cheque.ids,
                "journal_id": self.portfolio.id,
            }
        )._create_payments()

    def test_deposited(self):
        self.transfer(self.bank, "2026-03-01")
        self.assertInHand(IN_HAND, BEFORE)
        self.assertInHand("", AFTER)

    def test_moved_to_another_portfolio(self):
        self.transfer(self.second_portfolio, "2026-03-01")
        self.assertInHand(IN_HAND, BEFORE)
        self.assertInHand(IN_HAND, "2026-03-01")
        self.assertInHand(IN_HAND, AFTER)

    def test_given_back_and_taken_in_again(self):
        self.check_operation(self.cheque, "2026-03-01")
        self.check_operation(self.cheque, "2026-04-01", "inbound")
        for day, table in ((BEFORE, IN_HAND), (AFTER, ""), ("2026-04-01", IN_HAND)):
            self.assertInHand(table, day)

    def test_an_operation_that_was_cancelled_took_nothing(self):
        operation = self.check_operation(self.cheque, "2026-03-01")
        operation.action_draft()
        operation.action_cancel()
        self.assertInHand(IN_HAND, AFTER)

    def test_a_draft_operation_takes_nothing(self):
        operation = self.check_operation(self.cheque, "2026-03-01")
        operation.action_draft()
        self.assertInHand(IN_HAND, AFTER)

    def test_voided_with_its_receipt(self):
        self.cheque.payment_id.cobranzas_receipt_id.action_void("2026-03-01", "Error")
        self.assertInHand(IN_HAND, BEFORE)
        self.assertInHand("", "2026-03-01")

    def test_rejected_by_the_bank_before_its_day(self):
        """Deposited, then debited by the bank: it is not in hand, and to come in no more."""
        self.transfer(self.bank, "2026-03-01")
        self.check_operation(
            self.cheque,
            "2026-03-10",
            journal_id=self.bank.id,
            payment_method_line_id=self.bank.outbound_payment_method_line_ids[:1].id,
        )
        self.assertInHand(IN_HAND, BEFORE)
        self.assertInHand("", AFTER)

    def test_reports(self):
        self.check_operation(self.cheque, "2026-03-01")
        for day, amount in ((BEFORE, 500), (AFTER, 0)):
            vals = {"date_to": day, "postdated": True}
            self.assertEqual(self.read_total("forecast", "postdated", **vals), amount, day)
            self.assertEqual(self.read_total("aging", "postdated", **vals), -amount, day)
