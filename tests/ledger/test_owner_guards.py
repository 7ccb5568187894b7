"""What an owner booked or collected is changed by the owner alone, by whatever door (REC-15).

A user who has only invoicing rights sends what the forms of core would not.
"""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.common import CollectionsCommon

#: keys of the context that make core leave out its own checks
FORGED = {
    "skip_readonly_check": True,
    "skip_account_move_synchronization": True,
    "skip_invoice_sync": True,
    "force_delete": True,
    "dynamic_unlink": True,
    "check_move_validity": False,
}


@tagged("post_install", "-at_install")
class TestOwnerGuards(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.make_user("test_clerk", "account.group_account_invoice")
        cls.collected = cls.invoice(300)
        cls.receipt_made = cls.receipt(
            [(cls.collected, 200)], [cls.cash_value(150)], [cls.check(150, "77")]
        )
        cls.receipt_made.action_post()
        cls.free = cls.invoice(50, partner=cls.other_customer)

    def _refused(self, call):
        with self.assertRaises(UserError), self.env.cr.savepoint():  # AccessError is one
            call()
            self.env.flush_all()

    def _write(self, records, **vals):
        self._refused(lambda: records.with_user(self.clerk).with_context(**FORGED).write(vals))

    def test_state_of_what_was_collected(self):
        move = self.collected.move_id
        for state in ("draft", "cancel"):
            with self.subTest(state=state):
                self._write(move, state=state)
        self._refused(move.with_user(self.clerk).button_draft)
        self.assertEqual((move.state, self.collected.amount_residual), ("posted", 100))

    def test_allocations(self):
        partial = self.receipt_made.partial_ids[:1]
        for name, value in (
            ("debit_move_id", self.free.id),
            ("credit_move_id", self.free.id),
            ("amount", 1),
            ("debit_amount_currency", 1),
            ("credit_amount_currency", 1),
            ("max_date", "2026-12-31"),
            ("company_id", False),
        ):
            with self.subTest(field=name):
                self._write(partial, **{name: value})
        self._refused(partial.with_user(self.clerk).unlink)

    def test_items_of_a_receipt(self):
        item = self.receipt_made._get_receivable_items()[:1]
        for name, value in (
            ("account_id", self.company_data["default_account_revenue"].id),
            ("partner_id", self.other_customer.id),
            ("currency_id", self.env.ref("base.EUR").id),
            ("amount_residual", 1),
            ("amount_residual_currency", 1),
            ("amount_currency", -1),
            ("balance", -1),
            ("reconciled", False),
            ("date", "2026-12-31"),
            ("date_maturity", "2026-12-31"),
            ("move_id", self.free.move_id.id),
            ("parent_state", "draft"),
        ):
            with self.subTest(field=name):
                self._write(item, **{name: value})
                self._refused(
                    lambda n=name, v=value: (
                        item.move_id.with_user(self.clerk)
                        .with_context(**FORGED)
                        .write({"line_ids": [Command.update(item.id, {n: v})]})
                    )
                )
        self._refused(item.with_user(self.clerk).with_context(**FORGED).unlink)
        self._refused(
            lambda: (
                self.env["account.move.line"]
                .with_user(self.clerk)
                .with_context(**FORGED)
                .create(
                    {"move_id": item.move_id.id, "account_id": item.account_id.id, "balance": 0}
                )
            )
        )

    def test_items_that_were_collected(self):
        for name, value in (
            ("partner_id", self.other_customer.id),
            ("account_id", self.company_data["default_account_revenue"].id),
            ("amount_residual", 300),
            ("reconciled", True),
        ):
            with self.subTest(field=name):
                self._write(self.collected, **{name: value})

    def test_entries_of_a_receipt(self):
        move, payment = self.receipt_made.payment_ids[:1].move_id, self.receipt_made.payment_ids
        for name, value in (
            ("origin_payment_id", False),
            ("partner_id", self.other_customer.id),
            ("journal_id", self.bank.id),
            ("name", "X/1"),
            ("date", "2026-12-31"),
        ):
            with self.subTest(field=name):
                self._write(move, **{name: value})
        self._write(self.free.move_id, origin_payment_id=payment[:1].id)
        self._refused(
            lambda: (
                self.env["account.move"]
                .with_user(self.clerk)
                .create({"move_type": "entry", "origin_payment_id": payment[:1].id})
            )
        )
        free = self.env["account.payment"].create(
            {"partner_id": self.customer.id, "amount": 5, "journal_id": self.cash.id}
        )
        self._write(free, move_id=move.id)

    def test_cheque_in_portfolio(self):
        check = self.receipt_made.payment_ids.l10n_latam_new_check_ids
        payment = self.receipt_made.payment_ids - check.payment_id
        for name, value in (
            ("payment_id", payment.id),
            ("amount", 1),
            ("name", "00000078"),
            ("payment_date", "2027-01-01"),
            ("issuer_vat", "x"),
            ("bank_id", False),
        ):
            with self.subTest(field=name):
                self._write(check, **{name: value})
        self._refused(check.with_user(self.clerk).unlink)
        self._refused(
            lambda: (
                self.env["l10n_latam.check"]
                .with_user(self.clerk)
                .create({**self.check(5, "79"), "payment_id": check.payment_id.id})
            )
        )

    def test_what_core_does_with_them_goes_on(self):
        """A due date is agreed anew; the rest on account is reconciled by hand, and let go."""
        collected = self.collected.with_user(self.clerk)
        collected.write({"date_maturity": "2026-12-31"})
        collected.write({"partner_id": self.customer.id})  # what it is already
        rest = self.receipt_made._get_receivable_items().filtered("amount_residual")
        (collected | rest.with_user(self.clerk)).reconcile()
        self.assertEqual(self.collected.amount_residual, 0)
        rest.with_user(self.clerk).matched_debit_ids.filtered(
            lambda partial: not partial.cobranzas_receipt_id
        ).unlink()
        self.assertEqual(self.collected.amount_residual, 100)
        check = self.receipt_made.payment_ids.l10n_latam_new_check_ids
        self.endorse_check(check)
        self.assertFalse(check.current_journal_id)
