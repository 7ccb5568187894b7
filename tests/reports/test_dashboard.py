"""The dashboard: each figure as computed from journal items by hand, and what it opens."""

from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.tests import tagged

from ..lib.dashboard import TODAY, DashboardCommon, DashboardScenarioCommon

AMOUNTS = {
    ("cobranzas.open.item", True): "residual",
    ("cobranzas.open.item", False): "residual_currency",
    ("cobranzas.ledger.line", True): "balance_company",
    ("cobranzas.ledger.line", False): "balance",
    ("l10n_latam.check", True): "amount",
    ("l10n_latam.check", False): "amount",
}
LOWERING = ("cobranzas.ledger.line",)  # what lowers a balance is shown as positive


@tagged("post_install", "-at_install")
class TestDashboard(DashboardScenarioCommon):
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
            with self.assertQueryCount(14):
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
