"""Movements, general and daily movements against figures added up by hand (REP-09 to REP-11)."""

import tempfile

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.movement_scenario import MovementsCommon


@tagged("post_install", "-at_install")
class TestReportsMovements(MovementsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.company_ids = cls.company
        cls.slow = cls.expected_movements()

    def _grouped(self, rows, key, figures):
        """Return {(values of the path, currency id): sums}, as ``assertSums`` reads the table.

        :param key: function of a row to the values of its path
        :param figures: functions of a row to an amount
        """
        found = {}
        for row in rows:
            path = (key(row), row["currency"].id)
            sums = found.setdefault(path, [0.0] * len(figures))
            found[path] = [total + figure(row) for total, figure in zip(sums, figures, strict=True)]
        return {path: tuple(round(value, 2) for value in sums) for path, sums in found.items()}

    def _shown(self, rows):
        """Leave out exchange differences: nothing in the currency they stand in."""
        return [row for row in rows if row["kind"] != "exchange" or row["total"]]

    def _details(self, report):
        return [row for row in report._get_table(details=True).rows if row.kind == "detail"]

    def _booked(self):
        return [row for row in self.slow if row["state"] not in ("draft", "cancelled")]

    # ------------------------------------------------------------------
    # REP-09
    # ------------------------------------------------------------------

    def test_movements_by_day_and_by_kind(self):
        figures = [
            lambda row: max(row["total"], 0),
            lambda row: max(-row["total"], 0),
            lambda row: row["total"],
        ]
        table = [("day", "date"), ("movement", "kind")]
        for level, name in table:
            report = self.make_report("movements", movement_level=level)
            with self.subTest(level=level):
                rows = self._shown(self._booked())
                key = lambda row, name=name: (row[name],)  # noqa: E731
                self.assertSums(report, 1, self._grouped(rows, key, figures))
                self.assertDrills(report)
            report.unlink()

    def test_movements_in_company_currency(self):
        report = self.make_report("movements", movement_level="movement", currency_mode="company")
        total = report._get_table().totals
        self.assertEqual(len(total), 1)
        wanted = sum(row["total_company"] for row in self._booked())
        self.assertAlmostEqual(total[0].values["total"], wanted, places=2)
        kinds = [row.path[0] for row in report._get_table(details=False).rows]
        self.assertIn("exchange", kinds)
        self.assertDrills(report)

    def test_movements_tie_with_the_statement(self):
        """A period's movements are what the statement's balances moved by."""
        statement = self.make_report("statement", date_from="2026-02-01", date_to="2026-03-31")
        movements = self.make_report("movements", date_from="2026-02-01", date_to="2026-03-31")
        moved = {
            row.currency_id: row.values["charge"] - row.values["credit"]
            for row in statement._get_table().totals
        }
        found = {row.currency_id: row.values["total"] for row in movements._get_table().totals}
        # the certificate dated before its receipt, on which the ledger has it
        early = -sum(self.paid.withholding_ids.mapped("amount"))
        found[self.company.currency_id.id] -= early
        self.assertEqual(
            {key: round(value, 2) for key, value in found.items()},
            {key: round(value, 2) for key, value in moved.items()},
        )

    def _slow_applications(self):
        """Return the partials that pay a debt, one by one."""
        partials = self.ledger_items().matched_debit_ids | self.ledger_items().matched_credit_ids
        mirrors = partials.filtered(
            lambda partial: any(
                one.move_type == "entry" and one.reversed_entry_id == other
                for one, other in (
                    (partial.debit_move_id.move_id, partial.credit_move_id.move_id),
                    (partial.credit_move_id.move_id, partial.debit_move_id.move_id),
                )
            )
        )
        return (partials - mirrors).filtered("debit_amount_currency")

    def test_movements_by_application(self):
        report = self.make_report("movements", movement_level="application")
        wanted = {}
        for partial in self._slow_applications():
            debt = partial.debit_move_id
            key = ((debt.partner_id.commercial_partner_id.id,), debt.currency_id.id)
            wanted[key] = (round(wanted.get(key, (0,))[0] + partial.debit_amount_currency, 2),)
        self.assertSums(report, 1, wanted)
        self.assertDrills(report)
        details = self._details(report)
        self.assertEqual({row.res_id for row in details}, set(self._slow_applications().ids))
        self.assertEqual(
            [
                (row.values["name"], str(row.values["date"]), row.values["amount"])
                for row in details
                if row.values["credit"] == self.paid.name
            ],
            # the certificate is of January, what the receipt decides counts from its own date
            [(self.first.move_name, "2026-02-01", 50), (self.first.move_name, "2026-02-01", 550)],
        )

    # ------------------------------------------------------------------
    # REP-10
    # ------------------------------------------------------------------

    def _salesperson(self, row):
        receipt, move = row["receipt"], row["move"]
        found = receipt.user_id if receipt else move.invoice_user_id
        return (found or row["partner"].user_id).id or None

    def _general(self, rows):
        def booked(name):
            return lambda row: 0 if row["state"] in ("draft", "cancelled") else row[name]

        def unbooked(row):
            return row["total"] if row["state"] in ("draft", "cancelled") else 0

        names = ("untaxed", "tax", "withheld", "total")
        return self._grouped(
            self._shown(rows),
            lambda row: (self._salesperson(row), row["partner"].id),
            [*map(booked, names), unbooked],
        )

    def test_general_by_salesperson_and_customer(self):
        seller = self.make_user("Vega", "base.group_user")
        self.paid.user_id = seller
        self.other_customer.user_id = seller
        report = self.make_report("general")
        self.assertSums(report, 2, self._general(self.slow))
        self.assertEqual(
            {path[0] for row in report._get_table().rows if (path := row.path)},
            {seller.id, self.env.user.id, None},
        )
        rows = self.assertDrills(report)
        for row in rows:
            values = row["values"]
            parts = values["untaxed"] + values["tax"] + values["withheld"]
            self.assertAlmostEqual(parts, values["total"], places=2)

    def test_general_lists_each_document_once(self):
        report = self.make_report("general")
        details = self._details(report)
        self.assertEqual(
            sorted((row.values["name"], str(row.values["date"])) for row in details),
            sorted((row["name"], str(row["date"])) for row in self._shown(self.slow)),
        )

    def test_status_and_kind(self):
        undone, draft = ("voided", "cancelled"), ("draft",)
        table = [
            ("in_force", lambda row: row["state"] not in undone + draft),
            ("undone", lambda row: row["state"] in undone),
            ("draft", lambda row: row["state"] in draft),
        ]
        for status, condition in table:
            for key in ("general", "daily_movements"):
                report = self.make_report(key, movement_status=status)
                found = self._details(report)
                with self.subTest(status=status, report=key):
                    self.assertEqual(
                        len(found), len([row for row in self._shown(self.slow) if condition(row)])
                    )
                    self.assertDrills(report)
                report.unlink()
        report = self.make_report("general", movement_kind="receipt", movement_status="in_force")
        found = [row.values["name"] for row in self._details(report)]
        self.assertEqual(
            sorted(found),
            sorted(
                row["name"]
                for row in self.slow
                if row["kind"] == "receipt" and row["state"] not in undone + draft
            ),
        )

    def test_cancelled_documents_never_count(self):
        """They show, in a column of their own; totals are those of the ledger."""
        report = self.make_report("general")
        total = {row.currency_id: row.values for row in report._get_table().totals}
        mine = total[self.company.currency_id.id]
        items = self.ledger_items().filtered(
            lambda item: (
                item.parent_state == "posted" and item.currency_id == self.company.currency_id
            )
        )
        self.assertAlmostEqual(mine["total"], sum(items.mapped("amount_currency")), places=2)
        self.assertEqual(mine["unbooked"], 80.5 + 69 - 77 - 5)
        in_force = self.make_report("daily_movements", movement_status="in_force")
        self.assertNotIn("unbooked", in_force._get_table().totals[0].values)

    # ------------------------------------------------------------------
    # REP-11
    # ------------------------------------------------------------------

    def test_daily_movements(self):
        report = self.make_report("daily_movements")
        booked = lambda row: row["state"] not in ("draft", "cancelled")  # noqa: E731
        figures = [
            lambda row: max(row["total"], 0) if booked(row) else 0,
            lambda row: max(-row["total"], 0) if booked(row) else 0,
            lambda row: 0 if booked(row) else row["total"],
        ]
        rows = self._shown(self.slow)
        self.assertSums(report, 1, self._grouped(rows, lambda row: (row["date"],), figures))
        self.assertDrills(report)
        states = {row.values["state"] for row in self._details(report)}
        self.assertEqual(
            states,
            {
                "Draft",
                "Pending",
                "Partly Settled",
                "Settled",
                "Voided",
                "Cancelled Draft",
            },
        )

    def test_branches_are_told_apart(self):
        report = self.make_report("daily_movements")
        self.assertNotIn("company", [column.name for column in report._get_table().columns])
        other = self.setup_other_company()["company"]
        self.env.user.company_ids |= other
        report.company_ids = self.company | other
        details = self._details(report)
        self.assertEqual({row.values["company"] for row in details}, {self.company.name})

    def test_category_of_the_customer(self):
        category = self.env["res.partner.category"].create({"name": "Mayoristas"})
        self.other_customer.category_id = category
        report = self.make_report("daily_movements", category_ids=category.ids)
        found = {row.values["customer"] for row in self._details(report)}
        self.assertEqual(found, {self.other_customer.name})

    # ------------------------------------------------------------------
    # The form
    # ------------------------------------------------------------------

    def test_opened_with_detail_first(self):
        for key in ("movements", "general", "daily_movements"):
            action = self.env["cobranzas.report"].action_open(key)
            report = self.env["cobranzas.report"].browse(action["res_id"])
            self.assertTrue(report.detail)
            report.detail = False
            self.env["cobranzas.report"].action_open(key)
            self.assertFalse(report.detail, "the user's own filters stay")

    def test_filters_shown_and_printed(self):
        report = self.make_report("general", movement_kind="invoice")
        self.assertIn(" movement_kind ", report.filter_names)
        self.assertNotIn(" movement_level ", report.filter_names)
        self.assertIn("Kind of Movement: Invoice", report._get_notes())
        level = self.make_report("movements", movement_level="application")
        self.assertIn(" movement_level ", level.filter_names)
        self.assertIn("Breakdown: By application", level._get_notes())
        self.assertEqual(level.display_name, "Movements")

    def test_dates_the_wrong_way_round(self):
        report = self.make_report("movements", date_from="2026-03-01", date_to="2026-02-01")
        with self.assertRaisesRegex(UserError, "ends before it begins"):
            report.get_screen()

    def test_page_and_spreadsheet(self):
        for key in ("movements", "general", "daily_movements"):
            report = self.make_report(key, detail=True)
            with self.subTest(report=key), tempfile.NamedTemporaryFile(suffix=".xlsx") as book:
                report._write_xlsx(book.name)
                self.assertGreater(len(book.read()), 5000)
                html, _kind = self.env["ir.actions.report"]._render_qweb_html(
                    "l10n_cobranzas.report_table_landscape", report.ids
                )
                self.assertIn(self.first.move_name.encode(), html)
