"""A past date read as it was known then: what was done since changes nothing (REP-04)."""

from odoo.tests import tagged

from ..lib.truth import TruthCommon

OCTOBER = "2025-10-31"


@tagged("post_install", "-at_install")
class TestAsKnownThen(TruthCommon):
    """September's and October's work is done in its time, what changes it in November."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.setup_other_currency(
            "EUR", rates=[("2024-01-01", 0.01), ("2025-10-01", 0.008)]
        )
        with cls.at_time("2025-09-05 15:00:00"):
            cls.debt = cls.invoice(1000, "2025-09-01")
            cls.rest = cls.invoice(500, "2025-09-05")
            cls.abroad = cls.invoice(100, "2025-09-04", currency=cls.foreign)
        with cls.at_time("2025-10-05 15:00:00"):
            cls.collected = cls.receipt(
                [cls.debt, (cls.rest, 200)],
                [cls.cash_value(1150)],
                checks=[cls.check(100, pay_date="2025-12-10")],
                date="2025-10-05",
            )
            cls.collected.action_post()
            cls.second = cls.receipt(
                [(cls.abroad, 60)],
                [cls.cash_value(60, currency_id=cls.foreign.id)],
                date="2025-10-05",
                currency_id=cls.foreign.id,
            )
            cls.second.action_post()

    def setUp(self):
        super().setUp()
        with self.at_time("2025-10-06 15:00:00"):
            self.paid = self.core_payment(self.rest, 120, "2025-10-06")

    def snapshot(self, **vals):
        """Return the open items, ledger lines and reports at October's end."""
        known = bool(vals.get("as_known"))
        at_day = {"cobranzas_date": OCTOBER, "cobranzas_as_known": known}
        self.env.invalidate_all()
        own = [("partner_id", "=", self.customer.id)]
        lines = self.env["cobranzas.ledger.line"].with_context(**at_day).search(own, order="id")
        return {
            "items": self.read_open(OCTOBER, cobranzas_as_known=known),
            "cheques": self.read_open(OCTOBER, cobranzas_as_known=known, cobranzas_postdated=True),
            "lines": [(line.name, line.state, line.residual_currency) for line in lines],
            **{
                key: self.read_report(self.make_report(key, date_to=OCTOBER, **more, **vals))
                for key, more in (
                    ("balance", {}),
                    ("aging", {"detail": True, "postdated": True}),
                    ("pending", {}),
                    ("forecast", {"detail": True, "postdated": True}),
                    ("statement", {"date_from": "2025-09-01", "statement_state": "pending"}),
                    ("ledger", {"date_from": "2025-09-01"}),
                    ("monthly", {"date_from": "2025-09-01"}),
                )
            },
        }

    def assertKnown(self, noted):
        known = self.snapshot(as_known=True)
        for name, found in noted.items():
            self.assertEqual(known[name], found, name)

    def test_corrections_and_voids_since_change_nothing(self):
        with self.at_time("2025-10-31 20:00:00"):
            noted = self.snapshot()
        self.assertEqual(len(noted["items"]), 3)
        with self.at_time("2025-11-10 12:00:00"):
            self.paid.move_id.line_ids.remove_move_reconcile()
            self.collected.action_void("2025-11-10", "Bounced")
            self.second.action_void("2025-10-20", "Typed wrong")  # dated back
            late = self.invoice(70, "2025-10-15")
            self.core_payment(late, 30, "2025-10-16")
            self.core_payment(self.debt, 400, "2025-10-16")
            self.env.flush_all()
            self.assertKnown(noted)
            self.assertNotEqual(self.snapshot()["items"], noted["items"])

    def test_what_was_undone_by_then_stays_undone(self):
        with self.at_time("2025-10-20 12:00:00"):
            self.paid.move_id.line_ids.remove_move_reconcile()
            self.collected.action_void("2025-10-20", "Bounced")
        with self.at_time("2025-10-31 20:00:00"):
            noted = self.snapshot()
        with self.at_time("2025-11-10 12:00:00"):
            (self.rest + self.item(self.paid.move_id)).reconcile()
            self.env.flush_all()
            self.assertKnown(noted)

    def test_void_entered_for_a_later_day(self):
        """At October's end it was to come, as the report without the tick says."""
        with self.at_time("2025-10-20 12:00:00"):
            self.collected.action_void("2025-11-15", "Agreed")
        with self.at_time("2025-10-31 20:00:00"):
            noted = self.snapshot()
        self.assertKnown(noted)

    def test_the_day_ends_in_the_readers_time_zone(self):
        """Unmatched at 22:00 in Buenos Aires of the 31st, the 1st in UTC: still October."""
        with self.at_time("2025-11-01 01:00:00"):
            self.paid.move_id.line_ids.remove_move_reconcile()
        self.env.flush_all()
        row = f"invoice | 2025-09-05 | {self.company.currency_id.name} 300.00 | 300.00"
        here = {"cobranzas_as_known": True, "tz": "America/Argentina/Buenos_Aires"}
        self.assertIn(row, self.read_open(OCTOBER, **here))
        self.assertNotIn(row, self.read_open(OCTOBER, cobranzas_as_known=True, tz="UTC"))

    def test_applications_known_then(self):
        own = [("partner_id", "=", self.customer.id), ("is_void", "=", False)]

        def rows():
            model = self.env["cobranzas.application"]
            known = model.with_context(cobranzas_date=OCTOBER, cobranzas_as_known=True)
            known.invalidate_model()
            return sorted((row.name, row.amount, row.credit_name) for row in known.search(own))

        noted = rows()
        self.assertTrue(noted)
        with self.at_time("2025-11-10 12:00:00"):
            self.paid.move_id.line_ids.remove_move_reconcile()
            self.core_payment(self.rest, 50, "2025-10-16")
        self.assertEqual(rows(), noted)

    def test_the_report_says_it(self):
        report = self.make_report("aging", date_to=OCTOBER, as_known=True)
        self.assertIn("As It Was Known Then", report.get_screen()["filters"])
        figures = report.action_open_figure([], self.company.currency_id.id, "balance")
        self.assertTrue(figures["context"]["cobranzas_as_known"])
        report.date_to = "2099-01-01"
        self.assertNotIn("As It Was Known Then", report.get_screen()["filters"])
