from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...engine import movement

KINDS = [
    ("voucher_sale", "Sale of a Voucher"),
    ("voucher_gift", "Gift of a Voucher"),
    ("voucher_refund", "Refund of a Voucher"),
    ("voucher_expiry", "Expiry of a Voucher"),
]


class CobranzasOperation(models.Model):
    """Vouchers: sold, given, refunded, expired (*vales*, OPS-17, seed 003 §4.25 to §4.27)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(selection_add=KINDS, ondelete={key: "cascade" for key, _label in KINDS})
    code = fields.Char(
        string="Voucher Code", copy=False, help="Left empty, the new voucher gets a code."
    )
    date_expiry = fields.Date(string="Expires on")
    voucher_id = fields.Many2one(
        "cobranzas.voucher",
        check_company=True,
        domain="[('state', '!=', 'used'), ('company_id', '=', company_id)]",
        ondelete="restrict",
    )

    @api.depends("voucher_id.amount_residual")
    def _compute_amount(self):
        return super()._compute_amount()

    @api.depends("voucher_id")
    def _compute_from_items(self):
        """Take customer and currency of the voucher that is refunded or expires."""
        result = super()._compute_from_items()
        for operation in self.filtered("voucher_id"):
            operation.partner_id = operation.partner_id or operation.voucher_id.partner_id
            operation.currency_id = operation.voucher_id.currency_id
        return result

    def _get_customers_to_lock(self):
        return super()._get_customers_to_lock() | self.voucher_id.partner_id

    def _get_items_to_lock(self):
        return super()._get_items_to_lock() | self.voucher_id.item_id


class CobranzasVoucher(models.Model):
    """The operation by which a voucher was sold or given."""

    _inherit = "cobranzas.voucher"

    operation_id = fields.Many2one(
        "cobranzas.operation", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(selection_add=[("voided", "Voided")], ondelete={"voided": "cascade"})

    @api.depends("operation_id.state")
    def _compute_state(self):
        result = super()._compute_state()
        for voucher in self.filtered(lambda voucher: voucher.operation_id.state == "undone"):
            voucher.state = "voided"
        return result


class CobranzasOperationKindVoucherSale(models.AbstractModel):
    """A voucher is sold: the customer owes it, and the company owes what it is worth.

    Multi-purpose: what it will buy is not known, so that the tax is due when it is redeemed.
    """

    _name = "cobranzas.operation.kind.voucher_sale"
    _inherit = "cobranzas.operation.kind"
    _description = "Sale of a Voucher"
    _takes = None
    _takes_amount = True
    _parameters = ("code", "date_expiry")
    _prefix = "VV"
    #: as which kind the voucher is made
    _voucher_kind = "sold"

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        if not operation.partner_id:
            raise UserError(self.env._("Choose the customer."))
        if operation.date_expiry and operation.date_expiry < operation.date:
            raise UserError(
                self.env._(
                    "The voucher would expire on %(date)s, before it is issued.",
                    date=format_date(self.env, operation.date_expiry),
                )
            )
        # sudo: whether a code is taken, also by a voucher of another's customer
        known = self.env["cobranzas.voucher"].sudo()._find(operation.code, operation.company_id)
        if operation.code and known:
            raise UserError(
                self.env._("There is a voucher %(code)s already: type another.", code=known.code)
            )
        return result

    @api.model
    def _prepare_plan(self, operation):
        self._check_amount(operation)
        counterpart = self._prepare_counterpart(operation)
        liability = self._prepare_liability(
            operation, -counterpart.amount, -counterpart.booked, "voucher"
        )
        entry = movement.Entry(items=(counterpart, liability), label=self._get_label())
        return movement.Plan(entries=(entry,))

    @api.model
    def _check_amount(self, operation):
        if operation.currency_id.compare_amounts(operation.amount, 0.0) <= 0:
            raise UserError(self.env._("Type the amount of the voucher."))
        if not operation.partner_id:
            raise UserError(self.env._("Choose the customer."))

    @api.model
    def _prepare_counterpart(self, operation):
        """Return the item that the customer owes for the voucher."""
        partner = operation.commercial_partner_id
        return self._prepare_item(
            operation,
            "charge",
            self._get_receivable(operation, partner),
            partner,
            is_result=True,
        )

    @api.model
    def _prepare_item(self, operation, key, account, partner, **more):
        """Return an item of the whole amount of the operation, at the rate of its date."""
        currency = operation.currency_id
        units = currency._cobranzas_to_minor_units(operation.amount)
        return movement.Item(
            key=key,
            account=account,
            partner=partner,
            currency=currency,
            amount=units,
            booked=self._to_booked(operation, units, currency),
            due=operation.date,
            label=self._get_label(),
            **more,
        )

    @api.model
    def _prepare_liability(self, operation, amount, booked, key):
        return movement.Item(
            key=key,
            account=self._get_account(operation, "cobranzas_voucher_account_id"),
            partner=operation.commercial_partner_id,
            currency=operation.currency_id,
            amount=amount,
            booked=booked,
            due=operation.date_expiry,
            label=self._get_label(),
        )

    @api.model
    def _after_confirm(self, operation, booking):
        result = super()._after_confirm(operation, booking)
        vouchers = self.env["cobranzas.voucher"]
        made = vouchers.create(self._prepare_voucher_vals(operation, booking))
        operation.write({"code": made.code, "voucher_id": made.id})
        return result

    @api.model
    def _prepare_voucher_vals(self, operation, booking):
        charge = self._voucher_kind == "sold" and booking.get_item(operation, "charge")
        code = (operation.code or "").strip().upper()
        return {
            "code": code or self.env["cobranzas.voucher"]._make_code(),
            "kind": self._voucher_kind,
            "company_id": operation.company_id.id,
            "partner_id": operation.commercial_partner_id.id,
            "date": operation.date,
            "date_expiry": operation.date_expiry,
            "currency_id": operation.currency_id.id,
            "amount": operation.amount,
            "item_id": booking.get_item(operation, "voucher").id,
            "charge_item_id": charge.id if charge else False,
            "operation_id": operation.id,
        }

    @api.model
    def _get_undo_obstacles(self, operation):
        """What was redeemed, refunded or expired of the voucher stands in the way."""
        item = operation.voucher_id.item_id
        return [
            *super()._get_undo_obstacles(operation),
            lambda: operation._check_balance_unused(item),
        ]


class CobranzasOperationKindVoucherGift(models.AbstractModel):
    """A voucher is given: an expense of promotion."""

    _name = "cobranzas.operation.kind.voucher_gift"
    _inherit = "cobranzas.operation.kind.voucher_sale"
    _description = "Gift of a Voucher"
    _needs_reason = True
    _prefix = "VO"
    _makes_items = False
    _voucher_kind = "gift"

    @api.model
    def _prepare_counterpart(self, operation):
        account = self._get_account(operation, "cobranzas_voucher_expense_account_id")
        return self._prepare_item(operation, "expense", account, operation.commercial_partner_id)


class CobranzasOperationKindVoucherEnd(models.AbstractModel):
    """What refund and expiry share: they settle what is left of a voucher."""

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
    def _settle(self, voucher, item):
        return movement.Allocation(item.key, voucher.item_id, item.amount)

    @api.model
    def _prepare_settling_item(self, operation, voucher):
        """Return the item that settles what is left of the voucher, at its own rate."""
        liability = voucher.item_id
        currency, company_currency = liability.currency_id, liability.company_currency_id
        if currency.is_zero(liability.amount_residual_currency):
            raise UserError(self.env._("Nothing is left of voucher %(code)s.", code=voucher.code))
        return movement.Item(
            key="settled",
            account=liability.account_id,
            partner=liability.partner_id,
            currency=currency,
            amount=currency._cobranzas_to_minor_units(-liability.amount_residual_currency),
            booked=company_currency._cobranzas_to_minor_units(-liability.amount_residual),
            due=operation.date,
            label=voucher.code,
            origin=liability,
        )


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
        item = self._prepare_settling_item(operation, voucher)
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
        entry = movement.Entry(
            key="payment",
            items=(paid, item),
            label=self._get_label(),
            payment={**payment, "outstanding_account_id": account.id},
        )
        return movement.Plan(entries=(entry,), allocations=(self._settle(voucher, item),))


class CobranzasOperationKindVoucherExpiry(models.AbstractModel):
    """What is left of a voucher that expired is income."""

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
