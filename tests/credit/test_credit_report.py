"""Credit control as a report: debt, days late and allowed, limit, used, available (REP-13)."""

import tempfile
from datetime import timedelta

import openpyxl
from odoo.tests import tagged

from ..lib.exposure import ExposureCommon
from ..lib.reports import ReportsCommon

COLUMNS = ("debt", "overdue", "days", "allowed", "limit", "used", "share", "available")


@tagged("post_install", "-at_install")
class TestCreditReport(ExposureCommon, ReportsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_credit_grace_days = 5
        cls.late, cls.fair, cls.ordering, cls.free = cls.env["res.partner"].create(
            [{"name": name} for name in ("Ana", "Beto", "Caro", "Dina")]
        )
        (cls.late | cls.fair | cls.ordering).write({"credit_limit": 2000})
        cls.late.credit_limit = 1000
        cls.fair.write({"cobranzas_has_grace": True, "cobranzas_grace_days": 15})
        cls.owe(cls.late, 900, 6)
        cls.owe(cls.late, 300, 5)
        cls.owe(cls.fair, 500, 15)
        cls.order([(1, 250)], partner=cls.fair)
        cls.order([(1, 100)], partner=cls.ordering)
        cls.owe(cls.free, 40, -3)

    @classmethod
    def owe(cls, partner, amount, days):
        """An invoice that was due so many days ago."""
        day = str(cls.today - timedelta(days=days))
        return cls.invoice(amount, due=day, partner=partner)

    def assertReport(self, table, **vals):
        """Compare the groups, one a line: customer | each column; the total last."""
        report = self.make_report("credit", **vals)
        found = report._get_table(details=False)
        lines = [
            " | ".join([row.label or "Total", *(self.show(row.values[key]) for key in COLUMNS)])
            for row in [*found.rows, *found.totals]
        ]
        wanted = [" | ".join(map(str.strip, row.split("|"))) for row in table.strip().split("\n")]
        self.assertEqual("\n".join(lines), "\n".join(wanted))
        return report

    @staticmethod
    def show(value):
        return "-" if value is None else f"{value:g}"

    def test_all_with_debt(self):
        report = self.assertReport(
            """
            Ana   | 1200 | 900 |  6 |  5 | 1000 | 1200 | 120  | -200
            Beto  |  500 |   0 | 15 | 15 | 2000 |  750 | 37.5 | 1250
            Dina  |   40 |   0 |  0 |  5 |    - |   40 | -    |    -
            Total | 1740 | 900 | 15 | 15 | 3000 | 1990 | 65   | 1050
            """
        )
        self.assertScreen(report)

    def test_late_customers(self):
        """Late is who has a debt beyond the days of grace: the sixth of five, not the fifteenth."""
        self.assertReport(
            """
            Ana   | 1200 | 900 | 6 | 5 | 1000 | 1200 | 120 | -200
            Total | 1200 | 900 | 6 | 5 | 1000 | 1200 | 120 | -200
            """,
            credit_state="late",
        )

    def test_all_that_use_credit(self):
        self.assertReport(
            """
            Ana   | 1200 | 900 |  6 |  5 | 1000 | 1200 | 120  | -200
            Beto  |  500 |   0 | 15 | 15 | 2000 |  750 | 37.5 | 1250
            Caro  |    0 |   0 |  0 |  5 | 2000 |  100 | 5    | 1900
            Dina  |   40 |   0 |  0 |  5 |    - |   40 | -    |    -
            Total | 1740 | 900 | 15 | 15 | 5000 | 2090 | 41   | 2950
            """,
            credit_state="used",
        )

    def test_currencies_are_those_of_the_company(self):
        eur = self.make_rates({"2026-01-01": 0.5})
        self.invoice(10, currency=eur, partner=self.late, due=str(self.today))
        self.assertReport(
            """
            Ana   | 1220 | 900 | 6 | 5 | 1000 | 1220 | 122 | -220
            Total | 1220 | 900 | 6 | 5 | 1000 | 1220 | 122 | -220
            """,
            credit_state="late",
        )

    def test_figures_open_what_they_sum(self):
        report = self.make_report("credit")
        group = report._get_table(details=False).rows[0]
        for name in ("debt", "overdue", "limit", "used", "available"):
            with self.subTest(name=name):
                action = report.action_open_figure([*group.path], group.currency_id, name)
                items = self.env[action["res_model"]].with_context(**action["context"])
                field = {"limit": "limit_amount", "used": "exposure"}.get(name, name)
                field = "debt" if name == "overdue" else field
                found = sum(items.search(action["domain"]).mapped(field))
                self.assertAlmostEqual(found, group.values[name], 2)
        details = report.get_details([*group.path], group.currency_id)
        self.assertEqual([row["values"]["debt"] for row in details], [900, 300])
        action = report.action_open_row(details[0]["res_id"])
        self.assertEqual(action["res_model"], "account.move")

    def test_the_row_of_a_limit_is_the_same_one_however_many_are_read(self):
        items = self.env["cobranzas.credit.item"].with_company(self.company)
        limits = items.search([("part", "=", "limit")])
        self.assertGreater(len(limits), 2)
        for limit in limits:
            [alone] = items.search(
                [("part", "=", "limit"), ("partner_id", "=", limit.partner_id.id)]
            )
            self.assertEqual(alone, limit)

    def test_printed_and_exported(self):
        report = self.make_report("credit", detail=True)
        self.assertPage(report)
        self.assertIn("37.5 %", self.print_report(report))

    def test_without_a_limit_the_spreadsheet_has_empty_cells(self):
        """A limit of 0 is written, no limit is not: neither on the page nor in the flat table."""
        zero = self.env["res.partner"].create({"name": "Ema", "cobranzas_has_limit": True})
        self.owe(zero, 10, -3)
        self.env.flush_all()
        report = self.make_report("credit")
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            report._write_xlsx(file.name)
            page, flat = openpyxl.load_workbook(file.name).worksheets
            for sheet in (page, flat):
                rows = list(sheet.iter_rows(values_only=True))
                [head] = [number for number, row in enumerate(rows) if "Available" in row]
                places = [rows[head].index(name) for name in ("Limit", "Available")]
                found = {row[0]: [row[place] for place in places] for row in rows[head + 1 :]}
                with self.subTest(sheet=sheet.title):
                    self.assertEqual(found["Dina"], [None, None])
                    self.assertEqual(found["Ema"], [0, -10])
                    self.assertEqual(found["Ana"], [1000, -200])

    def test_the_limit_that_a_group_shares(self):
        """Beside each member, in the group, and in no sum of customers who share none."""
        group = self.env["cobranzas.debtor.group"].create(
            {"name": "Los Alerces", "share_credit_limit": True, "credit_limit": 5000}
        )
        self.env["cobranzas.debtor.group.member"].create(
            [{"group_id": group.id, "partner_id": each.id} for each in self.late | self.free]
        )
        table = self.make_report("credit")._get_table(details=True)
        found = {row.label: row.values["group_limit"] for row in table.rows if row.label}
        self.assertEqual(found, {"Ana": 5000, "Beto": None, "Dina": 5000})
        self.assertEqual([row.values["group_limit"] for row in table.totals], [None])
        self.assertFalse(
            any(row.values["group_limit"] for row in table.rows if row.kind == "detail")
        )
        group.share_credit_limit = False
        table = self.make_report("credit")._get_table(details=False)
        self.assertFalse(any(row.values["group_limit"] for row in table.rows))

    def test_companies_chosen(self):
        other = self.setup_other_company(name="Otra")["company"]
        self.env.user.company_ids |= other
        company, self.__class__.company = self.company, other
        try:
            self.invoice(30, partner=self.late)
        finally:
            self.__class__.company = company
        self.late.with_company(other).credit_limit = 60
        days = (self.today - self.day("2026-01-10")).days
        self.assertReport(
            f"""
            Ana   | 30 | 30 | {days} | 0 | 60 | 30 | 50 | 30
            Total | 30 | 30 | {days} | 0 | 60 | 30 | 50 | 30
            """,
            company_ids=other.ids,
        )
        self.assertReport(
            f"""
            Ana   | 1230 | 930 | {days} | 5 | 1060 | 1230 | 116 | -170
            Total | 1230 | 930 | {days} | 5 | 1060 | 1230 | 116 | -170
            """,
            company_ids=(company | other).ids,
            credit_state="late",
        )

    def test_a_collector_reads_their_own(self):
        user = self.make_user("cobra", "l10n_cobranzas.group_cobranzas_collector")
        self.fair.cobranzas_collector_id = self.env["cobranzas.collector"].create(
            {"name": "Cobra", "user_id": user.id}
        )
        report = self.env["cobranzas.report"].with_user(user).with_company(self.company)
        report = report.create({"report": "credit", "user_id": user.id})
        found = report._get_table(details=False)
        self.assertEqual([row.label for row in found.rows], ["Beto"])

    def test_as_many_queries_for_many_as_for_few(self):
        counts = []
        for number in (2, 20):
            partners = self.env["res.partner"].create(
                [{"name": f"{number} {each}", "credit_limit": 10} for each in range(number)]
            )
            for partner in partners:
                self.owe(partner, 5, 1)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.make_report("credit", partner_ids=partners.ids)._get_table(details=True)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
