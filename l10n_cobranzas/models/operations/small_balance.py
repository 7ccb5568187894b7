from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import settlement


class CobranzasOperation(models.Model):
    """Small balances and decimals (*eliminar saldos menores*, *ajuste redondeo*)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("small_balance", "Small Balances"), ("rounding", "Rounding")],
        ondelete={"small_balance": "cascade", "rounding": "cascade"},
    )
    rounding_unit = fields.Float(
        string="Round To",
        default=1.0,
        digits=(16, 3),
        help="In the currency of each document: 1 takes off the cents.",
    )
    rounding_direction = fields.Selection(
        selection=[("down", "Down"), ("nearest", "To the Nearest"), ("up", "Up")],
        string="Round",
        default="down",
        required=True,
        help="Debts and credits alike, without their sign. Up, the decimals of the document are "
        "taken and an item of one unit is made: both are whole.",
    )

    _rounding_unit_positive = models.Constraint(
        "CHECK (kind <> 'rounding' OR rounding_unit > 0)", "Balances are rounded to a unit above 0."
    )


class CobranzasOperationKindSmallBalance(models.AbstractModel):
    """What is left of documents, up to the company's limit, is written off (OPS-12).

    Debts are a loss, credits a gain. The limit is in the company's currency.
    """

    _name = "cobranzas.operation.kind.small_balance"
    _inherit = "cobranzas.operation.kind"
    _description = "Small Balances"
    _takes = "both"
    _prefix = "SME"
    _in_runs = True
    _needs_reason = True
    _makes_items = False

    @api.model
    def _check_items(self, operation):
        result = super()._check_items(operation)
        limit = operation.company_id.cobranzas_small_balance_max
        if not limit:
            raise UserError(self.env._("Set the limit of small balances in Settings, Collections."))
        for line, origin in zip(operation.line_ids, operation._prepare_origins(), strict=True):
            refusal = self._get_item_refusal(operation, origin)
            if refusal:
                raise UserError(refusal)
            if line.currency_id.compare_amounts(line.amount, line.amount_residual):
                raise UserError(
                    self.env._(
                        "%(document)s is written off whole or not at all.", document=line.name
                    )
                )
        return result

    @api.model
    def _get_item_refusal(self, operation, origin):
        """Return the sentence that says why an origin is no small balance, or an empty text."""
        company, item, name = operation.company_id, origin.key, origin.label
        limit = company.cobranzas_small_balance_max
        left = company.currency_id._cobranzas_from_minor_units(abs(origin.booked))
        if company.currency_id.compare_amounts(left, limit) > 0:
            return self.env._(
                "%(document)s has %(left)s left: more than the %(limit)s of a small balance.",
                document=name,
                left=self._format(left, company.currency_id),
                limit=self._format(limit, company.currency_id),
            )
        days = company.cobranzas_small_balance_days
        if (operation.date - item.date).days < days:
            return self.env._(
                "%(document)s is younger than %(days)s days.", document=name, days=days
            )
        whole = not item.currency_id.compare_amounts(
            item.amount_residual_currency, item.amount_currency
        )
        if whole and item.move_id.is_invoice():
            return self.env._(
                "Nothing of %(document)s has been paid: a small balance is what is left of one.",
                document=name,
            )
        return ""

    @api.model
    def _prepare_plan(self, operation):
        return settlement.write_off(
            operation._prepare_origins(),
            lambda booked: self._get_adjustment_account(operation, booked),
        )


class CobranzasOperationKindRounding(models.AbstractModel):
    """Balances are rounded to whole units, up to the company's tolerance (OPS-12, §4.22).

    What is taken off a debt is a loss, of a credit a gain; what makes one grow, the reverse.
    """

    _name = "cobranzas.operation.kind.rounding"
    _inherit = "cobranzas.operation.kind"
    _description = "Rounding"
    _takes = "both"
    _prefix = "RED"
    _in_runs = True
    _parameters = ("rounding_unit", "rounding_direction")
    _required = ("rounding_unit", "rounding_direction")
    _needs_reason = True
    _bears_interest = False
    _finds_items = True

    @api.model
    def _get_item_refusal(self, operation, origin):
        """Return the sentence that says why an origin is not rounded, or an empty text."""
        rounded = self._round(operation, origin)
        company, name = operation.company_id, origin.label
        if not rounded.taken.amount:
            return self.env._("%(document)s has no decimals to round.", document=name)
        _amount, change = rounded.get_change()
        booked = company.currency_id._cobranzas_from_minor_units(abs(change))
        tolerance = company.cobranzas_rounding_tolerance
        if company.currency_id.compare_amounts(booked, tolerance) <= 0:
            return ""
        names = {
            "document": name,
            "amount": self._format(booked, company.currency_id),
            "tolerance": self._format(tolerance, company.currency_id),
        }
        if rounded.added:
            return self.env._(
                "%(document)s would grow by %(amount)s: more than the rounding tolerance of "
                "%(tolerance)s.",
                **names,
            )
        return self.env._(
            "%(document)s would lose %(amount)s: more than the rounding tolerance of "
            "%(tolerance)s.",
            **names,
        )

    @api.model
    def _round(self, operation, origin):
        """Return the ``settlement.Rounded`` of an open item."""
        unit = origin.currency._cobranzas_to_minor_units(operation.rounding_unit)
        direction = settlement.Direction(operation.rounding_direction or "down")
        return settlement.round_decimals(origin, unit, direction)

    @api.model
    def _prepare_origins(self, operation):
        """Return the whole balances of the items chosen, or found."""
        chosen = operation.line_ids.move_line_id
        if not chosen:
            return super()._prepare_origins(operation)
        held = chosen._cobranzas_get_held()
        return [item._cobranzas_prepare_origin(held=held) for item in chosen]

    @api.model
    def _get_rounded(self, operation):
        """Return the ``settlement.Rounded`` of each item that is rounded."""
        return [
            self._round(operation, origin)
            for origin in self._prepare_origins(operation)
            if not self._get_item_refusal(operation, origin)
        ]

    @api.model
    def _get_taken(self, operation):
        return [rounded.taken for rounded in self._get_rounded(operation)]

    @api.model
    def _check_items(self, operation):
        result = super()._check_items(operation)
        for origin in self._prepare_origins(operation) if operation.line_ids else ():
            refusal = self._get_item_refusal(operation, origin)
            if refusal:
                raise UserError(refusal)
        return result

    @api.model
    def _prepare_plan(self, operation):
        rounded = self._get_rounded(operation)
        if not rounded:
            raise UserError(self.env._("No balance here has decimals within the tolerance."))
        return settlement.round_off(
            rounded, lambda booked: self._get_rounding_account(operation, booked)
        )

    @api.model
    def _get_rounding_account(self, operation, booked):
        side = "loss" if booked > 0 else "gain"
        return self._get_account(operation, f"cobranzas_rounding_{side}_account_id")

    # ------------------------------------------------------------------
    # Run for many customers
    # ------------------------------------------------------------------

    @api.model
    def _prepare_run_row(self, operation, origin):
        """Tell of a balance that grows what it will be: what is taken of it does not."""
        reason = self._get_item_refusal(operation, origin)
        if reason:
            return settlement.RunRow(origin, 0, reason)
        rounded = self._round(operation, origin)
        change, _booked = rounded.get_change()
        total = origin.currency._cobranzas_from_minor_units(origin.amount + change)
        note = ""
        if rounded.added:
            amount = self._format(total, origin.currency)
            note = self.env._("Rounded to %(amount)s", amount=amount)
        return settlement.RunRow(origin, rounded.taken.amount, note=note)
