"""Who may read which debtor's page, and what is answered to bad input (COL-07, COL-10)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestDebtorPageAccess(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.make_user("cobra", "l10n_cobranzas.group_cobranzas_collector")
        cls.collector = cls.env["cobranzas.collector"].create(
            {"name": "Cobra", "user_id": cls.user.id}
        )
        cls.customer.write({"cobranzas_collector_id": cls.collector.id, "phone": "11 5555-0001"})
        cls.other_customer.phone = "11 5555-0002"
        day = fields.Date.today() - timedelta(days=10)
        cls.invoice(1000, day, day)
        cls.invoice(70, day, day, partner=cls.other_customer)
        cls.group = cls.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo",
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in (cls.customer, cls.other_customer)
                ],
            }
        )

    def balance(self, page):
        return next(each["value"] for each in page["figures"] if each["key"] == "balance")

    def find(self, text, user=None):
        page = self.env["cobranzas.debtor.page"].with_user(user or self.user)
        return [(each["model"], each["id"]) for each in page.find_debtors(text)]

    def test_a_collector_reads_own_debtors(self):
        own = self.customer.with_user(self.user)
        self.assertEqual(self.balance(own.get_cobranzas_debtor_page()), 1000)
        with self.assertRaisesRegex(AccessError, "none of your debtors"):
            self.other_customer.with_user(self.user).get_cobranzas_debtor_page()

    def test_of_a_group_a_collector_reads_own_members(self):
        page = self.group.with_user(self.user).get_cobranzas_debtor_page()
        self.assertEqual(self.balance(page), 1000)
        self.assertEqual([each["id"] for each in page["header"]["members"]], self.customer.ids)
        self.assertEqual([each["phone"] for each in page["contacts"]], ["11 5555-0001"])
        self.customer.cobranzas_collector_id = False
        self.env.flush_all()
        with self.assertRaises(AccessError):
            self.group.with_user(self.user).get_cobranzas_debtor_page()

    def test_others_read_all_or_nothing(self):
        for group, reads in (
            ("l10n_cobranzas.group_cobranzas_cashier", True),
            ("account.group_account_readonly", True),
            ("base.group_user", False),
        ):
            user = self.make_user(f"lee {group}", group)
            debtor = self.other_customer.with_user(user)
            with self.subTest(group):
                if reads:
                    self.assertEqual(self.balance(debtor.get_cobranzas_debtor_page()), 70)
                else:
                    with mute_logger("odoo.addons.base.models.ir_model"):
                        with self.assertRaises(AccessError):
                            debtor.get_cobranzas_debtor_page()
                        with self.assertRaises(AccessError):
                            self.find("Grupo", user)

    def test_never_another_companys(self):
        company = self.env["res.company"].create({"name": "Otra"})
        self.user.company_ids |= company
        page = self.customer.with_user(self.user).with_context(allowed_company_ids=company.ids)
        self.assertEqual(self.balance(page.get_cobranzas_debtor_page()), 0)

    def test_one_sentence_for_what_cant_be(self):
        partners = self.env["res.partner"].with_user(self.user)
        for debtor in (
            partners,
            self.customer.with_user(self.user) | self.other_customer.with_user(self.user),
            partners.browse(2**30),
            self.env["cobranzas.debtor.group"].with_user(self.user).browse(2**30),
            self.env["cobranzas.debtor.figures"].with_user(self.user),
        ):
            with self.subTest(repr(debtor)), self.assertRaises(UserError):
                debtor.get_cobranzas_debtor_page()
        for text in (7, ["a"], {"a": 1}, "a\0b", "a" * 5000):
            with self.subTest(text), self.assertRaises(UserError):
                self.find(text)

    def test_a_context_changes_no_figure(self):
        for context in (
            {"cobranzas_date": "2020-01-01"},
            {"cobranzas_postdated": True},
            {"cobranzas_scope": {"partner_ids": [1]}},
            {"active_test": False},
        ):
            with self.subTest(context):
                debtor = self.customer.with_user(self.user).with_context(**context)
                self.assertEqual(self.balance(debtor.get_cobranzas_debtor_page()), 1000)

    def test_finds_own_debtors_by_what_a_caller_says(self):
        self.env["res.partner"].create(
            {"name": "Zulema", "parent_id": self.customer.id, "phone": "+54 9 351 777-8888"}
        )
        mine, group = ("res.partner", self.customer.id), (self.group._name, self.group.id)
        number = self.env["account.move"].search([("partner_id", "=", self.customer.id)]).name
        for text, found in (
            ("Ceibo", [mine]),
            ("zulema", [mine]),
            ("20-1", [mine]),
            ("555 50001", [mine]),
            ("3517778888", [mine]),
            (number, [mine]),
            ("grup", [group]),
            ("Ñandú", []),
            ("", []),
        ):
            with self.subTest(text):
                self.assertEqual(self.find(text), found)
        cashier = self.make_user("caja", "l10n_cobranzas.group_cobranzas_cashier")
        self.assertEqual(
            self.find("Ñandú", cashier), [("res.partner", self.other_customer.id)]
        )

    def test_a_substitute_reads_the_debtors_of_who_is_away(self):
        stand_in = self.make_user("suplente", "l10n_cobranzas.group_cobranzas_collector")
        substitute = self.env["cobranzas.collector"].create(
            {"name": "Suplente", "user_id": stand_in.id}
        )
        debtor = self.customer.with_user(stand_in)
        with self.assertRaises(AccessError):
            debtor.get_cobranzas_debtor_page()
        today = fields.Date.today()
        self.env["cobranzas.collector.absence"].create(
            {
                "collector_id": self.collector.id,
                "date_from": today,
                "date_to": today + timedelta(days=3),
                "substitute_id": substitute.id,
                "reason": "Vacaciones",
            }
        )
        self.env.invalidate_all()
        self.assertEqual(self.balance(debtor.get_cobranzas_debtor_page()), 1000)
        self.assertEqual(self.find("Ceibo", stand_in), [("res.partner", self.customer.id)])
