from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import settlement


class CobranzasOperation(models.Model):
    """Conversion of pending documents to another currency (*conversión moneda*)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("conversion", "Currency Conversion")], ondelete={"conversion": "cascade"}
    )


class CobranzasOperationKindConversion(models.AbstractModel):
    """Debts and credits move to another currency at a stated rate (OPS-10, seed 003 §5.1.2).

    Into a foreign currency, what the company has booked stays. Into the company's, they are booked
    at the stated rate, and the difference is an exchange gain or loss.
    """

    _name = "cobranzas.operation.kind.conversion"
    _inherit = "cobranzas.operation.kind"
    _description = "Currency Conversion"
    _takes = "both"
    _prefix = "CNV"
    _item_kind = "currency_conversion"
    _parameters = ("to_currency_id", "rate")
    _required = ("to_currency_id", "rate")

    @api.model
    def _get_rate_currency(self, operation):
        company_currency = operation.company_id.currency_id
        target = operation.to_currency_id
        foreign = operation.currency_id if target == company_currency else target
        return foreign if foreign != company_currency else foreign.browse()

    @api.model
    def _prepare_plan(self, operation):
        target = operation.to_currency_id
        if not target or operation.rate <= 0:
            raise UserError(self.env._("Choose the currency, and a rate above zero."))
        origins = operation._prepare_origins()
        self._check_currencies(operation, origins)
        return settlement.convert(
            origins,
            target,
            lambda origin: self._get_worth(operation, origin),
            operation.company_id.currency_id,
            lambda booked: self._get_exchange_account(operation, booked),
        )

    @api.model
    def _check_currencies(self, operation, origins):
        """Raise ``UserError`` for what is in the currency already, or in several for one rate."""
        target = operation.to_currency_id
        for origin in origins:
            if origin.currency == target:
                raise UserError(
                    self.env._(
                        "%(document)s is in %(currency)s already.",
                        document=origin.label,
                        currency=target.name,
                    )
                )
        to_company = target == operation.company_id.currency_id
        if to_company and len({origin.currency for origin in origins}) > 1:
            raise UserError(
                self.env._("The documents are in several currencies: the rate is for one of them.")
            )

    @api.model
    def _get_worth(self, operation, origin):
        """Return (units of the new currency, units booked) of the item in place of an origin."""
        target, company_currency = operation.to_currency_id, operation.company_id.currency_id
        if target == company_currency:
            own = origin.currency._cobranzas_from_minor_units(origin.amount)
            units = target._cobranzas_to_minor_units(own * operation.rate)
            worth = units, units
        else:
            booked = company_currency._cobranzas_from_minor_units(origin.booked)
            units = target._cobranzas_to_minor_units(booked / operation.rate)
            worth = units, origin.booked
        if not units:
            raise UserError(
                self.env._(
                    "%(document)s is worth nothing in %(currency)s at this rate.",
                    document=origin.label,
                    currency=target.name,
                )
            )
        return worth
