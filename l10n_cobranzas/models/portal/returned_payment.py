from odoo import api, models
from odoo.exceptions import UserError

from ...engine import movement


class CobranzasOperationKindOnline(models.AbstractModel):
    """What happens to an online payment after its receipt was made (COL-09)."""

    _name = "cobranzas.operation.kind.online"
    _inherit = ["cobranzas.operation.kind"]
    _description = "Movement of an Online Payment"
    _takes = None
    _takes_amount = True
    _required = ("returned_receipt_id",)

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        self._check_not_future(operation)
        self._check_amount(operation)
        receipt = operation.returned_receipt_id
        if receipt.state != "posted" or not receipt._get_online_payment():
            raise UserError(
                self.env._(
                    "%(receipt)s is no posted receipt of an online payment.",
                    receipt=receipt.display_name,
                )
            )
        if operation.date < receipt.date:
            raise UserError(
                self.env._(
                    "%(receipt)s is dated after the operation: choose a later date.",
                    receipt=receipt.name,
                )
            )
        return result

    @api.model
    def _get_origin_moves(self, operation):
        return operation.returned_receipt_id._get_online_payment().move_id

    @api.model
    def _get_provider_account(self, operation):
        """Return where the money of the payment rests until the bank shows it."""
        payment = operation.returned_receipt_id._get_online_payment()
        return payment._seek_for_lines()[0].account_id


class CobranzasOperationKindReturnedPayment(models.AbstractModel):
    """An online payment is given back, by us or by the payer's bank: the debt returns (COL-09).

    The receipt and the documents that it paid stay as they are, as when a cheque returns. What the
    receipt left on account, and nobody used, is what is given back first.
    """

    _name = "cobranzas.operation.kind.returned_payment"
    _inherit = ["cobranzas.operation.kind.online"]
    _description = "Returned Online Payment"
    _parameters = ("returned_receipt_id", "returned_cause")
    _prefix = "RPO"
    _returns_payment = True

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        left = operation.returned_receipt_id._get_returnable_amount()
        if operation.currency_id.compare_amounts(operation.amount, left) > 0:
            raise UserError(
                self.env._(
                    "Of the payment of %(receipt)s only %(left)s is left to return.",
                    receipt=operation.returned_receipt_id.name,
                    left=self._format(left, operation.currency_id),
                )
            )
        return result

    @api.model
    def _prepare_plan(self, operation):
        payment = operation.returned_receipt_id._get_online_payment()
        if not payment:
            raise UserError(self.env._("Choose the receipt of the payment that returned."))
        units = operation.currency_id._cobranzas_to_minor_units(operation.amount)
        debt, left = self._prepare_items(operation, payment, units)
        entry = movement.Entry(
            (debt, left),
            label=debt.label,
            payment=self._prepare_return_payment(operation, payment, left),
            key="returned",
        )
        return movement.Plan((entry,), self._prepare_allocations(operation, debt))

    @api.model
    def _prepare_items(self, operation, payment, units):
        """Return the debt that returns and what leaves the provider's account, as booked then."""
        money = payment._seek_for_lines()[0]
        currency, own = payment.currency_id, operation.company_id.currency_id
        booked = movement.share_booked(
            units,
            currency._cobranzas_to_minor_units(sum(money.mapped("amount_currency"))),
            own._cobranzas_to_minor_units(sum(money.mapped("balance"))),
        )
        partner = operation.returned_receipt_id.partner_id.commercial_partner_id
        label = self.env._(
            "Returned payment of %(receipt)s", receipt=operation.returned_receipt_id.name
        )
        debt = movement.Item(
            key="debt",
            account=payment.destination_account_id,
            partner=partner,
            currency=currency,
            amount=units,
            booked=booked,
            due=operation.date,
            label=label,
            is_result=True,
        )
        left = movement.Item(
            "left", money[:1].account_id, partner, currency, -units, -booked, label=label
        )
        return debt, left

    @api.model
    def _prepare_return_payment(self, operation, payment, left):
        """Return the values of the payment that goes back by the way it came, as core's refunds."""
        vals = self._prepare_payment(
            payment.payment_method_line_id, left.partner, left.currency, left.amount
        )
        # sudo: the refund is the operation's own, and only named on the payment made of it
        refund = operation.sudo().refund_transaction_id
        return {
            **vals,
            "payment_type": "outbound",
            "outstanding_account_id": left.account.id,
            "destination_account_id": payment.destination_account_id.id,
            "payment_transaction_id": refund.id,
        }

    @api.model
    def _prepare_allocations(self, operation, debt):
        """Return what of the debt is paid at once by what the receipt left on account."""
        left, allocations = debt.amount, []
        for item in operation.returned_receipt_id._get_receivable_items():
            open_units = -item.currency_id._cobranzas_to_minor_units(item.cobranzas_residual)
            fits = item.account_id == debt.account and item.currency_id == debt.currency
            if fits and open_units > 0 and left > 0 and item.partner_id == debt.partner:
                allocations.append(movement.Allocation(debt.key, item, min(open_units, left)))
                left -= min(open_units, left)
        return tuple(allocations)


class CobranzasOperationKindProviderFee(models.AbstractModel):
    """What a payment provider keeps of an online payment is an expense (COL-09).

    It is credited where the money rests, so that the bank's net line settles both.
    """

    _name = "cobranzas.operation.kind.provider_fee"
    _inherit = ["cobranzas.operation.kind.online"]
    _description = "Fee of a Payment Provider"
    _parameters = ("returned_receipt_id",)
    _prefix = "FPO"
    _makes_items = False

    @api.model
    def _prepare_plan(self, operation):
        payment = operation.returned_receipt_id._get_online_payment()
        if not payment:
            raise UserError(self.env._("Choose the receipt of the payment that cost the fee."))
        account = self._get_account(operation, "cobranzas_online_fee_account_id")
        currency = payment.currency_id
        units = currency._cobranzas_to_minor_units(operation.amount)
        booked = self._to_booked(operation, units, currency)
        label = self.env._(
            "Fee of %(provider)s for %(receipt)s",
            provider=payment.payment_method_line_id.name,
            receipt=operation.returned_receipt_id.name,
        )
        rests = self._get_provider_account(operation)
        items = (
            movement.Item("fee", account, None, currency, units, booked, label=label),
            movement.Item("kept", rests, None, currency, -units, -booked, label=label),
        )
        entry = movement.Entry(items, label=label, journal=payment.journal_id, key="fee")
        return movement.Plan((entry,))
