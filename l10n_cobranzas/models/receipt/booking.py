"""What posting receipts makes in the ledger, each thing held by its key."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from odoo.fields import Command

from .own_rates import OwnRates
from .receipt_entries import QUIET


@dataclass(frozen=True, slots=True)
class ItemKey:
    """What a journal item of a receipt is: its role in the entry, and the record it is made for.

    ``tax``: of a withholding. ``value``: where the payment of a value rests; ``given``: where
    that of the change does. ``debts``: what a source
    pays of the debts that share ``part``, their reconcile key, or of one at a rate of its own.
    ``on_account``: what a source
    has left. ``cents``: of re-expression. ``taken``: from the owner of a credit. ``own``: what
    a source of the settlement entry became. ``written_off`` and ``loss``: a debt paid short
    within the tolerance. ``overpaid`` and ``gain``: a source that paid over. ``change``: given
    back out of a value.
    """

    role: str
    record: Any
    part: Hashable = None


class ReceiptBooking:
    """Books receipts by their plans: payments, entries and allocations, in batches (DESIGN 5).

    The receipt and its sources prepare values (``_prepare_*_vals``); the booking keeps the
    journal item that each became, by ``ItemKey``.
    """

    def __init__(self, receipts, plans):
        """Take receipts and their plans, {receipt: Plan}, whose keys are records."""
        self.env = receipts.env
        self.receipts = receipts
        self.plans = plans
        self.own_rates = OwnRates(plans)
        self.items = {}
        self.payments = self.env["account.payment"]

    #: for the sources, which prepare items of their own
    get_key = ItemKey

    def get_plan(self, source):
        """Return the plan of the receipt that a source is of."""
        return self.plans[source.receipt_id]

    # ------------------------------------------------------------------
    # Entries
    # ------------------------------------------------------------------

    def create_entries(self):
        """Create payments, entries of withholdings and settlements, each kind in one batch."""
        self._create_payments()
        self.create_withholding_entries(self.receipts.withholding_ids)
        self._create_settlements()

    def post(self):
        """Post what was created."""
        self.receipts.move_ids.with_context(**QUIET)._post(soft=False)
        self.payments.with_context(**QUIET).action_post()

    def _create_moves(self, vals_list, keys):
        """Create entries, and keep every item by its key.

        This is the only place that tells which item was made of which values: Odoo creates the
        items of an entry in the order of its commands, so their ids follow the keys.

        :param vals_list: values of the entries, with ``line_ids``
        :param keys: for each entry, the keys of its items in the order of ``line_ids``
        """
        if not vals_list:
            return self.env["account.move"]
        moves = self.env["account.move"].with_context(**QUIET).create(vals_list)
        for move, names in zip(moves, keys, strict=True):
            self.items.update(zip(names, move.line_ids.sorted("id"), strict=True))
        return moves

    def _create_payments(self):
        """Create every payment of the receipts, with its entry, in one batch each."""
        values = self.receipts.value_ids
        payments = self._create_bare_payments([value._prepare_payment_vals() for value in values])
        items = {}
        for value, payment in zip(values, payments, strict=True):
            value.payment_id = payment
            items[value] = self._prepare_payment_items(value)
        giving = self.receipts.filtered("amount_change")
        excess = [self._get_excess(receipt, items) for receipt in giving]
        change = self._create_bare_payments(
            [
                receipt._prepare_change_payment_vals(taken.values())
                for receipt, taken in zip(giving, excess, strict=True)
            ]
        )
        given = [
            self._prepare_change_items(payment, taken)
            for payment, taken in zip(change, excess, strict=True)
        ]
        self.payments = payments | change
        self._create_payment_entries([*items.values(), *given])

    def _create_bare_payments(self, vals_list):
        payments = self.env["account.payment"].with_context(**QUIET)
        if not vals_list:
            return payments
        self._fill_outstanding_accounts(vals_list)
        return payments.create(vals_list)

    def _fill_outstanding_accounts(self, vals_list):
        """Name the account of every payment before it is made, where its method names none.

        A receipt always reaches the ledger, also where core would make payments without
        entries. Cheques stay in the portfolio's own account.
        """
        found = {}
        for vals in vals_list:
            method = self.env["account.payment.method.line"].browse(vals["payment_method_line_id"])
            if method.payment_account_id or vals.get("outstanding_account_id"):
                continue
            if method.code == "new_third_party_checks":
                vals["outstanding_account_id"] = method.journal_id.default_account_id.id
                continue
            key = (vals["company_id"], vals["payment_type"])
            if key not in found:
                payment = self.env["account.payment"].new({"company_id": key[0]})
                found[key] = payment._get_outstanding_account(key[1]).id
            vals["outstanding_account_id"] = found[key]

    def _create_payment_entries(self, items):
        vals_list = [
            {
                **payment._generate_move_vals(
                    line_ids=[Command.create(vals) for vals in rows.values()]
                ),
                "cobranzas_receipt_id": payment.cobranzas_receipt_id.id,
            }
            for payment, rows in zip(self.payments, items, strict=True)
        ]
        moves = self._create_moves(vals_list, items)
        for payment, move in zip(self.payments, moves, strict=True):
            payment.move_id = move

    def create_withholding_entries(self, rows):
        """Book certificates: one entry each, on its own date, in one batch (DESIGN 5)."""
        items = [row._prepare_entry_items(self) for row in rows]
        vals_list = [
            {
                **row.receipt_id._prepare_settlement_vals(made.values(), row.date),
                "ref": row._get_entry_ref(),
            }
            for row, made in zip(rows, items, strict=True)
        ]
        for row, move in zip(rows, self._create_moves(vals_list, items), strict=True):
            row.move_id = move

    def _create_settlements(self):
        """Create the settlement entries in one batch: what is no payment and no withholding."""
        items = {receipt: self._prepare_settlement_items(receipt) for receipt in self.receipts}
        items = {receipt: made for receipt, made in items.items() if made}
        self._create_moves(
            [receipt._prepare_settlement_vals(made.values()) for receipt, made in items.items()],
            items.values(),
        )

    # ------------------------------------------------------------------
    # Items of the entries
    # ------------------------------------------------------------------

    def _prepare_payment_items(self, value):
        """Return {key: item values} of a value's payment, at the receipt's rates."""
        payment = value.payment_id
        balance = value.receipt_id._to_company_currency(value.amount, value.currency_id)
        liquidity = payment._prepare_move_line_default_vals(force_balance=balance)[0]
        return {
            ItemKey("value", value): liquidity,
            **self.prepare_source_items(value, balance, payment.destination_account_id),
        }

    def _get_excess(self, receipt, items):
        """Return {value: on-account item values} for what the change is given out of."""
        return {
            value: items[value][ItemKey("on_account", value)]
            for value in receipt.value_ids.filtered(self.plans[receipt].left.get)
        }

    def _prepare_change_items(self, payment, excess):
        """Return the items of the payment that gives change: it takes back what is in excess."""
        balance = sum(vals["balance"] for vals in excess.values())
        liquidity = payment._prepare_move_line_default_vals(force_balance=balance)[0]
        items = {ItemKey("given", payment): liquidity}
        for value, vals in excess.items():
            items[ItemKey("change", value)] = {
                **vals,
                "name": liquidity["name"],
                "amount_currency": -vals["amount_currency"],
                "balance": -vals["balance"],
            }
        return items

    def _prepare_settlement_items(self, receipt):
        """Return {key: item values} of the settlement entry: sources and rounding (REC-09)."""
        made = self.plans[receipt]
        items = {}
        for source in made.funds:
            items |= self._prepare_fund_items(source)
        for line, units in made.written_off.items():
            amount = line.currency_id._cobranzas_from_minor_units(units)
            balance = self.own_rates.get(None, line)
            if balance is None:
                balance = receipt._to_company_currency(amount, line.currency_id)
            items[ItemKey("written_off", line)] = receipt._prepare_debts_item_vals(
                line, amount, -balance
            )
            items[ItemKey("loss", line)] = receipt._prepare_rounding_item_vals(
                amount, balance, line.currency_id
            )
        if not receipt._keeps_excess():
            for source in made.left:
                on_account = self.items.get(ItemKey("on_account", source))
                if on_account:  # of an entry of the source's own
                    items |= self._prepare_overpaid_items(source, on_account)
        return items

    def _prepare_overpaid_items(self, source, item):
        """Return the items that move ``item``, on account, to the rounding gain."""
        receipt = source.receipt_id
        return {
            ItemKey("overpaid", source): receipt._prepare_overpaid_item_vals(item),
            ItemKey("gain", source): receipt._prepare_rounding_item_vals(
                item.amount_currency, item.balance, item.currency_id
            ),
        }

    def _prepare_fund_items(self, source):
        """Return {key: item values} of a source in the settlement entry.

        What it has left, within the tolerance, goes straight to the gain: it never was on account.
        """
        items = source._prepare_settlement_items(self)
        receipt, on_account = source.receipt_id, ItemKey("on_account", source)
        if on_account in items and not receipt._keeps_excess() and not source._is_deferred():
            vals = items.pop(on_account)
            currency = self.env["res.currency"].browse(vals["currency_id"])
            items[ItemKey("gain", source)] = receipt._prepare_rounding_item_vals(
                vals["amount_currency"], vals["balance"], currency
            )
        return items

    def prepare_source_items(self, source, balance, account):
        """Return the items that credit receivables with what ``source`` pays, by key.

        One per customer, account and currency of the documents, then one for what pays none,
        on ``account``. ``balance``, in company currency, is shared over them so that the entry
        balances to the unit whatever the currencies. What a foreign source pays in yet another
        currency is cancelled at that one's rate, and a document at its own at its own; the cents
        of re-expression are rounding.
        """
        receipt, made = source.receipt_id, self.get_plan(source)
        company_currency = receipt.company_id.currency_id
        groups = self._group_shares(made, source)
        weights = [sum(share.amount for share in shares) for shares in groups.values()]
        weights += [made.left[source]] if source in made.left else []
        balances = company_currency._cobranzas_split(balance, weights)
        items, cents = {}, 0.0
        for (key, shares), share_balance in zip(groups.items(), balances, strict=False):
            vals = self._prepare_shares_item_vals(receipt, shares, -share_balance)
            stated = self._get_stated_balance(source, shares, vals["amount_currency"])
            if stated is not None:
                vals["balance"] = stated
                cents += share_balance + stated
            items[ItemKey("debts", source, key)] = vals
        if source in made.left:
            items[ItemKey("on_account", source)] = receipt._prepare_on_account_item_vals(
                source, account, made.get_left(source), -balances[-1]
            )
        cents = company_currency.round(cents)
        if cents:  # documents paid in another, foreign currency: re-expression (REC-12)
            items[ItemKey("cents", source)] = receipt._prepare_rounding_item_vals(
                -cents, -cents, company_currency
            )
        return items

    def _get_stated_balance(self, source, shares, amount):
        """Return the balance of the item of some shares where a rate states it, else None.

        :param amount: of the item, negative, in the documents' currency
        """
        own = self.own_rates.get(source, shares[0].debt)
        if own is not None:
            return -own
        receipt, currency = source.receipt_id, shares[0].debt.currency_id
        company_currency = receipt.company_id.currency_id
        if currency == company_currency or source.currency_id not in (company_currency, currency):
            return receipt._to_company_currency(amount, currency)
        return None

    def _group_shares(self, made, source):
        """Group what a source pays by what one item can pay: {part: [shares]}."""
        groups = {}
        for share in made.get_shares(source):
            groups.setdefault(OwnRates.get_part(share), []).append(share)
        return groups

    def _prepare_shares_item_vals(self, receipt, shares, balance):
        lines = shares[0].debt.union(*(share.debt for share in shares))
        units = sum(share.debt_amount for share in shares)
        amount = lines[0].currency_id._cobranzas_from_minor_units(units)
        return receipt._prepare_debts_item_vals(lines, amount, balance)

    # ------------------------------------------------------------------
    # What the entries are tied to
    # ------------------------------------------------------------------

    def link_sources(self):
        """Tie each source of a settlement entry to the item that it became."""
        for key, item in self.items.items():
            if key.role == "own":
                key.record[key.record._entry_field] = item

    def link_checks(self):
        """Tie each cheque typed to the one of the payment, made in the same order."""
        for value in self.receipts.value_ids.filtered("is_check"):
            typed = value.check_ids.sorted("id")
            made = value.payment_id.l10n_latam_new_check_ids.sorted("id")
            for check, new in zip(typed, made, strict=True):
                check.check_id = new

    def allocate(self):
        """Allocate every pair of the receipts at once, by the ledger's one entry point."""
        balances = self._get_balance_pairs()
        allocations, owners, booked = [], [], []
        for receipt, made in self.plans.items():
            pairs = [*self._get_direct_pairs(made), *self._get_share_pairs(made)]
            booked += [
                self.own_rates.get_booked(each.source, each.debt)
                for each in (*made.direct, *made.shares)
            ]
            for pair, taken in balances.get(receipt, []):
                pairs.append(pair)
                booked.append(taken)
            allocations += pairs
            owners += [receipt] * len(pairs)
        self.env["account.move.line"]._cobranzas_allocate(allocations, owners, booked)

    def _get_direct_pairs(self, made):
        """Return (debit, credit, amount in the debit's currency) for credits paying as they are."""
        return [
            (
                piece.debt.move_line_id,
                piece.source.move_line_id,
                piece.debt.currency_id._cobranzas_from_minor_units(piece.amount),
            )
            for piece in made.direct
        ]

    def _get_share_pairs(self, made):
        """Return the pairs of what sources pay by the items made of them."""
        return [
            (
                share.debt.move_line_id,
                self.items[ItemKey("debts", share.source, OwnRates.get_part(share))],
                share.debt.currency_id._cobranzas_from_minor_units(share.debt_amount),
            )
            for share in made.shares
        ]

    def _get_balance_pairs(self):
        """Return {receipt: [(pair, what is booked of it)]} of the items that use a balance,
        settle it or give it back."""
        pairs = {}
        for key, item in self.items.items():
            pair = self._get_balance_pair(key, item)
            if pair:
                booked = self.own_rates.get_booked_balance(key, item)
                pairs.setdefault(key.record.receipt_id, []).append((pair, booked))
        return pairs

    def _get_balance_pair(self, key, item):
        record = key.record
        if key.role in ("overpaid", "change"):
            return item, self.items[ItemKey("on_account", record)], item.amount_currency
        if key.role == "taken":
            return item, record.move_line_id, item.amount_currency
        if key.role == "written_off":
            return record.move_line_id, item, -item.amount_currency
        if key.role in ("value", "own") and record._get_settled_item():
            return item, record._get_settled_item(), record.amount
        return None
