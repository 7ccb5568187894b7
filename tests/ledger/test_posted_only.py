"""Open items are those of posted entries: what a draft is matched with is still owed (REP-02).

Odoo 19 keeps the matching of an entry that goes back to draft, and with it the lower residual of
what it paid.
"""

from odoo.tests import tagged

from ..lib.truth import TruthCommon

OPEN = "invoice | 2026-01-10 | 10000.00"


@tagged("post_install", "-at_install")
class TestPostedOnly(TruthCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt = cls.invoice(10000)

    def paid_in_draft(self, amount, **kw):
        """A payment of Odoo's own that paid the invoice and went back to draft."""
        payment = self.core_payment(self.debt, amount, **kw)
        payment.action_draft()
        return payment

    def test_payment_in_draft_leaves_the_invoice_open(self):
        self.paid_in_draft(10000)
        for day in (None, "2026-01-31", "2026-02-28"):
            self.assertOpen(OPEN, day)
            self.assertOpenSumsToLedger(day)

    def test_part_paid_in_draft(self):
        self.paid_in_draft(4000)
        for day in (None, "2026-01-31", "2026-02-28"):
            self.assertOpen(OPEN, day)

    def test_posted_again_it_pays_as_before(self):
        payment = self.paid_in_draft(4000)
        payment.action_post()
        self.assertOpen("invoice | 2026-01-10 | 6000.00")
        self.assertOpen(OPEN, "2026-01-31")

    def test_cancelled_it_pays_nothing(self):
        payment = self.paid_in_draft(4000)
        payment.action_cancel()
        self.assertOpen(OPEN)

    def test_invoice_in_draft_leaves_the_payment_on_account(self):
        self.core_payment(self.debt, 10000)
        self.debt.move_id.button_draft()
        self.assertOpen("payment | 2026-02-01 | -10000.00")
        self.assertOpen("", "2026-01-31")
        self.assertOpenSumsToLedger()

    def test_credit_note_in_draft(self):
        credit = self.invoice(3000, "2026-01-15", move_type="out_refund")
        (self.debt + credit).reconcile()
        self.assertOpen("invoice | 2026-01-10 | 7000.00")
        credit.move_id.button_draft()
        self.assertOpen(OPEN)
        self.assertOpen(OPEN, "2026-01-20")

    def test_foreign_payment_in_draft(self):
        """Its exchange entry stays posted, so what is open still sums to the ledger."""
        foreign = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.01)])
        self.env["res.currency.rate"].create(
            {
                "name": "2026-02-01",
                "rate": 0.008,
                "currency_id": foreign.id,
                "company_id": self.company.id,
            }
        )
        debt = self.invoice(100, currency=foreign)
        payment = self.core_payment(debt, 100, currency_id=foreign.id)
        self.assertOpenSumsToLedger()
        payment.action_draft()
        self.assertIn("invoice | 2026-01-10 | EUR 100.00 | 10000.00", self.read_open())
        self.assertOpenSumsToLedger()

    def test_reports(self):
        self.paid_in_draft(10000)
        day = {"date_to": "2026-02-28"}
        found = {
            "balance": self.read_total("balance", "balance", **day),
            "aging": self.read_total("aging", "balance", **day),
            "pending": self.read_total("pending", "balance", **day),
            "forecast": self.read_total("forecast", "total", **day),
        }
        self.assertEqual(found, dict.fromkeys(found, 10000))

    def test_ledger_line_is_pending(self):
        self.paid_in_draft(10000)
        lines = self.env["cobranzas.ledger.line"].search([("move_line_id", "=", self.debt.id)])
        self.assertEqual((lines.state, lines.residual_currency), ("open", 10000))

    def test_movement_is_pending(self):
        payment = self.paid_in_draft(10000)
        movements = self.env["cobranzas.movement"]
        movement = movements.search([("move_id", "=", self.debt.move_id.id)])
        self.assertEqual(movement.state, "open")
        payment.action_post()
        movement.invalidate_model()
        self.assertEqual(movement.state, "settled")

    def test_no_application_of_a_draft_is_listed(self):
        self.paid_in_draft(10000)
        found = self.env["cobranzas.application"].search([("move_line_id", "=", self.debt.id)])
        self.assertFalse(found)

    def test_a_receipt_proposes_the_whole_invoice(self):
        self.paid_in_draft(10000)
        receipt = self.receipt([], [self.cash_value(10000)])
        receipt.action_propose()
        found = [(line.move_line_id, line.amount) for line in receipt.line_ids]
        self.assertEqual(found, [(self.debt, 10000)])
        self.assertEqual(receipt.partner_balance, 10000)

    def test_a_receipt_collects_what_a_draft_is_matched_with(self):
        """The draft gives its matching back; posted again, it is on account."""
        draft = self.paid_in_draft(4000)
        receipt = self.receipt([(self.debt, 10000)], [self.cash_value(10000)])
        receipt.action_post()
        self.assertEqual(self.debt.amount_residual, 0)
        self.assertEqual(self.debt.matched_credit_ids.credit_move_id.move_id, receipt.move_ids)
        self.assertOpen("")
        draft.action_post()
        self.assertOpen("payment | 2026-02-01 | -4000.00")

    def test_a_receipt_that_needs_nothing_of_it_leaves_the_draft_matched(self):
        draft = self.paid_in_draft(4000)
        self.receipt([(self.debt, 6000)], [self.cash_value(6000)]).action_post()
        draft.action_post()
        self.assertOpen("")
