"""Which documents automatic allocation settles, and how much of each (REC-03)."""

from odoo.exceptions import UserError
from odoo.fields import Domain

from ...engine import allocation, ordering


class ReceiptProposal:
    """Spreads what a receipt received, and its credits, over open debts; it writes nothing.

    Open items are the keys; amounts are in minor units of each one's currency.
    """

    def __init__(self, receipt, credits=None):
        """Propose for one receipt, as it stands; with ``credits``, of these alone, in full."""
        self.receipt = receipt
        self.credits = credits
        self.env = receipt.env
        self.held = self.env["account.move.line"]._cobranzas_get_held()
        self.units = {}  # {item: what is left of it}: asked for several times

    def get_amounts(self):
        """Return {open item: signed amount to settle in its currency}, debts in order of payment.

        :raises UserError: for an application without credits
        """
        credits = self._get_credits()
        if self.receipt.kind == "application" and not credits:
            raise UserError(self.env._("Tick the credits to apply first."))
        came_with = {credit.move_id for credit in credits}
        # a post-dated collection is not paid by the credit that came with it
        debts = self._get_debts().filtered(lambda debt: debt.move_id not in came_with)
        ordered = self._order_debts(debts)
        paid, used = self._spread(ordered, credits)
        limit = self.receipt.book_id.max_lines
        if limit and sum(map(bool, [*paid.values(), *used.values()])) > limit:
            ordered, credits = self._cut_to_limit(limit, paid, used, credits)
            paid, used = self._spread(ordered, credits)
        amounts = {item: -item.currency_id._cobranzas_from_minor_units(used[item]) for item in used}
        for debt in ordered:
            amounts[debt] = debt.currency_id._cobranzas_from_minor_units(paid.get(debt, 0))
        return {item: amount for item, amount in amounts.items() if amount}

    # ------------------------------------------------------------------
    # What takes part
    # ------------------------------------------------------------------

    def _get_credits(self):
        """Return {credit: units}: those ticked, and the open credit notes where the company
        lets them take part (REC-03)."""
        if self.credits is not None:
            return {item: item._cobranzas_get_minor_units() for item in self.credits}
        receipt = self.receipt
        ticked = receipt.line_ids.filtered(lambda line: line.amount < 0)
        credits = {line.move_line_id: line._get_minor_units() for line in ticked}
        if not receipt.company_id.cobranzas_skip_credit_notes:
            domain = receipt._get_open_items_domain() & Domain(
                [("amount_currency", "<", 0), ("move_id.move_type", "=", "out_refund")]
            )
            for item in receipt._search_open_items(domain):
                credits.setdefault(item, self._get_units(item))
        return credits

    def _get_debts(self):
        """Return the open debts that automatic allocation may pay."""
        receipt = self.receipt
        domain = receipt._get_open_items_domain() & Domain("amount_currency", ">", 0)
        if receipt.company_id.cobranzas_skip_debit_notes:
            domain &= Domain("move_id.debit_origin_id", "=", False)
        # invoices with credit invoices go in a receipt of their own (REC-22)
        domain &= Domain("cobranzas_credit_invoice_ids", "not any", [("state", "=", "issued")])
        return receipt._search_open_items(domain)

    def _get_units(self, item):
        """Return what is left of an item, without sign, in minor units of its currency."""
        if item not in self.units:
            residual = item._cobranzas_get_residual(self.held)
            self.units[item] = item.currency_id._cobranzas_to_minor_units(abs(residual))
        return self.units[item]

    def _order_debts(self, debts):
        """Return the debts in the order of the company's criterion."""
        receipt = self.receipt
        items = [
            ordering.OpenItem(
                key=debt.id,
                residual=max(self._get_worth(debt, self._get_units(debt)), 1),
                date_due=debt.date_maturity or debt.date,
                date=debt.date,
                number=debt.move_name or "",
            )
            for debt in debts
        ]
        value_dates = [
            day for source in receipt._get_sources() for day in source._get_value_dates()
        ]
        criterion = ordering.Criterion(receipt.company_id.cobranzas_criterion)
        ordered = ordering.order_items(items, criterion, receipt.date, value_dates)
        return debts.browse([item.key for item in ordered])

    def _cut_to_limit(self, limit, paid, used, credits):
        """Return the debts and credits of a proposal that the book still takes (REC-14).

        Credits leave room for one debt at least, and debts are kept in order of allocation.

        :param limit: documents that the book takes in a receipt
        :param paid: {debt: units} of the whole proposal, ``used`` the same for its credits
        :param credits: {credit: units} it started from; the first ones are kept
        """
        spent = [item for item in credits if used.get(item)]
        kept = {item: credits[item] for item in spent[: limit - 1]}
        debts = self.env["account.move.line"].union(*(debt for debt, n in paid.items() if n))
        return self._order_debts(debts)[: limit - len(kept)], kept

    # ------------------------------------------------------------------
    # Who pays what
    # ------------------------------------------------------------------

    def _spread(self, ordered, credits):
        """Return {debt: units paid} and {credit: units used}.

        Without credits or anything received, every debt is proposed in full.
        """
        if not credits and not self.receipt.amount_total:
            return {debt: self._get_units(debt) for debt in ordered}, {}
        paid, used = self._spread_credits(ordered, credits)
        self._spread_funds(ordered, credits, paid, used)
        return paid, used

    def _spread_credits(self, ordered, credits):
        """Let each credit pay debts of its customer, account and currency, in order."""
        pieces, _left, _unpaid = allocation.waterfall(
            [
                allocation.Source(item, n, item._cobranzas_get_reconcile_key())
                for item, n in credits.items()
            ],
            [
                allocation.Debt(debt, self._get_units(debt), debt._cobranzas_get_reconcile_key())
                for debt in ordered
            ],
        )
        paid, used = {}, dict.fromkeys(credits, 0)
        for piece in pieces:
            paid[piece.debt] = paid.get(piece.debt, 0) + piece.amount
            used[piece.source] += piece.amount
        return paid, used

    def _spread_funds(self, ordered, credits, paid, used):
        """Add to ``paid`` and ``used`` what is paid with what was received, and with what those
        credits have left that may pay documents of other customers, accounts or currencies."""
        rest = {debt: self._get_units(debt) - paid.get(debt, 0) for debt in ordered}
        spare = {credit: units - used[credit] for credit, units in credits.items()}
        worth = {item: self._get_worth(item, units) for item, units in (rest | spare).items()}
        _pieces, left, unpaid = allocation.waterfall(
            [
                *self._prepare_rows(allocation.Source, spare, worth),
                *self._prepare_received(),
            ],
            self._prepare_rows(allocation.Debt, rest, worth),
        )
        for debt, units in rest.items():
            if worth[debt] > 0 and unpaid.get(debt, 0) < worth[debt]:
                share = self._get_spent(debt, units, worth[debt], unpaid.get(debt, 0))
                paid[debt] = paid.get(debt, 0) + share
        for credit, units in spare.items():
            used[credit] += self._get_spent(credit, units, worth[credit], left.get(credit, 0))

    def _prepare_rows(self, kind, items, worth):
        """Return those of ``items`` that are worth something, as the waterfall takes them."""
        return [
            kind(item, worth[item], self.receipt._get_sharing_scope(item.partner_id))
            for item in items
            if worth[item] > 0
        ]

    def _prepare_received(self):
        """Return what was received, whatever its kind, as one source."""
        receipt = self.receipt
        amount = receipt.amount_total - receipt._get_deferred_amount()
        units = receipt.currency_id._cobranzas_to_minor_units(amount)
        return [allocation.Source("received", units)] if units > 0 else []

    def _get_worth(self, item, units):
        """Return what ``units`` of an item are worth in the receipt's currency."""
        return self.receipt._convert_minor_units(units, item.currency_id, self.receipt.currency_id)

    def _get_spent(self, item, units, worth, left):
        """Return how much of ``units`` of an item is spent when ``left`` of its ``worth``, in
        the receipt's currency, is not."""
        if not left:
            return units if worth > 0 else 0
        own = self.receipt._convert_minor_units(
            worth - left, self.receipt.currency_id, item.currency_id
        )
        return min(own, units)
