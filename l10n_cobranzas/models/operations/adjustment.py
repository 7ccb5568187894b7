from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...engine import movement, settlement
from ...engine.minor_units import split


class CobranzasOperation(models.Model):
    """Adjustments of what a customer owes (*ajuste*, *ajuste saldo*)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("adjustment", "Adjustment")], ondelete={"adjustment": "cascade"}
    )


class CobranzasOperationKindAdjustment(models.AbstractModel):
    """What a customer owes is raised (above zero) or lowered (below) (OPS-02, seed 003 §4.20).

    Lowered, it pays the debts chosen, or those open in the company's order. Raised, it is a debt
    of its own, one a document chosen with its due date, or a single one due on its date.
    """

    _name = "cobranzas.operation.kind.adjustment"
    _inherit = "cobranzas.operation.kind"
    _description = "Adjustment"
    _takes = "debit"
    _takes_amount = True
    _prefix = "AJU"
    _needs_reason = True
    _finds_items = True
    _pays_by_criterion = True

    @api.model
    def _get_amount(self, operation):
        return operation.amount

    @api.model
    def _get_found_domain(self, operation):
        domain = super()._get_found_domain(operation)
        return domain & Domain("currency_id", "=", operation.currency_id.id)

    @api.model
    def _get_units(self, operation):
        return operation.currency_id._cobranzas_to_minor_units(operation.amount)

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        if not self._get_units(operation):
            raise UserError(
                self.env._("Say how much: above zero the customer owes more, below zero less.")
            )
        return result

    @api.model
    def _get_taken(self, operation):
        units = self._get_units(operation)
        if units >= 0:
            return operation._prepare_origins()
        return self._lower(operation, -units)

    @api.model
    def _lower(self, operation, units):
        """Return the origins that an adjustment down of so many units takes.

        Raises ``UserError`` when they don't reach, or are of another currency.
        """
        origins = self._prepare_origins(operation)
        self._check_currency(operation, origins)
        taken, missing = settlement.take_in_order(origins, units)
        if missing:
            currency = operation.currency_id
            raise UserError(
                self.env._(
                    "Customer owes %(owed)s: an adjustment of −%(amount)s leaves a credit; use "
                    "an advance.",
                    owed=self._format(
                        currency._cobranzas_from_minor_units(units - missing), currency
                    ),
                    amount=self._format(currency._cobranzas_from_minor_units(units), currency),
                )
            )
        return taken

    @api.model
    def _check_currency(self, operation, origins):
        if any(origin.currency != operation.currency_id for origin in origins):
            raise UserError(
                self.env._(
                    "The documents are not all in %(currency)s: adjust those of one currency.",
                    currency=operation.currency_id.name,
                )
            )

    @api.model
    def _prepare_plan(self, operation):
        units = self._get_units(operation)
        if units > 0:
            return self._prepare_raise(operation, units)
        return settlement.write_off(
            self._lower(operation, -units),
            lambda booked: self._get_adjustment_account(operation, booked),
        )

    @api.model
    def _prepare_raise(self, operation, units):
        if not operation.partner_id:
            raise UserError(self.env._("Choose the customer."))
        origins = operation._prepare_origins()
        self._check_currency(operation, origins)
        return settlement.raise_debts(
            self._prepare_debts(operation, units, origins),
            lambda booked: self._get_adjustment_account(operation, booked),
        )

    @api.model
    def _prepare_debts(self, operation, units, origins):
        """Return the debts that an adjustment up makes: shared among the documents chosen."""
        currency, partner = operation.currency_id, operation.partner_id.commercial_partner_id
        if not origins:
            account = self._get_receivable(operation, partner)
            rows = [(None, account, partner, operation.date, units)]
        else:
            shares = split(units, [origin.amount for origin in origins])
            rows = [
                (origin.key, origin.account, origin.partner, origin.due, share)
                for origin, share in zip(origins, shares, strict=True)
                if share
            ]
        return [
            movement.Item(
                key=("result", origin),
                account=account,
                partner=holder,
                currency=currency,
                amount=share,
                booked=self._to_booked(operation, share, currency),
                due=due,
                label=operation.reason or "",
                is_result=True,
                origin=origin,
            )
            for origin, account, holder, due, share in rows
        ]
