"""Reads what the engine of interest needs of many items, in a constant number of queries."""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from odoo.tools import SQL

from ...engine import interest, interest_notes, minor_units
from .rate_periods import to_decimal


@dataclass(frozen=True, slots=True)
class InterestSegment:
    """Interest of some days of an item, amounts in its currency.

    :param date_from: the day before the first one charged
    :param rate: per cent of the ``period``
    :param amount: below zero where days are deducted, on which it was paid early
    :param partial: the payment it is on; an empty record: what was owed
    """

    date_from: datetime.date
    date_to: datetime.date
    base: float
    days: int
    rate: float
    period: str
    amount: float
    partial: Any = None


@dataclass(frozen=True, slots=True)
class ItemInterest:
    """Interest to charge on an item, in its currency, before taxes.

    :param overdue: how much of the item is charged
    """

    policy: Any = None
    segments: tuple[InterestSegment, ...] = ()
    amount: float = 0.0
    overdue: float = 0.0


class InterestReader:
    """Items, and all that their interest depends on, read at once.

    :param policy: in the place of those the items were posted on, or None
    :param payments: {item: engine's payments} that are not booked yet: their keys are no numbers
    :param grouping: ``customer``, ``salesperson`` or ``instalment``, in the place of what the
        policies say
    """

    def __init__(self, items, policy, payments, grouping=None):
        self.env = items.env
        # sudo: the rows behind items that the caller may read: what paid them, by whichever
        # receipt, and the policies they were posted on
        self.items = items.sudo()
        self.policy = policy and policy.sudo()
        self.grouping = grouping
        self.planned = {item.id: list(given) for item, given in payments.items()}

    def get_interests(self, until):
        """Return {item: ItemInterest} until a day."""
        if not self.items:
            return {}
        self._read()
        rules = self._get_rules(until)
        groups = defaultdict(dict)
        for item in self.items:
            found = interest.get_interest(self._get_instalment(item), rules[item], until)
            groups[self._get_note_key(item)][item] = found
        settled = {}
        for found in groups.values():
            rule = rules[next(iter(found))]
            settled |= zip(found, interest_notes.settle(list(found.values()), rule), strict=True)
        return {
            item.with_env(self.env): self._convert(item, found) for item, found in settled.items()
        }

    def _read(self):
        """Read everything, however many items there are."""
        self.charges = self._get_charges_made()
        self.alternatives = self.items._cobranzas_get_last_alternatives()
        compound = self.items.filtered(lambda item: self._get_policy(item).compound)
        self.notes = self._get_notes(compound) if compound else {}
        noted = self.items.browse().union(*self.notes.values())
        self.payments = self._read_payments(self.items | noted)

    def _get_charges_made(self):
        """Return the periods charged before, by item."""
        return self.items._cobranzas_get_charges_made()

    def _get_notes(self, items):
        """Return the receivable items of the interest notes on ``items``, by item."""
        return items._cobranzas_get_interest_notes()

    # ------------------------------------------------------------------
    # Policies
    # ------------------------------------------------------------------

    def _get_policy(self, item):
        return self.policy or item.cobranzas_interest_policy_id

    def _get_note_key(self, item):
        """Return what the items share that go into one note."""
        policy = self._get_policy(item)
        key = (policy, item.company_id, item.currency_id, item.partner_id.commercial_partner_id)
        if self.grouping == "salesperson":
            return (*key, item._cobranzas_get_salesperson())
        by_customer = policy._is_by_customer()
        if self.grouping:
            by_customer = self.grouping == "customer"
        return key if by_customer else (*key, item)

    def _get_rules(self, until):
        """Return {item: engine's policy}: that of the item, at the rate it was posted on."""
        policies = self.env["cobranzas.interest.policy"].sudo()  # sudo: as the items are
        policies = policies.union(*(self._get_policy(item) for item in self.items))
        of_table = policies.filtered(lambda policy: policy.rate_source == "table")
        tables = (
            self.env["cobranzas.rate"]
            .sudo()  # sudo: as the policies that name them
            ._get_tables(of_table.company_id, set(of_table.mapped("rate_kind")))
            if of_table
            else {}
        )
        made, rules = {}, {}
        for item in self.items:
            policy, currency = self._get_policy(item), item.currency_id
            kept = None
            if not self.policy and item.cobranzas_interest_rate_period:
                kept = (item.cobranzas_interest_rate, item.cobranzas_interest_rate_period)
            key = (policy, currency, kept)
            if key not in made:
                rates = policy._get_rates(tables, currency)
                if kept:
                    rates = (interest.Rate(to_decimal(kept[0]), kept[1]),)
                made[key] = policy._to_engine(rates, currency, until)
            rules[item] = made[key]
        return rules

    # ------------------------------------------------------------------
    # Items
    # ------------------------------------------------------------------

    def _get_instalment(self, item):
        """Return the item as the engine takes it."""
        to_units = item.currency_id._cobranzas_to_minor_units
        payments = (*self.payments.get(item.id, ()), *self.planned.get(item.id, ()))
        alternative = self.alternatives.get(item)
        return interest.Instalment(
            key=item.id,
            # never less than what paid it: what core's exchange entries round is not owed
            amount=max(to_units(item.amount_currency), sum(each.amount for each in payments)),
            due=item.date_maturity or item.date,
            payments=payments,
            charges=tuple(interest.Charge(*charge) for charge in self.charges.get(item, ())),
            alternative=alternative and (alternative[0], to_units(alternative[1])),
            net=self._get_net(item),
            notes=tuple(self._get_note(note) for note in self.notes.get(item, ())),
        )

    def _get_note(self, note):
        """Return the receivable item of an earlier interest note as the engine takes it."""
        payments = tuple(self.payments.get(note.id, ()))
        amount = note.currency_id._cobranzas_to_minor_units(note.amount_currency)
        return interest.Note(
            note.date, max(amount, sum(each.amount for each in payments)), payments
        )

    def _get_net(self, item):
        """Return the share of the item that interest is on."""
        move = item.move_id
        if not self._get_policy(item).base_net or not move.is_invoice(include_receipts=True):
            return Fraction(1)
        to_units = move.currency_id._cobranzas_to_minor_units
        total = to_units(move.amount_total)
        return Fraction(to_units(move.amount_untaxed), total) if total else Fraction(1)

    def _convert(self, item, found):
        """Return the engine's interest in the currency of the item."""
        from_units = item.currency_id._cobranzas_from_minor_units
        partials = self.env["account.partial.reconcile"]
        segments = tuple(
            InterestSegment(
                date_from=each.date_from,
                date_to=each.date_to,
                base=from_units(each.base),
                days=each.days,
                rate=float(each.rate),
                period=each.period,
                amount=from_units(each.amount),
                partial=partials.browse(each.payment if isinstance(each.payment, int) else None),
            )
            for each in found.segments
        )
        policy = self._get_policy(item).with_env(self.env)
        return ItemInterest(policy, segments, from_units(found.amount), from_units(found.overdue))

    # ------------------------------------------------------------------
    # What paid them
    # ------------------------------------------------------------------

    def _read_payments(self, items):
        """Return {item's id: [engine's payments]}: what paid it, on the date that brought it."""
        values = {}
        rows = self._query_partials(items)
        if any(self._get_policy(item).days_by == "values" for item in self.items):
            values = self._query_checks({row["payment"] for row in rows if row["payment"]})
        by_id = {item.id: item for item in items}
        payments = defaultdict(list)
        for row in rows:
            item = by_id[row["item"]]
            amount = item.currency_id._cobranzas_to_minor_units(row["amount"])
            if amount > 0:
                payments[item.id].append(
                    interest.Payment(
                        key=row["id"],
                        date=self._get_date(item, row),
                        amount=amount,
                        values=self._share(amount, values.get(row["payment"], ())),
                        receipt=row["receipt"],
                    )
                )
        return payments

    def _get_date(self, item, row):
        """Return when a payment counts: when the money came, or was applied if the setting says so.

        A credit note counts from its own date in any case.
        """
        by_application = item.company_id.cobranzas_interest_on_account == "application"
        if by_application and row["move_type"] != "out_refund":
            return row["applied"]
        return row["date"]

    def _share(self, amount, checks):
        """Return (date, amount) of the cheques in a payment, in proportion to all of it."""
        if not checks:
            return ()
        shares = minor_units.split(amount, [units for _date, units in checks])
        return tuple((date, share) for (date, _), share in zip(checks, shares, strict=True))

    def _get_partials_sql(self):
        """Return the partials that count as a table, and a condition on each ``partial``."""
        return SQL("account_partial_reconcile"), SQL("TRUE")

    def _query_partials(self, items):
        """Return a row for each posted payment of the items, in one query."""
        env = self.env
        table, counted = self._get_partials_sql()
        env["account.partial.reconcile"].flush_model()
        env["account.move.line"].flush_model(["move_id", "date", "parent_state"])
        env["account.move"].flush_model(["move_type", "origin_payment_id", "cobranzas_receipt_id"])
        env["cobranzas.receipt"].flush_model(["date"])
        return env.execute_query_dict(
            SQL(
                """SELECT partial.id, partial.debit_move_id AS item,
                          partial.debit_amount_currency AS amount, partial.max_date AS applied,
                          COALESCE(receipt.date, credit.date) AS date, move.move_type,
                          move.origin_payment_id AS payment,
                          COALESCE(partial.cobranzas_receipt_id, receipt.id) AS receipt
                     FROM %s partial
                     JOIN account_move_line credit ON credit.id = partial.credit_move_id
                     JOIN account_move move ON move.id = credit.move_id
                LEFT JOIN cobranzas_receipt receipt ON receipt.id = move.cobranzas_receipt_id
                    WHERE partial.debit_move_id = ANY(%s) AND credit.parent_state = 'posted'
                      AND %s
                 ORDER BY partial.id""",
                table,
                list(items.ids),
                counted,
            )
        )

    def _query_checks(self, payment_ids):
        """Return {payment's id: [(date of a cheque, its units)]}, in one query."""
        if not payment_ids:
            return {}
        checks = self.env["l10n_latam.check"].sudo()  # sudo: as the items that they paid
        found = defaultdict(list)
        for check in checks.search_fetch(
            [("payment_id", "in", list(payment_ids))], ["payment_id", "payment_date", "amount"]
        ):
            units = check.currency_id._cobranzas_to_minor_units(check.amount)
            found[check.payment_id.id].append((check.payment_date, units))
        return found
