from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...engine import settlement


class CobranzasOperation(models.Model):
    """Netting of what a partner owes and is owed (*neteo*)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(selection_add=[("netting", "Netting")], ondelete={"netting": "cascade"})


class CobranzasOperationKindNetting(models.AbstractModel):
    """Debts of a customer and what the company owes it cancel each other (OPS-13, seed 003 §4.24).

    Of those chosen, or of all that are open: each side in order of due, the lesser of both in each
    currency. What their rates differ by is an exchange gain or loss.
    """

    _name = "cobranzas.operation.kind.netting"
    _inherit = "cobranzas.operation.kind"
    _description = "Netting"
    _takes = "both"
    _prefix = "NET"
    _in_runs = True
    _finds_items = True
    _makes_items = False

    @api.model
    def _get_items_domain(self, operation):
        receivable = super()._get_items_domain(operation) & Domain("amount_currency", ">", 0)
        payable = self._get_payable_domain(operation.company_id)
        if operation.partner_id:
            commercial = operation.partner_id.commercial_partner_id
            payable &= Domain("partner_id", "child_of", commercial.id)
        return receivable | payable

    @api.model
    def _get_payable_domain(self, company):
        """Return the domain of what the company owes."""
        return Domain(
            [
                ("parent_state", "=", "posted"),
                ("account_type", "=", "liability_payable"),
                ("reconciled", "=", False),
                ("amount_residual_currency", "<", 0),
                ("company_id", "=", company.id),
            ]
        )

    @api.model
    def _get_amount(self, operation):
        return sum(
            line.amount
            for line in operation.line_ids
            if line.amount > 0 and line.currency_id == operation.currency_id
        )

    @api.model
    def _get_sides(self, operation):
        """Return (origins of debts, origins of what is owed), each in order of due."""
        origins = sorted(
            self._prepare_origins(operation), key=lambda origin: (origin.due, origin.key.id)
        )
        debts = [origin for origin in origins if origin.amount > 0]
        return debts, [origin for origin in origins if origin.amount < 0]

    @api.model
    def _get_taken(self, operation):
        plan = self._net(operation)
        return [
            settlement.take_part(origin, amounts[origin.key])
            for amounts in [{item.origin: -item.amount for item in plan.get_items()}]
            for origin in [o for side in self._get_sides(operation) for o in side]
            if origin.key in amounts
        ]

    @api.model
    def _net(self, operation):
        debts, owed = self._get_sides(operation)
        return settlement.net(
            debts,
            owed,
            operation.company_id.currency_id,
            lambda booked: self._get_exchange_account(operation, booked),
        )

    @api.model
    def _prepare_plan(self, operation):
        plan = self._net(operation)
        if not plan.allocations:
            self._raise_nothing(operation)
        return plan

    @api.model
    def _raise_nothing(self, operation):
        """Raise ``UserError`` saying which side is missing, and in which currency."""
        debts, _owed = self._get_sides(operation)
        names = ", ".join(sorted({origin.currency.name for origin in debts}))
        partner = operation.partner_id.commercial_partner_id.name or self.env._("Nobody")
        if not debts:
            raise UserError(self.env._("%(partner)s owes nothing.", partner=partner))
        raise UserError(
            self.env._(
                "%(partner)s has nothing payable in %(currency)s.", partner=partner, currency=names
            )
        )

    # ------------------------------------------------------------------
    # Run for many customers
    # ------------------------------------------------------------------

    @api.model
    def _get_run_items_domain(self, run):
        return self._get_payable_domain(run.company_id)

    @api.model
    def _prepare_run_rows(self, operation, origins):
        # credits of the customer are for applications
        payable = {o.key for o in origins if o.account.account_type == "liability_payable"}
        ordered = sorted(
            (origin for origin in origins if origin.amount > 0 or origin.key in payable),
            key=lambda origin: (origin.due, origin.key.id),
        )
        sides = [[o for o in ordered if o.amount > 0], [o for o in ordered if o.amount < 0]]
        total = min(sum(abs(origin.amount) for origin in side) for side in sides)
        taken = {o.key: o.amount for s in sides for o in settlement.take_in_order(s, total)[0]}
        reasons = {o.key: self._why_not(sides, o) for o in ordered if o.key not in taken}
        return [
            settlement.RunRow(origin, taken.get(origin.key, 0), reasons.get(origin.key, ""))
            for origin in ordered
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
