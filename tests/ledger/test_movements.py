"""Movements: a row a document, customer and currency, as the ledger has it (REP-09..11, EXP-01)."""

from odoo.tests import tagged

from ..lib.movement_scenario import MovementsCommon

AMOUNTS = ("untaxed", "tax", "withheld", "total", "total_company")


@tagged("post_install", "-at_install")
class TestMovements(MovementsCommon):
    def _movements(self, domain=()):
        return self.env["cobranzas.movement"].search(
            [("company_id", "=", self.company.id), *domain]
        )

    def _text(self, rows):
        """Return the rows, records or dicts alike, as a table to compare."""
        lines = []
        for row in rows:
            partner = row["partner"] if isinstance(row, dict) else row.partner_id
            currency = row["currency"] if isinstance(row, dict) else row.currency_id
            cells = [row["kind"], row["name"], str(row["date"]), partner.name, currency.name]
            cells += [row["state"], *(f"{round(row[name], 2) + 0.0:.2f}" for name in AMOUNTS)]
            lines.append(" | ".join(cells))
        return "\n".join(sorted(lines))

    def test_every_movement_as_added_up_by_hand(self):
        slow = self.expected_movements()
        self.assertEqual(self._text(self._movements()), self._text(slow))
        # everything did happen
        self.assertEqual(
            {row["kind"] for row in slow},
            {"application", "credit_note", "document", "entry", "exchange", "invoice", "payment"}
            | {"receipt", "void"},
        )
        self.assertEqual(
            {row["state"] for row in slow},
            {"draft", "open", "partial", "settled", "voided", "cancelled"},
        )

    def test_a_receipt_is_one_row(self):
        table = [
            # receipt, untaxed, withheld, total
            (self.paid, -550, -50, -600),
            (self.corrected, -100, -40, -140),
        ]
        for receipt, *amounts in table:
            with self.subTest(receipt=receipt.name):
                row = self._movements([("receipt_id", "=", receipt.id)])
                self.assertEqual([row.untaxed, row.withheld, row.total], amounts)
                self.assertEqual((row.date, row.state), (receipt.date, "settled"))

    def test_a_void_is_a_movement_of_its_own_date(self):
        """What a correction undid before is in neither of the two."""
        table = [(self.voided, "2026-02-06", "2026-02-20"), (self.hurried, "2026-02-14", None)]
        for receipt, date, void_date in table:
            rows = self._movements([("receipt_id", "=", receipt.id)]).sorted("kind")
            with self.subTest(receipt=receipt.name):
                self.assertRecordValues(
                    rows,
                    [
                        {
                            "kind": kind,
                            "date": self.day(day),
                            "untaxed": sign * 170,
                            "withheld": sign * 20,
                            "total": sign * 190,
                            "state": "voided",
                            "is_booked": True,
                            "is_in_force": False,
                        }
                        for kind, day, sign in (
                            ("receipt", date, -1),
                            ("void", void_date or date, 1),
                        )
                    ],
                )

    def test_what_never_reached_the_ledger(self):
        rows = self._movements([("is_booked", "=", False)])
        self.assertEqual(
            sorted((row.kind, row.state) for row in rows),
            [
                ("invoice", "cancelled"),
                ("invoice", "draft"),
                ("payment", "cancelled"),
                ("receipt", "draft"),
            ],
        )
        self.assertFalse(any(rows.mapped("is_in_force")))
        self.assertEqual(self._movements([("move_id", "=", self.cancelled.id)]).total, 69)

    def test_booked_rows_sum_to_the_ledger(self):
        """By customer and currency, and what is in force as what is booked: voids cancel out."""
        wanted = {}
        for item in self.ledger_items().filtered(lambda item: item.parent_state == "posted"):
            key = (item.partner_id.commercial_partner_id, item.currency_id)
            wanted[key] = wanted.get(key, 0) + item.amount_currency
        for flag in ("is_booked", "is_in_force"):
            found = self.env["cobranzas.movement"]._read_group(
                [("company_id", "=", self.company.id), (flag, "=", True)],
                ["partner_id", "currency_id"],
                ["total:sum"],
            )
            with self.subTest(flag=flag):
                self.assertEqual(
                    {(who, currency): round(value, 2) for who, currency, value in found},
                    {key: round(value, 2) for key, value in wanted.items()},
                )

    def test_one_by_one_as_all_together(self):
        """A row asked for by its id is the row that a search finds."""
        names = ["name", "kind", "date", "state", "partner_id", "salesperson_id", *AMOUNTS]
        together = {row["id"]: row for row in self._movements().read(names)}
        self.assertEqual(len(together), len(self.expected_movements()))
        for row_id, values in together.items():
            self.env.invalidate_all()
            row = self.env["cobranzas.movement"].browse(row_id)
            self.assertEqual(row.read(names), [values])
            self.assertEqual(row.search([("id", "=", row_id)]), row)
            self.assertEqual(row.exists(), row)
        self.assertFalse(self.env["cobranzas.movement"].search([("id", "in", [0, 2**30])]))

    def test_ids_stay_inside_the_rights(self):
        collector = self.make_user("test_gatherer", "l10n_cobranzas.group_cobranzas_collector")
        self.collector.user_id = collector
        found = self._movements().with_user(collector).search([("id", "in", self._movements().ids)])
        self.assertEqual(found.partner_id, self.customer)

    def test_kinds_are_those_of_the_ledger_lines(self):
        lines = {
            line.move_line_id: line.kind
            for line in self.env["cobranzas.ledger.line"].search(
                [("company_id", "=", self.company.id), ("is_conversion", "=", False)]
            )
        }
        for row in self._movements([("is_booked", "=", True), ("move_line_id", "!=", False)]):
            self.assertEqual(row.kind, lines[row.move_line_id], row.name)

    def test_each_opens_its_document(self):
        for row in self._movements():
            action = row.action_open_document()
            opened = row.receipt_id or row.move_id
            self.assertEqual((action["res_model"], action["res_id"]), (opened._name, opened.id))

    def test_salesperson_of_the_document_else_of_the_customer(self):
        seller, keeper = (self.make_user(name, "base.group_user") for name in ("Vega", "Luna"))
        self.customer.user_id = keeper
        self.paid.user_id = seller
        self.first.move_id.invoice_user_id = seller
        table = [(self.paid, seller), (self.first.move_id, seller), (self.opening, keeper)]
        for record, user in table:
            name = "receipt_id" if record._name == "cobranzas.receipt" else "move_id"
            rows = self._movements([(name, "=", record.id)])
            self.assertEqual(rows.salesperson_id, user, record.display_name)
