"""A stop of interest counts from its day on: what was to be charged before stays (CHG-03)."""

import importlib.util
from pathlib import Path

from odoo.exceptions import UserError
from odoo.modules import get_module_path
from odoo.tests import tagged

from ..lib.charge_runs import ChargeRunsCommon
from ..lib.reports import ReportsCommon

MIGRATION = "migrations/19.0.1.6.0/post-interest_stops.py"


@tagged("post_install", "-at_install")
class TestInterestStops(ReportsCommon, ChargeRunsCommon):
    """At 3 % a month of 30 days: 1,000 due on 01-03, stopped from 16-03 on."""

    def setUp(self):
        super().setUp()
        self.owed = self.invoice(1000, due="2026-03-01")
        self.owed.action_cobranzas_stop_interest("Reclamo", "2026-03-16")

    def read(self, day):
        """What the report of a day suggests on each document."""
        table = self.make_report("interest", date_to=day)._get_table(details=True)
        return [row.values["suggested"] for row in table.rows if row.kind == "detail"]

    def test_report_before_and_after(self):
        self.assertEqual(self.read("2026-03-11"), [10])
        self.assertEqual(self.read("2026-03-15"), [14])
        self.assertEqual(self.read("2026-03-16"), [])
        self.assertEqual(self.read("2026-12-31"), [])

    def test_item_before_and_after(self):
        for day, amounts in (("2026-03-15", [14]), ("2026-03-16", []), ("2026-04-30", [])):
            found = self.owed._cobranzas_get_interest(day)
            self.assertEqual([each.amount for each in found], amounts)

    def test_receipt_before_and_after(self):
        self.company.cobranzas_interest_at_receipt = "ask"
        for day, amounts in (("2026-03-15", [14]), ("2026-03-16", [])):
            receipt = self.receipt([self.owed], [self.cash_value(1000)], date=day)
            self.assertEqual(receipt.interest_ids.mapped("amount"), amounts)

    def test_run_before_and_after(self):
        self.assertEqual(
            self.grid(self.make_run(date="2026-03-15")), [(self.owed, 14, 1000, 14, "pending")]
        )
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.make_run(date="2026-03-16")

    def test_moved_and_resumed(self):
        self.owed.action_cobranzas_stop_interest("Desde antes", "2026-03-06")
        self.assertEqual(self.read("2026-03-11"), [])
        self.owed.action_cobranzas_resume_interest("Resuelto")
        self.assertFalse(self.owed.cobranzas_interest_stopped_from)
        self.assertEqual(self.read("2026-03-31"), [30])

    def test_what_is_no_date(self):
        for date in ("mañana", "2026-02-30", 5):
            with self.subTest(date=date), self.assertRaises(UserError):
                self.owed.action_cobranzas_stop_interest("Reclamo", date)

    def test_stopped_before_there_was_a_day(self):
        """The update lets it be stopped at every date, as it was."""
        items = self.owed.with_context(skip_invoice_sync=True).sudo()
        items.cobranzas_interest_stopped_from = False
        other = self.invoice(500, due="2026-03-01")
        self.env.flush_all()
        path = Path(get_module_path("l10n_cobranzas")) / MIGRATION
        spec = importlib.util.spec_from_file_location("interest_stops", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.migrate(self.env.cr, "19.0.1.5.0")
        self.env.invalidate_all()
        self.assertEqual(self.owed.cobranzas_interest_stopped_from, self.owed.date)
        self.assertFalse(other.cobranzas_interest_stopped_from)
        self.assertEqual(self.read("2026-03-11"), [5])
