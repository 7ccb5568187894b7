from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...engine import movement
from .operation_kind_notes import NoteRequest

KINDS = [
    ("voucher_sale", "Sale of a Voucher"),
    ("voucher_gift", "Gift of a Voucher"),
    ("voucher_redemption", "Redemption of a Voucher"),
    ("voucher_refund", "Refund of a Voucher"),
    ("voucher_expiry", "Expiry of a Voucher"),
]


class CobranzasOperation(models.Model):
    """Vouchers: sold, given, redeemed, refunded, expired (OPS-17, seed 003 §4.25 to §4.27)."""

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
    is_single_purpose = fields.Boolean(
        string="Single-purpose",
        compute="_compute_voucher_product_id",
        store=True,
        readonly=False,
        precompute=True,
        help="What the voucher will buy, and so its tax, is known: it is sold by a tax document, "
        "and what it pays is not taxed again. Otherwise the tax is due when it is redeemed.",
    )
    voucher_product_id = fields.Many2one(
        "product.product",
        string="Product of the Voucher",
        compute="_compute_voucher_product_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('sale_ok', '=', True)]",
        help="Its taxes are due at the sale; its account is that of deferred income, a liability.",
    )

    @api.depends("kind", "company_id")
    def _compute_voucher_product_id(self):
        """Propose what the company sells vouchers for."""
        for operation in self:
            company = operation.company_id
            sold = operation.kind == "voucher_sale"
            operation.is_single_purpose = sold and company.cobranzas_voucher_single_purpose
            operation.voucher_product_id = sold and company.cobranzas_voucher_product_id

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
    Single-purpose: the tax is due at the sale, by a document. What is owed is deferred income,
    before taxes; the amount typed is what the customer pays.
    """

    _name = "cobranzas.operation.kind.voucher_sale"
    _inherit = "cobranzas.operation.kind"
    _description = "Sale of a Voucher"
    _takes = None
    _takes_amount = True
    _parameters = ("is_single_purpose", "voucher_product_id", "code", "date_expiry")
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
        if self._is_single_purpose(operation):
            return movement.Plan(notes=(self._prepare_sale_note(operation),))
        counterpart = self._prepare_counterpart(operation)
        liability = self._prepare_liability(
            operation, -counterpart.amount, -counterpart.booked, "voucher"
        )
        entry = movement.Entry(items=(counterpart, liability), label=self._get_label())
        return movement.Plan(entries=(entry,))

    @api.model
    def _is_single_purpose(self, operation):
        """Tell whether the tax is due now; that of a gift never is, as nothing is sold."""
        return operation.is_single_purpose and self._voucher_kind == "sold"

    @api.model
    def _prepare_sale_note(self, operation):
        """Return the document of the sale: deferred income and taxes, of exactly the amount."""
        product = operation.voucher_product_id
        if not product:
            raise UserError(
                self.env._("Choose the product of the voucher: the tax of the sale is its own.")
            )
        request = NoteRequest(
            product=product,
            amount=operation.amount,
            currency=operation.currency_id,
            origin=self.env["account.move"],
            label=operation.reason or "",
            tax_included=True,
            key="charge",
        )
        note = self._prepare_note(operation, request)
        account = note.items[1].account
        if account.internal_group != "liability" or not account.reconcile:
            raise UserError(
                self.env._(
                    "%(account)s of %(product)s is not a liability that allows reconciliation: "
                    "a voucher is owed until it is redeemed.",
                    account=account.display_name,
                    product=product.display_name,
                )
            )
        return note

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
        single = self._is_single_purpose(operation)
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
            "is_single_purpose": single,
            "item_id": booking.get_item(operation, ("charge", 0) if single else "voucher").id,
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
    _parameters = ("code", "date_expiry")
    _needs_reason = True
    _prefix = "VO"
    _makes_items = False
    _voucher_kind = "gift"

    @api.model
    def _prepare_counterpart(self, operation):
        account = self._get_account(operation, "cobranzas_voucher_expense_account_id")
        return self._prepare_item(operation, "expense", account, operation.commercial_partner_id)
