from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date, formatLang

from ...engine.credit_data import Limit
from .cobranzas_settings_mixin import MOST_DAYS
from .credit_limits import read_own

READERS = (
    "l10n_cobranzas.group_cobranzas_collector,"
    "account.group_account_invoice,account.group_account_readonly"
)
LIMIT_FIELDS = ("credit_limit", "cobranzas_has_limit", "cobranzas_limit_expires")
GRACE_FIELDS = ("cobranzas_has_grace", "cobranzas_grace_days")


class ResPartner(models.Model):
    """What a customer may owe, and how late (CRE-02), by company.

    The limit is core's. A limit of 0 that was set means no credit; one that was not set is that of
    the company, or none.
    """

    _inherit = "res.partner"

    cobranzas_has_limit = fields.Boolean(
        string="Limit of Its Own, 0 Included",
        company_dependent=True,
        groups=READERS,
        help="Tells a limit of 0, which is no credit, from no limit at all.",
    )
    cobranzas_limit_expires = fields.Date(
        string="Limit Valid until",
        company_dependent=True,
        groups=READERS,
        help="Its last day. Empty: without end.",
    )
    cobranzas_has_grace = fields.Boolean(
        string="Own Days of Grace",
        company_dependent=True,
        groups=READERS,
        help="Unticked: those of the company.",
    )
    cobranzas_grace_days = fields.Integer(
        string="Days of Grace",
        company_dependent=True,
        groups=READERS,
        help="Days after the due date before a debt of this customer is late.",
    )
    cobranzas_shows_credit = fields.Boolean(
        string="Credit Control On", compute="_compute_cobranzas_shows_credit"
    )
    cobranzas_limit_words = fields.Char(
        string="Limit in Force",
        compute="_compute_cobranzas_limit_words",
        compute_sudo=True,
        groups="base.group_user",
    )
    cobranzas_grace_words = fields.Char(
        string="Grace in Force",
        compute="_compute_cobranzas_grace_words",
        compute_sudo=True,
        groups="base.group_user",
    )
    cobranzas_extra_ids = fields.One2many(
        "cobranzas.credit.extra", "customer_id", string="Extra Limits", groups=READERS
    )

    @api.constrains("credit_limit")
    def _check_cobranzas_credit_limit(self):
        for partner in self:
            if partner.credit_limit < 0:
                raise ValidationError(
                    self.env._(
                        "The limit of %(name)s can't be negative: 0 means no credit.",
                        name=partner.display_name,
                    )
                )

    @api.constrains("cobranzas_grace_days")
    def _check_cobranzas_grace_days(self):
        for partner in self:
            if not 0 <= partner.cobranzas_grace_days <= MOST_DAYS:
                raise ValidationError(
                    self.env._("Days of grace go from 0 to %(most)s.", most=MOST_DAYS)
                )

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    @api.depends_context("company")
    def _compute_cobranzas_shows_credit(self):
        # sudo: a setting; who sees the tab is another matter
        self.cobranzas_shows_credit = self.env.company.sudo().cobranzas_credit_active

    @api.depends("parent_id", "cobranzas_extra_ids", *LIMIT_FIELDS)
    @api.depends_context("company", "lang")
    def _compute_cobranzas_limit_words(self):
        company = self.env.company
        limits = self._origin._cobranzas_get_limits(company)
        for partner in self:
            limit = limits.get(partner._origin.commercial_partner_id, Limit())
            partner.cobranzas_limit_words = self._cobranzas_describe_limit(limit, company)

    @api.model
    def _cobranzas_describe_limit(self, limit, company):
        """Return a limit in words; unset and 0 are told apart."""
        if limit.amount is None:
            return self.env._("No limit")
        currency = company.currency_id

        def money(units):
            amount = currency._cobranzas_from_minor_units(units)
            return formatLang(self.env, amount, currency_obj=currency)

        words = money(limit.amount) if limit.amount else self.env._("Limit 0: no credit")
        if limit.expires:
            day = format_date(self.env, limit.expires)
            words = self.env._("%(limit)s until %(day)s", limit=words, day=day)
        if limit.extra:
            words = self.env._(
                "%(limit)s, %(extra)s more for a time", limit=words, extra=money(limit.extra)
            )
        return words

    @api.depends("parent_id", *GRACE_FIELDS)
    @api.depends_context("company", "lang")
    def _compute_cobranzas_grace_words(self):
        days = self._origin._cobranzas_get_grace(self.env.company)
        for partner in self:
            partner.cobranzas_grace_words = self.env._(
                "%(days)s days", days=days.get(partner._origin.commercial_partner_id, 0)
            )

    # ------------------------------------------------------------------
    # For decisions
    # ------------------------------------------------------------------

    def _cobranzas_get_limits(self, company, day=None, extra=True):
        """Return {customer: Limit} in minor units of the company's currency (CRE-02).

        ``amount`` is None where no limit was set, neither for the customer nor for all customers
        of the company. Every commercial entity of ``self`` is a key.

        :param day: of which dated extra limits count; empty: today
        :param extra: whether these may have any at all
        """
        # sudo: who confirms a document is bound by limits that they may not see
        customers = self.commercial_partner_id.sudo().with_company(company)
        unset = self._cobranzas_get_company_limit(company)
        own = read_own(
            customers, company, LIMIT_FIELDS, lambda customer: customer._cobranzas_owns_limit()
        )
        extras = {}
        if extra:
            extras = self.env["cobranzas.credit.extra"]._sum_in_force(customers, company, day)
        # sudo: settings, currency and branches of a company; nothing of its customers is shown
        to_units = company.sudo().currency_id._cobranzas_to_minor_units
        limits = {}
        for customer, key in zip(customers, self.commercial_partner_id, strict=True):
            source = own.get(customer, customer)
            amount = source.credit_limit if customer in own else unset
            limits[key] = Limit(
                None if amount is None else to_units(amount),
                source.cobranzas_limit_expires or None,
                to_units(extras.get(customer.id, 0.0)),
            )
        return limits

    def _cobranzas_owns_limit(self):
        """Tell whether the customer has a limit of its own in this company."""
        usual = self._fields["credit_limit"].get_company_dependent_fallback(self)
        return self.cobranzas_has_limit or self.credit_limit != usual

    @api.model
    def _cobranzas_get_company_limit(self, company):
        """Return core's default limit of all customers of a company, None when there is none."""
        field = self._fields["credit_limit"]
        # sudo: settings, currency and branches of a company; nothing of its customers is shown
        for each in company.sudo().parent_ids.sorted("parent_path", reverse=True):
            amount = field.get_company_dependent_fallback(self.with_company(each))
            if amount:
                return amount
        return None

    def _cobranzas_get_grace(self, company):
        """Return {customer: days of grace after the due date} (CRE-02), all of ``self``'s."""
        # sudo: who confirms a document is bound by what they may not see
        customers = self.commercial_partner_id.sudo().with_company(company)
        own = read_own(
            customers, company, GRACE_FIELDS, lambda customer: customer.cobranzas_has_grace
        )
        usual = company.sudo().cobranzas_credit_grace_days
        return {
            key: own[customer].cobranzas_grace_days if customer in own else usual
            for customer, key in zip(customers, self.commercial_partner_id, strict=True)
        }

    def _cobranzas_is_cash(self, company):
        """Return the set of customers on cash terms in a company: they have no credit (CRE-05)."""
        # sudo: as above
        customers = self.commercial_partner_id.sudo().with_company(company)
        cash = customers.filtered(lambda each: each.property_payment_term_id.cobranzas_is_cash)
        return {each for each in self.commercial_partner_id if each.id in cash._ids}

    # ------------------------------------------------------------------
    # Requests
    # ------------------------------------------------------------------

    def _cobranzas_get_limit(self, company):
        """Return the limit in force in company currency, without extras; None without one."""
        self.ensure_one()
        limit = self._cobranzas_get_limits(company)[self.commercial_partner_id]
        if limit.amount is None:
            return None
        return company.currency_id._cobranzas_from_minor_units(limit.amount)

    def _cobranzas_set_limit(self, amount):
        """Write the limit of the customer in this company; one that expired holds again."""
        self.ensure_one()
        customer = self.commercial_partner_id
        vals = {"credit_limit": amount, "cobranzas_has_limit": True}
        expires = customer.cobranzas_limit_expires
        if expires and expires < fields.Date.context_today(self):
            vals["cobranzas_limit_expires"] = False
        customer.write(vals)
