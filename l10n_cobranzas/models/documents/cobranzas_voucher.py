import base64
import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, formatLang
from reportlab.graphics import barcode

#: letters and digits that nobody takes for one another
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class CobranzasVoucher(models.Model):
    """A voucher sold or given (*vale*, OPS-17): what is left of it is owed to whoever brings it.

    Its balance is what is left of its liability item; with the tax, where that was due at the
    sale (single-purpose), as what it pays is not taxed again. Operations make vouchers, a
    receipt takes them as a value; nobody writes them by hand.
    """

    _name = "cobranzas.voucher"
    _description = "Voucher"
    _inherit = ["cobranzas.guarded.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _rec_name = "code"

    code = fields.Char(required=True, readonly=True, copy=False)
    kind = fields.Selection(
        selection=[("sold", "Sold"), ("gift", "Given")], required=True, readonly=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index="btree_not_null"
    )
    date = fields.Date(string="Issued on", required=True, readonly=True)
    date_expiry = fields.Date(string="Expires on", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True)
    item_id = fields.Many2one(
        "account.move.line",
        string="Liability",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The item that says the company owes this to whoever brings the voucher.",
    )
    charge_item_id = fields.Many2one(
        "account.move.line",
        string="Charge",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="What the customer owes, or owed, for a voucher that was sold.",
    )
    is_single_purpose = fields.Boolean(
        string="Single-purpose",
        readonly=True,
        help="Sold by a tax document: its tax was due at the sale, and what it pays is not taxed "
        "again.",
    )
    amount_residual = fields.Monetary(
        string="Balance", compute="_compute_state", store=True, help="What is left to redeem."
    )
    state = fields.Selection(
        selection=[
            ("issued", "Issued"),
            ("partial", "Partly Redeemed"),
            ("used", "Redeemed"),
        ],
        string="Status",
        compute="_compute_state",
        store=True,
        index=True,
    )
    is_expired = fields.Boolean(
        string="Expired", compute="_compute_is_expired", search="_search_is_expired"
    )

    _code_uniq = models.UniqueIndex(
        "(company_id, code)", "There is a voucher with this code already: type another."
    )
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "The amount of a voucher must be above zero."
    )

    @api.depends("item_id.amount_residual_currency", "amount", "currency_id")
    def _compute_state(self):
        for voucher in self:
            left = voucher._get_left()
            voucher.amount_residual = left
            if voucher.currency_id.is_zero(left):
                voucher.state = "used"
            elif voucher.currency_id.compare_amounts(left, voucher.amount) < 0:
                voucher.state = "partial"
            else:
                voucher.state = "issued"

    def _get_left(self):
        """Return what the voucher still pays for, in its currency, taxes inside.

        Of a single-purpose one the liability is before taxes: what is left is the amount less
        the credit notes that took it off, which are exact where a proportion is not.
        """
        self.ensure_one()
        net = -self.item_id.amount_residual_currency
        if not self.is_single_purpose or self.currency_id.is_zero(net):
            return net
        taken = sum(self._get_credit_notes().mapped("amount_total"))
        return self.currency_id.round(self.amount - taken)

    def _get_credit_notes(self):
        """Return the credit notes that took part of single-purpose vouchers off."""
        moves = self.item_id.matched_debit_ids.debit_move_id.move_id
        return moves.filtered(lambda move: move.move_type == "out_refund")

    @api.depends("date_expiry")
    def _compute_is_expired(self):
        today = fields.Date.context_today(self)
        for voucher in self:
            voucher.is_expired = bool(voucher.date_expiry) and voucher.date_expiry < today

    def _search_is_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("date_expiry", "<", today)]

    @api.depends("code", "amount_residual", "currency_id")
    def _compute_display_name(self):
        for voucher in self:
            left = formatLang(self.env, voucher.amount_residual, currency_obj=voucher.currency_id)
            voucher.display_name = f"{voucher.code} · {left}"

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_made_by_operation()
        return super().create(vals_list)

    def write(self, vals):
        self._check_made_by_operation()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_superuser(self):
        self._check_made_by_operation()

    def _check_made_by_operation(self):
        if not self.env.su:
            raise AccessError(self.env._("Vouchers are sold and given by operations alone."))

    @api.model
    def _make_code(self):
        """Return a code that nobody guesses."""
        return "".join(secrets.choice(ALPHABET) for _place in range(12))

    @api.model
    def _find(self, code, company):
        """Return the voucher of a code in a company; none when there is none."""
        code = (code or "").strip().upper()
        domain = [("code", "=", code), ("company_id", "=", company.id)]
        return self.search(domain, limit=1)

    def _check_redeemable(self, amount, currency, date):
        """Raise ``UserError`` when ``amount`` of the voucher can't be redeemed on ``date``."""
        self.ensure_one()
        if self.currency_id != currency:
            raise UserError(
                self.env._(
                    "Voucher %(voucher)s is in %(currency)s.",
                    voucher=self.code,
                    currency=self.currency_id.name,
                )
            )
        if self.date_expiry and self.date_expiry < date:
            raise UserError(
                self.env._(
                    "Voucher %(voucher)s expired on %(date)s.",
                    voucher=self.code,
                    date=format_date(self.env, self.date_expiry),
                )
            )
        self._check_left(amount)
        unpaid = self.charge_item_id and not self.charge_item_id.reconciled
        if unpaid and self.company_id.cobranzas_voucher_paid_first:
            raise UserError(
                self.env._(
                    "Voucher %(voucher)s is not paid yet: collect %(charge)s first.",
                    voucher=self.code,
                    charge=self.charge_item_id._cobranzas_document_name(),
                )
            )

    def _check_left(self, amount):
        """Raise ``UserError`` when less than ``amount`` is left of the voucher."""
        if self.currency_id.compare_amounts(amount, self.amount_residual) > 0:
            raise UserError(
                self.env._(
                    "Voucher %(voucher)s has %(left)s left.",
                    voucher=self.code,
                    left=formatLang(self.env, self.amount_residual, currency_obj=self.currency_id),
                )
            )

    def _get_purpose(self):
        """Return what a single-purpose voucher is for; nothing of one that buys anything."""
        self.ensure_one()
        # sudo: only the name of a product, for whoever may read the voucher
        return self.sudo().item_id.product_id.name if self.is_single_purpose else ""

    def _get_barcode(self):
        """Return the bar code as an image to print: drawn as SVG, which needs no font or library
        of the system, as core's picture of one does."""
        self.ensure_one()
        drawing = barcode.createBarcodeDrawing("Code128", value=self.code, width=400, height=60)
        image = base64.b64encode(drawing.asString("svg").encode()).decode()
        return f"data:image/svg+xml;base64,{image}"

    def action_open_entry(self):
        """Open the entry by which the voucher was made."""
        self.ensure_one()
        self.check_access("read")
        return self.item_id.move_id._cobranzas_documents_action(self.code)

    def action_print(self):
        """Print the vouchers with their bar codes."""
        self.check_access("read")
        return self.env.ref("l10n_cobranzas.cobranzas_voucher_report").report_action(self)

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.code
