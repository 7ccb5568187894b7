"""Requests for more limit: asked by who sells or collects, decided by a manager (CRE-02)."""

from datetime import timedelta

from odoo.addons.l10n_cobranzas.engine.credit_data import Limit
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..lib.credit_terms import CreditTermsCommon


@tagged("post_install", "-at_install")
class TestRequests(CreditTermsCommon):
    def ask(self, amount=900, user=None, **kw):
        return (
            self.env["cobranzas.credit.request"]
            .with_user(user or self.salesman)
            .create(
                {
                    "partner_id": self.customer.id,
                    "amount": amount,
                    "reason": "New branch",
                    "company_id": self.company.id,
                    **kw,
                }
            )
        )

    def limit(self):
        return self.customer._cobranzas_get_limits(self.company)[self.customer]

    def test_asked_on_the_customer(self):
        self.give_limit(500)
        customer = self.customer.with_user(self.salesman)
        action = customer.action_cobranzas_ask_for_limit()
        model = self.env[action["res_model"]].with_user(self.salesman)
        form = Form(model.with_context(**action["context"]))
        self.assertEqual(form.partner_id, self.customer)
        self.assertIn("500.00", form.limit_words)
        form.amount = 800
        form.reason = "New branch"
        request = form.save()
        self.assertRecordValues(
            request, [{"user_id": self.salesman.id, "state": "draft", "amount": 800}]
        )
        self.assertEqual(self.limit(), Limit(500_00))

    def test_a_manager_is_told(self):
        request = self.ask()
        managers = self.env.ref("l10n_cobranzas.group_cobranzas_manager").all_user_ids
        self.assertEqual(len(request.sudo().activity_ids), 1)
        self.assertIn(request.sudo().activity_ids.user_id, managers)

    def test_approved(self):
        self.give_limit(500)
        request = self.ask(900)
        request.with_user(self.manager).action_approve("Only this year")
        self.assertEqual(self.limit(), Limit(900_00))
        self.assertRecordValues(
            request.sudo(),
            [
                {
                    "state": "approved",
                    "decided_by_id": self.manager.id,
                    "decided_on": self.today,
                    "answer": "Only this year",
                }
            ],
        )
        self.assertFalse(request.sudo().activity_ids)
        self.assertNoted(self.customer, "500.00 →", "900.00")
        note = request.sudo().message_ids.filtered("partner_ids")
        self.assertEqual(note.partner_ids, self.salesman.partner_id)

    def test_approved_until_a_day(self):
        self.give_limit(500)
        until = self.today + timedelta(30)
        self.ask(900, date_end=until).with_user(self.manager).action_approve()
        self.assertEqual(self.limit(), Limit(500_00, None, 400_00))
        get = self.customer._cobranzas_get_limits
        later = get(self.company, until + timedelta(1))[self.customer]
        self.assertEqual(later, Limit(500_00))

    def test_approved_for_a_group(self):
        request = self.ask(5000, partner_id=False, group_id=self.group.id)
        request.with_user(self.manager).action_approve()
        self.assertEqual(self.group._get_limits(self.company), {self.group: Limit(5000_00)})

    def test_refused(self):
        request = self.ask()
        request.with_user(self.manager).action_refuse("Pays late")
        self.assertEqual(request.sudo().state, "refused")
        self.assertEqual(self.limit(), Limit(None))

    def test_decided_once(self):
        request = self.ask().with_user(self.manager)
        request.action_refuse()
        for action in (request.action_approve, request.action_refuse):
            with self.assertRaisesRegex(UserError, "was decided already"):
                action()
        with self.assertRaisesRegex(UserError, "make a new one"):
            request.amount = 5

    def test_a_time_that_adds_nothing(self):
        self.give_limit(900)
        request = self.ask(900, date_end=self.today).with_user(self.manager)
        with self.assertRaisesRegex(UserError, "has that limit already"):
            request.action_approve()

    def test_a_limit_that_expired_holds_again(self):
        self.give_limit(500, cobranzas_limit_expires=self.today - timedelta(1))
        self.ask(600).with_user(self.manager).action_approve()
        self.assertEqual(self.limit(), Limit(600_00))

    def test_time_on_top_of_no_limit(self):
        request = self.ask(900, date_end=self.today).with_user(self.manager)
        with self.assertRaisesRegex(UserError, "has no limit to add to"):
            request.action_approve()

    def test_rights(self):
        request = self.ask()
        for user in (self.salesman, self.accountant):
            for action in ("action_approve", "action_refuse"):
                with self.assertRaisesRegex(AccessError, "Only a collections manager"):
                    getattr(request.with_user(user), action)()
        with self.assertRaisesRegex(UserError, "A manager decides"):
            request.state = "approved"
        with self.assertRaisesRegex(UserError, "A manager decides"):
            self.ask(state="approved")
        with self.assertRaisesRegex(AccessError, "your own name"):
            self.ask(user_id=self.manager.id)
        other = self.make_user("sal2", "sales_team.group_sale_salesman")
        self.assertFalse(request.with_user(other).search([]))
        self.assertFalse(request.with_user(self.collector).search([]))
        self.assertEqual(request.with_user(self.accountant).search([]), request)
