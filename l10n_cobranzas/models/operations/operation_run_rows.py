"""What month-end runs do with each open item, and why not: plain rows (OPS-11 to OPS-14)."""

from dataclasses import dataclass

from odoo import api, models

from ...engine import settlement
from ...engine.movement import Origin


@dataclass(frozen=True, slots=True)
class RunRow:
    """What a run does with an open item.

    :param amount: signed units that its operation takes; 0 with a reason
    :param reason: why nothing is done with it
    :param is_listed: shown as a line of the run; debts that credits pay are not
    """

    origin: Origin
    amount: int
    reason: str = ""
    is_listed: bool = True


class CobranzasOperationKind(models.AbstractModel):
    """Kinds that month-end runs book for many customers (DESIGN 8)."""

    _inherit = "cobranzas.operation.kind"

    #: it can be run for many customers
    _in_runs = False

    @api.model
    def _prepare_run_rows(self, operation, origins):
        """Return the ``RunRow`` of each of a customer's open items in one currency.

        :param operation: a new one with the parameters of the run, the customer and the currency
        """
        return [self._prepare_run_row(operation, origin) for origin in origins]

    @api.model
    def _prepare_run_row(self, operation, origin):
        reason = self._get_item_refusal(operation, origin)
        return RunRow(origin, 0 if reason else origin.amount, reason)

    @api.model
    def _get_item_refusal(self, operation, origin):
        """Return the sentence that says why an item is left out, or an empty text."""
        return ""

    @api.model
    def _get_run_items_domain(self, run):
        """Return the domain of journal items that it takes beside receivable ones, or None."""
        return


class CobranzasOperationKindApplication(models.AbstractModel):
    _inherit = "cobranzas.operation.kind.application"

    _in_runs = True

    @api.model
    def _prepare_run_rows(self, operation, origins):
        used = {}
        for each in self._allocate(origins):
            used[each.debit] = used.get(each.debit, 0) + each.amount
            used[each.credit] = used.get(each.credit, 0) - each.amount
        nothing = self.env._("Owes nothing that it could pay, in the same account and currency.")
        return [
            RunRow(
                origin,
                used.get(origin.key, 0),
                "" if origin.key in used else nothing,
                is_listed=origin.amount < 0,
            )
            for origin in origins
            if origin.key in used or origin.amount < 0
        ]


class CobranzasOperationKindSmallBalance(models.AbstractModel):
    _inherit = "cobranzas.operation.kind.small_balance"

    _in_runs = True


class CobranzasOperationKindRounding(models.AbstractModel):
    _inherit = "cobranzas.operation.kind.rounding"

    _in_runs = True

    @api.model
    def _prepare_run_row(self, operation, origin):
        reason = self._get_item_refusal(operation, origin)
        taken = 0 if reason else self._get_decimals(operation, origin).amount
        return RunRow(origin, taken, reason)


class CobranzasOperationKindNetting(models.AbstractModel):
    _inherit = "cobranzas.operation.kind.netting"

    _in_runs = True

    @api.model
    def _get_run_items_domain(self, run):
        return self._get_payable_domain(run.company_id)

    @api.model
    def _prepare_run_rows(self, operation, origins):
        ordered = sorted(origins, key=lambda origin: (origin.due, origin.key.id))
        sides = [[o for o in ordered if o.amount > 0], [o for o in ordered if o.amount < 0]]
        total = min(sum(abs(origin.amount) for origin in side) for side in sides)
        taken = {o.key: o.amount for s in sides for o in settlement.take_in_order(s, total)[0]}
        return [
            RunRow(o, taken.get(o.key, 0), "" if o.key in taken else self._why_not(sides, o))
            for o in ordered
        ]

    @api.model
    def _why_not(self, sides, origin):
        partner = origin.partner.commercial_partner_id.name
        if not sides[1]:
            return self.env._(
                "%(partner)s has nothing payable in %(currency)s.",
                partner=partner,
                currency=origin.currency.name,
            )
        if not sides[0]:
            return self.env._("%(partner)s owes nothing.", partner=partner)
        return self.env._("The other side is used up.")


class CobranzasOperationKindRevaluation(models.AbstractModel):
    _inherit = "cobranzas.operation.kind.revaluation"

    _in_runs = True

    @api.model
    def _get_item_refusal(self, operation, origin):
        company_currency = operation.company_id.currency_id
        if operation.index_id and origin.currency != company_currency:
            return self.env._(
                "An index revalues documents in %(currency)s.", currency=company_currency.name
            )
        if not operation.index_id and origin.currency == company_currency:
            return self.env._("A rate revalues documents in a foreign currency.")
        if not operation.index_id and operation.rate <= 0:
            return self.env._("There is no rate of %(currency)s.", currency=origin.currency.name)
        return ""
