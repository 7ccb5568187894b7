"""Reports where data or requests are unusual: archived filters, sums by parts, forged requests."""

from unittest.mock import patch

from odoo.addons.l10n_cobranzas.reports.reader import cobranzas_report_screen
from odoo.addons.l10n_cobranzas.reports.reader.report_query import ReportQuery
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.report_scenario import ReportScenarioCommon

MODES = ("each", "one", "company")
DAYS = ("2026-01-31", "2026-02-11", "2026-03-07", "2026-03-15", "2026-04-05", "2026-12-31")


@tagged("post_install", "-at_install")
class TestReportEdges(ReportScenarioCommon):
    def labels(self, report):
        self.env.invalidate_all()
        return [row.label for row in report._get_table(details=False).rows]

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    def test_a_page_with_details_is_bounded(self):
        """Groups of many documents come closed, and pages end before too many documents."""
        report = self.make_report("aging", date_to=self.day("2026-02-28"), detail=True)
        whole = report.get_screen()
        deepest = [row for row in whole["rows"] if len(row["path"]) == whole["depth"]]
        counts = [row["count"] for row in deepest]
        self.assertTrue(whole["details"])
        most = max(counts)
        self.assertGreater(most, min(counts))
        with patch.object(cobranzas_report_screen, "DETAILS", most - 1):
            screen = report.get_screen()
        self.assertEqual(screen["rows"], whole["rows"])
        open_groups = [(row["path"], row["currency_id"]) for row in deepest if row["count"] < most]
        self.assertEqual(
            screen["details"],
            [row for row in whole["details"] if (row["path"], row["currency_id"]) in open_groups],
        )
        with patch.object(cobranzas_report_screen, "LISTED", sum(counts) - 1):
            first = report.get_screen()
            rest = report.get_screen(len(first["rows"]))
        self.assertTrue(rest["rows"])
        self.assertEqual(first["rows"] + rest["rows"], whole["rows"])
        self.assertEqual(first["details"] + rest["details"], whole["details"])

    # ------------------------------------------------------------------
    # Filters
    # ------------------------------------------------------------------

    def test_archived_filters_still_filter(self):
        """What was chosen and archived since stays chosen: none left would mean all."""
        table = (
            ("partner_ids", self.bazar, ["Bazar Sur"]),
            ("debtor_group_ids", self.group, []),  # it has no members any more
            ("collector_ids", self.beto, ["Bazar Sur"]),
            ("salesperson_ids", self.seller, ["Almacén El Ceibo", "Delta SA"]),
            ("category_ids", self.category, ["Almacén El Ceibo", "Delta SA"]),
        )
        for name, chosen, wanted in table:
            with self.subTest(filter=name):
                report = self.make_report(
                    "balance", date_to=self.day("2026-02-28"), **{name: chosen.ids}
                )
                chosen.active = False
                self.assertEqual(sorted(set(self.labels(report))), wanted)
                chosen.active = True

    def test_companies_chosen_and_not_worked_in(self):
        """The companies chosen are reported, whichever one works in at the moment."""
        day = self.day("2026-02-28")
        report = self.make_report("balance", date_to=day, company_ids=self.branch.ids)
        wanted = self.read_report(report)
        self.env.invalidate_all()
        elsewhere = report.with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(self.read_report(elsewhere), wanted)

    def test_range_in_the_order_of_the_report(self):
        """From one customer to another is what the report lists between the two."""
        self.bazar.name, self.casa.name, self.delta.name = "álamo", "Ñandú", "Óptica"
        self.almacen.name = "oasis"
        report = self.make_report("balance", date_to=self.day("2026-02-28"))
        listed = list(dict.fromkeys(self.labels(report)))
        self.assertEqual(listed, ["álamo", "Ñandú", "oasis", "Óptica"])
        partners = self.bazar, self.casa, self.almacen, self.delta
        for first in range(4):
            for last in range(first, 4):
                with self.subTest(first=listed[first], last=listed[last]):
                    report.partner_from_id, report.partner_to_id = partners[first], partners[last]
                    found = list(dict.fromkeys(self.labels(report)))
                    self.assertEqual(found, listed[first : last + 1])

    # ------------------------------------------------------------------
    # Sums by parts
    # ------------------------------------------------------------------

    def test_sums_by_parts(self):
        """Summed over parts of items, or item by item, figures are the same."""
        for key in ("balance", "aging", "forecast"):
            for mode in MODES:
                for day in DAYS:
                    report = self.make_report(
                        key,
                        date_to=self.day(day),
                        currency_mode=mode,
                        currency_id=self.eur.id if mode == "one" else False,
                        company_ids=(self.company | self.branch).ids,
                    )
                    with self.subTest(key=key, mode=mode, day=day):
                        parts = ReportQuery(report).get_groups()
                        definition = type(report._get_definition())
                        with patch.object(definition, "_sums_parts", False):
                            whole = ReportQuery(report).get_groups()
                        for some, all_ in zip(parts, whole, strict=True):
                            for one, other in zip(some, all_, strict=True):
                                self.assertEqual(one.path, other.path)
                                for name, value in one.values.items():
                                    self.assertAlmostEqual(value, other.values[name], 5, name)

    # ------------------------------------------------------------------
    # Few customers
    # ------------------------------------------------------------------

    def test_narrowed_rows(self):
        """Read by their customers or not, the rows are the same."""
        for model in ("cobranzas.open.item", "cobranzas.ledger.line", "cobranzas.application"):
            for context in ({}, {"cobranzas_date": "2026-03-07"}):
                rows = self.env[model].with_context(**context)
                for domain in (
                    [("partner_id", "!=", False)],
                    [("partner_id", "in", [self.bazar.id, False])],
                    [("partner_id", "in", self.bazar.ids), ("partner_id", "in", self.casa.ids)],
                    [("partner_id", "=", self.bazar.id)],
                    [("partner_id", "=", "Bazar Sur")],
                ):
                    with self.subTest(model=model, domain=domain, context=context):
                        narrowed = rows.search(domain)
                        with patch.object(type(rows), "_get_partners_of", lambda *args: None):
                            self.assertEqual(narrowed, rows.search(domain))

    # ------------------------------------------------------------------
    # Requests
    # ------------------------------------------------------------------

    def test_forged_dates(self):
        """What is no date, in a request of the client's, is told in a sentence."""
        report = self.make_report("monthly", date_from="2026-01-01", date_to="2026-03-31")
        dollars = self.company.currency_id.id
        for value in ("garbage", 5, True):
            with self.subTest(value=value):
                with self.assertRaises(UserError):
                    report.action_open_figure([self.bazar.id, value], dollars, "charge")
                with self.assertRaises(UserError):
                    self.env["cobranzas.open.item"].with_context(cobranzas_date=value).search([])

    def test_a_document_due_in_the_year_9999(self):
        """Core lets it be typed on an invoice; every report and the dashboard still read it."""
        self.invoice(7, "2026-02-01", "9999-12-31")
        for key in dict(self.env["cobranzas.report"]._fields["report"].selection):
            with self.subTest(report=key):
                days = {"date_from": "2026-02-01", "date_to": "2026-02-28"}
                self.make_report(key, **days).get_screen()
        self.env["cobranzas.dashboard"].get_data()

    # ------------------------------------------------------------------
    # Print
    # ------------------------------------------------------------------

    def test_draft_in_another_currency(self):
        """Its amount in the company's currency is not known yet: the report is made still."""
        values = [self.cash_value(10, currency_id=self.eur.id)]
        self.receipt([], values, date="2026-03-02", currency_id=self.eur.id)
        for key in ("daily_movements", "general"):
            report = self.make_report(
                key, date_from="2026-03-01", date_to="2026-03-31", currency_mode="company"
            )
            with self.subTest(key):
                self.assertPage(report)
                self.assertSheet(report)
                self.assertScreen(report)
