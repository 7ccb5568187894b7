from odoo import models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..engine import allocation


class CobranzasReceipt(models.Model):
    """The plan of a receipt: which credit and which value pays what, in whole units."""

    _inherit = "cobranzas.receipt"

    def _prepare_plan(self):
        """Return which credit and which value pays which document, exact to the unit.

        A dict: ``credits`` = [(debt line, credit line, amount in the document's currency)],
        ``values`` = {value: {line: (units of the receipt, amount in the line's currency)}},
        ``left`` = {value: units of the receipt left over}, ``rounding`` = {line: amount in the
        line's currency written off because the customer paid short within the tolerance}.
        """
        self.ensure_one()
        credits, open_amounts = self._plan_credits()
        targets = self._prepare_value_targets(open_amounts)
        sources = [
            allocation.Source(key=value.id, amount=self._value_units(value))
            for value in self.value_ids
        ]
        pieces, left, unpaid = allocation.waterfall(sources, targets)
        shares = self._share_out(pieces, targets, unpaid, open_amounts)
        values = {value: {} for value in self.value_ids}
        lines = {line.id: line for line in self.line_ids}
        for piece in pieces:
            amount = shares[piece.target].pop(0)
            values[self.value_ids.browse(piece.source)][lines[piece.target]] = (
                piece.amount,
                amount,
            )
        rounding = {lines[key]: shares[key].pop(0) for key in unpaid}
        return {
            "credits": credits,
            "values": values,
            "left": {self.value_ids.browse(key): units for key, units in left.items()},
            "rounding": rounding,
        }

    def _plan_credits(self):
        """Let the ticked credits pay first, each within its customer, account and currency.

        Returns the allocations and, per debt line, what is still open in its currency.
        Raises ``UserError`` naming a credit that finds no document to pay.
        """
        debts = self.line_ids.filtered(lambda line: line.amount > 0)
        credits = self.line_ids - debts
        sources = [
            allocation.Source(line.id, line._amount_units(), line._pool()) for line in credits
        ]
        targets = [allocation.Target(line.id, line._amount_units(), line._pool()) for line in debts]
        pieces, left, unpaid = allocation.waterfall(sources, targets)
        if left:
            credit = credits.browse(next(iter(left)))
            raise UserError(
                self.env._(
                    "%(excess)s of credit %(credit)s pays nothing: tick documents of the "
                    "same customer, "
                    "account and currency, or lower the credit.",
                    excess=formatLang(
                        self.env,
                        credit.currency_id._cobranzas_from_units(left[credit.id]),
                        currency_obj=credit.currency_id,
                    ),
                    credit=credit.move_id.name,
                )
            )
        allocations = [
            (
                self.line_ids.browse(piece.target).move_line_id,
                self.line_ids.browse(piece.source).move_line_id,
                self.line_ids.browse(piece.target).currency_id._cobranzas_from_units(piece.amount),
            )
            for piece in pieces
        ]
        return allocations, {line: unpaid[line.id] for line in debts if line.id in unpaid}

    def _prepare_value_targets(self, open_amounts):
        """Return what values must still pay, per document, in units of the receipt's currency.

        Each currency's total is converted once and split, so one currency leaves no cents.
        """
        by_currency = {}
        for line, units in open_amounts.items():
            by_currency.setdefault(line.currency_id, []).append((line, units))
        units_of = {}
        for currency, rows in by_currency.items():
            weights = [units for _line, units in rows]
            total = currency._cobranzas_from_units(sum(weights))
            converted = self.currency_id._cobranzas_to_units(
                self._to_receipt_currency(total, currency)
            )
            shares = (
                weights if currency == self.currency_id else allocation.split(converted, weights)
            )
            units_of.update(
                {line: share for (line, _units), share in zip(rows, shares, strict=True)}
            )
        if any(units <= 0 for units in units_of.values()):
            raise UserError(
                self.env._(
                    "A document is worth less than one cent of %(currency)s: collect it "
                    "in its own currency.",
                    currency=self.currency_id.name,
                )
            )
        return [allocation.Target(key=line.id, amount=units_of[line]) for line in open_amounts]

    def _share_out(self, pieces, targets, unpaid, open_amounts):
        """Turn the pieces of each document from the receipt's currency into its own.

        Returns {line id: [amounts, in the order of the pieces; last what is written off]},
        adding up to the document's open amount exactly.
        """
        weights = {target.key: [] for target in targets}
        for piece in pieces:
            weights[piece.target].append(piece.amount)
        for key, units in unpaid.items():
            weights[key].append(units)
        return {
            line.id: [
                line.currency_id._cobranzas_from_units(share)
                for share in (
                    weights[line.id]
                    if line.currency_id == self.currency_id
                    else allocation.split(units, weights[line.id])
                )
            ]
            for line, units in open_amounts.items()
            if weights[line.id]
        }

    def _value_units(self, value):
        return self.currency_id._cobranzas_to_units(
            self._to_receipt_currency(value.amount, value.currency_id)
        )
