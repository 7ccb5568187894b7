from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import interest
from .cobranzas_payment_term_alternative import MOST_DAYS
from .rate_periods import DIGITS, MOST_PERCENT, RATE_PERIODS, to_decimal

#: kinds of operations whose debts a policy may leave out, by the field that says so
EXEMPT_KINDS = {
    "exempt_loans": "loan",
    "exempt_adjustments": "adjustment",
    "exempt_returned_checks": "returned_check",
}


class CobranzasInterestPolicy(models.Model):
    """How late interest is charged (CHG-03, *política de intereses por mora*)."""

    _name = "cobranzas.interest.policy"
    _inherit = ["cobranzas.guarded.mixin", "mail.thread"]
    _description = "Late Interest Policy"
    _order = "name, id"
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    rate_source = fields.Selection(
        selection=[("fixed", "Fixed"), ("table", "Table of rates")],
        string="Rate from",
        required=True,
        default="fixed",
        tracking=True,
        help="Fixed: invoices keep the rate of the day they are posted. Table: each day is charged "
        "at the rate then in force.",
    )
    rate_kind = fields.Selection(
        selection=lambda self: self.env["cobranzas.rate"]._fields["kind"].selection,
        string="Kind of Rate",
        required=True,
        default="moratory",
    )
    rate = fields.Float(string="Rate (%)", digits=DIGITS, tracking=True)
    rate_period = fields.Selection(
        selection=RATE_PERIODS, string="Per", required=True, default="month", tracking=True
    )
    base = fields.Selection(
        selection=[("balance", "Balance owed each day"), ("collected", "What is collected late")],
        string="Amount Charged on",
        required=True,
        default="balance",
        tracking=True,
        help="What is collected late: nothing is charged before the debt is paid.",
    )
    base_net = fields.Boolean(
        string="Without Taxes", help="Interest is on the part of the document that is no tax."
    )
    compound = fields.Boolean(
        string="On Earlier Interest", help="What earlier interest notes left unpaid is owed too."
    )
    day_count = fields.Selection(
        selection=[
            ("act_30", "Calendar days, month of 30"),
            ("30_360", "Months of 30 days (30/360)"),
            ("365", "Calendar days, year of 365"),
            ("360", "Calendar days, year of 360"),
            ("act", "Calendar days, month and year as they are"),
        ],
        required=True,
        default="act_30",
        tracking=True,
    )
    days_by = fields.Selection(
        selection=[
            ("receipt", "Date of the receipt"),
            ("values", "Date of each value"),
        ],
        string="Days until",
        required=True,
        default="receipt",
        tracking=True,
        help="Date of each value: a deferred cheque pays on its own date.",
    )
    grace_days = fields.Integer(
        tracking=True, help="What is paid within these days of the due date bears no interest."
    )
    grace_counts = fields.Boolean(
        string="Charge the Grace Days",
        default=True,
        help="What is paid later is charged from the due date; unticked, from the end of grace.",
    )
    offset_early = fields.Boolean(
        string="Deduct Early Instalments",
        help="Days that a receipt paid other instalments early are deducted, never below zero.",
    )
    minimum = fields.Monetary(
        tracking=True, help="A note for less than this is not made. 0: no minimum."
    )
    minimum_on = fields.Selection(
        selection=[("overdue", "Amount overdue"), ("interest", "Interest")],
        string="Minimum of",
        required=True,
        default="interest",
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Of the minimum and of the fixed charge.",
    )
    grouping = fields.Selection(
        selection=[("instalment", "Instalment"), ("customer", "Customer")],
        string="A Note for Each",
        required=True,
        default="customer",
        help="The minimum is that of a note.",
    )
    exempt_loans = fields.Boolean(string="Not on Loans")
    exempt_adjustments = fields.Boolean(string="Not on Adjustments")
    exempt_returned_checks = fields.Boolean(string="Not on Returned Cheques")
    product_id = fields.Many2one(
        "product.product",
        domain="[('sale_ok', '=', True)]",
        check_company=True,
        help="What the note charges: its account.",
    )
    tax_id = fields.Many2one(
        "account.tax",
        domain="[('type_tax_use', '=', 'sale')]",
        check_company=True,
        help="On top of the interest, whatever the taxes of the document. Empty: that of the "
        "product.",
    )
    journal_id = fields.Many2one(
        "account.journal",
        domain="[('type', '=', 'sale')]",
        check_company=True,
        help="Of the notes. Empty: that of the document.",
    )
    fee = fields.Monetary(
        string="Fixed Charge",
        tracking=True,
        help="Added to each note, before taxes. 0: none.",
    )
    legend = fields.Text(
        translate=True,
        help="Printed on each note, in the customer's language, in the place of the terms of "
        "invoices.",
    )
    maximum_warning = fields.Char(compute="_compute_maximum_warning")

    _not_negative = models.Constraint(
        "CHECK (rate >= 0 AND grace_days >= 0 AND minimum >= 0 AND fee >= 0)",
        "Rate, grace days, minimum and fixed charge of a policy can't be negative.",
    )
    _sensible = models.Constraint(
        f"CHECK (rate <= {MOST_PERCENT} AND grace_days <= {MOST_DAYS})",
        "A policy has a rate of 1,000 % at most, and ten years of grace: correct what was typed.",
    )

    @api.depends("rate_source", "rate", "rate_period", "day_count", "company_id")
    def _compute_maximum_warning(self):
        maximums, today = self.env["cobranzas.rate.maximum"], fields.Date.context_today(self)
        for policy in self:
            refusal = ""
            if policy.rate_source == "fixed":
                refusal = maximums._get_refusal(policy.company_id, policy, today, policy.day_count)
            policy.maximum_warning = refusal and self.env._(
                "%(refusal)s: lower the rate of policy %(policy)s.",
                refusal=refusal,
                policy=policy.name or "",
            )

    @api.constrains("rate_source", "rate", "rate_period", "day_count", "company_id")
    def _check_maximum(self):
        for policy in self:
            if policy.maximum_warning:
                raise UserError(policy.maximum_warning)

    @api.constrains("journal_id", "tax_id")
    def _check_sales(self):
        """Raise ``UserError`` for a journal or a tax that no note to a customer can have."""
        for policy in self:
            if policy.journal_id and policy.journal_id.type != "sale":
                raise UserError(
                    self.env._(
                        "%(journal)s is no sales journal: the notes of policy %(policy)s need one.",
                        journal=policy.journal_id.display_name,
                        policy=policy.name,
                    )
                )
            if policy.tax_id and policy.tax_id.type_tax_use != "sale":
                raise UserError(
                    self.env._(
                        "%(tax)s is no tax on sales: the notes of policy %(policy)s need one.",
                        tax=policy.tax_id.display_name,
                        policy=policy.name,
                    )
                )

    def _check_used_in(self, company):
        """Raise ``UserError`` unless each is a policy of ``company``, or of one above it."""
        # sudo: only whose they are; the sentence names none of another company
        if self.sudo().company_id - company.sudo().parent_ids:
            raise UserError(
                self.env._(
                    "The policy chosen is another company's: choose one of %(company)s.",
                    company=company.name,
                )
            )

    # ------------------------------------------------------------------
    # For the engine
    # ------------------------------------------------------------------

    def _get_fixed_rate(self):
        """Return (rate, period) that an invoice keeps; none where each day has its own."""
        self.ensure_one()
        if self.rate_source == "fixed":
            return self.rate, self.rate_period
        return 0.0, False

    def _exempts(self, operation):
        """Tell whether the debts that an operation made bear no interest by the policy."""
        self.ensure_one()
        return operation.kind in {kind for name, kind in EXEMPT_KINDS.items() if self[name]}

    def _is_by_customer(self):
        """Tell whether one note is for all of a customer, as deducting across documents needs."""
        self.ensure_one()
        return self.grouping == "customer" or self.offset_early

    def _get_rates(self, tables, currency):
        """Return the engine's rates of the policy itself, for debts in a currency.

        :param tables: as ``cobranzas.rate._get_tables`` gives them
        """
        self.ensure_one()
        if self.rate_source == "fixed":
            return (interest.Rate(to_decimal(self.rate), self.rate_period),)
        key = (self.company_id, self.rate_kind)
        return tables.get((*key, currency)) or tables.get((*key, currency.browse()), ())

    def _to_engine(self, rates, currency, date):
        """Return the policy as the engine takes it, for debts in a currency.

        :param date: by the rate of which the minimum is converted
        """
        self.ensure_one()
        minimum = self.minimum and self.currency_id._convert(
            self.minimum, currency, self.company_id, date
        )
        return interest.Policy(
            rates=rates,
            base=self.base,
            day_count=self.day_count,
            days_by=self.days_by,
            grace_days=self.grace_days,
            grace_counts=self.grace_counts,
            compound=self.compound,
            offset_early=self.offset_early,
            minimum=currency._cobranzas_to_minor_units(minimum),
            minimum_on=self.minimum_on,
        )
