"""What holds for every report: figures open what they sum; screen, page and sheet agree (REP)."""

from odoo.tests import tagged

from ..lib.report_scenario import ReportScenarioCommon

PERIOD = {"date_from": "2026-02-10", "date_to": "2026-03-20"}
AT = {"date_to": "2026-03-20", "detail": True}
REPORTS = [
    ("balance", {"date_to": "2026-03-20"}),
    ("pending", AT),
    ("pending", {**AT, "pending_state": "overdue", "group_by": "collector_id"}),
    ("aging", {**AT, "postdated": True}),
    ("forecast", {**AT, "postdated": True}),
    ("forecast", {**AT, "forecast_unit": "year", "group_by": "salesperson_id"}),
    ("statement", {**PERIOD, "detail": True}),
    ("statement", {**PERIOD, "statement_state": "pending", "detail": True}),
    ("daily", {**PERIOD, "detail": True}),
    ("daily", PERIOD),
    ("monthly", PERIOD),
    ("monthly", {**PERIOD, "group_by": "debtor_group_id"}),
    ("ledger", PERIOD),
    ("ledger", {**PERIOD, "ledger_level": "day"}),
    ("ledger", {**PERIOD, "ledger_level": "summary", "group_by": "salesperson_id"}),
]


@tagged("post_install", "-at_install")
class TestReportOutputs(ReportScenarioCommon):
    def check_each(self, check, modes=("each",)):
        for key, vals in REPORTS:
            for mode in modes:
                with self.subTest(key=key, currency_mode=mode, **vals):
                    check(self.make_report(key, currency_mode=mode, **vals))

    def test_figures_open_what_they_sum(self):
        self.check_each(self.assertFigures, ("each", "company"))

    def test_screen(self):
        self.check_each(self.assertScreen)

    def test_pages_of_a_screen(self):
        self.check_each(self.assertPages)

    def test_spreadsheet(self):
        self.check_each(self.assertSheet)

    def test_page(self):
        self.check_each(self.assertPage)

    def test_notes_tell_what_was_left_out(self):
        for key, vals, note in (
            ("pending", {"pending_state": "overdue"}, "Show: Overdue"),
            ("statement", {"statement_state": "pending"}, "Documents: Pending only"),
            ("ledger", {"ledger_level": "day"}, "Level: By day"),
            ("forecast", {"forecast_unit": "month"}, "Periods: Months"),
            ("aging", {"aging_by": "date"}, "Age By: Issue date"),
        ):
            with self.subTest(key=key):
                self.assertIn(note, self.make_report(key, **vals)._get_notes())

    def test_queries_do_not_grow_with_customers(self):
        """One query for the sums, one for the names of each level, one for all the detail."""
        self.count_queries(*REPORTS[0], 4)  # what is asked for once is known now
        for key, vals in REPORTS:
            with self.subTest(key=key, **vals):
                self.assertEqual(*(self.count_queries(key, vals, each) for each in (1, 4)))

    def count_queries(self, key, vals, customers):
        partners = (self.bazar | self.delta | self.casa | self.almacen)[:customers]
        report = self.make_report(key, partner_ids=partners.ids, **vals)
        report._get_table()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        report._get_table()
        return self.cr.sql_log_count - before
