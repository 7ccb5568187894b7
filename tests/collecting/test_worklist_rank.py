"""The worklist's order in SQL is that of the engine, on random debtors (COL-07)."""

import random

from odoo import fields
from odoo.addons.l10n_cobranzas.engine import priority
from odoo.tests import tagged

from ..lib.worklist import WorklistCommon

DEBTORS = 14


@tagged("post_install", "-at_install")
class TestWorklistRank(WorklistCommon):
    def test_the_order_is_that_of_the_engine(self):
        for seed in (1, 2):
            with self.subTest(seed=seed):
                self._check_order(random.Random(seed))

    def _check_order(self, chance):
        partners = self.env["res.partner"].create([{"name": f"D{n}"} for n in range(DEBTORS)])
        wanted = priority.rank([self._make_debtor(chance, partner) for partner in partners])
        rows = self.rows(domain=[("partner_id", "in", partners.ids)])
        found = {row.partner_id.id: row for row in rows}
        self.assertEqual(set(found), {place.key for place in wanted})
        for place in wanted:
            row = found[place.key]
            self.assertAlmostEqual(row.to_collect, place.to_collect / 100, 2)
            # the money at risk is rounded to a cent in SQL
            self.assertAlmostEqual(row.risk, float(place.risk) / 100, delta=0.0051)
            self.assertAlmostEqual(row.priority, float(place.priority) / 100, delta=0.011)
        places = {place.key: place for place in wanted}
        ranked = [places[row.partner_id.id] for row in rows]
        for before, after in zip(ranked, ranked[1:], strict=False):
            same_half = found[before.key].contacted_today == found[after.key].contacted_today
            if same_half:
                self.assertGreaterEqual(before.priority - after.priority, -2)
        halves = [row.contacted_today for row in rows]
        self.assertEqual(halves, sorted(halves))

    def _make_debtor(self, chance, partner):
        """Make what a random debtor owes and return it for the engine, in cents."""
        items, covered, events = [], 0, []
        for _n in range(chance.randint(1, 3)):
            units, days = chance.randint(1, 90_000_00), chance.choice([1, 7, 8, 15, 31, 90, 181])
            item = self.owe(units / 100, days, partner=partner)
            disputed = chance.choice([0, 0, units // 3, units])
            if disputed:
                self.dispute(item, disputed / 100)
            items.append(priority.Item(units - disputed, days))
        if chance.random() < 0.4:
            covered = chance.randint(1, 40_000_00)
            self.promise(covered / 100, 3, partner=partner)
        if chance.random() < 0.4:
            units = chance.randint(1, 40_000_00)
            self.promise(units / 100, -chance.randint(1, 7), partner=partner)
            events.append(priority.Event("broken_promise", units))
        if chance.random() < 0.3:
            units = chance.randint(1, 40_000_00)
            self.hold(units / 100, partner=partner)
            events.append(priority.Event("held_order", units))
        contacted = chance.random() < 0.3
        if contacted:
            self.log(partner)
        elif chance.random() < 0.5:
            self.log(partner, date=fields.Datetime.subtract(fields.Datetime.now(), days=3))
        else:
            debtor = priority.Debtor(partner.id, tuple(items), covered)
            events.append(priority.Event("never_contacted", priority.get_to_collect(debtor)))
        return priority.Debtor(partner.id, tuple(items), covered, tuple(events), contacted)
