"""The ledger of receivables: lines up to any date sum to what is open at it (REP-03, REP-08)."""

import collections
import random
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.random_history import (
    AFTER,
    BACKWARDS,
    BEFORE,
    REDATING,
    STEPS,
    UNDOING,
    History,
    RandomHistoryCommon,
)

KEYS = ("partner_id", "company_id", "currency_id")
AMOUNTS = ("charge", "credit", "balance")
COMPANY_AMOUNTS = ("charge_company", "credit_company", "balance_company")
ROW = (*KEYS, *AMOUNTS, *COMPANY_AMOUNTS, "date", "month", "is_conversion", "kind", "name", "state")
#: what a line says whenever it is seen, and what it says of the date it is seen at
SAME = [name for name in ROW if name != "state"]
BALANCES = ("balance", "balance_company")
AT_DATE = ("residual_currency", "residual", "settled", "settled_company")


@tagged("post_install", "-at_install")
class TestLedgerLineHistory(RandomHistoryCommon):
    def _lines(self, domain=()):
        return self.env["cobranzas.ledger.line"].search_read(list(domain), ROW, load=None)

    def _sum(self, rows, *fields, keys=KEYS):
        """Return {values of keys: sums} of rows, rounded; what is zero left out."""
        sums = collections.defaultdict(lambda: [0.0] * len(fields))
        for row in rows:
            found = sums[tuple(row[key] for key in keys)]
            for number, field in enumerate(fields):
                found[number] += row[field]
        rounded = {key: [round(value, 3) + 0.0 for value in v] for key, v in sums.items()}
        return {key: values for key, values in rounded.items() if any(values)}

    # ------------------------------------------------------------------
    # Random histories
    # ------------------------------------------------------------------

    def test_sums_to_what_is_open(self):
        """Per customer and currency, in the currency and in the company's."""
        steps = STEPS | BACKWARDS | UNDOING | REDATING
        conversions = 0
        for seed in range(40, 42):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                History(self, seed, steps).go_on(60)
                lines = self._lines()
                conversions += sum(line["is_conversion"] for line in lines)
                self._check_lines(lines)
                rng = random.Random(seed)
                for days in (0, 400, *rng.sample(range(-BEFORE, AFTER + 60), 12)):
                    self._check_day(lines, self.today + timedelta(days=days))
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertGreater(conversions, 5)

    def _check_lines(self, lines):
        for line in lines:
            for charge, credit, balance in (AMOUNTS, COMPANY_AMOUNTS):
                self.assertGreaterEqual(min(line[charge], line[credit]), 0, line)
                self.assertEqual(line[charge] - line[credit], line[balance], line)
            self.assertEqual(line["month"], line["date"].replace(day=1))
            self.assertTrue(line["name"] and line["kind"] and line["state"], line)

    def _check_day(self, lines, day):
        known = {line["id"]: line for line in lines if line["date"] <= day}
        open_items = self.env["cobranzas.open.item"].with_context(cobranzas_date=day)
        rows = open_items.search_read([], [*KEYS, "residual_currency", "residual"], load=None)
        self.assertEqual(
            self._sum(known.values(), "balance", "balance_company"),
            self._sum(rows, "residual_currency", "residual"),
            day,
        )
        # in the company's currency a debt paid in another one is no movement
        own = [line for line in known.values() if not line["is_conversion"]]
        keys = ("partner_id", "company_id")
        self.assertEqual(
            self._sum(own, "balance_company", keys=keys), self._sum(rows, "residual", keys=keys)
        )
        self._check_lines_at(day, known, {row["id"]: row for row in rows})

    def _check_lines_at(self, day, known, left):
        """Seen at the date, each line says what was left of its item, and so how it stood."""
        lines = self.env["cobranzas.ledger.line"].with_context(cobranzas_date=day)
        lines = lines.search_read([], [*ROW, *AT_DATE, "receipt_id"], load=None)
        self.assertEqual({line["id"] for line in lines}, known.keys())
        receipts = self.env["cobranzas.receipt"].browse({line["receipt_id"] for line in lines})
        voided = {r.id for r in receipts if r.id and r.void_date and r.void_date <= day}
        for line in lines:
            self.assertEqual([line[f] for f in SAME], [known[line["id"]][f] for f in SAME])
            residuals = [left.get(line["id"], {}).get(field, 0) for field in AT_DATE[:2]]
            self.assertEqual([line[field] for field in AT_DATE[:2]], residuals, line)
            for field, amount, residual in zip(AT_DATE[2:], BALANCES, residuals, strict=True):
                self.assertAlmostEqual(line[field], line[amount] - residual, 3, line)
            if line["receipt_id"] in voided or line["kind"] == "void":
                wanted = "voided"
            elif not any(residuals):
                wanted = "settled"
            else:
                wanted = "open" if residuals[0] == line["balance"] else "partial"
            self.assertEqual(line["state"], wanted, (day, line))

    # ------------------------------------------------------------------
    # What each line is
    # ------------------------------------------------------------------

    def _kinds(self, moves):
        """Return {(kind, charge, credit, state)} of the lines of entries."""
        lines = self._lines([("move_id", "in", moves.ids)])
        return {(row["kind"], row["charge"], row["credit"], row["state"]) for row in lines}

    def assertKinds(self, moves, *rows):
        self.assertEqual(self._kinds(moves), set(rows))

    def test_documents(self):
        """An invoice, a debit note, a credit note: one that is partly paid, settled, open."""
        invoice = self.invoice(1000)
        note = invoice.move_id.copy({"debit_origin_id": invoice.move_id.id, "date": "2026-01-12"})
        note.action_post()
        credit = self.invoice(300, move_type="out_refund")
        (invoice | credit).reconcile()
        self.assertKinds(invoice.move_id, ("invoice", 1000, 0, "partial"))
        self.assertKinds(note, ("debit_note", 1000, 0, "open"))
        self.assertKinds(credit.move_id, ("credit_note", 0, 300, "settled"))

    def test_receipts(self):
        """A receipt, an application that carries a credit across currencies, and a void."""
        receipt = self.receipt([(self.invoice(1000), 600)], [self.cash_value(750)])
        receipt.action_post()
        self.assertKinds(
            receipt.move_ids, ("receipt", 0, 600, "settled"), ("receipt", 0, 150, "open")
        )
        credit = self.item(receipt.move_ids).filtered("amount_residual")
        debt = self.invoice(1, currency=self.foreign[2], date="2026-04-01")
        application = self.receipt([debt, (credit, -6.61)], kind="application", date="2026-05-02")
        application.action_post()
        self.assertKinds(
            application.move_ids,
            ("application", 6.61, 0, "settled"),
            ("application", 0, 1, "settled"),
        )
        receipt = self.receipt([], [self.cash_value(20)])
        receipt.action_post()
        receipt.action_void("2026-02-10", "Error")
        self.assertKinds(receipt.move_ids, ("receipt", 0, 20, "voided"), ("void", 20, 0, "voided"))

    def test_a_document_received(self):
        """The document is a charge of its own; the entry it pays with, a receipt."""
        paper = {"name": "77", "amount": 500, "date_due": "2026-05-01"}
        receipt = self.receipt([self.invoice(500)], document_ids=[Command.create(paper)])
        receipt.action_post()
        self.assertKinds(
            receipt.move_ids, ("document", 500, 0, "open"), ("receipt", 0, 500, "settled")
        )

    def test_what_core_makes(self):
        """A payment in another currency, its conversion on both sides, an exchange difference."""
        euros = self.foreign[1]
        invoice = self.invoice(100, currency=euros, date=self.start)
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.move_id.ids
        )
        day = self.start + timedelta(days=100)
        wizard = wizard.create({"payment_date": day, "currency_id": self.company.currency_id.id})
        payment = wizard._create_payments().move_id
        self.assertEqual(wizard.amount, 101010)
        self.assertKinds(
            payment, ("payment", 0, 101010, "settled"), ("conversion", 0, 100, "settled")
        )
        self.assertKinds(
            invoice.move_id,
            ("invoice", 100, 0, "settled"),
            ("conversion", 101010, 0, "settled"),
        )
        exchange = invoice.matched_credit_ids.credit_move_id.move_id - payment
        self.assertKinds(exchange, ("exchange", 0, 0, "settled"))
        (row,) = self._lines([("move_id", "in", exchange.ids)])
        self.assertEqual((row["charge_company"], row["credit_company"]), (0, 7327))
        entry = self.invoice(10).move_id._reverse_moves([{"date": "2026-02-01"}])
        entry.action_post()
        self.assertKinds(entry, ("credit_note", 0, 10, "settled"))
