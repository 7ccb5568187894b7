"""Reports of a random history, against tables summed row by row in Python."""

import collections
import json
from datetime import timedelta

from odoo.tools import remove_accents

from .kept import kept
from .random_history import BACKWARDS, STEPS, UNDOING, History, RandomHistoryCommon


class ReportChecksCommon(RandomHistoryCommon):
    """One history, with debtors of two collectors and salespeople, and its reports."""

    @classmethod
    @kept
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
    # The table, summed in Python
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
