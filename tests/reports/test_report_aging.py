"""Reports of balances, ages and accounts against a naive reckoning (REP-01, REP-03, REP-04)."""

import collections
import functools
import itertools
import json
import random
from datetime import timedelta

from odoo.addons.l10n_cobranzas.engine.collation import sort_key
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import remove_accents

from ..lib.history import BACKWARDS, STEPS, UNDOING, History, HistoryCommon

LEVELS = ("debtor_group_id", "collector_id", "salesperson_id")


def age_of(days, ages):
    """Return the column of a debt whose date lies ``days`` back."""
    return f"age_{sum(days > age for age in (0, *ages))}"


class ReportsCommon(HistoryCommon):
    """One history, with debtors of two collectors and salespeople, and its reports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_people()
        cls.company.cobranzas_postdated_mode = "document"
        history = History(cls(), 7, STEPS | BACKWARDS | UNDOING)
        history.go_on(55)
        cls.env.flush_all()

    @classmethod
    def _make_people(cls):
        users = [cls.make_user(name, "sales_team.group_sale_salesman") for name in ("zoe", "Ana")]
        collectors = cls.env["cobranzas.collector"].create([{"name": "óscar"}, {"name": "Nora"}])
        tag = cls.env["res.partner.category"].create({"name": "Mayorista"})
        for number, partner in enumerate(cls.customers):
            partner.user_id = users[number % 2] if number else False
            partner.cobranzas_collector_id = collectors[number % 2] if number < 4 else False
            partner.category_id = tag if number % 3 else False

    @classmethod
    def report(cls, key, **kw):
        cls.env["cobranzas.report"].search([("report", "=", key)]).unlink()
        vals = {"report": key, "period": "custom", "date_to": cls.today, **kw}
        return cls.env["cobranzas.report"].create(vals)

    def _rows(self, model, report, domain=(), **context):
        """Return the rows that count, one by one, as dicts."""
        companies = report.company_ids or self.env.companies
        model = self.env[model].with_context(**context)
        fields = [name for name in model._fields if name not in ("display_name",)]
        rows = model.search_read([("company_id", "in", companies.ids), *domain], fields, load=None)
        return [row for row in rows if report.currency_mode != "one" or self._is_only(row, report)]

    def _is_only(self, row, report):
        return row["currency_id"] == report.currency_id.id

    # ------------------------------------------------------------------
    # The naive table
    # ------------------------------------------------------------------

    def _naive(self, report, rows, cells, listed=True):
        """Return the table: {(path, currency): {column: amount}}, of each level and of all.

        :param cells: function that returns {column: amount} of a row
        :param listed: groups show for their rows, though all their figures are zero
        """
        levels = [*filter(None, [report.group_by]), "partner_id"]
        company = report.currency_mode == "company"
        table, counts = collections.defaultdict(collections.Counter), collections.Counter()
        for row in rows:
            path = tuple(row[level] or None for level in levels)
            currency = row["company_currency_id" if company else "currency_id"]
            for depth in range(len(levels) + 1):
                key = (path[:depth], currency)
                table[key].update(cells(row))
                counts[key] += 1
        rounded = {
            key: {name: round(value, 3) + 0.0 for name, value in cells.items()}
            for key, cells in table.items()
        }
        return {
            key: {name: value for name, value in cells.items() if value}
            for key, cells in rounded.items()
            if any(cells.values()) or listed
        }

    def _found(self, table):
        found = {}
        for row in [*table.rows, *table.totals]:
            if row.kind != "detail":
                self.assertNotIn((row.path, row.currency_id), found)
                found[row.path, row.currency_id] = {
                    name: round(value, 3) for name, value in row.values.items() if value
                }
        return found

    def assertTable(self, report, naive):
        """The groups of a report, of every level, and its totals are those of ``naive``."""
        found = self._found(report._get_table(details=False))
        keys = found.keys() | naive.keys()
        different = {key for key in keys if found.get(key) != naive.get(key)}
        self.assertEqual(
            {key: found.get(key) for key in different},
            {key: naive.get(key) for key in different},
            (report.read()[0]),
        )

    def assertDetails(self, report, rows, cells):
        """Below each group of the deepest level stand its rows, each with its figures."""
        table = report._get_table(details=True)
        wanted = {row["id"]: {k: v for k, v in cells(row).items() if v} for row in rows}
        names = [column.name for column in table.columns if column.kind == "amount"]
        found, group, listed = {}, None, 0
        for row in table.rows:
            if row.kind == "detail":
                listed += 1
                self.assertEqual((row.path, row.currency_id), (group.path, group.currency_id))
                found[row.res_id] = {name: row.values[name] for name in names if row.values[name]}
            else:
                self._check_count(report, group, listed)
                group, listed = row, 0
        self._check_count(report, group, listed)
        self.assertEqual(found, wanted)

    def _check_count(self, report, group, listed):
        """A group says how many rows it has; where sums are of parts of items, no fewer."""
        if group and len(group.path) == 1 + bool(report.group_by):
            self.assertTrue(0 < listed <= group.count, group)
            if report.date_to > self.today + timedelta(days=100):
                self.assertEqual(listed, group.count, group)

    def assertFigures(self, report, rng, count=12):
        """A figure opens the items that sum to it, those of its group and no others."""
        table = report._get_table(details=False)
        amounts = [column for column in table.columns if column.is_amount]
        rows = [*table.rows, *table.totals]
        for row in rng.sample(rows, min(count, len(rows))):
            column = rng.choice(amounts)
            action = report.action_open_figure(list(row.path), row.currency_id, column.name)
            action = json.loads(json.dumps(action, default=str))
            source = self.env[action["res_model"]].with_context(**action["context"])
            items = source.search(action["domain"])
            field = column.company_field if report.currency_mode == "company" else column.field
            self.assertAlmostEqual(
                sum(items.mapped(field)), row.values[column.name], 3, (row, column)
            )

    def assertOrder(self, report):
        """Names go up, without case and accents; each group is followed by its own."""
        rows = [row for row in report._get_table(details=False).rows if row.path]
        names = [(remove_accents(row.label.lower()), row.path) for row in rows if row.path[-1]]
        if not report.group_by:
            self.assertEqual(names, sorted(names, key=lambda name: name[0]))
        seen = set()
        for row in rows:
            self.assertTrue(len(row.path) == 1 or (row.path[:-1], row.currency_id) in seen)
            seen.add((row.path, row.currency_id))


@tagged("post_install", "-at_install")
class TestReportAging(ReportsCommon):
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
