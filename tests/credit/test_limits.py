"""Limits and days of grace of customers and groups: set or not, by company (CRE-02, CRE-08)."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo.addons.l10n_cobranzas.engine.credit_data import Limit
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.credit_terms import CreditTermsCommon


@tagged("post_install", "-at_install")
class TestLimits(CreditTermsCommon):
    def limit(self, partner=None, company=None):
        partner = partner or self.customer
        return partner._cobranzas_get_limits(company or self.company)[partner]

    # ------------------------------------------------------------------
    # Limits
    # ------------------------------------------------------------------

    def test_unset_is_not_zero(self):
        self.assertEqual(self.limit(), Limit(None))
        self.assertEqual(self.customer.cobranzas_limit_words, "No limit")
        self.customer.write({"use_partner_credit_limit": True, "credit_limit": 0})
        self.assertEqual(self.limit(), Limit(0))
        self.assertEqual(self.customer.cobranzas_limit_words, "Limit 0: no credit")
        self.customer.use_partner_credit_limit = False
        self.assertEqual(self.limit(), Limit(None))

    def test_a_limit_that_only_core_knows_of(self):
        self.customer.credit_limit = 2000000
        self.assertTrue(self.customer.use_partner_credit_limit)
        self.assertEqual(self.limit(), Limit(2000000_00))

    def test_a_limit_of_zero_typed_in_the_form(self):
        with Form(self.customer) as form:
            form.use_partner_credit_limit = True
            form.credit_limit = 1500
        self.assertEqual(self.limit(), Limit(1500_00))
        with Form(self.customer) as form:
            form.credit_limit = 0
        self.assertEqual(self.limit(), Limit(0))
        with Form(self.customer) as form:
            form.use_partner_credit_limit = False
        self.assertEqual(self.limit(), Limit(None))

    def test_the_limit_of_all_customers(self):
        self.env["ir.default"].set("res.partner", "credit_limit", 900.0, company_id=self.company.id)
        self.give_limit(900, self.other_customer)
        self.env["ir.default"].set(
            "res.partner", "credit_limit", 1000.0, company_id=self.company.id
        )
        self.env.invalidate_all()
        both = self.customer | self.other_customer
        self.assertEqual(
            both._cobranzas_get_limits(self.company),
            {self.customer: Limit(1000_00), self.other_customer: Limit(900_00)},
        )

    def test_each_company_has_its_own(self):
        other = self.make_company("Otra S.A.")
        self.give_limit(500)
        self.assertEqual(self.limit(company=other), Limit(None))
        self.customer.with_company(other).credit_limit = 70
        self.assertEqual(self.limit(), Limit(500_00))
        self.assertEqual(self.limit(company=other), Limit(70_00))

    def test_a_branch_takes_the_limit_of_its_company(self):
        branch = self.make_company("Rosario", self.company)
        self.give_limit(500, cobranzas_limit_expires="2026-12-31")
        self.assertEqual(self.limit(company=branch), Limit(500_00, date(2026, 12, 31)))
        self.customer.with_company(branch).write(
            {"use_partner_credit_limit": True, "credit_limit": 0}
        )
        self.assertEqual(self.limit(company=branch), Limit(0))
        self.assertEqual(self.limit(), Limit(500_00, date(2026, 12, 31)))

    def test_contacts_are_bound_by_their_company(self):
        self.customer.is_company = True
        contact = self.env["res.partner"].create({"name": "Susana", "parent_id": self.customer.id})
        self.give_limit(300, cobranzas_grace_days=7)
        limits = (contact | self.customer)._cobranzas_get_limits(self.company)
        self.assertEqual(limits, {self.customer: Limit(300_00)})
        self.assertEqual(contact._cobranzas_get_grace(self.company), {self.customer: 7})
        self.assertEqual(contact.cobranzas_limit_words, self.customer.cobranzas_limit_words)

    def test_cents_of_the_currency(self):
        self.give_limit(0.29)
        self.assertEqual(self.limit(), Limit(29))

    def test_extra_limits_until_their_last_day(self):
        extra = {"partner_id": self.customer.id, "reason": "Christmas"}
        self.give_limit(100)
        self.env["cobranzas.credit.extra"].create(
            [
                {**extra, "amount": 20, "date_end": self.today},
                {**extra, "amount": 5, "date_end": self.today + timedelta(1)},
            ]
        )
        get = self.customer._cobranzas_get_limits
        for days, more in ((0, 25_00), (1, 5_00), (2, 0)):
            day = self.today + timedelta(days)
            self.assertEqual(get(self.company, day)[self.customer], Limit(100_00, None, more))
        self.assertIn("25.00 more for a time", self.customer.cobranzas_limit_words)

    def test_limits_of_many_in_a_constant_number_of_queries(self):
        def count(customers):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            customers._cobranzas_get_limits(self.company)
            customers._cobranzas_get_grace(self.company)
            customers._cobranzas_is_cash(self.company)
            return self.env.cr.sql_log_count - start

        many = self.env["res.partner"].create([{"name": f"C{n}"} for n in range(40)])
        count(many[:2])  # what the registry keeps is read once
        self.assertEqual(count(many), count(many[:2]))

    # ------------------------------------------------------------------
    # Grace and cash
    # ------------------------------------------------------------------

    def test_days_of_grace(self):
        self.company.cobranzas_credit_grace_days = 10
        both = self.customer | self.other_customer
        self.customer.cobranzas_grace_days = 15
        self.assertEqual(
            both._cobranzas_get_grace(self.company), {self.customer: 15, self.other_customer: 10}
        )
        self.customer.write({"cobranzas_has_grace": True, "cobranzas_grace_days": 0})
        self.assertEqual(self.customer._cobranzas_get_grace(self.company), {self.customer: 0})
        self.assertEqual(self.customer.cobranzas_grace_words, "0 days")

    def test_customers_on_cash_terms(self):
        cash = self.env["account.payment.term"].create(
            {
                "name": "Contado",
                "cobranzas_is_cash": True,
                "line_ids": [Command.create({"value_amount": 100, "nb_days": 0})],
            }
        )
        both = self.customer | self.other_customer
        self.assertEqual(both._cobranzas_is_cash(self.company), set())
        self.customer.property_payment_term_id = cash
        self.assertEqual(both._cobranzas_is_cash(self.company), {self.customer})
        other = self.make_company("Otra S.A.")
        self.assertEqual(both._cobranzas_is_cash(other), set())

    # ------------------------------------------------------------------
    # Groups
    # ------------------------------------------------------------------

    def test_a_shared_limit(self):
        self.assertEqual(self.group._get_limits(self.company), {})
        self.group.share_credit_limit = True
        self.assertEqual(self.group._get_limits(self.company), {self.group: Limit(None)})
        self.group.write({"credit_limit": 5000, "credit_limit_expires": "2026-12-31"})
        self.assertEqual(
            self.group._get_limits(self.company), {self.group: Limit(5000_00, date(2026, 12, 31))}
        )
        self.group.write({"credit_limit": 0, "has_credit_limit": True})
        self.assertEqual(self.group._get_limits(self.company)[self.group].amount, 0)
        self.assertIn("Limit 0: no credit", self.group.credit_limit_words)
        other = self.make_company("Otra S.A.")
        self.assertEqual(self.group._get_limits(other), {self.group: Limit(None)})

    def test_an_extra_limit_of_the_group(self):
        self.group.write({"share_credit_limit": True, "credit_limit": 100})
        self.env["cobranzas.credit.extra"].create(
            {
                "group_id": self.group.id,
                "amount": 30,
                "date_end": self.today,
                "reason": "Harvest",
            }
        )
        self.assertEqual(
            self.group._get_limits(self.company), {self.group: Limit(100_00, None, 30_00)}
        )
        self.assertNoted(self.group, "Harvest", "30.00")

    # ------------------------------------------------------------------
    # Rights, chatter, who is told
    # ------------------------------------------------------------------

    def test_changes_are_noted_with_their_company(self):
        self.give_limit(2000000, cobranzas_grace_days=15)
        self.assertNoted(
            self.customer, self.company.name, "No limit →", "2,000,000.00", "0 days → 15 days"
        )
        self.give_limit(0)
        self.assertNoted(self.customer, "2,000,000.00", "→ Limit 0: no credit")
        notes = self.customer.message_ids
        self.give_limit(0)
        self.assertEqual(self.customer.message_ids, notes)
        branch = self.make_company("Rosario", self.company)
        self.customer.with_company(branch).credit_limit = 7
        self.assertNoted(self.customer, "Rosario", "→", "7.00")

    def test_changes_of_a_group_are_noted(self):
        self.group.write({"share_credit_limit": True, "credit_limit": 400})
        self.assertNoted(self.group, self.company.name, "Not shared →", "400.00")

    def test_only_managers_change_limits(self):
        for user in (self.accountant, self.salesman):
            user.group_ids |= self.env.ref("base.group_partner_manager")
            for vals in ({"credit_limit": 5}, {"cobranzas_grace_days": 5}):
                with self.assertRaises(AccessError):
                    self.customer.with_user(user).write(vals)
        with self.assertRaisesRegex(AccessError, "ask for more limit"):
            self.customer.with_user(self.accountant).credit_limit = 5
        with self.assertRaisesRegex(AccessError, "ask for more limit"):
            self.group.with_user(self.accountant).share_credit_limit = True
        self.manager.group_ids |= self.env.ref("base.group_partner_manager")
        self.customer.with_user(self.manager).credit_limit = 5
        self.assertEqual(self.limit(), Limit(5_00))

    def test_who_sells_may_add_a_contact(self):
        """Core copies the limit of the company to its contacts; nobody gives credit by that."""
        self.salesman.group_ids |= self.env.ref("base.group_partner_manager")
        self.customer.is_company = True
        self.give_limit(100)
        notes = self.customer.message_ids
        contact = (
            self.env["res.partner"]
            .with_user(self.salesman)
            .create({"name": "Susana", "parent_id": self.customer.id})
        )
        contact.write({"parent_id": False})
        contact.write({"parent_id": self.customer.id, "phone": "1"})
        self.assertEqual(self.customer.message_ids, notes)
        with self.assertRaisesRegex(AccessError, "enough rights"):
            contact.create({"name": "Nuevo", "cobranzas_grace_days": 5})
        self.accountant.group_ids |= self.env.ref("base.group_partner_manager")
        with self.assertRaisesRegex(AccessError, "ask for more limit"):
            contact.with_user(self.accountant).create({"name": "Nuevo", "cobranzas_grace_days": 5})

    def test_who_sells_reads_the_limit_that_binds(self):
        self.give_limit(100)
        customer = self.customer.with_user(self.salesman)
        self.assertEqual(
            customer._cobranzas_get_limits(self.company), {self.customer: Limit(100_00)}
        )
        with self.assertRaises(AccessError):
            customer.credit_limit  # noqa: B018

    def test_what_may_let_documents_pass_is_told(self):
        told = []

        def tell(partners, company):
            told.append((partners, company))

        hook = patch.object(type(self.customer), "_cobranzas_credit_changed", tell)
        self.join(self.customer)
        with hook:
            self.customer.credit_limit = 5
            self.assertEqual(told.pop(), (self.customer, self.company))
            self.customer.property_payment_term_id = False
            self.assertEqual(told.pop(), (self.customer, self.company))
            self.group.write({"share_credit_limit": True, "credit_limit": 9})
            self.assertEqual(told.pop(), (self.customer, self.company))
            self.group.member_ids.unlink()
            self.assertEqual(told.pop(), (self.customer, self.company))
            self.customer.comment = "Nothing of credit"
            self.assertEqual(told, [])

    def test_settings_tell_the_company(self):
        told = []

        def tell(company):
            told.append(company)

        with patch.object(type(self.company), "_cobranzas_credit_changed", tell):
            self.company.cobranzas_credit_on_order = "warn"
            self.company.name = "Another name"
        self.assertEqual(told, [self.company])

    def test_what_is_controlled(self):
        control = self.company._cobranzas_credit_control
        kinds = ("quotation", "order", "invoice", "debit_note", "charge")
        self.assertEqual(
            [control(kind) for kind in kinds], ["warn", "control", "control", "warn", "nothing"]
        )
        self.company.cobranzas_credit_active = False
        self.assertEqual({control(kind) for kind in kinds}, {"nothing"})
