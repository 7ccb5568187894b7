"""What a customer and a debtor group owe: sorted, summed, searched (COL-01, COL-02)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.common import CollectionsCommon

FIGURES = [
    "cobranzas_balance",
    "cobranzas_overdue",
    "cobranzas_days_overdue",
    "cobranzas_on_account",
]


@tagged("post_install", "-at_install")
class TestDebtorFigures(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.third = cls.env["res.partner"].create({"name": "Sin deuda"})
        cls.late = cls.invoice(1000, due=str(cls.today - timedelta(days=10)))
        cls.invoice(400, due=str(cls.today + timedelta(days=10)))
        cls.invoice(300, due=str(cls.today - timedelta(days=40)), partner=cls.other_customer)
        cls.receipt(
            [], [cls.cash_value(50)], checks=[cls.check(150)], date="2026-02-03"
        ).action_post()
        cls.group = cls.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo",
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in (cls.customer, cls.other_customer)
                ],
            }
        )
        cls.all = cls.customer | cls.other_customer | cls.third

    def assertFigures(self, debtors, *rows):
        self.assertEqual([[debtor[name] for name in FIGURES] for debtor in debtors], [*rows])

    def test_customers_and_groups(self):
        self.assertFigures(self.all, [1200, 1000, 10, 200], [300, 300, 40, 0], [0, 0, 0, 0])
        self.assertFigures(self.group, [1500, 1300, 40, 200])
        self.assertEqual(self.all.mapped("cobranzas_checks_amount"), [150, 0, 0])
        self.assertEqual(self.group.cobranzas_checks_amount, 150)
        self.assertEqual(
            self.all.mapped("cobranzas_last_payment"), [self.day("2026-02-03"), False, False]
        )
        self.assertEqual(self.group.cobranzas_last_payment, self.day("2026-02-03"))

    def test_a_cheque_that_left_is_not_in_hand(self):
        check = self.env["l10n_latam.check"].search(self.customer._get_cobranzas_checks_domain())
        self.endorse_check(check)
        self.all.invalidate_recordset()
        self.assertFalse(self.customer.cobranzas_checks_amount)

    def test_a_contact_shows_its_company(self):
        contact = self.env["res.partner"].create({"name": "Ana", "parent_id": self.customer.id})
        self.assertFigures(contact, [1200, 1000, 10, 200])

    def test_as_many_queries_for_many_as_for_few(self):
        names = [*FIGURES, "cobranzas_checks_amount", "cobranzas_last_payment"]
        counts = []
        many = self.all | self.env["res.partner"].create([{"name": str(n)} for n in range(60)])
        many.read(names)  # what is read once
        for debtors in (many[:33], many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            debtors.read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_lists_sort_and_sum_by_them(self):
        Partner = self.env["res.partner"]
        mine = [("id", "in", self.all.ids)]
        by_balance = self.customer | self.other_customer | self.third
        self.assertEqual(list(Partner.search(mine, order="cobranzas_balance desc")), [*by_balance])
        by_days = Partner.search(mine, order="cobranzas_days_overdue desc, id")
        self.assertEqual(by_days.ids, (self.other_customer | self.customer | self.third).ids)
        [totals] = Partner._read_group(
            mine, [], [f"{name}:sum" for name in FIGURES if "days" not in name]
        )
        self.assertEqual([*totals], [1500, 1300, 200])
        [shown] = Partner._read_group(
            mine,
            [],
            ["cobranzas_balance:sum_currency", "cobranzas_currency_id:array_agg_distinct"],
        )
        self.assertEqual([*shown], [1500, self.env.company.currency_id.ids])
        described = Partner.fields_get(FIGURES)
        self.assertTrue(all(field["sortable"] for field in described.values()))
        self.assertEqual(described["cobranzas_balance"]["aggregator"], "sum")
        groups = self.env["cobranzas.debtor.group"]
        self.assertEqual(groups.search([("cobranzas_overdue", ">", 0)]), self.group)

    def test_filters(self):
        for domain, found in (
            ([("cobranzas_balance", ">", 0)], self.customer | self.other_customer),
            ([("cobranzas_overdue", ">", 500)], self.customer),
            ([("cobranzas_on_account", ">", 0)], self.customer),
            ([("cobranzas_balance", "=", 0)], self.third),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(self.all.search([("id", "in", self.all.ids), *domain]), found)
                self.assertEqual(self.all.filtered_domain(domain), found)

    def test_a_collector_sees_the_figures_of_theirs(self):
        user = self.make_user("cobra", "l10n_cobranzas.group_cobranzas_collector")
        self.customer.cobranzas_collector_id = self.env["cobranzas.collector"].create(
            {"name": "Cobra", "user_id": user.id}
        )
        self.assertFigures(
            self.all.with_user(user), [1200, 1000, 10, 200], [0, 0, 0, 0], [0, 0, 0, 0]
        )
        self.assertFigures(self.group.with_user(user), [1200, 1000, 10, 200])
        found = self.all.with_user(user).search([("cobranzas_balance", ">", 0)])
        self.assertEqual(found & self.all, self.customer)
        plain = self.make_user("nadie", "base.group_user")
        with self.assertRaises(AccessError):
            self.customer.with_user(plain).read(["cobranzas_balance"])
        with self.assertRaises(AccessError):
            self.all.with_user(plain).search([], order="cobranzas_balance desc")

    def test_a_collector_writes_notes_on_theirs_alone(self):
        user = self.make_user("cobra", "l10n_cobranzas.group_cobranzas_collector")
        self.customer.cobranzas_collector_id = self.env["cobranzas.collector"].create(
            {"name": "Cobra", "user_id": user.id}
        )
        for debtor in (self.customer, self.group):
            debtor.with_user(user).message_post(body="Paga el viernes")
            activity = debtor.with_user(user).activity_schedule(
                "mail.mail_activity_data_call", user_id=user.id
            )
            activity.action_feedback(feedback="Atendió")
        with self.assertRaises(AccessError):
            self.other_customer.with_user(user).message_post(body="De otro")
        with self.assertRaises(AccessError):
            self.customer.with_user(user).write({"name": "Otro nombre"})

    def test_links(self):
        items = self.env["cobranzas.open.item"]
        action = self.customer.action_cobranzas_open_balance()
        self.assertEqual(sum(items.search(action["domain"]).mapped("residual")), 1200)
        action = self.group.action_cobranzas_open_balance()
        self.assertEqual(sum(items.search(action["domain"]).mapped("residual")), 1500)
        action = self.customer.action_cobranzas_open_checks()
        self.assertEqual(self.env["l10n_latam.check"].search(action["domain"]).amount, 150)
