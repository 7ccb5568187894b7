"""Rules of credit: which row is in force for whom, and what it says (CRE-01, CRE-06)."""

from datetime import timedelta
from decimal import Decimal
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..lib.credit_terms import CreditTermsCommon


@tagged("post_install", "-at_install")
class TestCreditRules(CreditTermsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.join(cls.customer)

    def rows(self, partner=None, company=None, day=None):
        """The rules in force of a customer: (kind, threshold, mode)."""
        partner = partner or self.customer
        rules = self.env["cobranzas.credit.rule"]._get_in_force(
            partner, company or self.company, day or self.today
        )
        return [(rule.kind, rule.threshold, rule.mode) for rule in rules[partner]]

    def test_none_without_rows(self):
        self.assertEqual(self.rows(), [])

    def test_the_narrowest_wins(self):
        self.credit_rule("share", 90)
        self.assertEqual(self.rows(), [("share", Decimal("90.0"), "control")])
        self.credit_rule("share", 80, group_id=self.group.id, mode="warn")
        self.assertEqual(self.rows(), [("share", Decimal("80.0"), "warn")])
        self.credit_rule("share", 70.5, partner_id=self.customer.id)
        self.assertEqual(self.rows(), [("share", Decimal("70.5"), "control")])
        other = self.other_customer
        self.assertEqual(self.rows(other), [("share", Decimal("90.0"), "control")])

    def test_units(self):
        self.credit_rule("overdue_amount", 1000.5)
        self.credit_rule("document_amount", 20)
        self.credit_rule("returned_check", 90)
        self.credit_rule("days", 5)
        self.credit_rule("cash", mode="warn")
        self.assertEqual(
            sorted(self.rows()),
            [
                ("cash", 0, "warn"),
                ("days", 5, "control"),
                ("document_amount", 20_00, "control"),
                ("overdue_amount", 1000_50, "control"),
                ("returned_check", 90, "control"),
            ],
        )

    def test_an_exclusion_until_its_last_day(self):
        self.credit_rule("days", 5)
        until = self.today + timedelta(3)
        self.exclude("days", partner_id=self.customer.id, date_end=until)
        self.assertEqual(self.rows(day=until), [("days", 0, "nothing")])
        self.assertEqual(self.rows(day=until + timedelta(1)), [("days", 5, "control")])
        self.assertEqual(self.rows(self.other_customer), [("days", 5, "control")])

    def exclude(self, kind, **kw):
        return self.credit_rule(kind, is_exclusion=True, reason="Public agency", **kw)

    def test_a_narrower_rule_beats_an_exclusion(self):
        """And at one level the exclusion beats the rule."""
        self.exclude("days", group_id=self.group.id)
        self.assertEqual(self.rows(), [("days", 0, "nothing")])
        own = self.credit_rule("days", 30, partner_id=self.customer.id)
        self.assertEqual(self.rows(), [("days", 30, "control")])
        self.exclude("days", partner_id=self.customer.id)
        self.assertEqual(self.rows(), [("days", 0, "nothing")])
        self.assertIn("It gives way to the exclusion of Almacén El Ceibo", own.words)

    def test_branches(self):
        branch = self.make_company("Rosario", self.company)
        self.credit_rule("days", 5)
        self.assertEqual(self.rows(company=branch), [("days", 5, "control")])
        self.credit_rule("days", 9, company_id=branch.id)
        self.assertEqual(self.rows(company=branch), [("days", 9, "control")])
        self.assertEqual(self.rows(), [("days", 5, "control")])
        self.credit_rule("days", 1, partner_id=self.customer.id)
        self.assertEqual(self.rows(company=branch), [("days", 1, "control")])
        self.assertEqual(self.rows(company=self.make_company("Otra S.A.")), [])

    def test_archived_rows_hold_no_more(self):
        self.credit_rule("days", 5).active = False
        self.assertEqual(self.rows(), [])
        self.credit_rule("days", 6)
        self.assertEqual(self.rows(), [("days", 6, "control")])

    def test_contacts_have_the_rules_of_their_company(self):
        self.other_customer.is_company = True
        contact = self.env["res.partner"].create(
            {"name": "Susana", "parent_id": self.other_customer.id}
        )
        self.credit_rule("days", 8, partner_id=contact.id)
        self.assertEqual(self.rows(self.other_customer), [("days", 8, "control")])

    def test_many_in_a_constant_number_of_queries(self):
        many = self.env["res.partner"].create([{"name": f"C{n}"} for n in range(40)])
        for partner in many[:10]:
            self.credit_rule("share", 50, partner_id=partner.id)

        def count(customers):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            for model in ("cobranzas.credit.rule", "cobranzas.credit.block"):
                self.env[model]._get_in_force(customers, self.company, self.today)
            return self.env.cr.sql_log_count - start

        count(many[:2])
        self.assertEqual(count(many), count(many[:2]))

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def test_words(self):
        share = self.credit_rule("share", 80, mode="warn")
        late = self.credit_rule("overdue_amount", 1500, group_id=self.group.id)
        out = self.exclude("share", partner_id=self.customer.id, date_end="2026-12-31")
        self.assertEqual(
            share.words,
            "Warns when more than 80 % of the limit is used. "
            "It gives way to the exclusion of Almacén El Ceibo.",
        )
        self.assertIn("1,500.00 is overdue.", late.words)
        self.assertEqual(
            out.words,
            f"Does not hold until 12/31/2026. It wins over the rule of {self.company.name}.",
        )
        self.assertEqual(late._get_scope_words(), "Rule of group Grupo Los Alerces")

    def test_more_rows_than_are_named(self):
        partners = self.env["res.partner"].create([{"name": f"C{n}"} for n in range(5)])
        for partner in partners:
            self.credit_rule("days", 1, partner_id=partner.id)
        rule = self.credit_rule("days", 5)
        self.assertIn("the rule of C0, the rule of C1, the rule of C2, 2 more.", rule.words)

    # ------------------------------------------------------------------
    # Rights, and who is told
    # ------------------------------------------------------------------

    def test_rights(self):
        rule = self.credit_rule("days", 5)
        own = self.credit_rule("days", 7, partner_id=self.customer.id)
        self.assertEqual(rule.with_user(self.collector).search([]), rule)
        self.assertEqual(rule.with_user(self.accountant).search([]), rule | own)
        with self.assertRaises(AccessError):
            rule.with_user(self.accountant).threshold = 9
        rule.with_user(self.manager).threshold = 9
        with self.assertRaises(AccessError):
            rule.with_user(self.salesman).read(["kind"])

    def test_eased_rules_are_told(self):
        told = []

        def tell_partners(partners, company):
            told.append((partners, company))

        def tell_company(company):
            told.append(company)

        rule = self.credit_rule("days", 5)
        own = self.credit_rule("days", 5, partner_id=self.other_customer.id)
        shared = self.credit_rule("days", 5, group_id=self.group.id)
        with (
            patch.object(type(self.customer), "_cobranzas_credit_changed", tell_partners),
            patch.object(type(self.company), "_cobranzas_credit_changed", tell_company),
        ):
            rule.threshold = 6
            own.threshold = 6
            shared.unlink()
        self.assertEqual(
            told,
            [self.company, (self.other_customer, self.company), (self.customer, self.company)],
        )
