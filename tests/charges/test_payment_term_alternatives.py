"""Terms with alternative due dates: what they refuse, working days, the example (CHG-02)."""

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..lib.alternatives import AlternativesCommon


@tagged("post_install", "-at_install")
class TestPaymentTermAlternatives(AlternativesCommon):
    # ------------------------------------------------------------------
    # What goes together
    # ------------------------------------------------------------------

    def test_sensible_ones(self):
        for rows in (
            [(-10, -5), (-5, -2), (10, 5), (15, 8)],
            [(5, 0), (10, 5)],  # days of grace
            [(10, 0.125)],
            [],
        ):
            with self.subTest(rows):
                term = self.term(*rows)
                self.assertEqual(
                    term.cobranzas_alternative_ids.mapped(lambda row: (row.days, row.percent)),
                    rows,
                )

    def test_what_is_refused(self):
        for rows, sentence in (
            ([(10, 5), (10, 8)], "two alternatives fall on one date, 10 days from the due date."),
            ([(0, 5)], "an alternative falls on the due date itself."),
            ([(10, 5), (20, 3)], "3.00 % at 20 days from the due date is less than 5.00 % at 10."),
            ([(-10, -2), (-5, -3)], "-3.00 % at -5 days from the due date is less than -2.00 % at"),
            ([(10, -1)], "-1.00 % at 10 days from the due date is less than 0.00 % at 0."),
            ([(-10, 1)], "0.00 % at 0 days from the due date is less than 1.00 % at -10."),
        ):
            with self.subTest(rows), self.assertRaises(ValidationError) as caught:
                self.term(*rows)
            self.assertIn(f"Term Alternativas: {sentence}", str(caught.exception))

    @mute_logger("odoo.sql_db")
    def test_what_no_instalment_can_cost(self):
        for row in ((-10, -100), (-10, -150), (4000, 5)):
            with self.subTest(row), self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self.term(row)

    def test_one_row_after_another(self):
        term = self.term((10, 5), (20, 8))
        row = term.cobranzas_alternative_ids[1]
        with self.assertRaises(ValidationError):
            row.days = 10
        with self.assertRaises(ValidationError):
            row.percent = 4
        with self.assertRaises(ValidationError):
            term.cobranzas_alternative_ids = [Command.create({"days": 20, "percent": 9})]

    def test_not_with_the_discount_of_core(self):
        sentence = (
            "Term Alternativas has core's early-payment discount: use alternative dates or the "
            "discount, not both."
        )
        term = self.term((10, 5))
        with self.assertRaisesRegex(ValidationError, sentence):
            term.early_discount = True
        term.cobranzas_alternative_ids.unlink()
        term.early_discount = True
        with self.assertRaisesRegex(ValidationError, sentence):
            term.cobranzas_alternative_ids = [Command.create({"days": 10, "percent": 5})]

    def test_a_copy_has_them_too(self):
        copy = self.term((-10, -5), (10, 5)).copy()
        self.assertEqual(copy.cobranzas_alternative_ids.mapped("days"), [-10, 10])

    # ------------------------------------------------------------------
    # Working days
    # ------------------------------------------------------------------

    def _dates(self, term, date):
        """Dates of an instalment invoiced on a day and due ten days later, and what it costs."""
        term.line_ids.nb_days = 10
        return self._get_dates(self.invoice_on(term, 1000, date))

    def _get_dates(self, item):
        return [str(item.date_maturity)] + [
            (str(row.date), row.amount) for row in item.cobranzas_alternative_ids
        ]

    def test_as_they_fall(self):
        """2019-05-18 is a Saturday."""
        self.assertEqual(
            self._dates(self.term((-7, -5), (7, 5)), "2019-05-08"),
            ["2019-05-18", ("2019-05-11", 950.0), ("2019-05-25", 1050.0)],
        )

    def test_on_working_days(self):
        """A-09: Saturday to Monday, the alternatives counted from there."""
        term = self.term((-7, -5), (5, 5))
        term.cobranzas_working_days = True
        wanted = ["2019-05-20", ("2019-05-13", 950.0), ("2019-05-27", 1050.0)]
        self.assertEqual(self._dates(term, "2019-05-08"), wanted)
        self.company.resource_calendar_id = False  # without working hours, weekends
        self.assertEqual(self._dates(term, "2019-05-08"), wanted)

    def test_not_on_holidays(self):
        term = self.term((5, 5))
        term.cobranzas_working_days = True
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Feriado",
                "company_id": self.company.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": "2019-05-20 00:00:00",
                "date_to": "2019-05-20 23:59:59",
            }
        )
        self.assertEqual(self._dates(term, "2019-05-08"), ["2019-05-21", ("2019-05-27", 1050.0)])

    def test_two_dates_on_one_working_day(self):
        """On Monday the lower of Saturday's and Sunday's amounts holds, afterwards the other."""
        term = self.term((2, 5), (3, 8))
        term.cobranzas_working_days = True
        item = self.invoice_on(term, 1000, "2026-03-05")  # a Thursday
        self.assertEqual(
            self._get_dates(item),
            ["2026-03-05", ("2026-03-09", 1050.0), ("2026-03-09", 1080.0)],
        )
        self.assertEqual(item._cobranzas_get_due(self.day("2026-03-09")), ("late", 1050))
        self.assertEqual(item._cobranzas_get_due(self.day("2026-03-10")), ("late", 1080))

    # ------------------------------------------------------------------
    # Screen and rights
    # ------------------------------------------------------------------

    def test_the_example(self):
        with Form(self.env["account.payment.term"].with_context(example_date="2026-09-15")) as form:
            form.name = "Con fechas"
            self.assertFalse(form.cobranzas_example)
            for days, percent in ((-5, -2), (10, 5)):
                with form.cobranzas_alternative_ids.new() as row:
                    row.days = days
                    row.percent = percent
            for text in (
                "1# Until 09/10/2026: $&nbsp;980.00",
                "1# Until 09/15/2026, the due date: $&nbsp;1,000.00",
                "1# Until 09/25/2026: $&nbsp;1,050.00",
            ):
                self.assertIn(text, form.cobranzas_example)
        self.assertEqual(len(form.record.cobranzas_alternative_ids), 2)

    def test_who_may_change_them(self):
        row = self.term((10, 5)).cobranzas_alternative_ids
        cashier = self.make_user("cashier.alt", "l10n_cobranzas.group_cobranzas_cashier")
        self.assertEqual(row.with_user(cashier).percent, 5)
        with self.assertRaises(AccessError):
            row.with_user(cashier).write({"percent": 6})
        adviser = self.make_user("adviser.alt", "account.group_account_manager")
        row.with_user(adviser).write({"percent": 6})
        self.assertEqual(row.percent, 6)
