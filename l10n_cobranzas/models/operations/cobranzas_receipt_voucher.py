from odoo import api, fields, models
from odoo.exceptions import UserError


class CobranzasReceiptVoucher(models.Model):
    """A voucher redeemed in a receipt, wholly or partly (OPS-17, REC-05).

    It settles the liability of the voucher; where the tax was due at the sale, the credit note
    that gives back its part, of an operation that the receipt makes and its void undoes.
    """

    _name = "cobranzas.receipt.voucher"
    _inherit = ["cobranzas.receipt.source"]
    _description = "Voucher Redeemed"
    _rec_name = "code"
    _entry_field = "move_line_id"
    _allocation_field = "redemption_id"

    code = fields.Char(required=True, help="Type or scan the code of the voucher.")
    voucher_id = fields.Many2one(
        "cobranzas.voucher",
        compute="_compute_voucher_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_expiry = fields.Date(related="voucher_id.date_expiry")
    amount_residual = fields.Monetary(related="voucher_id.amount_residual", string="Balance")
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, precompute=True, required=True
    )
    amount = fields.Monetary()
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    operation_id = fields.Many2one(
        "cobranzas.operation",
        string="Redemption",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="What issued the credit note of a voucher whose tax was due at its sale.",
    )

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "The amount of a voucher can't be negative."
    )

    @api.depends("code", "receipt_id.company_id")
    def _compute_voucher_id(self):
        # sudo: whoever brings the code of a voucher may redeem it, whoever bought it
        vouchers = self.env["cobranzas.voucher"].sudo()
        for row in self:
            company = row.receipt_id.company_id or self.env.company
            row.voucher_id = vouchers._find(row.code, company)

    @api.depends("voucher_id", "receipt_id.currency_id")
    def _compute_currency_id(self):
        for row in self:
            row.currency_id = (
                row.voucher_id.currency_id
                or row.receipt_id.currency_id
                or row.receipt_id.company_id.currency_id
                or self.env.company.currency_id
            )

    @api.onchange("code")
    def _onchange_code(self):
        """Propose what is left to cover, up to what the voucher has."""
        if self.code and not self.voucher_id:
            return {
                "warning": {
                    "title": self.code,
                    "message": self.env._("There is no voucher with this code."),
                    "type": "notification",
                }
            }
        if self.voucher_id and not self.amount:
            left = self.receipt_id._convert_left_to_cover(self)
            self.amount = min(left, self.amount_residual) if left else self.amount_residual
        return None

    # ------------------------------------------------------------------
    # As a source of its receipt
    # ------------------------------------------------------------------

    def _get_label(self):
        self.ensure_one()
        return self.code

    def _get_kind_label(self):
        return self.env._("Voucher")

    def _check_redeemable(self):
        """Raise ``UserError`` with what keeps the voucher from being redeemed as typed."""
        self.ensure_one()
        if not self.voucher_id:
            raise UserError(
                self.env._("There is no voucher with the code %(code)s.", code=self.code)
            )
        if self.currency_id.compare_amounts(self.amount, 0.0) <= 0:
            raise UserError(
                self.env._("Say how much of voucher %(code)s is redeemed.", code=self.code)
            )
        self.voucher_id._check_redeemable(self.amount, self.currency_id, self.receipt_id.date)

    @api.model
    def _get_given_fields(self):
        return ("operation_id", *super()._get_given_fields())

    @api.model
    def _get_guarded_fields(self):
        return ("operation_id", *super()._get_guarded_fields())

    def _redeem(self):
        """Let the tax of single-purpose vouchers be given back: one by one, each of what is left.

        To call with the locks of the customers of the vouchers.
        """
        for row in self.filtered("voucher_id.is_single_purpose"):
            row.operation_id = self.env["cobranzas.operation"].create(row._prepare_operation_vals())
            row.operation_id._action_confirm()

    def _prepare_operation_vals(self):
        """Return the values of the redemption, to the customer that the voucher was sold to."""
        receipt = self.receipt_id
        return {
            "kind": "voucher_redemption",
            "company_id": receipt.company_id.id,
            "date": receipt.date,
            "voucher_id": self.voucher_id.id,
            "partner_id": self.voucher_id.item_id.move_id.partner_id.id,
            "amount": self.amount,
            "reason": receipt.name,
        }

    def _get_settled_item(self):
        """Return the liability of the voucher, or the credit of its redemption."""
        return self.operation_id.result_ids or self.voucher_id.item_id

    def _prepare_settlement_items(self, booking):
        """Book what is redeemed against what it settles, and what it pays."""
        receipt, settled = self.receipt_id, self._get_settled_item()
        balance = receipt._to_company_currency(self.amount, self.currency_id)
        own = {
            "analytic_distribution": False,
            "name": self.env._("Voucher %(code)s", code=self.code),
            "account_id": settled.account_id.id,
            "partner_id": settled.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": self.amount,
            "balance": balance,
            "date_maturity": receipt.date,
        }
        items = booking.prepare_source_items(self, balance, receipt._get_customer_account())
        return {booking.get_key("own", self): own, **items}


class CobranzasReceiptAllocation(models.Model):
    _inherit = "cobranzas.receipt.allocation"

    redemption_id = fields.Many2one(
        "cobranzas.receipt.voucher", string="Voucher", ondelete="cascade", index="btree_not_null"
    )
