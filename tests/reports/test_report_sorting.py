"""Rows by an amount: groups among their own, currencies apart, dates in their order (REP)."""

from odoo.tests import tagged

from ..lib.report_scenario import ReportScenarioCommon

AT = {"date_to": "2026-03-20"}
PERIOD = {"date_from": "2026-02-10", "date_to": "2026-03-20"}


@tagged("post_install", "-at_install")
class TestReportSorting(ReportScenarioCommon):
    def read_groups(self, key, order, **vals):
        report = self.make_report(key, order_by=order, **vals)
        return report, report._get_table(details=False).rows

    def test_the_largest_first_then_the_smallest(self):
        _report, rows = self.read_groups("balance", False, **AT, currency_mode="company")
        amounts = [row.values["balance"] for row in rows]
        self.assertGreater(len(set(amounts)), 2)
        for order, reverse in (("balance desc", True), ("balance", False)):
            report, found = self.read_groups("balance", order, **AT, currency_mode="company")
            self.assertEqual(
                [row.values["balance"] for row in found], sorted(amounts, reverse=reverse)
            )
            screen = report.get_screen()
            self.assertEqual(screen["order"], order)
            self.assertEqual([row["label"] for row in screen["rows"]], [r.label for r in found])

    def test_groups_stay_above_their_own(self):
        report = self.make_report("pending", **AT)
        name = report.get_screen()["columns"][-1]["name"]
        report, rows = self.read_groups(
            "pending", f"{name} desc", **AT, group_by="collector_id", currency_mode="company"
        )
        outer = [row.values[name] for row in rows if len(row.path) == 1]
        self.assertEqual(outer, sorted(outer, reverse=True))
        reached = None
        for row in rows:
            if len(row.path) == 1:
                reached, last = row.path, None
                continue
            self.assertEqual(row.path[:1], reached)
            self.assertTrue(last is None or row.values[name] <= last)
            last = row.values[name]

    def test_currencies_are_not_compared(self):
        _report, rows = self.read_groups("balance", "balance desc", **AT)
        currencies = [row.currency_id for row in rows]
        self.assertGreater(len(set(currencies)), 1)
        self.assertEqual(currencies, sorted(currencies))

    def test_days_with_a_running_sum_stay_in_order(self):
        report = self.make_report("ledger", ledger_level="day", **PERIOD)
        wanted = [(row.path[-1], row.values) for row in report._get_table().rows]
        self.assertTrue(wanted)
        report.order_by = "balance desc"
        by_customer = {}
        for row in report._get_table(details=False).rows:
            if len(row.path) == 2:
                by_customer.setdefault((row.path[0], row.currency_id), []).append(row.path[1])
        for days in by_customer.values():
            known = [day for day in days if day]
            self.assertEqual(known, sorted(known))

    def test_a_column_that_is_not_there_any_more_is_ignored(self):
        plain = [row.label for row in self.read_groups("balance", False, **AT)[1]]
        for order in ("no_such desc", "desc", " ", "name desc"):
            report, rows = self.read_groups("balance", order, **AT)
            self.assertEqual([row.label for row in rows], plain)
            self.assertEqual(report.get_screen()["order"], "")

    def test_the_detail_follows_its_group(self):
        report = self.make_report("pending", detail=True, order_by="total desc", **AT)
        name = report.get_screen()["columns"][-1]["name"]
        report.order_by = f"{name} desc"
        self.assertScreen(report)
        self.assertSheet(report)

    def test_a_past_date_is_said_and_left_in_one_click(self):
        report = self.make_report("aging", **AT)
        self.assertEqual(report.get_screen()["past_date"], "03/20/2026")
        report.action_reset_dates()
        self.assertEqual(report.get_screen()["past_date"], "")
        self.assertEqual(report.period, "today")
        report = self.make_report("statement", **PERIOD)
        report.action_reset_dates()
        self.assertEqual((report.period, report.get_screen()["past_date"]), ("month", ""))

    def test_what_a_figure_opens_is_named(self):
        report = self.make_report("balance", **AT)
        row = report.get_screen()["rows"][0]
        action = report.action_open_figure(row["path"], row["currency_id"], "balance")
        facet = action["context"]["cobranzas_facet"]
        self.assertIn(row["label"], facet)
        self.assertIn("At 03/20/2026", facet)

    def test_no_name_of_a_stranger_is_told(self):
        stranger = self.env["res.partner"].create({"name": "Forastero"})
        report = self.make_report("balance", **AT)
        currency = self.env.company.currency_id.id
        for partner_id in (stranger.id, 2**31 - 1):
            action = report.action_open_figure([partner_id], currency, "balance")
            self.assertNotIn("Forastero", action["context"]["cobranzas_facet"])

    def test_a_long_name_takes_the_lines_it_needs_in_print(self):
        self.delta.name = "Cooperativa de Provisión de Servicios Públicos y Vivienda de Delta " * 2
        report = self.make_report("balance", **AT)
        table = report._get_table()
        heights = report._get_printed_heights(table.rows, table.columns)
        long = [len(row.label) > 100 for row in table.rows]
        self.assertTrue(any(long))
        for tall, height in zip(long, heights, strict=True):
            self.assertEqual(height > 1, tall)
        printed = self.print_report(report)
        self.assertIn(self.delta.name.strip(), printed)
