"""What a visitor may begin to pay, and who sees it inside (COL-09)."""

import doctest
from datetime import timedelta

from odoo import fields
from odoo.addons.l10n_cobranzas.controllers.portal import pay_choices
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.payments import REQUEST, PaymentsCommon, make_access, make_transaction

COLLECTOR = "l10n_cobranzas.group_cobranzas_collector"
CASHIER = "l10n_cobranzas.group_cobranzas_cashier"
ROWS = ("read", "write", "create", "unlink")


@tagged("post_install", "-at_install")
class TestRequests(PaymentsCommon):
    def _choices(self, *items):
        return {item.id: None for item in items}

    def _refused(self, sentence, choices, **kw):
        before = self.env[REQUEST].search_count([])
        with self.assertRaisesRegex(UserError, sentence):
            self.env[REQUEST]._make(self.access, choices, **kw)
        self.assertEqual(self.env[REQUEST].search_count([]), before)

    def test_what_a_page_sends_is_read(self):
        self.assertEqual(doctest.testmod(pay_choices).failed, 0)

    def test_what_can_not_be_paid(self):
        paid = self.invoice(10)
        self.receipt([paid], [self.cash_value(10)]).action_post()
        draft = self.invoice(20)
        draft.move_id.button_draft()
        foreign = self.invoice(30, partner=self.other_customer)
        sale = self.march.move_id.line_ids - self.march
        for name, items in {
            "paid": paid,
            "draft": draft,
            "another customer's": foreign,
            "no receivable": sale[:1],
            "nothing": self.march.browse(2**30),
        }.items():
            with self.subTest(name):
                self._refused("load the page again", self._choices(self.april, items))
        for number in (0, -1, "1", None, 2**40, 1.5):
            with self.subTest(number=number):
                self._refused("load the page again", {number: None})

    def test_amounts(self):
        number = self.march.id
        for amount in (0, 0.001):
            with self.subTest(amount=amount):
                self._refused("is zero", {number: amount})
        for amount in (-1, float("nan"), float("inf"), 10**15, "5", True, [], {}):
            with self.subTest(amount=amount):
                self._refused("as numbers", {number: amount})
        self._refused("no more than that", {number: 1000.01})
        self._refused("Choose what you want to pay", {})
        self._refused("as numbers", {}, on_account=-5.0)

    def test_credits_alone_pay_nothing(self):
        credit = self.invoice(300, move_type="out_refund")
        self._refused("cover what you chose", self._choices(credit))
        self._refused("cover what you chose", {self.march.id: 300.0, credit.id: None})
        self._refused("no more than that", {self.march.id: None, credit.id: 300.01})

    def test_one_currency_and_company_at_a_time(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        foreign = self.invoice(80, currency=euro)
        self._refused("one currency", self._choices(self.march, foreign))
        self._refused("one currency", self._choices(self.march), currency=euro)

    def test_documents_of_another_company_are_none(self):
        other = self.setup_other_company()["company"]
        access = make_access(self.env, other, self.payer, self.customer)
        with self.assertRaises(UserError):
            self.env[REQUEST]._make(access, self._choices(self.march))

    def test_the_same_again_is_the_same_request(self):
        first = self.make({self.march: 400.0})
        self.assertEqual(self.make({self.march: 400.0}), first)
        self.assertNotEqual(self.make({self.march: 401.0}), first)
        self.assertNotEqual(self.make({self.march: 400.0}, on_account=1.0), first)
        make_transaction(self.provider, first)
        self.assertNotEqual(self.make({self.march: 400.0}), first)

    def test_of_another_visitor_it_is_another(self):
        first = self.make({self.march: 400.0})
        access = make_access(self.env, self.company, self.customer)
        self.assertNotEqual(self.make({self.march: 400.0}, access), first)

    def test_two_under_way_for_a_document_are_told(self):
        first = self.make({self.march: 400.0})
        transaction = make_transaction(self.provider, first)
        transaction._process(
            "demo", {"reference": transaction.reference, "simulated_state": "pending"}
        )
        second = self.make({self.march: None, self.april: None})
        self.assertEqual(second._get_overlapping(), first)

    def test_short_lines_are_those_paid_in_part(self):
        credit = self.invoice(300, move_type="out_refund")
        request = self.make({self.march: 400.0, self.april: None, credit: 100.0})
        self.assertEqual(request._get_short_lines().move_line_id, self.march)
        self.assertEqual(request._get_short_lines().amount_left, 600.0)

    def test_states_follow_the_transactions(self):
        request = self.make({self.march: None})
        for simulated, state in (
            ("error", "failed"),
            ("pending", "pending"),
            ("cancel", "pending"),
        ):
            with self.subTest(simulated):
                transaction = make_transaction(self.provider, request)
                data = {"reference": transaction.reference, "simulated_state": simulated}
                transaction._process("demo", data)
                self.assertEqual(request.state, state)

    def test_what_expires(self):
        begun, pending = self.make({self.march: None}), self.make({self.april: None})
        transaction = make_transaction(self.provider, pending)
        transaction._process(
            "demo", {"reference": transaction.reference, "simulated_state": "pending"}
        )
        past = fields.Datetime.now() - timedelta(minutes=1)
        (begun | pending).sudo().date_expiry = past
        self.assertFalse(begun._is_payable())
        self.env[REQUEST].sudo()._cron_follow()
        self.assertEqual((begun.state, pending.state), ("expired", "pending"))

    def test_a_member_pays_for_its_group(self):
        group = self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo Ceibo",
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in (self.customer, self.other_customer)
                ],
            }
        )
        other = self.invoice(70, partner=self.other_customer)
        customers = self.customer | self.other_customer
        access = make_access(self.env, self.company, self.payer, customers, group)
        request = self.make({self.april: None, other: None}, access)
        self.assertEqual(request.partner_id, self.customer)
        self.pay(request)
        receipt = request.receipt_id
        self.assertEqual((receipt.allocate_by_group, receipt.debtor_group_id), (True, group))
        self.assertEqual((self.april.amount_residual, other.amount_residual), (0.0, 0.0))
        self.assertFalse(request.problem)
        receipt.action_void(reason="wrong")
        self.assertEqual((self.april.amount_residual, other.amount_residual), (500.0, 70.0))

    def test_a_member_that_left_the_group_is_paid_no_more(self):
        group = self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo Ceibo",
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in (self.customer, self.other_customer)
                ],
            }
        )
        other = self.invoice(70, partner=self.other_customer)
        customers = self.customer | self.other_customer
        access = make_access(self.env, self.company, self.payer, customers, group)
        request = self.make({self.april: None, other: None}, access)
        group.member_ids.filtered(lambda row: row.partner_id == self.other_customer).unlink()
        self.pay(request)
        self.assertEqual((self.april.amount_residual, other.amount_residual), (0.0, 70.0))
        self.assertEqual(request.receipt_id.amount_on_account, 70.0)

    # ------------------------------------------------------------------
    # Inside
    # ------------------------------------------------------------------

    def test_collectors_see_those_of_their_debtors(self):
        request = self.make({self.march: None})
        user = self.make_user("cora", COLLECTOR)
        self.assertFalse(self.env[REQUEST].with_user(user).search([]))
        with self.assertRaises(AccessError):
            request.with_user(user).read(["amount"])
        self.customer.cobranzas_collector_id = self.env["cobranzas.collector"].create(
            {"name": "Cora", "user_id": user.id, "company_id": self.company.id}
        )
        self.assertEqual(self.env[REQUEST].with_user(user).search([]), request)
        self.assertEqual(request.with_user(user).line_ids.mapped("amount"), [1000.0])

    def test_nobody_types_them(self):
        request = self.make({self.march: None})
        for group in (COLLECTOR, CASHIER, "l10n_cobranzas.group_cobranzas_manager"):
            user = self.make_user(group, group)
            for records in (request.with_user(user), request.line_ids.with_user(user)):
                for row in ROWS[1:]:
                    with self.subTest(group=group, row=row):
                        self.assertFalse(records.has_access(row))

    def test_a_portal_user_reads_none_by_itself(self):
        request = self.make({self.march: None})
        user = self.make_user("ana", "base.group_portal")
        self.assertFalse(request.with_user(user).has_access("read"))

    def test_cancelled_by_a_cashier(self):
        request = self.make({self.march: None})
        with self.assertRaises(AccessError):
            request.with_user(self.make_user("cora", COLLECTOR)).action_cancel()
        cashier = self.make_user("caja", CASHIER)
        request.with_user(cashier).action_cancel()
        self.assertEqual((request.state, request._is_payable()), ("cancelled", False))
        with self.assertRaisesRegex(UserError, "can't be cancelled"):
            request.with_user(cashier).action_cancel()
