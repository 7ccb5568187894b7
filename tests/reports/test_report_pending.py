"""Pending documents: each open one with its dates and what is left of it (REP-02)."""

from odoo.tests import tagged

from ..lib.reference_ledger import by_customer, by_name
from ..lib.report_scenario import ReportScenarioCommon


@tagged("post_install", "-at_install")
class TestReportPending(ReportScenarioCommon):
    def pending(self, day, **vals):
        return self.make_report("pending", date_to=day, **vals)

    def slow(self, rows, day, levels=(by_customer,), state="all"):
        rows = [row for row in rows if self.is_shown(row, day, state)]

        def sums(mine):
            return {
                "amount": sum(row.amount for row in mine),
                "balance": sum(row.left for row in mine),
            }

        def details(mine):
            for row in sorted(mine, key=lambda row: (row.due, row.date, row.id)):
                texts = {"name": row.name, "kind": row.kind, "date": row.date, "date_due": row.due}
                texts["days"] = max((day - row.due).days, 0) or ""
                yield texts, {"amount": row.amount, "balance": row.left}

        groups = self.make_groups(rows, levels, sums, details)
        return groups, self.make_totals(rows, sums)

    def is_shown(self, row, day, state):
        return {
            "all": row.left != 0,
            "overdue": row.left > 0 and row.due < day,
            "not_due": row.left > 0 and row.due >= day,
            "credits": row.left < 0,
        }[state]

    def test_against_a_slow_reading(self):
        for day in map(self.day, ("2026-02-05", "2026-03-20", "2026-04-30")):
            movements = self.read_movements(day)
            for vals, show in self.each_case():
                with self.subTest(day=day, **vals):
                    report = self.pending(day, **vals)
                    self.assertEqual(self.read_report(report), self.slow(show(movements), day))

    def test_states(self):
        """Each document is overdue, not due or a credit: together they are all there is."""
        day = self.day("2026-03-20")
        movements = self.read_movements(day)
        sums = {}
        for state in ("all", "overdue", "not_due", "credits"):
            with self.subTest(state=state):
                report = self.pending(day, pending_state=state)
                found = self.read_report(report)
                self.assertEqual(found, self.slow(movements, day, state=state))
                sums[state] = dict(found[1])["USD"]["balance"]
        parts = sums["overdue"] + sums["not_due"] + sums["credits"]
        self.assertAlmostEqual(parts, sums.pop("all"))
        self.assertTrue(all(sums.values()))

    def test_grouped(self):
        """By collector, group of debtors or salesperson; what has none comes last."""
        day = self.day("2026-03-20")
        movements = self.read_movements(day)
        for field, name in (
            ("collector_id", lambda row: row.partner.cobranzas_collector_id.name),
            ("debtor_group_id", lambda row: row.partner.cobranzas_group_id.name),
            ("salesperson_id", lambda row: row.salesperson.name),
        ):
            with self.subTest(field=field):
                levels = [lambda row, name=name: by_name(name(row)), by_customer]
                found = self.read_report(self.pending(day, group_by=field))
                self.assertEqual(found, self.slow(movements, day, levels))

    def test_opens_with_its_documents(self):
        report = self.env["cobranzas.report"].browse(
            self.env["cobranzas.report"].action_open("pending")["res_id"]
        )
        self.assertTrue(report.detail)
        report.write({"period": "custom", "date_to": "2026-03-20"})
        screen = report.get_screen()
        count = sum(row["count"] for row in screen["rows"])
        self.assertEqual((len(screen["details"]), count), (count, 16))
