"""A reference for the reports: the ledger of customers, read item by item.

Plain Python over journal items and their reconciliations, from the first day on: nothing of it
comes from the models that the reports read.
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from .reports import ReportsCommon, plain_amounts


@dataclass
class Movement:
    """A charge (above zero) or a credit on a customer's account, and what is left of it."""

    id: int
    line: object
    name: str
    kind: str
    ref: str
    origin: object
    partner: object
    salesperson: object
    company: object
    currency: object
    date: date
    due: date
    amount: float
    amount_company: float
    left: float = 0.0
    left_company: float = 0.0
    is_conversion: bool = False

    def in_company_currency(self):
        """Return the movement as booked."""
        return replace(
            self,
            currency=self.company.currency_id,
            amount=self.amount_company,
            left=self.left_company,
        )


class ReferenceLedgerCommon(ReportsCommon):
    # ------------------------------------------------------------------
    # The ledger, item by item
    # ------------------------------------------------------------------

    @classmethod
    def read_movements(cls, day):
        """Return every charge and credit up to ``day``, with what was left of it that day."""
        items = cls.env["account.move.line"].search(
            [
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("date", "<=", day),
            ],
            order="date, id",
        )
        return [
            *map(lambda item: cls._read_item(item, day), items),
            *(row for item in items for row in cls._read_conversions(item, day)),
        ]

    @classmethod
    def _read_item(cls, item, day):
        amount, company = item.amount_currency, item.balance
        for partial in cls._read_partials(item, day):
            if partial.max_date > day:
                continue
            if partial.debit_move_id == item:
                amount -= partial.debit_amount_currency
                company -= partial.amount
            else:
                amount += partial.credit_amount_currency
                company += partial.amount
        return Movement(
            id=item.id,
            date=item.date,
            due=item.date_maturity or item.date,
            amount=item.amount_currency,
            amount_company=item.balance,
            left=round(amount, 2),
            left_company=round(company, 2),
            **cls._describe(item, item),
        )

    @classmethod
    def _read_partials(cls, item, day):
        """Return the reconciliations of an item, with those that were undone after ``day``."""
        sides = ["|", ("debit_move_id", "=", item.id), ("credit_move_id", "=", item.id)]
        undone = cls.env["cobranzas.undone.partial"].search([("date_undone", ">", day), *sides])
        return [*(item.matched_credit_ids | item.matched_debit_ids), *undone]

    @classmethod
    def _read_conversions(cls, item, day):
        """What items of another currency paid of it: no journal item of its currency says so."""
        for partial in cls._read_partials(item, day):
            if partial.max_date > day or partial.debit_currency_id == partial.credit_currency_id:
                continue
            is_debit = partial.debit_move_id == item
            other = partial.credit_move_id if is_debit else partial.debit_move_id
            sign = -1 if is_debit else 1
            amount = partial.debit_amount_currency if is_debit else partial.credit_amount_currency
            vals = cls._describe(item, other)
            yield Movement(
                id=-2 * (partial.partial_id if "partial_id" in partial else partial.id)
                - (not is_debit),
                date=partial.max_date,
                due=partial.max_date,
                amount=sign * amount,
                amount_company=sign * partial.amount,
                is_conversion=True,
                **{**vals, "kind": "Paid in Another Currency"},
            )

    @classmethod
    def _describe(cls, item, told):
        """Return whose account it is on, and which document ``told`` belongs to."""
        move = told.move_id
        document = cls.env["cobranzas.document"].search([("move_line_id", "=", item.id)])
        receipt = move.cobranzas_receipt_id
        return {
            "line": item,
            "name": (receipt and (document.name or receipt.name)) or move.name,
            "kind": cls._read_kind(move, document),
            "ref": "" if told.move_id.cobranzas_receipt_id else told.ref or "",
            "origin": receipt or move,
            "partner": item.partner_id.commercial_partner_id,
            "salesperson": move.invoice_user_id or item.partner_id.commercial_partner_id.user_id,
            "company": item.company_id,
            "currency": item.currency_id,
        }

    @classmethod
    def _read_kind(cls, move, document):
        receipt = move.cobranzas_receipt_id
        if move.move_type == "out_refund":
            return "Credit Note"
        if move.move_type == "out_invoice":
            return "Debit Note" if move.debit_origin_id else "Invoice"
        if move.reversed_entry_id:
            return "Void Entry"
        if document:
            return "Document Received"
        if receipt:
            return "Application of Credits" if receipt.kind == "application" else "Receipt"
        if move.origin_payment_id:
            return "Payment"
        is_exchange = move.journal_id == move.company_id.currency_exchange_journal_id
        return "Exchange Difference" if is_exchange else "Journal Entry"

    # ------------------------------------------------------------------
    # Tables, row by row
    # ------------------------------------------------------------------

    def make_groups(self, rows, levels, sums, details=None, currency=None, depth=0):
        """Return the rows of a table as ``read_report`` does.

        :param levels: functions from a movement to what sorts its group and the group's name
        :param sums: function from the movements of a group to its amounts by column
        :param details: function from the movements of a group to its rows of detail
        """
        found, groups = [], {}
        for row in rows:
            if currency in (None, row.currency):
                groups.setdefault((*levels[depth](row), row.currency), []).append(row)
        for key in sorted(groups, key=lambda key: (key[0], key[2].id)):
            mine = groups[key]
            if depth < len(levels) - 1:
                below = self.make_groups(mine, levels, sums, details, key[2], depth + 1)
            else:
                below = [
                    (depth + 1, texts, key[2].name, plain_amounts(amounts))
                    for texts, amounts in (details(mine) if details else ())
                ]
            amounts = plain_amounts(sums(mine))
            if amounts or below:
                found += [(depth, key[1], key[2].name, amounts), *below]
        return found

    def make_totals(self, rows, sums):
        """Return the totals of a table as ``read_report`` does."""
        found = []
        for currency in sorted({row.currency for row in rows}, key=lambda each: each.id):
            mine = [row for row in rows if row.currency == currency]
            if any(row.amount for row in mine):
                found.append((currency.name, plain_amounts(sums(mine))))
        return found


def by_customer(row):
    return by_name(row.partner.complete_name)


def by_name(name):
    """Sort as people do: accents and capitals aside; what has no name comes last."""
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode()
    return (not name, plain.casefold()), name or "Not Assigned"
