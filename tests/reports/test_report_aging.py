"""Reports of balances, ages and accounts against a naive reckoning (REP-01, REP-03, REP-04)."""

import functools
import itertools
import random
from datetime import timedelta

from odoo.addons.l10n_cobranzas.engine.collation import sort_key
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.report_checks import ReportChecksCommon

LEVELS = ("debtor_group_id", "collector_id", "salesperson_id")


def age_of(days, ages):
    """Return the column of a debt whose date lies ``days`` back."""
    return f"age_{sum(days > age for age in (0, *ages))}"


@tagged("post_install", "-at_install")
class TestReportAging(ReportChecksCommon):
    # ------------------------------------------------------------------
    # Aging
    # ------------------------------------------------------------------

    def _aging_cells(self, report, ages=(15, 30, 60, 90)):
        """Return what the naive table shows of an open item."""
        amount = "residual" if report.currency_mode == "company" else "residual_currency"

        def cells(row):
            value = row[amount]
            found = {"balance": 0 if row["kind"] == "postdated_check" else value}
            if report.postdated and row["is_postdated"]:
                return {**found, "postdated": value}
            return {**found, age_of((report.date_to - row[report.aging_by]).days, ages): value}

        return cells

    def _check(self, report, domain=(), ages=(15, 30, 60, 90), figures=0):
        rows = self._rows(
            "cobranzas.open.item",
            report,
            domain,
            cobranzas_date=report.date_to,
            cobranzas_postdated=report.postdated,
        )
        cells = self._aging_cells(report, ages)
        self.assertTable(report, self._naive(report, rows, cells))
        self.assertDetails(report, rows, cells)
        self.assertOrder(report)
        self.assertFigures(report, random.Random(len(rows)), figures)
        return rows

    def test_every_choice(self):
        """By due or issue date, with post-dated, by currency, grouped, at several dates."""
        rng, postdated = random.Random(3), 0
        for number in range(24):
            report = self.report(
                "aging",
                date_to=self.today - timedelta(days=rng.choice((0, 20, 90, 150, -70, -700))),
                aging_by=rng.choice(("date_due", "date")),
                postdated=rng.random() < 0.5,
                group_by=rng.choice((False, *LEVELS)),
                currency_mode=("each", "one", "company")[number % 3],
                currency_id=self.currencies[number % 5].id if number % 3 == 1 else False,
                company_ids=rng.choice((self.company.ids, self.other_company.ids, [])),
            )
            with self.subTest(number=number):
                rows = self._check(report, figures=6)
                postdated += any(row["kind"] == "postdated_check" for row in rows)
        self.assertGreater(postdated, 2)

    def test_ages_of_the_company(self):
        for setting, ages in (("30", (30,)), ("1,2,3,4,5,6,7,400", (1, 2, 3, 4, 5, 6, 7, 400))):
            with self.subTest(setting=setting):
                self.company.cobranzas_aging_days = setting
                self._check(self.report("aging"), ages=ages, figures=3)

    def test_each_filter(self):
        group = self.customers.cobranzas_group_id
        collector = self.customers.cobranzas_collector_id[0]
        salesperson = self.customers.user_id[0]
        tag = self.customers.category_id
        people = self.customers[1] | self.contacts[3]
        for name, value, domain in (
            ("debtor_group_ids", group, [("debtor_group_id", "=", group.id)]),
            ("collector_ids", collector, [("collector_id", "=", collector.id)]),
            ("salesperson_ids", salesperson, [("salesperson_id", "=", salesperson.id)]),
            ("category_ids", tag, [("partner_id.category_id", "in", tag.ids)]),
            ("partner_ids", people, [("partner_id", "in", self.customers[1::2][:2].ids)]),
        ):
            with self.subTest(name=name):
                rows = self._check(self.report("aging", **{name: value.ids}), domain, figures=3)
                self.assertTrue(rows)

    def test_range_of_customers(self):
        """From one to another in the order in which the report shows them."""
        everyone = [row for row in self._ordered(self.report("aging"))]
        names = [partner.name for partner in everyone]
        self.assertEqual(
            names, ["Almacén El Ceibo", "árbol", "bodega 3", "Ñandú Hnos.", "Zapatería Ávila"]
        )
        for first, last in itertools.combinations_with_replacement(range(len(everyone)), 2):
            report = self.report(
                "aging", partner_from_id=everyone[first].id, partner_to_id=everyone[last].id
            )
            with self.subTest(first=names[first], last=names[last]):
                wanted = everyone[first : last + 1]
                self.assertEqual(self._ordered(report), wanted)
                self._check(report, [("partner_id", "in", [p.id for p in wanted])], figures=1)
            if first < last:
                report = self.report(
                    "aging", partner_from_id=everyone[last].id, partner_to_id=everyone[first].id
                )
                with self.assertRaisesRegex(UserError, "swap the two customers"):
                    report._get_table()

    def test_names_in_order(self):
        """PostgreSQL compares names as Python does, to the letter."""
        letters = "aAzZ áÁñÑçÜßøŁ'-,.·3(ЖжΩ中 \u00a0İı"
        rng = random.Random(1)
        names = ["".join(rng.choices(letters, k=rng.randint(1, 5))) for _number in range(60)]
        partners = self.env["res.partner"].create([{"name": f"x{name}"} for name in names])
        for name in names[::4]:
            for operator, compare in ((">=", str.__ge__), ("<=", str.__le__)):
                bound = sort_key(f"x{name}")
                found = partners.search(
                    [("id", "in", partners.ids), ("cobranzas_plain_name", operator, bound)]
                )
                wanted = partners.filtered(
                    lambda p, compare=compare, bound=bound: compare(
                        sort_key(p.complete_name or ""), bound
                    )
                )
                self.assertEqual(found, wanted.search([("id", "in", wanted.ids)]), name)

    def _ordered(self, report):
        """Return the customers of a report, in its order."""
        rows = report._get_table(details=False).rows
        found = dict.fromkeys(row.path[0] for row in rows if row.path[0])
        return [self.env["res.partner"].browse(partner) for partner in found]

    # ------------------------------------------------------------------
    # Balances
    # ------------------------------------------------------------------

    def test_balances(self):
        for days, mode, group_by in itertools.product(
            (0, 60, -70), ("each", "company"), (False, *LEVELS)
        ):
            report = self.report(
                "balance",
                date_to=self.today - timedelta(days=days),
                currency_mode=mode,
                group_by=group_by,
            )
            with self.subTest(days=days, mode=mode, group_by=group_by):
                rows = self._rows("cobranzas.open.item", report, cobranzas_date=report.date_to)
                cells = functools.partial(self._balance_cells, report)
                self.assertTable(report, self._naive(report, rows, cells, listed=False))
                self.assertFigures(report, random.Random(days), 4)

    def _balance_cells(self, report, row):
        value = row["residual" if report.currency_mode == "company" else "residual_currency"]
        late = value > 0 and row["date_due"] < report.date_to
        return {
            "debts": max(value, 0),
            "overdue": value if late else 0,
            "credits": min(value, 0),
            "balance": value,
        }

    # ------------------------------------------------------------------
    # Statement of account
    # ------------------------------------------------------------------

    def test_statement(self):
        for days, mode, group_by in itertools.product(
            ((200, 100), (90, 0), (30, -70)), ("each", "company"), (False, "collector_id")
        ):
            report = self.report(
                "statement",
                date_from=self.today - timedelta(days=days[0]),
                date_to=self.today - timedelta(days=days[1]),
                currency_mode=mode,
                group_by=group_by,
            )
            with self.subTest(days=days, mode=mode, group_by=group_by):
                rows = self._rows("cobranzas.ledger.line", report, [("date", "<=", report.date_to)])
                cells = functools.partial(self._statement_cells, report)
                self.assertTable(report, self._naive(report, rows, cells, listed=False))
                self.assertFigures(report, random.Random(days[0]), 4)
                self._check_running(report)

    def _statement_cells(self, report, row):
        end = "_company" if report.currency_mode == "company" else ""
        if end and row["is_conversion"]:
            return {}
        within = row["date"] >= report.date_from
        return {
            "opening": 0 if within else row[f"balance{end}"],
            "charge": row[f"charge{end}"] if within else 0,
            "credit": row[f"credit{end}"] if within else 0,
            "balance": row[f"balance{end}"],
        }

    def _check_running(self, report):
        """Each line's balance is the one before, more by its charge and less by its credit."""
        reached, date = 0, None
        for row in report._get_table(details=True).rows:
            values = row.values
            if row.kind != "detail":
                self.assertAlmostEqual(
                    values["opening"] + values["charge"] - values["credit"], values["balance"], 3
                )
                reached, date, group = values["opening"], report.date_from, row
                continue
            self.assertEqual((row.path, row.currency_id), (group.path, group.currency_id))
            self.assertGreaterEqual(values["date"], date)
            reached, date = reached + values["charge"] - values["credit"], values["date"]
            self.assertAlmostEqual(values["balance"], reached, 3)
