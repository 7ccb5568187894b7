"""Held orders are judged when a booking is complete, never in the middle of it (CRE-06)."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.l10n_cobranzas.models.credit.release_partner import BOOKING
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.credit import CreditCommon


@tagged("post_install", "-at_install")
class TestReleaseBookings(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_credit_release = "confirm"
        cls.owed = cls.debt(1_500_000)
        cls.held = cls.order(1_000_000)
        cls.held.action_confirm()

    def make_savepoint(self):
        """Run what waits for the commit, as whoever makes a savepoint does."""
        with self.env.cr.savepoint():
            pass

    @contextmanager
    def flushing_midway(self):
        """Make a savepoint whenever a customer is marked; return what was held then, inside."""
        seen = []
        partners = type(self.env["res.partner"])
        wait = partners._cobranzas_wait_for_release

        def wait_and_flush(records, company_id, ids):
            wait(records, company_id, ids)
            inside = BOOKING in self.env.cr.cache
            self.make_savepoint()
            if inside:
                seen.append(self.held.cobranzas_hold)

        with patch.object(partners, "_cobranzas_wait_for_release", wait_and_flush):
            yield seen

    def assertReleasedAfter(self, book):
        """The booking marks the customer; the order is held until its end, and then confirmed."""
        self.assertEqual(self.held.cobranzas_hold, "credit")
        with self.flushing_midway() as seen:
            book()
        self.assertEqual(set(seen), {"credit"})
        self.end_request()
        self.assertEqual((self.held.state, self.held.cobranzas_hold), ("sale", False))

    # ------------------------------------------------------------------
    # A booking
    # ------------------------------------------------------------------

    def test_a_state_in_between_releases_nothing(self):
        """A credit note that is taken back within the booking was never there."""
        with self.env["res.partner"]._cobranzas_booking():
            refund = self.invoice(1_500_000, date=self.today, move_type="out_refund").move_id
            self.make_savepoint()
            self.assertEqual(self.held.cobranzas_hold, "credit")
            refund.button_draft()
        self.end_request()
        self.assertEqual((self.held.state, self.held.cobranzas_hold), ("draft", "credit"))

    def test_what_waited_before_a_booking_is_judged_after_it(self):
        refund = self.invoice(1_500_000, date=self.today, move_type="out_refund").move_id
        with self.env["res.partner"]._cobranzas_booking():
            self.make_savepoint()
            self.assertEqual(self.held.cobranzas_hold, "credit")
            refund.button_draft()
        self.end_request()
        self.assertEqual(self.held.cobranzas_hold, "credit")

    def test_bookings_within_one_another_end_with_the_outermost(self):
        partners = self.env["res.partner"]
        with partners._cobranzas_booking():
            with partners._cobranzas_booking():
                self.invoice(1_500_000, date=self.today, move_type="out_refund")
            self.make_savepoint()
            self.assertEqual(self.held.cobranzas_hold, "credit")
        self.make_savepoint()
        self.assertEqual(self.held.state, "sale")

    def test_a_booking_that_fails_leaves_none_open(self):
        with self.assertRaisesRegex(ValueError, "x"), self.env["res.partner"]._cobranzas_booking():
            self.invoice(1_500_000, date=self.today, move_type="out_refund")
            raise ValueError("x")
        self.assertNotIn(BOOKING, self.env.cr.cache)
        self.end_request()
        self.assertEqual(self.held.state, "sale")

    # ------------------------------------------------------------------
    # The bookings there are
    # ------------------------------------------------------------------

    def test_a_receipt(self):
        self.assertReleasedAfter(lambda: self.collect(self.owed))

    def test_a_payment_of_core(self):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.owed.move_id.ids
        )
        wizard = wizard.create({"journal_id": self.bank.id, "payment_date": self.today})
        self.assertReleasedAfter(wizard._create_payments)

    def test_a_reversal(self):
        wizard = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=self.owed.move_id.ids
        )
        journal = self.owed.move_id.journal_id
        wizard = wizard.create({"journal_id": journal.id, "date": self.today})
        self.assertReleasedAfter(wizard.modify_moves)

    def test_an_invoice_taken_back(self):
        self.assertReleasedAfter(self.owed.move_id.button_draft)

    def test_an_operation(self):
        accounts = self.company_data["default_account_expense"]
        self.company.cobranzas_adjustment_loss_account_id = accounts
        operation = self.env["cobranzas.operation"].create(
            {
                "kind": "adjustment",
                "company_id": self.company.id,
                "date": self.today,
                "partner_id": self.customer.id,
                "amount": -1_500_000,
                "reason": "Bonificación",
                "line_ids": [Command.create({"move_line_id": self.owed.id, "amount": 1_500_000})],
            }
        )
        self.assertReleasedAfter(operation.action_confirm)

    def test_an_undone_receipt(self):
        """Taken back midway, what it collected is owed again: nothing passes."""
        receipt = self.collect(self.owed, 499_999)
        self.assertEqual(self.held.cobranzas_hold, "credit")
        with self.flushing_midway():
            receipt.action_void(reason="Otro cliente")
        self.end_request()
        self.assertEqual((self.held.state, self.held.cobranzas_hold), ("draft", "credit"))
        self.assertEqual(self.owed.amount_residual, 1_500_000)
