"""Uncollected interest at a date (REP-12), and the late charges of pending documents (REP-02)."""

from odoo.tests import tagged

from ..lib.charge_runs import ChargeRunsCommon
from ..lib.reports import ReportsCommon


@tagged("post_install", "-at_install")
class TestUncollectedInterest(ReportsCommon, ChargeRunsCommon):
    """At 3 % a month of 30 days."""

    def setUp(self):
        super().setUp()
        self.owed = self.invoice(1000, due="2026-03-01")
        self.late = self.invoice(600, due="2026-02-01")
        self.pay(self.late, 600, "2026-02-21")
        in_time = self.invoice(500, due="2026-02-01")
        self.pay(in_time, 500, "2026-02-01")
        self.ahead = self.invoice(400, due="2026-04-15")
        self.theirs = self.invoice(200, due="2026-03-21", partner=self.other_customer)

    def interest(self, day, user=None, key="interest", **vals):
        if user:
            return self.make_report_of(user, key, date_to=day, **vals)
        return self.make_report(key, date_to=day, **vals)

    def make_report_of(self, user, key, **vals):
        reports = self.env["cobranzas.report"].with_user(user)
        report = reports.browse(reports.action_open(key)["res_id"])
        report.write({"period": "custom", **vals})
        return report

    def read(self, day, user=None, **vals):
        """Document, days, rate, base, suggested and real of each row of detail."""
        table = self.interest(day, user, **vals)._get_table(details=True)
        names = ("name", "days", "rate", "base", "suggested", "real")
        return [
            tuple(row.values.get(name) for name in names)
            for row in table.rows
            if row.kind == "detail"
        ]

    def row(self, item, days, base, suggested):
        return (item.move_name, days, "3.00 % a month", base, suggested, None)

    def test_by_hand(self):
        """Overdue, and paid late; not what was paid in time, or is not due yet."""
        found = self.read("2026-03-31")
        late, owed = self.row(self.late, 20, 600, 12), self.row(self.owed, 30, 1000, 30)
        self.assertCountEqual(found, [late, owed, self.row(self.theirs, 10, 200, 2)])
        table = self.interest("2026-03-31")._get_table()
        [total] = table.totals
        self.assertEqual((total.values["suggested"], total.values["real"]), (44, 0))

    def test_at_a_past_date(self):
        """What was paid, or charged, after the date is as it was then."""
        self.pay(self.owed, 1000, "2026-04-10")
        for day, rows in (
            ("2026-02-11", [self.row(self.late, 10, 600, 6)]),
            ("2026-02-21", [self.row(self.late, 20, 600, 12)]),
            (
                "2026-03-11",
                [self.row(self.late, 20, 600, 12), self.row(self.owed, 10, 1000, 10)],
            ),
        ):
            with self.subTest(day=day):
                self.assertEqual(self.read(day), rows)
        self.book(self.make_run(date="2026-04-30"))
        self.assertEqual(self.read("2026-03-11"), rows)

    def test_charged_is_not_suggested_but_real_until_it_is_collected(self):
        run = self.make_run()
        self.book(run)
        notes = [self.item(note) for note in run.operation_ids.move_ids.filtered("invoice_date")]
        real = {(note.move_name, note.amount_residual) for note in notes}
        self.assertGreater(sum(amount for _name, amount in real), 44)  # taxes inside

        def found(day, **vals):
            return {(row[0], row[5]) for row in self.read(day, **vals)}

        self.assertEqual(found("2026-03-31"), real)
        self.assertEqual(found("2026-03-31", interest_show="suggested"), set())
        # only the days after what was charged
        rows = self.read("2026-04-10", interest_show="suggested")
        self.assertCountEqual(
            rows, [self.row(self.owed, 10, 1000, 10), self.row(self.theirs, 10, 200, 2)]
        )
        mine = next(note for note in notes if note.partner_id == self.customer)
        self.pay(mine, mine.amount_residual, "2026-04-05")
        left = {each for each in real if each[0] != mine.move_name}
        self.assertEqual(found("2026-04-05", interest_show="real"), left)
        self.assertEqual(found("2026-04-04", interest_show="real"), real)

    def test_a_note_undone_stands_until_it_was(self):
        run = self.make_run()
        before = self.read("2026-03-31")
        self.book(run)
        charged = self.read("2026-03-31")
        for operation in run.operation_ids:
            operation.action_undo("2026-04-20", "test")
        self.assertEqual(self.read("2026-03-31"), charged)
        self.assertNotEqual(charged, before)
        found = {row[0]: (row[1], row[4], row[5]) for row in self.read("2026-04-20")}
        self.assertEqual(found[self.owed.move_name], (50, 50, None))
        self.assertEqual(found[self.late.move_name], (20, 12, None))
        self.assertEqual(len(found), 4)  # these, theirs, and what fell due on 15 April

    def test_a_payment_voided_since(self):
        """A receipt counts from its date until it is voided."""
        receipt = self.pay(self.owed, 400, "2026-03-11")
        receipt.action_void("2026-04-01", "test")
        self.assertIn(self.row(self.owed, 30, 1000, 22), self.read("2026-03-31"))
        self.assertIn(self.row(self.owed, 31, 1000, 31), self.read("2026-04-01"))

    def test_collector_reads_own_debtors(self):
        user = self.make_user("cobradora", "l10n_cobranzas.group_cobranzas_collector")
        collector = self.env["cobranzas.collector"].create({"name": "C", "user_id": user.id})
        self.other_customer.commercial_partner_id.cobranzas_collector_id = collector
        theirs = self.row(self.theirs, 10, 200, 2)
        self.assertEqual(self.read("2026-03-31", user), [theirs])
        pending = self.make_report_of(user, "pending", date_to="2026-03-31", late_charges=True)
        [total] = pending._get_table().totals
        self.assertEqual(total.values["late_charges"], 2)

    def test_pending(self):
        def totals(**vals):
            report = self.make_report("pending", date_to="2026-03-31", **vals)
            return report._get_table().totals[0].values

        without, found = totals(late_charges=False), totals(late_charges=True)
        self.assertEqual(found, {**without, "late_charges": 32})  # not of what is paid

    def test_outputs(self):
        for key, vals in (
            ("interest", {}),
            ("interest", {"currency_mode": "company"}),
            ("pending", {"late_charges": True}),
        ):
            with self.subTest(key=key, **vals):
                report = self.make_report(key, date_to="2026-03-31", detail=True, **vals)
                self.assertFigures(report)
                self.assertScreen(report)
                self.assertSheet(report)

    def test_queries_do_not_grow(self):
        report = self.interest("2026-03-31")

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            report._get_table(details=True)
            return self.cr.sql_log_count - before

        count()
        few = count()
        for number in range(1, 13):
            self.invoice(100 * number, due=f"2026-03-{number:02}")
        self.assertLessEqual(count(), few)
        rows = report._get_table(details=True).rows
        self.assertEqual(len([row for row in rows if row.kind == "detail"]), 15)
