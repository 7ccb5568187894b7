from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import movement, settlement


class CobranzasOperation(models.Model):
    """Application of credits (*aplicación*, *aplicación saldo*)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("application", "Application")], ondelete={"application": "cascade"}
    )


class CobranzasOperationKindApplication(models.AbstractModel):
    """Credits pay debts of the same customer, account and currency (OPS-04, seed 003 §4.16).

    Of those chosen, or, without any, of all that are open, by the company's order of allocation.
    Nothing is booked but what core books of the difference of exchange rates.
    """

    _name = "cobranzas.operation.kind.application"
    _inherit = "cobranzas.operation.kind"
    _description = "Application"
    _takes = "both"
    _prefix = "APL"
    _in_runs = True
    _finds_items = True
    _pays_by_criterion = True
    _makes_items = False
    _names_origins = False

    @api.model
    def _get_amount(self, operation):
        currency = operation.currency_id
        lines = operation.line_ids.filtered(lambda line: line.currency_id == currency)
        debts = sum(line.amount for line in lines if line.amount > 0)
        return min(debts, -sum(line.amount for line in lines if line.amount < 0))

    @api.model
    def _get_taken(self, operation):
        origins = self._prepare_origins(operation)
        used = {}
        for each in self._allocate(origins):
            used[each.debit] = used.get(each.debit, 0) + each.amount
            used[each.credit] = used.get(each.credit, 0) - each.amount
        return [
            settlement.take_part(origin, used[origin.key])
            for origin in origins
            if origin.key in used
        ]

    @api.model
    def _allocate(self, origins):
        return settlement.apply_credits(
            origins, lambda origin: origin.key._cobranzas_get_reconcile_key()
        )

    @api.model
    def _check_items(self, operation):
        result = super()._check_items(operation)
        sides = {line.amount > 0 for line in operation.line_ids}
        if operation.line_ids and len(sides) == 1:
            raise UserError(self.env._("Choose credits, and debts that they pay."))
        return result

    @api.model
    def _prepare_plan(self, operation):
        allocations = self._allocate(self._prepare_origins(operation))
        if not allocations:
            raise UserError(
                self.env._(
                    "%(customer)s has no credit that pays a debt: they must be of the same "
                    "customer, account and currency.",
                    customer=operation.partner_id.display_name or self.env._("Nobody"),
                )
            )
        return movement.Plan(allocations=tuple(allocations))

    # ------------------------------------------------------------------
    # Run for many customers
    # ------------------------------------------------------------------

    @api.model
    def _filter_run_rows(self, rows):
        """Return the credits, and the debts in order as far as the credits reach."""
        left = {}
        for row in rows:
            if not row.is_debt:
                left[row.reconcile_key] = left.get(row.reconcile_key, 0) - row.residual
        chosen = []
        for row in rows:
            if not row.is_debt:
                chosen.append(row)
            elif left.get(row.reconcile_key, 0) > 0:
                chosen.append(row)
                left[row.reconcile_key] -= row.residual
        return chosen

    @api.model
    def _prepare_run_rows(self, operation, origins):
        used = {}
        for each in self._allocate(origins):
            used[each.debit] = used.get(each.debit, 0) + each.amount
            used[each.credit] = used.get(each.credit, 0) - each.amount
        nothing = self.env._("Owes nothing that it could pay, in the same account and currency.")
        return [
            settlement.RunRow(
                origin,
                used.get(origin.key, 0),
                "" if origin.key in used else nothing,
                is_listed=origin.amount < 0,
            )
            for origin in origins
            if origin.key in used or origin.amount < 0
        ]
