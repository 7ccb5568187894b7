from odoo import models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ...engine import allocation


class CobranzasReceipt(models.Model):
    """The plan of a receipt: what pays which document, in whole units.

    *Sources* pay: values, withholdings, and what credits can't pay as they are because the
    document is of another customer of the group, another account or another currency.
    """

    _inherit = "cobranzas.receipt"

    def _prepare_plan(self):
        """Return what pays which document, exact to the unit.

        A dict: ``credits`` = [(debt item, credit item, amount in the document's currency)],
        ``parts`` = {source: {line: (units of the plan, amount in the line's currency)}},
        ``left`` = {source: units of the plan that pay no document}, ``units`` = {source: what of
        it is spent here, in units of its currency}, ``rounding`` = {line: amount in its currency
        written off because the customer paid short within the tolerance}.
        """
        self.ensure_one()
        by_hand = self.allocated_by_hand
        plan = self._prepare_plan_by_hand() if by_hand else self._prepare_automatic_plan()
        self._check_credits_spent(plan)
        self._check_change(plan)
        return plan

    def _prepare_automatic_plan(self):
        """Return the plan when nobody decided it by hand: credits first, then in order."""
        credits, open_amounts, unspent = self._plan_credits()
        spread = self._plan_sources(unspent | self._get_source_units(), open_amounts)
        return {"credits": credits, **spread}

    def _plan_sources(self, units, open_amounts):
        """Return the plan of sources spent in order over documents in order, without credits.

        :param units: {source: units of its currency}
        :param open_amounts: {line: what is open of it, in units of its currency}
        """
        currency = self._get_plan_currency([*units, *open_amounts])
        plan = {"units": units, "rounding": {}, "left": {}}
        plan["parts"] = {source: {} for source in units}
        pieces, unpaid = self._plan_pieces(plan, open_amounts, currency)
        shares = self._share_out(pieces, unpaid, open_amounts, currency)
        for source, line, spent in pieces:
            self._plan_piece(plan, source, line, spent, shares)
        for line in unpaid:
            amount = shares[line].pop(0)
            if not line.currency_id.is_zero(amount):
                plan["rounding"][line] = amount
        return plan

    def _get_planned_lines(self):
        """Return the debts settled and the credits used; those only listed take no part."""
        lines = self.line_ids.filtered("move_line_id")
        return (
            lines.filtered(lambda line: line.amount > 0),
            lines.filtered(lambda line: line.amount < 0),
        )

    def _get_source_units(self):
        """Return {source: units of its currency} for what was received, in order of spending.

        Withholdings and documents go first: what stays on account is money, as far as it can be.
        """
        self.ensure_one()
        certificates = {row: row._amount_units() for row in self.withholding_ids}
        certificates = {row: units for row, units in certificates.items() if units}
        values = {value: value._amount_units() for value in self.value_ids}
        return certificates | self._get_document_units() | values

    def _get_plan_currency(self, records):
        """Return the currency to reckon in: that of all sources and documents when they share
        one, so that nothing is re-expressed; else the receipt's."""
        used = self.env["res.currency"].union(*(record.currency_id for record in records))
        return used if len(used) == 1 else self.currency_id

    def _plan_pieces(self, plan, open_amounts, currency):
        """Spend the sources over the documents, in order.

        Returns [(source, line, units of the plan)] and {line: units nothing pays}; what is
        left of each source goes to ``plan["left"]``.
        """
        by_key = dict(enumerate(plan["units"]))
        units_of = self._convert_units(list(plan["units"].items()), currency)
        sources = []
        for key, source in by_key.items():
            pool = self._get_source_pool(source)
            if units_of[source] > 0:
                sources.append(allocation.Source(key, units_of[source], pool))
            else:
                plan["left"][source] = 0
        targets = self._prepare_targets(open_amounts, currency)
        pieces, left, unpaid = allocation.waterfall(sources, targets)
        plan["left"] |= {by_key[key]: units for key, units in left.items()}
        lines = {line.id: line for line in open_amounts}
        return (
            [(by_key[piece.source], lines[piece.target], piece.amount) for piece in pieces],
            {lines[key]: units for key, units in unpaid.items()},
        )

    def _get_source_pool(self, source):
        """Return the pool of documents that a source may pay, None when any."""
        if source._name == "cobranzas.receipt.line":
            return self._get_transfer_pool(source)
        if self._is_apart(source):
            return ("apart", source.id)  # no document is of that pool: all of it stays on account
        return None

    def _prepare_targets(self, open_amounts, currency):
        """Return what sources must still pay, per document, in units of ``currency``."""
        units_of = self._convert_units(list(open_amounts.items()), currency)
        if any(units <= 0 for units in units_of.values()):
            raise UserError(
                self.env._(
                    "A document is worth less than one cent of %(currency)s: collect it "
                    "in its own currency.",
                    currency=currency.name,
                )
            )
        return [
            allocation.Target(line.id, units_of[line], self._get_transfer_pool(line))
            for line in open_amounts
        ]

    def _get_transfer_pool(self, item):
        """Return within what a credit item may pay debts by a transfer entry (REC-11).

        The customer's own debts; those of its whole group when the receipt is allocated by
        group and the group lets credits cross.
        """
        partner = item.partner_id.commercial_partner_id
        if self.allocate_by_group and partner.cobranzas_group_id.allocate_across:
            return ("group", partner.cobranzas_group_id.id)
        return ("partner", partner.id)

    def _plan_piece(self, plan, source, line, units, shares):
        """Add a piece to the plan. Worth less than a cent of the document, it pays nothing of it
        and stays with its source."""
        amount = shares[line].pop(0)
        if line.currency_id.is_zero(amount):
            plan["left"][source] = plan["left"].get(source, 0) + units
        else:
            plan["parts"][source][line] = (units, amount)

    def _check_change(self, plan):
        """Raise ``UserError`` when change is asked for what is no money."""
        if self.amount_change and any(
            units and source._name != "cobranzas.receipt.value" and not self._is_apart(source)
            for source, units in plan["left"].items()
        ):
            raise UserError(
                self.env._(
                    "Change is given for money received only: keep the rest on account, or "
                    "lower the withholdings."
                )
            )

    def _check_written_off(self, plan):
        """Raise ``UserError`` when more would be written off than rounding: the last guard.

        The totals were judged before, to the cent of the receipt's currency (REC-09); this
        looks at what the plan really leaves unpaid, to a cent of each currency in it.
        """
        lost, slack = 0.0, self._to_company_currency(self.currency_id.rounding, self.currency_id)
        for line, amount in plan["rounding"].items():
            lost += self._to_company_currency(amount, line.currency_id)
            slack += self._to_company_currency(line.currency_id.rounding, line.currency_id)
        currency, company = self.company_id.currency_id, self.company_id
        limit = company.cobranzas_rounding_tolerance + slack + currency.rounding
        if currency.compare_amounts(lost, limit) > 0:
            raise UserError(
                self.env._(
                    "%(amount)s of the documents would be left unpaid: list the documents and "
                    "values again.",
                    amount=formatLang(self.env, lost, currency_obj=currency),
                )
            )

    def _check_credits_spent(self, plan):
        """Raise ``UserError`` naming a credit that finds no document to pay."""
        for credit, units in plan["left"].items():
            if credit._name != "cobranzas.receipt.line":
                continue
            spent = sum(piece for piece, _amount in plan["parts"][credit].values())
            # what is worth no unit of the plan is left over whole
            excess = allocation.split(plan["units"][credit], [spent, max(units, not spent)])[1]
            raise UserError(
                self.env._(
                    "%(excess)s of credit %(credit)s is left over: tick documents that it can "
                    "pay, of the same customer or of a group that shares credits, or lower it.",
                    excess=formatLang(
                        self.env,
                        credit.currency_id._cobranzas_from_units(excess),
                        currency_obj=credit.currency_id,
                    ),
                    credit=credit.name,
                )
            )

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
                total = self._convert_amount(own._cobranzas_from_units(sum(weights)), own, currency)
                weights = allocation.split(currency._cobranzas_to_units(total), weights)
            result.update(
                {record: share for (record, _u), share in zip(mine, weights, strict=True)}
            )
        return {record: result[record] for record, _units in rows}

    def _plan_credits(self):
        """Let the ticked credits pay first, each within its customer, account and currency.

        Returns the allocations; per debt line, what is still open in its currency; and per
        credit line what is not spent, in units of its own.
        """
        debts, credits = self._get_planned_lines()
        sources = [
            allocation.Source(line.id, line._amount_units(), line._pool()) for line in credits
        ]
        targets = [allocation.Target(line.id, line._amount_units(), line._pool()) for line in debts]
        pieces, left, unpaid = allocation.waterfall(sources, targets)
        allocations = [
            (
                self.line_ids.browse(piece.target).move_line_id,
                self.line_ids.browse(piece.source).move_line_id,
                self.line_ids.browse(piece.target).currency_id._cobranzas_from_units(piece.amount),
            )
            for piece in pieces
        ]
        return (
            allocations,
            {line: unpaid[line.id] for line in debts if line.id in unpaid},
            {line: left[line.id] for line in credits if line.id in left},
        )

    def _share_out(self, pieces, unpaid, open_amounts, currency):
        """Turn the pieces of each document from ``currency`` into its own.

        Returns {line: [amounts, in the order of the pieces; last what is written off]},
        adding up to the document's open amount exactly.
        """
        weights = {line: [] for line in open_amounts}
        for _source, line, units in pieces:
            weights[line].append(units)
        for line, units in unpaid.items():
            weights[line].append(units)
        result = {}
        for line, units in open_amounts.items():
            own = weights[line]
            if line.currency_id != currency:
                own = allocation.split(units, own)
            result[line] = [line.currency_id._cobranzas_from_units(share) for share in own]
        return result
