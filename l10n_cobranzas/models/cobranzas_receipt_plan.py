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
        ``values`` = {value: {line: (units of the plan, amount in the line's currency)}},
        ``left`` = {value: units of the plan that pay no document}, ``rounding`` = {line: amount
        in its currency written off because the customer paid short within the tolerance}.
        """
        self.ensure_one()
        credits, open_amounts = self._plan_credits()
        currency = self._get_plan_currency(open_amounts)
        targets = self._prepare_value_targets(open_amounts, currency)
        sources, left = self._prepare_value_sources(currency)
        pieces, rest, unpaid = allocation.waterfall(sources, targets)
        for key, units in rest.items():
            left[self.value_ids.browse(key)] = units
        shares = self._share_out(pieces, unpaid, open_amounts, currency)
        plan = {"credits": credits, "values": {value: {} for value in self.value_ids}}
        plan |= {"left": left, "rounding": {}}
        for piece in pieces:
            self._plan_piece(plan, piece, shares)
        for key in unpaid:
            line = self.line_ids.browse(key)
            amount = shares[key].pop(0)
            if not line.currency_id.is_zero(amount):
                plan["rounding"][line] = amount
        self._check_change(plan)
        return plan

    def _check_change(self, plan):
        """Raise ``UserError`` when change is asked for a value of another currency."""
        if self.amount_change and any(
            value.currency_id != self.currency_id for value in plan["left"]
        ):
            raise UserError(
                self.env._(
                    "Change is given in the currency of the receipt: "
                    "enter the value that exceeds in it, or keep the rest on account."
                )
            )

    def _plan_piece(self, plan, piece, shares):
        """Add a piece to the plan. Worth less than a cent of the document, it pays nothing of it
        and stays with its value."""
        value, line = self.value_ids.browse(piece.source), self.line_ids.browse(piece.target)
        amount = shares[piece.target].pop(0)
        if line.currency_id.is_zero(amount):
            plan["left"][value] = plan["left"].get(value, 0) + piece.amount
        else:
            plan["values"][value][line] = (piece.amount, amount)

    def _get_plan_currency(self, open_amounts):
        """Return the currency to reckon in: that of all values and documents when they share
        one, so that nothing is re-expressed; else the receipt's."""
        used = self.value_ids.currency_id | self.env["res.currency"].union(
            *(line.currency_id for line in open_amounts)
        )
        return used if len(used) == 1 else self.currency_id

    def _prepare_value_sources(self, currency):
        """Return what each value can pay, in units of ``currency``, and the values worth none."""
        sources, left = [], {}
        rows = [(value, value._amount_units()) for value in self.value_ids]
        for value, units in self._convert_units(rows, currency).items():
            if units > 0:
                sources.append(allocation.Source(key=value.id, amount=units))
            else:
                left[value] = 0
        return sources, left

    def _prepare_value_targets(self, open_amounts, currency):
        """Return what values must still pay, per document, in units of ``currency``."""
        units_of = self._convert_units(list(open_amounts.items()), currency)
        if any(units <= 0 for units in units_of.values()):
            raise UserError(
                self.env._(
                    "A document is worth less than one cent of %(currency)s: collect it "
                    "in its own currency.",
                    currency=currency.name,
                )
            )
        return [allocation.Target(key=line.id, amount=units_of[line]) for line in open_amounts]

    def _convert_units(self, rows, currency):
        """Convert (record, units of its currency) to units of ``currency``: {record: units}.

        Each currency's total is converted once, as the totals of the form are, and split.
        """
        result = {}
        by_currency = {}
        for record, units in rows:
            by_currency.setdefault(record.currency_id, []).append((record, units))
        for own, mine in by_currency.items():
            weights = [units for _record, units in mine]
            if own != currency:
                total = own._convert(
                    own._cobranzas_from_units(sum(weights)), currency, self.company_id, self.date
                )
                weights = allocation.split(currency._cobranzas_to_units(total), weights)
            result.update(
                {record: share for (record, _u), share in zip(mine, weights, strict=True)}
            )
        return {record: result[record] for record, _units in rows}

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
                    "%(excess)s of credit %(credit)s is left over: tick documents of the "
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

    def _share_out(self, pieces, unpaid, open_amounts, currency):
        """Turn the pieces of each document from ``currency`` into its own.

        Returns {line id: [amounts, in the order of the pieces; last what is written off]},
        adding up to the document's open amount exactly.
        """
        weights = {line.id: [] for line in open_amounts}
        for piece in pieces:
            weights[piece.target].append(piece.amount)
        for key, units in unpaid.items():
            weights[key].append(units)
        result = {}
        for line, units in open_amounts.items():
            own = weights[line.id]
            if line.currency_id != currency:
                own = allocation.split(units, own)
            result[line.id] = [line.currency_id._cobranzas_from_units(share) for share in own]
        return result
