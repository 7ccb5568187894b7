"""Charges and credits of a period: statement, days, months, ledger (REP-03, REP-06 to REP-08)."""

from functools import partial

from odoo.tests import tagged

from ..lib.reference_ledger import by_customer, by_name
from ..lib.report_flows import FlowsCommon

COLLECTED = ("Receipt", "Payment", "Document Received")


@tagged("post_install", "-at_install")
class TestReportStatement(FlowsCommon):
    def test_all(self):
        for vals, show in self.each_case():
            with self.subTest(**vals):
                rows = show(self.movements)
                found = self.read_report(self.make_flow("statement", **vals))
                detail = partial(self.detail, cells=self.moved, texts=self.texts)
                wanted = self.make_groups(rows, [by_customer], self.opened, detail)
                self.assertEqual(found, (wanted, self.make_totals(rows, self.opened)))

    def test_a_receipt_is_one_line(self):
        """Three values that pay two invoices and leave a rest are four items of the ledger."""
        report = self.make_report(
            "statement", date_from="2026-02-05", date_to="2026-02-05", partner_ids=self.almacen.ids
        )
        query = {"path": [self.almacen.id], "currency_id": self.company.currency_id.id}
        (detail,) = report.get_details(**query)
        self.assertEqual(detail["values"]["credit"], 280)
        action = report.action_open_figure(**query, column="credit")
        opened = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(sorted(opened.mapped("credit")), [30, 70, 80, 100])
        receipt = opened.receipt_id
        self.assertEqual(report.action_open_row(detail["res_id"])["res_id"], receipt.id)

    def moved(self, rows):
        flow = self.flow(rows)
        return {"charge": flow["charge"], "credit": flow["credit"]}

    def test_pending_only(self):
        """What each pending document was, what is settled of it, what is left; the same balance."""
        for vals, show in self.each_case():
            with self.subTest(**vals):
                rows = [row for row in show(self.movements) if row.left]
                report = self.make_flow("statement", statement_state="pending", **vals)
                found, totals = self.read_report(report)
                detail = partial(self.detail, cells=self.settled, texts=self.texts, balance="left")
                self.assertEqual(found, self.make_groups(rows, [by_customer], self.left, detail))
                self.assertEqual(totals, self.make_totals(rows, self.left))
                if "salesperson_ids" in vals:
                    continue  # who sold is not who collects: a receipt is the customer's
                report.statement_state = "all"
                closing = {cells[0]: cells[1].get("balance") for cells in totals}
                for currency, amounts in self.read_report(report)[1]:
                    self.assertEqual(amounts.get("balance"), closing.get(currency))

    def settled(self, rows):
        own = [row for row in rows if not self.opens(row)]
        return {**self.moved(rows), "settled": sum(row.amount - row.left for row in own)}

    def left(self, rows):
        opening = sum(row.left for row in rows if self.opens(row))
        balance = sum(row.left for row in rows)
        return {**self.settled(rows), "opening": opening, "balance": balance}


@tagged("post_install", "-at_install")
class TestReportDaily(FlowsCommon):
    def test_against_a_slow_reading(self):
        for vals, show in self.each_case():
            with self.subTest(**vals):
                rows = show(self.movements)
                found, totals = self.read_report(self.make_flow("daily", **vals))
                groups = self.make_groups(rows, [self.by_day], self.sums)
                wanted = self.carry_by_currency(groups)
                self.assertEqual([row for row in found if row[0] == 0], wanted)
                self.assertEqual(totals, self.make_totals(rows, self.sums))
                self.assertEqual([row for row in found if row[0] == 1], self.slow_detail(rows))

    def sums(self, rows):
        own = [row for row in rows if not self.opens(row)]
        collected = sum(row.amount for row in own if row.kind in COLLECTED)
        voided = sum(row.amount for row in own if row.kind == "Void Entry")
        others = [row.amount for row in own if row.kind not in (*COLLECTED, "Void Entry")]
        return {
            "charge": sum(amount for amount in others if amount > 0),
            "collected": -collected,
            "credit": -sum(amount for amount in others if amount < 0),
            "voided": voided,
            "net": sum(row.amount for row in own),
            "balance": sum(row.amount for row in rows),
        }

    def carry_by_currency(self, groups):
        reached, found = {}, []
        for level, label, currency, amounts in groups:
            reached[currency] = round(reached.get(currency, 0) + amounts.get("balance", 0), 2)
            amounts = {**amounts, "balance": reached[currency]}
            found.append((level, label, currency, {k: v for k, v in amounts.items() if v}))
        return found

    def slow_detail(self, rows):
        """Each day's documents, by currency, under a balance that goes on from day to day."""
        found = {}
        for currency in {row.currency for row in rows}:
            mine = [row for row in rows if row.currency == currency]
            for texts, amounts in self.detail(mine, self.sums, self.told):
                day = texts.pop("date")
                amounts = {name: round(value, 2) for name, value in amounts.items()}
                amounts = {name: value for name, value in amounts.items() if value}
                row = (1, texts, currency.name, amounts)
                found.setdefault((day, currency.id), []).append(row)
        return [row for key in sorted(found) for row in found[key]]

    def told(self, document):
        row = document[0]
        partner = row.partner.complete_name
        return {"date": row.date, "name": row.name, "kind": row.kind, "partner": partner}

    def test_opening_first(self):
        rows, _totals = self.read_report(self.make_flow("daily"))
        self.assertEqual([row[1] for row in rows[:2]], ["Opening Balance"] * 2)

    def test_paid_with_a_document_is_not_collected(self):
        report = self.make_report(
            "daily", date_from="2026-02-20", date_to="2026-02-20", partner_ids=self.delta.ids
        )
        _rows, totals = self.read_report(report)
        wanted = {"collected": 60, "net": -60, "balance": 940}
        self.assertEqual(totals, [("USD", wanted)])

    def test_voided_a_moment_ago(self):
        """What was just booked is written before it is read."""
        receipt = self.receipt([(self.a2, 5)], [self.cash_value(5)], date="2026-04-20")
        receipt.action_post()
        receipt.action_void("2026-04-20", "Typing error")
        report = self.make_report("daily", date_from="2026-04-20", date_to="2026-04-20")
        amounts = dict(self.read_report(report)[1])["USD"]
        self.assertEqual((amounts["collected"], amounts["voided"]), (5, 5))


@tagged("post_install", "-at_install")
class TestReportMonthly(FlowsCommon):
    def test_against_a_slow_reading(self):
        """A month that the period cuts is split: its first days are of the opening balance."""
        for vals, show in self.each_case():
            with self.subTest(**vals):
                rows = show(self.movements)
                found = self.read_report(self.make_flow("monthly", **vals))
                groups = self.make_groups(rows, [by_customer, self.by_month], self.flow)
                wanted = self.carry(groups, 1), self.make_totals(rows, self.flow)
                self.assertEqual(found, wanted)

    def test_grouped_by_collector(self):
        levels = [
            lambda row: by_name(row.partner.cobranzas_collector_id.name),
            by_customer,
            self.by_month,
        ]
        found, _totals = self.read_report(self.make_flow("monthly", group_by="collector_id"))
        wanted = self.carry(self.make_groups(self.movements, levels, self.flow), 2)
        self.assertEqual(found, wanted)

    def test_opens_on_the_year(self):
        report = self.env["cobranzas.report"].action_open("monthly")
        self.assertEqual(self.env["cobranzas.report"].browse(report["res_id"]).period, "year")


@tagged("post_install", "-at_install")
class TestReportLedger(FlowsCommon):
    def test_detailed(self):
        for vals, show in self.each_case():
            with self.subTest(**vals):
                rows = show(self.movements)
                found = self.read_report(self.make_flow("ledger", **vals))
                detail = partial(self.detail, cells=self.cells, texts=self.stated)
                wanted = self.make_groups(rows, [by_customer], self.sums, detail)
                self.assertEqual(found, (wanted, self.make_totals(rows, self.sums)))

    def cells(self, rows):
        own = [row for row in rows if not self.opens(row)]
        flow = self.flow(rows)
        pending = sum(row.left for row in own)
        return {"charge": flow["charge"], "credit": flow["credit"], "pending": pending}

    def sums(self, rows):
        return {**self.opened(rows), **self.cells(rows)}

    def stated(self, document):
        states = {self.state(row) for row in document}
        state = states.pop() if len(states) == 1 else "Partly Settled"
        return {**self.texts(document), "state": state}

    def state(self, row):
        """That of the report's last day, in the currency of the document."""
        voided = row.kind == "Void Entry" or (
            row.origin._name == "cobranzas.receipt"
            and row.origin.state == "voided"
            and row.origin.void_date <= self.last
        )
        if voided:
            return "Voided"
        if not row.left and not row.left_company:
            return "Settled"
        return "Pending" if row.left == row.amount else "Partly Settled"

    def test_by_day(self):
        for vals, show in self.each_case():
            with self.subTest(**vals):
                rows = show(self.movements)
                report = self.make_flow("ledger", ledger_level="day", **vals)
                groups, totals = self.read_report(report)
                wanted = self.make_groups(rows, [by_customer, self.by_day], self.flow)
                found = [row for row in groups if row[0] < 2]
                self.assertEqual(found, self.carry(wanted, 1))
                self.assertEqual(totals, self.make_totals(rows, self.flow))
                self.assertEqual([row for row in groups if row[0] == 2], self.slow_detail(rows))

    def slow_detail(self, rows):
        detail = partial(self.detail, cells=self.cells, texts=self.stated)
        found = self.make_groups(rows, [by_customer], lambda mine: {}, detail)
        found = [row for row in found if row[0] == 1]
        for row in found:
            row[3].pop("pending", None)
        return [(2, *row[1:]) for row in found]

    def test_summary(self):
        for vals, show in self.each_case():
            with self.subTest(**vals):
                rows = show(self.movements)
                report = self.make_flow("ledger", ledger_level="summary", **vals)
                found, totals = self.read_report(report)
                self.assertEqual(found, self.make_groups(rows, [by_customer], self.opened))
                self.assertEqual(totals, self.make_totals(rows, self.opened))

    def test_status_at_the_last_day(self):
        """Voided in April: settled, as it stood until then, in a report up to March."""
        for last, wanted in (("2026-03-31", {"Settled"}), ("2026-04-30", {"Voided"})):
            report = self.make_report("ledger", date_from="2026-02-01", date_to=last)
            rows, _totals = self.read_report(report)
            texts = [label for _level, label, *_amounts in rows if isinstance(label, dict)]
            states = {each["state"] for each in texts if each["name"] == self.shared.name}
            self.assertEqual(states, wanted)
