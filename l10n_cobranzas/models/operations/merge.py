from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import movement


class CobranzasOperation(models.Model):
    """Merge of debts, and grouping of advances (*documento anticipo*)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("merge", "Merge"), ("advance_grouping", "Grouping of Advances")],
        ondelete={"merge": "cascade", "advance_grouping": "cascade"},
    )


class CobranzasOperationKindMerge(models.AbstractModel):
    """Several debts of a customer become one (OPS-13), due when the first of them was.

    Or on the due date that is typed. At the rates of what it stands for.
    """

    _name = "cobranzas.operation.kind.merge"
    _inherit = "cobranzas.operation.kind"
    _description = "Merge"
    _parameters = ("date_due",)
    _prefix = "UNI"

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        self._check_mergeable(operation)
        return result

    @api.model
    def _check_mergeable(self, operation):
        """Raise ``UserError`` for fewer than two items, or some that can't become one."""
        self._check_some_items(operation)
        if len(operation.line_ids) < 2:
            raise UserError(self.env._("Choose at least two documents to make one of."))
        self._check_one_currency(operation)
        accounts = operation.line_ids.move_line_id.account_id
        if len(accounts) > 1:
            other = operation.line_ids.filtered(
                lambda line: line.move_line_id.account_id != accounts[0]
            )[0]
            raise UserError(
                self.env._(
                    "Choose items of one account: %(document)s is in %(account)s.",
                    document=other.name,
                    account=other.move_line_id.account_id.display_name,
                )
            )

    @api.model
    def _prepare_plan(self, operation):
        self._check_mergeable(operation)
        origins = operation._prepare_origins()
        items, allocations = movement.cancel(origins)
        result = movement.Item(
            key="result",
            account=origins[0].account,
            partner=origins[0].partner.commercial_partner_id,
            currency=origins[0].currency,
            amount=sum(origin.amount for origin in origins),
            booked=sum(origin.booked for origin in origins),
            due=operation.date_due or min(origin.due for origin in origins),
            label=", ".join(origin.label for origin in origins),
            is_result=True,
        )
        return movement.Plan((movement.Entry((result, *items)),), tuple(allocations))


class CobranzasOperationKindAdvanceGrouping(models.AbstractModel):
    """Several advances of a customer become one credit (OPS-03, seed 003 §4.15)."""

    _name = "cobranzas.operation.kind.advance_grouping"
    _inherit = "cobranzas.operation.kind.merge"
    _description = "Grouping of Advances"
    _parameters = ()
    _takes = "credit"
    _prefix = "DAN"

    @api.model
    def _check_some_items(self, operation):
        if not operation.line_ids:
            raise UserError(
                self.env._("Choose the advances to group: a grouping can't bring in money.")
            )
