from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..ledger.obstacles import prepare_obstacle

LAST_DIGITS = 4


class CobranzasReceiptValue(models.Model):
    """A value by card: its coupon, kept until the card company pays it (REC-05)."""

    _inherit = "cobranzas.receipt.value"
    _guarded_fields = ("coupon_key",)

    is_card = fields.Boolean(compute="_compute_is_card", search="_search_is_card")
    card_brand_id = fields.Many2one("cobranzas.card.brand", string="Card", ondelete="restrict")
    coupon_number = fields.Char(string="Coupon", index="trigram")
    batch_number = fields.Char(string="Batch")
    instalments = fields.Integer()
    card_last_digits = fields.Char(
        string="Last Digits", help="The last four digits of the card; never its whole number."
    )
    coupon_required = fields.Boolean(related="payment_method_line_id.cobranzas_coupon_required")
    instalments_required = fields.Boolean(
        related="payment_method_line_id.cobranzas_instalments_required"
    )
    coupon_key = fields.Char(
        compute="_compute_coupon_key",
        store=True,
        help="Card, coupon and batch of a coupon in a posted receipt: there is one of each.",
    )
    details = fields.Char(compute="_compute_details")
    partner_id = fields.Many2one(
        related="receipt_id.commercial_partner_id", string="Customer", store=True
    )
    date = fields.Date(related="receipt_id.date", store=True)
    coupon_state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("portfolio", "In portfolio"),
            ("settled", "Paid Out"),
            ("voided", "Voided"),
        ],
        string="Coupon Status",
        compute="_compute_coupon_state",
        search="_search_coupon_state",
        # what became of a coupon is shown to whoever sees the coupon, nothing else of the ledger
        compute_sudo=True,
    )
    amount_open = fields.Monetary(
        string="In Portfolio",
        compute="_compute_coupon_state",
        compute_sudo=True,
        help="What the card company has not paid yet, by the ledger.",
    )
    date_settled = fields.Date(
        string="Paid Out On", compute="_compute_coupon_state", compute_sudo=True
    )

    _coupon_uniq = models.UniqueIndex(
        "(company_id, coupon_key) WHERE coupon_key IS NOT NULL",
        "This card coupon is already in a posted receipt: check its number and its batch.",
    )
    _instalments_not_negative = models.Constraint(
        "CHECK (instalments >= 0)", "The number of instalments can't be negative."
    )

    @api.depends("payment_method_line_id.code")
    def _compute_is_card(self):
        for value in self:
            value.is_card = value.payment_method_line_id.code == "cobranzas_card"

    def _search_is_card(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("payment_method_line_id.code", "in" if True in value else "!=", "cobranzas_card")]

    @api.depends("receipt_id.state", "is_card", "card_brand_id", "coupon_number", "batch_number")
    def _compute_coupon_key(self):
        for value in self:
            live = value.is_card and value.coupon_number and value.receipt_id.state == "posted"
            value.coupon_key = value._get_coupon_key() if live else False

    def _get_coupon_key(self):
        """Return what tells a coupon from others, however it was typed: 0042 is 42."""
        self.ensure_one()
        numbers = (self.coupon_number, self.batch_number)
        typed = ((number or "").strip().lstrip("0").upper() for number in numbers)
        return "/".join([str(self.card_brand_id.id), *typed])

    @api.depends("is_card", "card_brand_id", "coupon_number", "batch_number", "instalments")
    @api.depends("card_last_digits")
    @api.depends_context("lang")
    def _compute_details(self):
        for value in self:
            value.details = value._get_card_details() if value.is_card else False

    def _get_card_details(self):
        """Return the card, its coupon, batch and instalments in one line."""
        self.ensure_one()
        ending = self.card_last_digits and f"···{self.card_last_digits}"
        parts = [" ".join(filter(None, [self.card_brand_id.name, ending]))]
        if self.coupon_number:
            parts.append(self.env._("coupon %(number)s", number=self.coupon_number))
        if self.batch_number:
            parts.append(self.env._("batch %(number)s", number=self.batch_number))
        if self.instalments == 1:
            parts.append(self.env._("1 instalment"))
        elif self.instalments:
            parts.append(self.env._("%(count)s instalments", count=self.instalments))
        return " · ".join(filter(None, parts))

    @api.depends("receipt_id.state", "payment_id.move_id.line_ids.cobranzas_residual")
    def _compute_coupon_state(self):
        for value in self:
            value.update({"amount_open": 0.0, "date_settled": False})
            if value.receipt_id.state == "posted":
                value._read_portfolio()
            else:
                value.coupon_state = value.receipt_id.state

    def _read_portfolio(self):
        """Set what the ledger says of the coupon of a posted receipt."""
        items = self._get_portfolio_items()
        self.amount_open = sum(items.mapped("cobranzas_residual"))
        settled = bool(items) and self.currency_id.is_zero(self.amount_open)
        self.coupon_state = "settled" if settled else "portfolio"
        if settled:
            dates = items._cobranzas_get_partials().mapped("max_date")
            self.date_settled = max(dates, default=False)

    def _search_coupon_state(self, operator, value):
        """Core keeps on a payment whether the item it rests in was matched: ``is_matched``.

        What is matched with a draft only is in the portfolio still.
        """
        if operator != "in":
            return NotImplemented
        items = self.env["account.move.line"]
        # sudo: only ids of payments, to compare those of the user's own coupons with
        held = items.sudo().browse(items._cobranzas_get_held()).move_id.origin_payment_id
        settled = Domain("payment_id.is_matched", "=", True) & Domain(
            "payment_id", "not in", held.ids
        )
        posted = Domain("state", "=", "posted")
        matched = {"portfolio": posted & ~settled, "settled": posted & settled}
        return Domain.OR(matched.get(state, [("state", "=", state)]) for state in value if state)

    def _get_portfolio_items(self):
        """Return the items in which the value rests until the bank pays it."""
        self.ensure_one()
        payment = self.payment_id
        return payment.move_id.line_ids.filtered(
            lambda item: item.account_id == payment.outstanding_account_id
        )

    @api.constrains("card_last_digits")
    def _check_card_last_digits(self):
        for value in self:
            digits = value.card_last_digits
            if digits and not (digits.isdecimal() and len(digits) <= LAST_DIGITS):
                raise ValidationError(
                    self.env._(
                        "Type only the last four digits of the card, never its whole number."
                    )
                )

    def _check_receivable(self):
        """Also refuse a coupon that lacks what its method asks for, or that can't be settled."""
        result = super()._check_receivable()
        if self.is_card:
            self._check_coupon()
        return result

    def _check_coupon(self):
        method = self.payment_method_line_id
        if not self.card_brand_id:
            raise UserError(
                self.env._("Choose the card of value %(method)s.", method=method.display_name)
            )
        if self.coupon_required and not (self.coupon_number or "").strip():
            raise UserError(
                self.env._("Value %(method)s needs its coupon number.", method=method.display_name)
            )
        if self.instalments_required and not self.instalments:
            raise UserError(
                self.env._(
                    "Say in how many instalments value %(method)s is paid: 1 for a single payment.",
                    method=method.display_name,
                )
            )
        account = method.payment_account_id
        if account and not account.reconcile:
            raise UserError(
                self.env._(
                    "Account %(account)s of method %(method)s can't hold coupons: allow its "
                    "reconciliation, or choose another in Configuration, Value Methods.",
                    account=account.display_name,
                    method=method.display_name,
                )
            )

    def _check_coupons_are_new(self):
        """Raise ``UserError`` for a coupon that came before, naming its receipt (REC-05)."""
        cards = self.filtered(lambda value: value.is_card and value.coupon_number)
        keys = {value: (value.company_id, value._get_coupon_key()) for value in cards}
        known = self.search([("coupon_key", "in", [key for _company, key in keys.values()])])
        receipts = {(value.company_id, value.coupon_key): value.receipt_id for value in known}
        for value, key in keys.items():
            if key in receipts:
                raise UserError(
                    self.env._(
                        "Coupon %(coupon)s of %(card)s is already in %(receipt)s: check its "
                        "number and its batch.",
                        coupon=value.coupon_number,
                        card=value.card_brand_id.name,
                        receipt=receipts[key].display_name,
                    )
                )
            receipts[key] = value.receipt_id

    def _check_in_portfolio(self):
        """Raise ``UserError`` naming a coupon that left the portfolio and what settled it."""
        for value in self.filtered("is_card"):
            items = value._get_portfolio_items()
            partials = items._cobranzas_get_partials()
            if partials:
                entry = (partials._cobranzas_get_items() - items)[:1].move_id
                message = self.env._(
                    "Coupon %(coupon)s of %(card)s left the portfolio: undo its settlement "
                    "by %(entry)s first.",
                    coupon=value.coupon_number or "?",
                    card=value.card_brand_id.name,
                    entry=entry.display_name,
                )
                raise prepare_obstacle(self.env, message, entry)

    def action_open_receipt(self):
        """Open the receipt the value came in (REC-21)."""
        self.ensure_one()
        return self.receipt_id._get_records_action()
