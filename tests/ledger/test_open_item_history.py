"""Open items of random histories, at random dates, against a naive reckoning (REP-04)."""

import collections
import random
from datetime import timedelta

from odoo.addons.l10n_cobranzas.models.ledger.read_scope import ReadScope
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

ROW = (
    "residual",
    "residual_currency",
    "days_overdue",
    "bucket",
    "partner_id",
    "company_id",
    "currency_id",
    "kind",
    "date",
    "date_due",
)


def naive_kind(item):
    """Say what an item is, by looking at its records."""
    move = item.move_id
    if move.move_type in ("out_invoice", "out_receipt"):
        return "debit_note" if move.debit_origin_id else "invoice"
    if move.move_type == "out_refund":
        return "credit_note"
    if move.reversed_entry_id:
        return "void"
    receipt = move.cobranzas_receipt_id
    if receipt:
        if item in receipt.document_ids.move_line_id:
            return "document"
        return receipt.kind
    if move.origin_payment_id:
        return "payment"
    if move.journal_id == item.company_id.currency_exchange_journal_id:
        return "exchange"
    return "entry"


def naive_bucket(days, ages):
    """Return the key of the age of a debt ``days`` past its due date."""
    return str(sum(days > age for age in (0, *ages)))


@tagged("post_install", "-at_install")
class TestOpenItemHistory(RandomHistoryCommon):
    # ------------------------------------------------------------------
    # The naive reckoning
    # ------------------------------------------------------------------

    def _receivables(self):
        return self.env["account.move.line"].search(
            [("account_id.account_type", "=", "asset_receivable"), ("parent_state", "=", "posted")]
        )

    def _naive(self, day=None):
        """Return {item id: values} of what is open at ``day``, all partials added up one by one."""
        taken = collections.Counter()
        for partial in (*self.env["account.partial.reconcile"].search([]), *self._undone(day)):
            if day is None or partial.max_date <= day:
                debit, credit = partial.debit_move_id.id, partial.credit_move_id.id
                taken[debit, "residual"] += partial.amount
                taken[credit, "residual"] -= partial.amount
                taken[debit, "residual_currency"] += partial.debit_amount_currency
                taken[credit, "residual_currency"] -= partial.credit_amount_currency
        found = {}
        for item in self._receivables():
            local = item.company_currency_id.round(item.balance - taken[item.id, "residual"])
            own = item.currency_id.round(item.amount_currency - taken[item.id, "residual_currency"])
            if (day is None or item.date <= day) and (local or own):
                found[item.id] = self._naive_row(item, day or self.today, local, own)
        return found

    def _undone(self, day):
        """Return the partials that were undone after ``day``."""
        undone = self.env["cobranzas.undone.partial"]
        return undone.search([("date_undone", ">", day)]) if day else undone

    def _naive_row(self, item, day, local, own):
        due = item.date_maturity or item.date
        return {
            "residual": local,
            "residual_currency": own,
            "days_overdue": max((day - due).days, 0),
            "bucket": naive_bucket((day - due).days, (15, 30, 60, 90)),
            "partner_id": item.partner_id.commercial_partner_id.id,
            "company_id": item.company_id.id,
            "currency_id": item.currency_id.id,
            "kind": naive_kind(item),
            "date": item.date,
            "date_due": due,
        }

    def _naive_checks(self, day):
        """Return {id: values} of the cheques in hand at ``day`` and payable after it."""
        found = {}
        for check in self.env["l10n_latam.check"].search([]):
            payment, receipt = check.payment_id, check.payment_id.cobranzas_receipt_id
            voided = receipt.state == "voided" and receipt.void_date <= day
            if payment.date <= day < check.payment_date and not voided:
                item = payment.move_id.line_ids.filtered_domain(
                    [("account_id", "=", payment.outstanding_account_id.id)]
                )
                booked = item.balance * check.amount / item.amount_currency
                found[-check.id] = {
                    "residual": -payment.company_id.currency_id.round(booked),
                    "residual_currency": -check.amount,
                    "days_overdue": 0,
                    "bucket": "0",
                    "partner_id": payment.partner_id.commercial_partner_id.id,
                    "company_id": payment.company_id.id,
                    "currency_id": payment.currency_id.id,
                    "kind": "postdated_check",
                    "date": payment.date,
                    "date_due": check.payment_date,
                }
        return found

    # ------------------------------------------------------------------
    # What the model says
    # ------------------------------------------------------------------

    def _found(self, day=None, **context):
        model = self.env["cobranzas.open.item"].with_context(cobranzas_date=day, **context)
        rows = model.search_read([], ROW, load=None)
        found = {row.pop("id"): row for row in rows}
        self.assertEqual(len(found), len(rows), "an item is listed twice")
        return found

    def assertRows(self, found, wanted, message=None):
        """Compare rows by id; the failure shows those that differ, and no others."""
        ids = {key for key in found.keys() | wanted.keys() if found.get(key) != wanted.get(key)}
        self.assertEqual(
            {key: found.get(key) for key in ids}, {key: wanted.get(key) for key in ids}, message
        )

    def _totals(self, rows):
        """Return {(customer, company, currency): total} of rows, what is zero left out."""
        sums = collections.Counter()
        for row in rows.values():
            key = tuple(row[field] for field in ("partner_id", "company_id", "currency_id"))
            sums[key] += row["residual_currency"]
        return {key: round(total, 3) for key, total in sums.items() if round(total, 3)}

    def _days(self, rng, count):
        days = [self.today - timedelta(days=BEFORE + 1), self.today]
        days += [self.today + timedelta(days=400)]
        spread = range(-BEFORE, AFTER + 60)
        return days + [self.today + timedelta(days=n) for n in rng.sample(spread, count)]

    # ------------------------------------------------------------------
    # Tests
    # ------------------------------------------------------------------

    def test_any_date_of_any_history(self):
        """Each line at each date, and their sum the balance of the receivable accounts."""
        done = collections.Counter()
        steps = STEPS | BACKWARDS | UNDOING | REDATING
        for seed in range(3):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                history = History(self, seed, steps)
                history.go_on(70)
                done.update(history.done)
                for day in self._days(random.Random(seed), 9):
                    self._check_day(day)
                self._check_today()
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(set(done), set(steps), done)

    def test_what_was_seen_on_the_day(self):
        """A report of a past day tells what one printed on that day told, line by line.

        What happens later leaves no trace in it: what a receipt or an application decides counts
        from its date, and what was undone since counts until it was undone.
        """
        told = {"application": 3, "void": 4, "reverse": 2}
        self._check_snapshots(STEPS | told, "lines")

    def test_totals_seen_on_the_day(self):
        """With items that core reconciled or unreconciled, each customer's total stays the same.

        Lines may differ: what core reconciles by hand counts from the later of the two items'
        dates, though it was made after, and a correction has no date: the debt it paid and the
        credit it took, of one amount and currency, are both open again at that day, or both
        settled.
        """
        self._check_snapshots(STEPS | BACKWARDS | UNDOING, "totals")

    def _check_snapshots(self, steps, what, **options):
        for seed in range(20, 22):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                history = History(self, seed, steps, backdated=False, crossing=False, **options)
                snapshots = {}
                for month in range(1, 5):
                    history.go_on(15, self.start + timedelta(days=BEFORE * month // 4))
                    snapshots[history.day] = self._found(history.day, cobranzas_postdated=True)
                    history.day += timedelta(days=1)
                history.go_on(15, self.today + timedelta(days=AFTER))
                for day, seen in snapshots.items():
                    now = self._found(day, cobranzas_postdated=True)
                    if what == "totals":
                        seen, now = self._totals(seen), self._totals(now)
                    self.assertRows(now, seen, day)
                savepoint.rollback()
            self.env.invalidate_all()

    def _check_day(self, day):
        naive = self._naive(day)
        self.assertRows(self._found(day), naive, day)
        checks = self._naive_checks(day)
        found = self._found(day, cobranzas_postdated=True)
        self.assertRows(found, naive | checks, day)
        self._check_ways(day, naive)
        ledger = self._receivables().filtered(lambda item: item.date <= day)
        self.assertAlmostEqual(
            sum(row["residual"] for row in naive.values()), sum(ledger.mapped("balance")), 2, day
        )

    def _check_ways(self, day, naive):
        """The same by the ways that are quicker: of a few customers, and summed over parts."""
        model = self.env["cobranzas.open.item"].with_context(cobranzas_date=day)
        for partners in (self.customers[:1], self.customers[1:3], self.contacts):
            found = model.search([("partner_id", "in", partners.ids)])
            wanted = {key for key, row in naive.items() if row["partner_id"] in partners.ids}
            self.assertEqual(set(found.ids), wanted, day)
        groups = model._with_scope(ReadScope(date=day, by_parts=True))._read_group(
            [], ["partner_id", "company_id", "currency_id"], ["residual_currency:sum"]
        )
        sums = {tuple(key.id for key in group): round(total, 3) for *group, total in groups}
        self.assertEqual(
            {key: total for key, total in sums.items() if total}, self._totals(naive), day
        )

    def _check_today(self):
        """Without a date, core's own residual of every open item."""
        found = self._found()
        self.assertRows(found, self._naive())
        core = {
            item.id: (item.amount_residual, item.amount_residual_currency)
            for item in self._receivables()
            if not item.reconciled
        }
        self.assertEqual(
            {key: (row["residual"], row["residual_currency"]) for key, row in found.items()}, core
        )
