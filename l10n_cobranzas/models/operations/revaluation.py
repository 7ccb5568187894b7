from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...engine import movement, settlement


class CobranzasOperation(models.Model):
    """Revaluation at a date (*reevaluación*)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("revaluation", "Revaluation")], ondelete={"revaluation": "cascade"}
    )
    index_id = fields.Many2one("cobranzas.index", check_company=True, ondelete="restrict")


class CobranzasOperationKindRevaluation(models.AbstractModel):
    """Open items at what they are worth on a date, by rate or by index (OPS-14, seed 003 §4.23).

    By rate: foreign items, in the company's currency alone, and provisional: taken back the next
    day. A second one of the same customer, currency and date replaces the first. By index: items
    in the company's currency, from the month of each document, or of its last revaluation, to that
    of the date; what it adds is a debt of its own, what it takes off pays the document.
    """

    _name = "cobranzas.operation.kind.revaluation"
    _inherit = "cobranzas.operation.kind"
    _description = "Revaluation"
    _takes = "both"
    _settles = False
    _prefix = "REV"
    _in_runs = True
    _parameters = ("rate", "index_id")

    @api.model
    def _get_rate_currency(self, operation):
        foreign = operation.currency_id != operation.company_id.currency_id
        return operation.currency_id if foreign else operation.currency_id.browse()

    @api.model
    def _prepare_plan(self, operation):
        origins = operation._prepare_origins()
        if operation.index_id:
            return self._plan_by_index(operation, origins)
        if operation.rate <= 0:
            raise UserError(self.env._("Give a rate above zero, or choose an index."))
        return self._plan_by_rate(operation, origins)

    @api.model
    def _check_items(self, operation):
        result = super()._check_items(operation)
        for line in operation.line_ids:
            if line.currency_id.compare_amounts(line.amount, line.amount_residual):
                raise UserError(
                    self.env._("%(document)s is revalued whole or not at all.", document=line.name)
                )
        return result

    # ------------------------------------------------------------------
    # By rate
    # ------------------------------------------------------------------

    @api.model
    def _plan_by_rate(self, operation, origins):
        company_currency = operation.company_id.currency_id
        mixed = any(origin.currency != operation.currency_id for origin in origins)
        if mixed or operation.currency_id == company_currency:
            raise UserError(
                self.env._("A rate revalues documents of one foreign currency: choose such.")
            )

        def get_worth(origin):
            own = origin.currency._cobranzas_from_minor_units(origin.amount)
            return company_currency._cobranzas_to_minor_units(own * operation.rate)

        plan = settlement.revalue(
            origins,
            get_worth,
            operation.date,
            company_currency,
            lambda booked: self._get_exchange_account(operation, booked),
        )
        if not plan.entries:
            raise UserError(self.env._("All is booked at this rate already."))
        return plan

    @api.model
    def _before_confirm(self, operation):
        """Undo the revaluation of the same customer, currency and date: this one replaces it."""
        if operation.index_id:
            return
        earlier = operation.search(
            Domain(
                [
                    ("kind", "=", "revaluation"),
                    ("state", "=", "done"),
                    ("index_id", "=", False),
                    ("company_id", "=", operation.company_id.id),
                    ("date", "=", operation.date),
                    ("currency_id", "=", operation.currency_id.id),
                    ("commercial_partner_id", "=", operation.commercial_partner_id.id),
                ]
            )
        )
        for each in earlier:
            each._action_undo(operation.date, self.env._("Replaced by another revaluation"))

    # ------------------------------------------------------------------
    # By index
    # ------------------------------------------------------------------

    @api.model
    def _plan_by_index(self, operation, origins):
        company_currency = operation.company_id.currency_id
        if any(origin.currency != company_currency for origin in origins):
            raise UserError(
                self.env._(
                    "An index revalues documents in %(currency)s: choose such.",
                    currency=company_currency.name,
                )
            )
        changes = self._get_index_changes(operation, origins)
        raised = [self._prepare_debt(operation, origin, units) for origin, units in changes.items()]
        raised = [item for item in raised if item.amount * self._get_sign(item) > 0]
        lowered = [
            replace(settlement.take_part(origin, -units), label=origin.label)
            for origin, units in changes.items()
            if units * origin.amount < 0
        ]
        items, allocations = movement.cancel(lowered)
        if not raised and not items:
            raise UserError(self.env._("The index changes nothing."))
        plan = settlement.raise_debts(
            [*raised, *items], lambda booked: self._get_adjustment_account(operation, booked)
        )
        return replace(plan, allocations=tuple(allocations))

    @api.model
    def _get_sign(self, item):
        return 1 if item.origin.amount_currency > 0 else -1

    @api.model
    def _prepare_debt(self, operation, origin, units):
        """Return the open item that the index adds to a document."""
        return movement.Item(
            key=("result", origin.key),
            account=origin.account,
            partner=origin.partner,
            currency=origin.currency,
            amount=units,
            booked=units,
            due=max(origin.due, operation.date),
            label=f"{operation.index_id.name}: {origin.label}",
            is_result=True,
            origin=origin.key,
        )

    @api.model
    def _get_index_changes(self, operation, origins):
        """Return {origin: units that the index adds to it, or takes off}, those above none."""
        index = operation.index_id
        last = self._get_last_dates(operation, [origin.key.id for origin in origins])
        now = index._get_value(operation.date)
        changes = {}
        for origin in origins:
            since = index._get_value(last.get(origin.key.id, origin.key.date))
            own = origin.currency._cobranzas_from_minor_units(origin.amount)
            worth = origin.currency._cobranzas_to_minor_units(own * now / since)
            if worth != origin.amount:
                changes[origin] = worth - origin.amount
        return changes

    @api.model
    def _get_last_dates(self, operation, ids):
        """Return {id of an item: date of its last revaluation by index}."""
        lines = self.env["cobranzas.operation.line"]
        groups = lines._read_group(
            [
                ("move_line_id", "in", ids),
                ("operation_id", "!=", operation._origin.id),
                ("operation_id.kind", "=", "revaluation"),
                ("operation_id.state", "=", "done"),
                ("operation_id.index_id", "!=", False),
            ],
            ["move_line_id", "operation_id"],
        )
        dates = {}
        for item, done in groups:
            dates[item.id] = max(done.date, dates.get(item.id, done.date))
        return dates

    # ------------------------------------------------------------------
    # Run for many customers
    # ------------------------------------------------------------------

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
