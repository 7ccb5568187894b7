from dateutil.relativedelta import relativedelta
from odoo import api, fields, models

#: a date of this year that lies further back than this was typed without its year
HALF_A_YEAR = relativedelta(months=6)


class CobranzasReceiptCheck(models.Model):
    """A third-party cheque received, as typed; posting puts it in the portfolio (REC-05)."""

    _name = "cobranzas.receipt.check"
    _inherit = "cobranzas.receipt.child"
    _description = "Cheque Received"
    _order = "sequence, id"
    _given_fields = ("check_id", "identity_key")
    _guarded_fields = ("check_id", "identity_key")

    receipt_id = fields.Many2one(
        "cobranzas.receipt",
        compute="_compute_receipt_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    value_id = fields.Many2one("cobranzas.receipt.value", ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    state = fields.Selection(related="receipt_id.state", string="Receipt Status")
    company_id = fields.Many2one(related="receipt_id.company_id", store=True)
    payment_method_line_id = fields.Many2one(
        "account.payment.method.line",
        string="Portfolio",
        compute="_compute_payment_method_line_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('code', '=', 'new_third_party_checks'), ('journal_id.company_id', "
        "'parent_of', company_id)]",
    )
    name = fields.Char(string="Number")
    bank_id = fields.Many2one("res.bank")
    issuer_vat = fields.Char(
        string="Issuer Tax ID",
        compute="_compute_issuer_vat",
        store=True,
        readonly=False,
        precompute=True,
    )
    payment_date = fields.Date(
        string="Pay Date",
        required=True,
        default=fields.Date.context_today,
        help="The day from which the cheque can be cashed; later than today for a deferred cheque.",
    )
    date_moved = fields.Date(
        store=False,
        export_string_translation=False,
        help="The pay date last taken for that of the next year: typed again, it stays.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    amount = fields.Monetary()
    check_id = fields.Many2one(
        "l10n_latam.check", string="Portfolio Cheque", readonly=True, copy=False
    )

    identity_key = fields.Char(
        readonly=True,
        copy=False,
        help="Number, bank and issuer of a cheque in a posted receipt: there is one of each, but "
        "for those confirmed to be others.",
    )

    _identity_uniq = models.UniqueIndex(
        "(company_id, identity_key) WHERE identity_key IS NOT NULL",
        "A cheque of the same number, bank and issuer was received at the same time.",
    )
    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "The amount of a cheque received can't be negative."
    )

    @api.depends("value_id")
    def _compute_receipt_id(self):
        for check in self:
            if check.value_id:
                check.receipt_id = check.value_id.receipt_id

    @api.depends("value_id.payment_method_line_id", "receipt_id.company_id")
    def _compute_payment_method_line_id(self):
        for check in self:
            check.payment_method_line_id = (
                check.value_id.payment_method_line_id
                or check.payment_method_line_id
                or check._find_portfolio_method()
            )

    def _find_portfolio_method(self):
        company = self.receipt_id.company_id or self.env.company
        methods = self.env["account.payment.method.line"].search(
            [
                ("code", "=", "new_third_party_checks"),
                ("payment_type", "=", "inbound"),
                ("journal_id.company_id", "parent_of", company.id),
            ],
            order="sequence, id",
        )
        allowed = self.receipt_id.available_method_ids._origin
        return methods.filtered(lambda method: method in allowed)[:1] or methods[:1]

    @api.depends("receipt_id.partner_id")
    def _compute_issuer_vat(self):
        for check in self:
            check.issuer_vat = check.issuer_vat or check.receipt_id.commercial_partner_id.vat

    @api.depends("payment_method_line_id", "value_id.currency_id")
    def _compute_currency_id(self):
        for check in self:
            check.currency_id = (
                check.value_id.currency_id
                or check.payment_method_line_id.journal_id.currency_id
                or check.receipt_id.company_id.currency_id
                or self.env.company.currency_id
            )

    @api.onchange("receipt_id")
    def _onchange_receipt_id(self):
        """Propose for a new row what is left to cover, in the currency of the row."""
        if self.receipt_id and not self.amount:
            self.amount = self.receipt_id._convert_left_to_cover(self)

    @api.onchange("name")
    def _onchange_name(self):
        self.name = self._format_number(self.name)

    @api.onchange("payment_date")
    def _onchange_payment_date(self):
        """Take a day and month of this year that lie far back for those of the next one, once;
        tell of a pay date before the receipt."""
        today, received = fields.Date.context_today(self), self.receipt_id.date
        if not (self.payment_date and received and self.payment_date < min(received, today)):
            return None
        far_back = (
            self.payment_date.year == today.year and self.payment_date < received - HALF_A_YEAR
        )
        kept, again = self.payment_date == self.date_moved, ""
        if far_back and not kept:
            self.date_moved = self.payment_date
            self.payment_date += relativedelta(years=1)
            again = self.env._("Type the date again to keep it in this year.")
        return {
            "warning": {
                "title": self.env._("Pay Date"),
                "message": f"{self._say_pay_date()} {again}".strip(),
                "type": "notification",
            }
        }

    @api.model
    def _format_number(self, name):
        """Return the number with eight digits, as core writes the cheques of the portfolio."""
        return (name or "").strip() and name.strip().zfill(8)

    @api.model_create_multi
    def create(self, vals_list):
        values = self.env["cobranzas.receipt.value"]
        for vals in vals_list:
            vals["name"] = self._format_number(vals.get("name"))
            if vals.get("value_id") and not vals.get("receipt_id"):
                # given, not computed: the ORM adds a computed one to the receipt's list twice
                vals["receipt_id"] = values.browse(vals["value_id"]).receipt_id.id
        checks = super().create(vals_list)
        checks.receipt_id._group_checks_into_values()
        return checks

    def write(self, vals):
        if "name" in vals:
            vals = {**vals, "name": self._format_number(vals["name"])}
        result = super().write(vals)
        if {"value_id", "payment_method_line_id"} & set(vals):
            self._check_changeable()  # also the receipt they were moved to with their value
            if "payment_method_line_id" in vals:
                self.receipt_id._group_checks_into_values()
        return result

    def _prepare_portfolio_check_vals(self):
        """Return the values of the portfolio's cheque."""
        self.ensure_one()
        return {
            "name": self.name,
            "bank_id": self.bank_id.id,
            "issuer_vat": self.issuer_vat,
            "payment_date": self.payment_date,
            "amount": self.amount,
        }
