"""The dashboard: each figure as reckoned from journal items by hand, and what it opens."""

from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.documents import DocumentsCommon

TODAY = "2026-03-18"  # a Wednesday; weeks of English begin on Sunday
AMOUNTS = {
    ("cobranzas.open.item", True): "residual",
    ("cobranzas.open.item", False): "residual_currency",
    ("cobranzas.ledger.line", True): "balance_company",
    ("cobranzas.ledger.line", False): "balance",
    ("l10n_latam.check", True): "amount",
    ("l10n_latam.check", False): "amount",
}
LOWERING = ("cobranzas.ledger.line",)  # what lowers a balance is shown as positive


class DashboardCommon(DocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(TODAY))
        cls.eur = cls.env.ref("base.EUR")
        cls.eur.active = True
        cls.env["res.currency.rate"].create(
            {
                "name": "2025-01-01",
                "rate": 0.5,
                "currency_id": cls.eur.id,
                "company_id": cls.company.id,
            }
        )
        cls.users = {
            role: cls.make_user(f"dashboard_{role}", f"l10n_cobranzas.group_cobranzas_{role}")
            for role in ("collector", "cashier")
        }
        cls.users["cashier"].group_ids |= cls.env.ref("base.group_multi_currency")
        cls.collector = cls.env["cobranzas.collector"].create(
            {"name": "Mariana Ruiz", "user_id": cls.users["collector"].id}
        )

    def data(self, role="cashier", company=None, **filters):
        """What the dashboard shows to a user; the whole of it is one call."""
        self.env.flush_all()
        model = self.env["cobranzas.dashboard"].with_user(self.users[role])
        companies = (company or self.company).ids
        return model.with_context(allowed_company_ids=companies).get_data(filters)

    def values(self, data):
        return {name: figure["value"] for name, figure in data["figures"].items()}

    def bars(self, bars, *parts):
        return [tuple(bar[part]["value"] for part in parts) for bar in bars]

    def rows(self, figure, role="cashier"):
        """What a figure opens, as the user who opens it."""
        action = figure["action"]
        model = self.env[action["res_model"]].with_user(self.users[role])
        return model.with_context(**action["context"]).search(action["domain"])


class Scene(DashboardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partly = cls.invoice(1000, "2026-01-10", "2026-01-31")
        cls.invoice(500, "2026-03-01", "2026-03-17")
        cls.invoice(300, "2026-03-01", "2026-03-18")
        cls.invoice(200, "2026-03-01", "2026-03-25")
        cls.invoice(150, "2026-03-05", move_type="out_refund")
        cls.invoice(2000, "2025-10-01", "2025-11-01", cls.other_customer)
        cls.invoice(100, "2026-03-01", "2026-04-10", cls.other_customer, cls.eur)
        by_check = cls.invoice(700, "2026-02-01", "2026-02-28", cls.other_customer)
        theirs = {"partner_id": cls.other_customer.id}
        for date, lines, given in (
            ("2026-02-20", [(cls.partly, 400)], {"values": [cls.cash_value(400)]}),
            ("2026-03-10", [], {"values": [cls.cash_value(50)]}),
            ("2026-03-12", [by_check], {"checks": [cls.check(700, "1", "2026-03-27")], **theirs}),
            ("2026-03-16", [], {"checks": [cls.check(90, "2", "2026-03-20")]}),
        ):
            cls.receipt(lines, date=date, **given).action_post()
        voided = cls.receipt([], [cls.cash_value(80)], date="2026-03-11")
        voided.action_post()
        voided.action_void("2026-03-12", "Error")
        cls.payment = cls.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": cls.customer.id,
                "amount": 60,
                "date": "2026-02-10",
                "journal_id": cls.bank.id,
            }
        )
        cls.payment.action_post()


@tagged("post_install", "-at_install")
class TestDashboard(Scene):
    def test_figures(self):
        data = self.data()
        self.assertFalse(data["is_empty"])
        self.assertEqual(
            self.values(data),
            {
                "debts": 600 + 500 + 300 + 200 + 2000 + 200,
                "credits": -150 - 50 - 90 - 60,
                "balance": 3800 - 350,
                "overdue": 600 + 500 + 2000,
                "debtors": 2,
                "share": round(100 * 3100 / 3800, 1),
                "days": round((600 * 46 + 500 * 1 + 2000 * 137) / 3100, 1),
                "collected": 50 + 700 + 90,
                "collected_before": 60,
                "checks": 90,
            },
        )
        self.assertEqual(data["figures"]["checks"]["count"], 1)

    def test_ages(self):
        ages = self.data()["ages"]
        self.assertEqual(
            [age["label"] for age in ages],
            ["Not Due", "1–15", "16–30", "31–60", "61–90", "Over 90"],
        )
        self.assertEqual(
            self.bars(ages, "debts", "credits"),
            [(700, 0), (500, -290), (0, 0), (600, -60), (0, 0), (2000, 0)],
        )

    def test_weeks(self):
        weeks = self.data()["weeks"]
        self.assertEqual(
            [week["label"] for week in weeks],
            ["Mar 18", "Mar 22", "Mar 29", "Apr 5", "Apr 12", "Apr 19", "Apr 26", "May 3"],
        )
        self.assertEqual(
            self.bars(weeks, "debts", "checks"),
            [(300, 90), (200, 700), (0, 0), (200, 0), (0, 0), (0, 0), (0, 0), (0, 0)],
        )

    def test_collections_day_by_day(self):
        collections = self.data()["collections"]
        this, last = (
            [figure["value"] for figure in collections[name]]
            for name in ("this_month", "last_month")
        )
        self.assertEqual(this, [0] * 9 + [50] * 2 + [750] * 4 + [840] * 3)
        self.assertEqual(last, [0] * 9 + [60] * 10 + [460] * 9)

    def test_a_longer_month_is_compared_with_all_of_a_shorter_one(self):
        with freeze_time("2026-03-31"):
            data = self.data()
        self.assertEqual(len(data["collections"]["this_month"]), 31)
        self.assertEqual(len(data["collections"]["last_month"]), 28)
        self.assertEqual(data["figures"]["collected_before"]["value"], 460)

    def test_largest(self):
        self.assertEqual(
            [(each["label"], each["value"], each["days"]) for each in self.data()["largest"]],
            [(self.other_customer.name, 2000, 137), (self.customer.name, 1100, 46)],
        )
        partners = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(12)])
        for number, partner in enumerate(partners):
            self.invoice(3000 + number, "2026-03-01", partner=partner)
        data = self.data()
        self.assertEqual(
            [each["label"] for each in data["largest"]], [f"P{n}" for n in range(11, 1, -1)]
        )
        self.assertEqual(data["figures"]["debtors"]["value"], 14)

    def test_every_figure_is_what_it_opens(self):
        for filters in ({}, {"currency_mode": "one", "currency_id": self.company.currency_id.id}):
            data = self.data(**filters)
            booked = not filters
            for place, figure in self.every_figure(data):
                with self.subTest(place=place, **filters):
                    rows = self.rows(figure)
                    sums = sum(rows.mapped(AMOUNTS[rows._name, booked]))
                    sign = -1 if rows._name in LOWERING or place.startswith("checks") else 1
                    self.assertAlmostEqual(sign * sums, figure["value"], 2)

    def test_ratios_open_what_is_overdue(self):
        figures = self.data()["figures"]
        overdue = self.rows(figures["overdue"])
        for name in ("share", "days", "debtors"):
            self.assertEqual(self.rows(figures[name]), overdue)
        self.assertEqual(len(overdue.partner_id), figures["debtors"]["value"])

    @staticmethod
    def every_figure(data):
        """Yield (place, figure) of each amount."""
        for name, figure in data["figures"].items():
            if name not in ("share", "days", "debtors"):
                yield f"figure {name}", figure
        for name in ("ages", "weeks"):
            for bar in data[name]:
                for part in ("debts", "credits", "checks"):
                    if part in bar:
                        yield f"{part} {name} {bar['label']}", bar[part]
        for name in ("this_month", "last_month"):
            for day, figure in enumerate(data["collections"][name], 1):
                yield f"{name} {day}", figure
        for figure in data["largest"]:
            yield figure["label"], figure

    # ------------------------------------------------------------------
    # By hand
    # ------------------------------------------------------------------

    def left(self):
        """(item, what is left of it as booked), from partials alone."""
        items = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("account_id.account_type", "=", "asset_receivable"),
            ]
        )
        return [
            (
                item,
                item.balance
                - sum(item.matched_credit_ids.mapped("amount"))
                + sum(item.matched_debit_ids.mapped("amount")),
            )
            for item in items
        ]

    def test_against_partials(self):
        """The same from journal items and partials, one by one."""
        today, left = fields.Date.today(), self.left()
        self.assertGreater(len([amount for _item, amount in left if not amount]), 3)
        data = self.data()
        debts = [(item, amount) for item, amount in left if amount > 0]
        late = [(item, amount) for item, amount in debts if item.date_maturity < today]
        self.assertEqual(data["figures"]["balance"]["value"], sum(amount for _, amount in left))
        self.assertEqual(data["figures"]["overdue"]["value"], sum(amount for _, amount in late))
        bounds = [-9999, 0, 15, 30, 60, 90, 9999]
        self.assertEqual(
            self.bars(data["ages"], "debts"),
            [
                (sum(a for i, a in debts if low < (today - i.date_maturity).days <= high),)
                for low, high in zip(bounds, bounds[1:], strict=False)
            ],
        )
        sunday = today - timedelta(days=3)
        self.assertEqual(
            self.bars(data["weeks"], "debts"),
            [
                (
                    sum(
                        amount
                        for item, amount in debts
                        if item.date_maturity >= today
                        and (item.date_maturity - sunday).days // 7 == week
                    ),
                )
                for week in range(8)
            ],
        )

    def report_totals(self, key):
        """The totals of a report, in the company's currency, of the same user and day."""
        vals = {"report": key, "currency_mode": "company", "date_to": TODAY}
        model = self.env["cobranzas.report"].with_user(self.users["cashier"])
        (total,) = model.create(vals).get_screen()["totals"]
        return total["values"]

    def test_as_in_the_reports(self):
        """The reports of balances and aging say the same (REP-01, REP-04)."""
        data = self.data()
        values, ages = self.values(data), self.bars(data["ages"], "debts", "credits")
        self.assertEqual(
            self.report_totals("balance"),
            {name: values[name] for name in ("debts", "overdue", "credits", "balance")},
        )
        aging = self.report_totals("aging")
        self.assertEqual([aging[f"age_{n}"] for n in range(6)], [sum(age) for age in ages])

    # ------------------------------------------------------------------
    # Whose, where, in what
    # ------------------------------------------------------------------

    def test_collector_sees_own_debtors(self):
        self.customer.cobranzas_collector_id = self.collector
        mine = self.data("collector")
        self.assertEqual(mine["collectors"], [])
        self.assertEqual([each["label"] for each in mine["largest"]], [self.customer.name])
        values = self.values(mine)
        self.assertEqual(
            (values["debts"], values["credits"], values["collected"], values["checks"]),
            (1600, -350, 140, 90),
        )
        self.assertEqual(self.bars(mine["weeks"], "checks")[1], (0,))
        filtered = self.data(collector_id=self.collector.id)
        self.assertEqual(self.values(filtered), values)
        self.assertIn(self.collector.id, [each["id"] for each in filtered["collectors"]])
        for place, figure in self.every_figure(mine):
            with self.subTest(place=place):
                self.assertLessEqual(self.rows(figure, "collector").partner_id, self.customer)

    def test_collector_chooses_no_other(self):
        other = self.env["cobranzas.collector"].create({"name": "Otro"})
        self.other_customer.cobranzas_collector_id = other
        data = self.data("collector", collector_id=other.id)
        self.assertTrue(data["is_empty"])
        self.assertFalse(data["filters"]["collector_id"])

    def test_one_currency(self):
        data = self.data(currency_mode="one", currency_id=self.eur.id)
        self.assertEqual(data["currency_id"], self.eur.id)
        values = self.values(data)
        self.assertEqual((values["balance"], values["overdue"], values["collected"]), (100, 0, 0))
        self.assertEqual(self.bars(data["weeks"], "debts")[3], (100,))
        home = self.data(currency_mode="one", currency_id=self.company.currency_id.id)
        self.assertEqual(home["figures"]["debts"]["value"], 3600)
        self.assertEqual(home["figures"]["checks"]["value"], 90)

    def test_cheque_of_another_currency_at_the_rate_of_its_payment(self):
        receipt = self.receipt(
            [],
            date="2026-03-17",
            currency_id=self.eur.id,
            checks=[self.check(10, "3", "2026-03-19", currency_id=self.eur.id)],
        )
        receipt.action_post()
        self.assertEqual(self.data()["figures"]["checks"]["value"], 90 + 20)
        data = self.data(currency_mode="one", currency_id=self.eur.id)
        self.assertEqual(data["figures"]["checks"]["value"], 10)
        self.assertEqual(self.bars(data["weeks"], "checks")[0], (10,))

    def test_cheques_of_seven_days(self):
        for number, pay_date in enumerate(("2026-03-17", "2026-03-24", "2026-03-25"), 50):
            check = self.check(number, str(number), pay_date)
            self.receipt([], checks=[check], date="2026-03-16").action_post()
        self.assertEqual(self.data()["figures"]["checks"]["value"], 90 + 51)

    def test_cheque_that_left_the_portfolio(self):
        check = self.env["l10n_latam.check"].search([("name", "=", "00000002")])
        self.env["l10n_latam.payment.mass.transfer"].create(
            {
                "payment_date": "2026-03-17",
                "destination_journal_id": self.bank.id,
                "check_ids": check.ids,
            }
        ).action_create_payments()
        self.assertEqual(self.data()["figures"]["checks"]["value"], 0)

    def invoice_elsewhere(self, amount, **company):
        """Another company of the cashier's, where the customer owes the amount."""
        other = self.setup_other_company(**company)["company"]
        self.users["cashier"].company_ids |= other
        line = {"name": "x", "price_unit": amount, "tax_ids": [Command.clear()]}
        move = (
            self.env["account.move"]
            .with_company(other)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_date": "2026-01-01",
                    "company_id": other.id,
                    "invoice_line_ids": [Command.create(line)],
                }
            )
        )
        move.action_post()
        return other

    def test_companies(self):
        other = self.invoice_elsewhere(7, name="Sucursal")
        both = self.company | other
        for companies, debts in ((self.company, 3800), (other, 7), (both, 3807)):
            self.assertEqual(self.data(company=companies)["figures"]["debts"]["value"], debts)

    def test_books_in_two_currencies_are_never_added_up(self):
        other = self.invoice_elsewhere(7, name="Exterior", currency_id=self.eur.id)
        self.assertEqual(other.currency_id, self.eur)
        both = self.company | other
        choices = [
            (choice["currency_mode"], choice["currency_id"])
            for choice in self.data(company=both)["currencies"][:2]
        ]
        self.assertEqual(
            choices, [("company", self.company.currency_id.id), ("company", self.eur.id)]
        )
        for currency, debts in ((self.company.currency_id, 3800), (self.eur, 7)):
            data = self.data(company=both, currency_mode="company", currency_id=currency.id)
            self.assertEqual(data["figures"]["debts"]["value"], debts)
        alone = self.data(company=both, currency_mode="one", currency_id=self.eur.id)
        self.assertEqual(alone["figures"]["debts"]["value"], 107)

    def test_filters_not_offered_take_their_default(self):
        for filters in (
            {"currency_mode": "one", "currency_id": 0},
            {"currency_mode": "all", "currency_id": self.eur.id},
            {"currency_id": "1) OR (1=1"},
            {"collector_id": -1},
            {"collector_id": "x"},
        ):
            with self.subTest(filters=filters):
                self.assertEqual(
                    self.data(**filters)["filters"],
                    {
                        "currency_mode": "company",
                        "currency_id": self.company.currency_id.id,
                        "collector_id": False,
                    },
                )

    def test_without_the_right(self):
        self.users["stranger"] = self.make_user("dashboard_stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self.data("stranger")

    # ------------------------------------------------------------------
    # What counts
    # ------------------------------------------------------------------

    def test_a_document_received_is_collected_once(self):
        """Neither when it is received nor twice: when somebody pays it (REC-05)."""
        before = self.data()["figures"]["collected"]["value"]
        receipt = self.documented([self.partly], [self.document(600)], date="2026-03-17")
        receipt.action_post()
        self.assertEqual(self.data()["figures"]["collected"]["value"], before)
        self.receipt(
            [receipt.document_ids.move_line_id], [self.cash_value(600)], date="2026-03-18"
        ).action_post()
        self.assertEqual(self.data()["figures"]["collected"]["value"], before + 600)

    def test_weeks_begin_as_in_the_users_language(self):
        self.env["res.lang"]._lang_get("en_US").week_start = "1"
        self.assertEqual([week["label"] for week in self.data()["weeks"]][:2], ["Mar 18", "Mar 23"])

    def test_no_more_queries_for_more_items(self):
        self.data()  # rights and languages are cached
        for _turn in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            # seven, and those that read user, partner, company and currencies anew
            with self.assertQueryCount(12):
                self.data()
            for number in range(5):
                partner = self.env["res.partner"].create({"name": f"Q{number}"})
                self.invoice(10 + number, "2026-02-01", partner=partner)
            self.data()


@tagged("post_install", "-at_install")
class TestEmptyDashboard(DashboardCommon):
    def test_nothing_yet(self):
        data = self.data()
        self.assertTrue(data["is_empty"])
        self.assertTrue(data["can_create"])
        self.assertEqual(set(self.values(data).values()), {0})
        self.assertEqual(data["largest"], [])
        self.assertEqual(set(self.bars(data["ages"], "debts", "credits")), {(0, 0)})

    def test_collections_alone_are_something(self):
        item = self.invoice(100, "2026-03-01")
        self.receipt([item], [self.cash_value(100)], date="2026-03-02").action_post()
        data = self.data()
        self.assertFalse(data["is_empty"])
        self.assertEqual(data["figures"]["collected"]["value"], 100)
