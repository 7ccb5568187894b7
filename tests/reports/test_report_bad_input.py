"""Reports asked for what can't be: one clear sentence, nothing of others', no broken page."""

import datetime
from unittest.mock import patch

from odoo.addons.l10n_cobranzas.reports.reader import cobranzas_report as ranges
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.report_inputs import ReportInputsCommon

#: what no screen sends, of every type, out of every range
GARBAGE = (
    *(None, False, True, "", "x", "' OR 1=1 --", "\x00", 1.5, float("nan")),
    *(-1, 2**31, 10**12, 10**30, {}, {"a": 1}, (1,), [], [None], [[1]], [{"a": 1}], ["x'\""]),
    *(["2026-13-45"], ["\x00"], [True], [1.5], [10**12], [float("inf")], [None] * 9, [1] * 9),
)
HOSTILE = ("=1+1", "<script>alert(1)</script>", "one\ntwo", "ñ" * 300, "@SUM(A1)", '"><b>x', "\\ '")


@tagged("post_install", "-at_install")
class TestReportFilters(ReportInputsCommon):
    def test_dates(self):
        for key in ("statement", "movements", "daily"):
            for dates in (
                {"date_from": "2026-07-01"},
                {"date_from": False},
                {"date_from": "2026-06-02", "detail": True},
            ):
                report = self.report(key, **dates)
                for ask in (report.get_screen, report.action_print, report.action_export):
                    with self.subTest(key=key, dates=dates), self.refused("ends before it begins"):
                        ask()

    def test_years(self):
        """A year typed by mistake is no year to reckon with."""
        for key in self.keys:
            for date in ("0001-01-01", "0026-05-01", "9999-12-31"):
                with self.subTest(key=key, date=date), self.refused("1900"):
                    self.report(key, date_to=date, date_from="0001-01-01").get_screen()

    def test_range_of_customers(self):
        first, last = self.customer, self.other_customer
        report = self.report(partner_from_id=last.id, partner_to_id=first.id)
        with self.refused("Ñandú Hnos. comes after Almacén El Ceibo in the alphabet: swap"):
            report.get_screen()

    def test_a_company_that_is_no_longer_the_users(self):
        """The report doesn't go over to the user's other companies by itself."""
        other = self.setup_other_company(name="Filial")["company"]
        self.invoice(100)
        self.user.company_ids |= other
        both = self.company | other
        report = self.report().with_context(allowed_company_ids=both.ids)
        report.company_ids = other
        self.env.invalidate_all()
        report = report.with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(report.get_screen()["rows"], [])
        self.user.company_ids -= other
        for ask in (report.get_screen, report.action_print, report.action_export):
            with self.refused("don't work in every company of this report any more"):
                ask()
        report.company_ids = self.company
        self.assertEqual(len(report.get_screen()["rows"]), 1)
        self.assertEqual(report.sudo().company_ids, self.company)

    def test_archived_customers(self):
        """Whoever owes is in the report, by whatever filter, archived or not."""
        tag = self.env["res.partner.category"].create({"name": "Mayorista"})
        self.customer.category_id = tag
        self.invoice(100)
        self.customer.active = False
        for filters in (
            {},
            {"partner_ids": self.customer.ids},
            {"partner_from_id": self.customer.id, "partner_to_id": self.customer.id},
            {"partner_to_id": self.other_customer.id},
            {"category_ids": tag.ids},
        ):
            for few in (0, 1000):
                with self.subTest(filters=filters, few=few), patch.object(ranges, "FEW", few):
                    self.assertEqual(len(self.report(**filters).get_screen()["rows"]), 1)

    def test_ages(self):
        wrong = ("", "a", "15, a", "30, 15", "15, 15", "0, 5", "-5", "1.5", "1,2,3,4,5,6,7,8,9")
        for ages in (*wrong, "15,", "9" * 30, "99999", "15\n30"):
            with self.subTest(ages=ages), self.refused("ascending days"), self.env.cr.savepoint():
                self.company.cobranzas_aging_days = ages
        self.assertTrue(self.report().get_screen())

    def test_a_date_of_the_context(self):
        for date in ("x", "2026-13-45", 7, True, [1], {"a": 1}, 1.5):
            for model in ("cobranzas.open.item", "cobranzas.ledger.line"):
                items = self.env[model].with_user(self.user).with_context(cobranzas_date=date)
                with self.subTest(date=date, model=model), self.refused("is not a date"):
                    items.search([])

    def test_nothing_to_tell(self):
        """No debtors, no movements: an empty table on screen, page and spreadsheet."""
        self.env["account.move.line"].flush_model()
        for key in self.keys:
            report = self.report(key, detail=True, date_from="1990-01-01", date_to="1990-02-01")
            with self.subTest(key=key):
                screen = report.get_screen()
                self.assertEqual(
                    [screen[name] for name in ("rows", "totals", "count")], [[], [], 0]
                )
                self.assertIn("No customer has movements or balances", self._page(report))
                self.assertEqual(self._sheet(report)["A1"].value, report.display_name)


@tagged("post_install", "-at_install")
class TestReportCalls(ReportInputsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.items = cls.invoice(100) | cls.invoice(50, partner=cls.other_customer)

    def _calls(self):
        """Yield (method, arguments) with one argument wrong."""
        path, currency = [self.customer.id], self.company.currency_id.id
        for wrong in GARBAGE:
            yield "get_screen", (wrong,)
            yield "get_details", (wrong, currency, 0)
            yield "get_details", (path, wrong, 0)
            yield "get_details", (path, currency, wrong)
            yield "action_open_figure", (wrong, currency, "balance")
            yield "action_open_figure", (path, wrong, "balance")
            yield "action_open_figure", (path, currency, wrong)
            yield "action_open_row", (wrong,)

    @mute_logger("odoo.sql_db")
    def test_garbage(self):
        """Whatever is sent: a sentence, or nothing found. Never an error of the database."""
        refused = 0
        for key in self.keys:
            report = self.report(key)
            for name, arguments in self._calls():
                with self.subTest(key=key, name=name, arguments=arguments):
                    try:
                        found = getattr(report, name)(*arguments)
                    except UserError:
                        refused += 1
                        continue
                    if name == "action_open_figure":
                        source = self.env[found["res_model"]].with_context(**found["context"])
                        source.search(found["domain"])
        self.assertGreater(refused, 100 * len(self.keys))

    def test_no_such_report(self):
        for key in (None, "x", {}, [], 7, "aging'", ["aging"]):
            with self.subTest(key=key), self.refused("no such report"):
                self.reports.action_open(key)

    def test_far_pages(self):
        report = self.report()
        self.assertEqual(report.get_screen(10**6)["rows"], [])
        path = [self.customer.id]
        self.assertEqual(report.get_details(path, self.company.currency_id.id, 10**6), [])

    def test_a_row_that_is_gone(self):
        with self.refused("not in the report any more"):
            self.report(date_to="2026-01-05").action_open_row(self.items[0].id)

    def test_reports_of_others(self):
        report = self.report()
        other = self.make_user("otra", "l10n_cobranzas.group_cobranzas_manager")
        path, currency = [self.customer.id], self.company.currency_id.id
        report = report.with_user(other)
        for ask in (
            report.get_screen,
            report.action_print,
            report.action_export,
            lambda: report.get_details(path, currency),
            lambda: report.action_open_figure(path, currency, "balance"),
            lambda: report.action_open_row(self.items[0].id),
            lambda: report.write({"date_to": "2026-01-01"}),
        ):
            with self.refused("", AccessError):
                ask()

    def test_without_rights(self):
        for group in ("base.group_user", "base.group_portal"):
            user = self.make_user(group, group)
            with self.subTest(group=group):
                with self.refused("", AccessError):
                    self.reports.with_user(user).action_open("aging")
                for model in (
                    "cobranzas.open.item",
                    "cobranzas.ledger.line",
                    "cobranzas.application",
                ):
                    with self.refused("", AccessError):
                        self.env[model].with_user(user).search([])


@tagged("post_install", "-at_install")
class TestReportCollectors(ReportInputsCommon):
    """A collector asks for the debtors of others: by every door, none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = cls.make_user("cobrador", "l10n_cobranzas.group_cobranzas_collector")
        cls.customer.cobranzas_collector_id = cls.env["cobranzas.collector"].create(
            {"name": "Cobrador", "user_id": cls.collector.id}
        )
        cls.bear_interest(cls.customer | cls.other_customer)
        cls.mine = cls.invoice(100)
        cls.others = cls.invoice(50, partner=cls.other_customer)
        cls.receipt([(cls.others, 20)], [cls.cash_value(20)], partner_id=cls.other_customer.id)
        cls.receipt(
            [(cls.others, 10)], [cls.cash_value(30)], partner_id=cls.other_customer.id
        ).action_post()
        cls.env.flush_all()

    def test_read_models(self):
        theirs = [("partner_id", "=", self.other_customer.id)]
        for model, date in (
            ("cobranzas.open.item", None),
            ("cobranzas.open.item", "2026-01-20"),
            ("cobranzas.ledger.line", None),
            ("cobranzas.ledger.line", "2026-01-20"),
            ("cobranzas.application", None),
        ):
            everybody = self.env[model].with_context(cobranzas_date=date)
            items = everybody.with_user(self.collector)
            if date is None:
                self.assertTrue(everybody.search(theirs))
            with self.subTest(model=model, date=date):
                for context in ({}, {"cobranzas_sums": True}, {"cobranzas_postdated": True}):
                    asking = items.with_context(**context)
                    self.assertFalse(asking.search(theirs))
                    self.assertEqual(asking.search_count(theirs), 0)
                    groups = asking._read_group([], ["partner_id"], ["__count"])
                    self.assertLessEqual({partner for partner, _n in groups}, {self.customer})
                forged = items.with_context(cobranzas_partner_ids=self.other_customer.ids)
                self.assertFalse(forged.search([]).filtered_domain(theirs))
                with self.refused("", AccessError):
                    items.browse(everybody.search(theirs).ids or self.others.ids).read(["name"])

    def test_reports(self):
        for key in self.keys:
            for filters in ({}, {"partner_ids": self.other_customer.ids}):
                report = self.report(key, user=self.collector, detail=True, **filters)
                with self.subTest(key=key, filters=filters):
                    screen = str(report.get_screen())
                    self.assertNotIn(self.other_customer.name, screen)
                    self.assertNotIn(self.others.move_name, screen)
                    shown = not filters and key != "agency"  # nothing is handed over to one
                    self.assertEqual(self.customer.name in screen, shown)

    def test_details_and_rows(self):
        report = self.report(user=self.collector)
        path, currency = [self.other_customer.id], self.company.currency_id.id
        self.assertEqual(report.get_details(path, currency), [])
        action = report.action_open_figure(path, currency, "balance")
        source = self.env[action["res_model"]].with_context(**action["context"])
        self.assertFalse(source.with_user(self.collector).search(action["domain"]))
        with self.refused("not in the report any more"):
            report.action_open_row(self.others.id)


@tagged("post_install", "-at_install")
class TestReportHostileNames(ReportInputsCommon):
    """Names that would be a formula, a script, two lines: text, in every file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partners = cls.env["res.partner"].create([{"name": name} for name in HOSTILE])
        collector = cls.env["cobranzas.collector"].create({"name": HOSTILE[1]})
        cls.bear_interest(partners)
        for partner in partners:
            partner.cobranzas_collector_id = collector
            item = cls.invoice(10, partner=partner)
            item.move_id.ref = partner.name
        cls.env.flush_all()

    def test_spreadsheet(self):
        for key in self.keys:
            report = self.report(key, detail=True)
            cells = [cell for row in self._sheet(report) for cell in row if cell.value is not None]
            with self.subTest(key=key):
                self.assertLessEqual({cell.data_type for cell in cells}, {"s", "n", "d"})
                self.assertFalse([cell for cell in cells if cell.hyperlink])
                texts = {cell.value for cell in cells if cell.data_type == "s"}
                if "partner_id" in [level.field for level in self._levels(report)]:
                    self.assertLessEqual(set(HOSTILE), {text.strip() for text in texts})

    def _levels(self, report):
        return report._get_definition()._get_levels(report)

    def test_page(self):
        for key in self.keys:
            with self.subTest(key=key):
                page = self._page(self.report(key, detail=True))
                self.assertNotIn("<script>alert", page)
                self.assertNotIn('"><b>x', page)
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt;", self._page(self.report()))

    def test_old_dates(self):
        """A spreadsheet has no days before 1900: an entry mistyped doesn't stop the export."""
        item = self.invoice(10, date="2026-01-10", due="2026-01-10")
        item.date_maturity = datetime.date(202, 1, 10)
        sheet = self._sheet(self.report(detail=True))
        self.assertTrue(sheet.max_row > len(HOSTILE))
        self.assertTrue(self._page(self.report(detail=True)))

    def test_filters_are_told_as_text(self):
        names = [Command.set(self.env["res.partner"].search([("name", "in", HOSTILE)]).ids)]
        report = self.report(partner_ids=names)
        self.assertNotIn("<script>alert", self._page(report))
        notes = [cell.value for cell in self._sheet(report)["A"][:9] if cell.value]
        self.assertTrue([note for note in notes if "=1+1" in note])
