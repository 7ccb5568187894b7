"""Charges and credits of a period, summed in Python as the reports of flows show them."""

import math
from itertools import accumulate, groupby
from unittest.mock import patch

from odoo.addons.l10n_cobranzas.models.ledger import cobranzas_ledger_line_opening as opening

from .kept import kept
from .report_scenario import ReportScenarioCommon


class FlowsCommon(ReportScenarioCommon):
    first, last = "2026-02-03", "2026-04-05"

    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.last = cls.day(cls.first), cls.day(cls.last)
        cls.movements = cls.read_movements(cls.last)

    def make_flow(self, key, **vals):
        return self.make_report(key, date_from=self.first, date_to=self.last, **vals)

    def read_report(self, report):
        """Return the rows, the same whether or not every opening balance is of carried rows."""
        carried, lines = [], []
        for found, weight in ((carried, 0), (lines, math.inf)):
            with patch.object(opening, "WEIGHT", weight):
                found.extend(super().read_report(report))
        self.assertEqual(carried, lines)
        return tuple(carried)

    def opens(self, row):
        return row.date < self.first

    def by_day(self, row):
        return self.dated(row, row.date, f"{row.date:%m/%d/%Y}")

    def by_month(self, row):
        return self.dated(row, row.date.replace(day=1), f"{row.date:%B %Y}")

    def dated(self, row, day, label):
        return ((0,), "Opening Balance") if self.opens(row) else ((1, day), label)

    # ------------------------------------------------------------------
    # Sums
    # ------------------------------------------------------------------

    def flow(self, rows):
        """Charges, credits and the balance they lead to."""
        own = [row for row in rows if not self.opens(row)]
        return {
            "charge": sum(row.amount for row in own if row.amount > 0),
            "credit": -sum(row.amount for row in own if row.amount < 0),
            "balance": sum(row.amount for row in rows),
        }

    def opened(self, rows):
        return {"opening": sum(row.amount for row in rows if self.opens(row)), **self.flow(rows)}

    def carry(self, groups, depth):
        """Let the balance of the groups of a depth go on from one to the next."""
        reached, found = 0, []
        for level, label, currency, amounts in groups:
            if level < depth:
                reached = 0
            elif level == depth:
                reached = round(reached + amounts.get("balance", 0), 2)
                amounts = {**amounts, "balance": reached}
            found.append((level, label, currency, {k: v for k, v in amounts.items() if v}))
        return found

    # ------------------------------------------------------------------
    # Detail
    # ------------------------------------------------------------------

    def documents(self, rows):
        """Return the movements as documents, in order: those of one receipt are one."""

        def key(row):
            origin = row.origin._name, row.origin.id
            return row.date, row.due, row.kind, row.name, row.partner.id, *origin

        groups = [[*group] for _key, group in groupby(sorted(rows, key=key), key)]
        return sorted(groups, key=lambda group: (group[0].date, min(row.id for row in group)))

    def detail(self, rows, cells, texts, balance="amount"):
        """Return the rows of detail of a group, the balance going on from what opens it."""
        documents = self.documents(rows)
        reached = accumulate(sum(getattr(row, balance) for row in each) for each in documents)
        for each, total in zip(documents, reached, strict=True):
            if not self.opens(each[0]) and any(row.amount for row in each):
                yield texts(each), {**cells(each), "balance": total}

    def texts(self, document):
        row = document[0]
        found = {"date": row.date, "name": row.name, "kind": row.kind, "date_due": row.due}
        return {**found, "ref": min(row.ref for row in document)}
