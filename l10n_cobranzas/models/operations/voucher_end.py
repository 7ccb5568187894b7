from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...engine import movement
from .operation_kind_notes import NoteLine, NoteRequest


class CobranzasOperationKindVoucherEnd(models.AbstractModel):
    """What redemption, refund and expiry share: they settle what is left of a voucher."""

    _name = "cobranzas.operation.kind.voucher_end"
    _inherit = "cobranzas.operation.kind"
    _description = "End of a Voucher"
    _takes = None
    _parameters = ("voucher_id",)
    _required = ("voucher_id",)
    _makes_items = False

    @api.model
    def _get_amount(self, operation):
        if operation.state == "draft":
            return operation.voucher_id.amount_residual
        return operation.amount

    @api.model
    def _before_confirm(self, operation):
        """Take what is left now, whatever was typed: where no amount is, it is all of it."""
        result = super()._before_confirm(operation)
        if not self._takes_amount:
            operation.amount = operation.voucher_id.amount_residual
        return result

    @api.model
    def _settle(self, voucher, item):
        return movement.Allocation(item.key, voucher.item_id, abs(item.amount))

    @api.model
    def _prepare_settling_item(self, operation, voucher, amount=None):
        """Return the item that settles what is left of the voucher's liability, at its own rate.

        :param amount: to settle of it; all that is left when None
        """
        liability = voucher.item_id
        currency = liability.currency_id
        if currency.is_zero(liability.amount_residual_currency):
            raise UserError(self.env._("Nothing is left of voucher %(code)s.", code=voucher.code))
        taken = liability._cobranzas_prepare_origin(None if amount is None else -amount)
        return movement.Item(
            key="settled",
            account=taken.account,
            partner=taken.partner,
            currency=currency,
            amount=-taken.amount,
            booked=-taken.booked,
            due=operation.date,
            label=voucher.code,
            origin=liability,
        )

    @api.model
    def _prepare_voucher_note(self, operation, amount):
        """Return the credit note of ``amount`` of a single-purpose voucher, and its allocations.

        The customer's item of the note is open: what becomes of it is for the plan to say.
        """
        voucher = operation.voucher_id
        sale = voucher.item_id.move_id
        split = voucher._prepare_split(amount)
        line = NoteLine(
            self.env._("Voucher %(code)s", code=voucher.code),
            voucher.item_id.product_id,
            amount,
            split=split,
        )
        request = NoteRequest(
            currency=voucher.currency_id,
            origin=sale,
            lines=(line,),
            move_type="out_refund",
            is_result=self._makes_items,
        )
        note = self._prepare_note(operation, request)
        return note, (self._settle(voucher, note.items[1]),)


class CobranzasOperationKindVoucherRedemption(models.AbstractModel):
    """What a voucher is worth, or part of it, becomes a credit of its customer (OPS-17).

    Receipts redeem multi-purpose vouchers as a value of theirs. For a single-purpose one they
    make this operation: what the customer buys bears its tax, so that the tax of the voucher is
    given back by a credit note on its sale, in proportion, at the rate of the sale.
    """

    _name = "cobranzas.operation.kind.voucher_redemption"
    _inherit = "cobranzas.operation.kind.voucher_end"
    _description = "Redemption of a Voucher"
    _takes_amount = True
    _prefix = "VR"
    _makes_items = True

    @api.model
    def _get_amount(self, operation):
        """Return what was typed; what is left of the voucher until something is."""
        if operation.state == "draft":
            return operation.amount or operation.voucher_id.amount_residual
        return operation.amount

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        voucher = operation.voucher_id
        self._check_amount(operation)
        if operation.commercial_partner_id != voucher.partner_id:
            raise UserError(
                self.env._(
                    "Voucher %(code)s is of %(customer)s: redeem it for others in a receipt.",
                    code=voucher.code,
                    customer=voucher.partner_id.display_name,
                )
            )
        voucher._check_redeemable(operation.amount, operation.currency_id, operation.date)
        return result

    @api.model
    def _prepare_plan(self, operation):
        voucher = operation.voucher_id
        if not voucher:
            raise UserError(self.env._("Choose the voucher."))
        self._check_amount(operation)
        voucher._check_left(operation.amount)
        if voucher.is_single_purpose:
            note, settled = self._prepare_voucher_note(operation, operation.amount)
            return movement.Plan(allocations=settled, notes=(note,))
        item = self._prepare_settling_item(operation, voucher, operation.amount)
        credit = movement.Item(
            key="credit",
            account=self._get_receivable(operation, item.partner),
            partner=item.partner,
            currency=item.currency,
            amount=-item.amount,
            booked=-item.booked,
            due=operation.date,
            label=voucher.code,
            is_result=True,
        )
        entry = movement.Entry(items=(item, credit), label=self._get_label())
        return movement.Plan(entries=(entry,), allocations=(self._settle(voucher, item),))


class CobranzasOperationKindVoucherRefund(models.AbstractModel):
    """What is left of a voucher that was sold is given back in money."""

    _name = "cobranzas.operation.kind.voucher_refund"
    _inherit = "cobranzas.operation.kind.voucher_end"
    _description = "Refund of a Voucher"
    _parameters = ("voucher_id", "journal_id", "payment_method_line_id")
    _required = ("voucher_id", "journal_id")
    _needs_reason = True
    _payment_type = "outbound"
    _prefix = "VD"

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        voucher = operation.voucher_id
        if voucher.kind == "gift":
            raise UserError(
                self.env._("Voucher %(code)s was given: it is not refunded.", code=voucher.code)
            )
        voucher._check_redeemable(voucher.amount_residual, voucher.currency_id, operation.date)
        return result

    @api.model
    def _prepare_plan(self, operation):
        voucher = operation.voucher_id
        if not voucher or not operation.journal_id:
            raise UserError(self.env._("Choose the voucher and where the money comes from."))
        if voucher.is_single_purpose:
            return self._prepare_plan_by_note(operation)
        item = self._prepare_settling_item(operation, voucher)
        entry = self._prepare_payment_entry(operation, item)
        return movement.Plan(entries=(entry,), allocations=(self._settle(voucher, item),))

    @api.model
    def _prepare_plan_by_note(self, operation):
        """Return the plan that gives the tax back too: a credit note, and its payment."""
        voucher = operation.voucher_id
        note, settled = self._prepare_voucher_note(operation, voucher.amount_residual)
        credit = note.items[0]
        paid = movement.Item(
            key="settled",
            account=credit.account,
            partner=credit.partner,
            currency=credit.currency,
            amount=-credit.amount,
            booked=-credit.booked,
            due=operation.date,
            label=voucher.code,
        )
        entry = self._prepare_payment_entry(operation, paid)
        allocation = movement.Allocation(paid.key, credit.key, paid.amount)
        return movement.Plan(entries=(entry,), allocations=(*settled, allocation), notes=(note,))

    @api.model
    def _prepare_payment_entry(self, operation, item):
        """Return the payment of what ``item`` settles."""
        method = self._get_method(operation)
        account = self._get_outstanding_account(operation, method)
        payment = self._prepare_payment(method, item.partner, item.currency, item.amount)
        paid = movement.Item(
            key="money",
            account=account,
            partner=item.partner,
            currency=item.currency,
            amount=-item.amount,
            booked=-item.booked,
            due=operation.date,
            label=self._get_label(),
        )
        return movement.Entry(
            key="payment",
            items=(paid, item),
            label=self._get_label(),
            payment={**payment, "outstanding_account_id": account.id},
        )


class CobranzasOperationKindVoucherExpiry(models.AbstractModel):
    """What is left of a voucher that expired is income.

    Of a single-purpose one that is the income deferred: the tax, due at its sale, stays paid.
    """

    _name = "cobranzas.operation.kind.voucher_expiry"
    _inherit = "cobranzas.operation.kind.voucher_end"
    _description = "Expiry of a Voucher"
    _prefix = "VX"

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        expiry = operation.voucher_id.date_expiry
        if not expiry or expiry >= operation.date:
            raise UserError(
                self.env._(
                    "Voucher %(code)s has not expired on %(date)s.",
                    code=operation.voucher_id.code,
                    date=format_date(self.env, operation.date),
                )
            )
        return result

    @api.model
    def _prepare_plan(self, operation):
        voucher = operation.voucher_id
        if not voucher:
            raise UserError(self.env._("Choose the voucher."))
        item = self._prepare_settling_item(operation, voucher)
        income = movement.Item(
            key="income",
            account=self._get_account(operation, "cobranzas_voucher_income_account_id"),
            partner=item.partner,
            currency=item.currency,
            amount=-item.amount,
            booked=-item.booked,
            label=self._get_label(),
        )
        entry = movement.Entry(items=(item, income), label=self._get_label())
        return movement.Plan(entries=(entry,), allocations=(self._settle(voucher, item),))
