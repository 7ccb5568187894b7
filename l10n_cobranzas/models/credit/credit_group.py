from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date, formatLang

from ...engine.credit_data import Limit
from .credit_limits import keep_tick, read_own

LIMIT_FIELDS = ("credit_limit", "has_credit_limit", "credit_limit_expires")
#: what is a decision of the one who gives credit
TERMS = {"share_credit_limit", *LIMIT_FIELDS}


class CobranzasDebtorGroup(models.Model):
    """Groups whose members share one limit, beside those of their own (CRE-08)."""

    _inherit = "cobranzas.debtor.group"

    has_credit_limit = fields.Boolean(
        string="Group Limit",
        company_dependent=True,
        help="Unticked: the group has no limit in this company.",
    )
    credit_limit = fields.Float(
        company_dependent=True,
        help="What the members may owe together, in the company's currency.",
    )
    credit_limit_expires = fields.Date(
        string="Limit Valid until", company_dependent=True, help="Empty: without end."
    )
    credit_limit_words = fields.Char(
        string="Shared Limit", compute="_compute_credit_limit_words", compute_sudo=True
    )

    @api.constrains("credit_limit")
    def _check_credit_limit(self):
        for group in self:
            if group.credit_limit < 0:
                raise ValidationError(
                    self.env._(
                        "The limit of %(name)s can't be negative: 0 means no credit.",
                        name=group.name,
                    )
                )

    @api.depends("share_credit_limit", *LIMIT_FIELDS)
    @api.depends_context("company", "lang")
    def _compute_credit_limit_words(self):
        for group in self:
            group.credit_limit_words = group._describe_limit()

    def _describe_limit(self):
        """Return the limit of the group in this company in words."""
        if not self.share_credit_limit:
            return self.env._("Not shared")
        if not self.has_credit_limit:
            return self.env._("No limit")
        currency = self.env.company.currency_id
        words = self.env._("Limit 0: no credit")
        if self.credit_limit:
            words = formatLang(self.env, self.credit_limit, currency_obj=currency)
        if self.credit_limit_expires:
            day = format_date(self.env, self.credit_limit_expires)
            words = self.env._("%(limit)s until %(day)s", limit=words, day=day)
        return words

    def _get_limits(self, company, day=None):
        """Return {group: Limit} of the groups that share one, in minor units (CRE-08).

        A group that has none in the company has ``amount`` None: its members share nothing there.

        :param day: of which dated extra limits count; empty: today
        """
        # sudo: who confirms a document of a member is bound by the limit of the group
        groups = self.sudo().filtered("share_credit_limit")
        own = read_own(groups, company, LIMIT_FIELDS, lambda group: group.has_credit_limit)
        extras = self.env["cobranzas.credit.extra"]._sum_in_force(groups, company, day)
        to_units = company.sudo().currency_id._cobranzas_to_minor_units
        limits = {}
        for group in groups:
            extra = to_units(extras.get(group.id, 0.0))
            found = own.get(group)
            if found is None:
                limits[group] = Limit(None, None, extra)
            else:
                expires = found.credit_limit_expires or None
                limits[group] = Limit(to_units(found.credit_limit), expires, extra)
        return {group: limits[group] for group in self if group in limits}

    def _cobranzas_get_limit(self, company):
        """Return the limit in force in company currency, without extras; None without one."""
        self.ensure_one()
        limit = self._get_limits(company).get(self)
        if limit is None or limit.amount is None:
            return None
        return company.currency_id._cobranzas_from_minor_units(limit.amount)

    def _cobranzas_set_limit(self, amount):
        """Write the limit that the members share in this company; one that expired holds again."""
        self.ensure_one()
        vals = {"credit_limit": amount, "has_credit_limit": True, "share_credit_limit": True}
        expires = self.credit_limit_expires
        if expires and expires < fields.Date.context_today(self):
            vals["credit_limit_expires"] = False
        self.write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [keep_tick(vals, "has_credit_limit", "credit_limit") for vals in vals_list]
        given = any(vals.get(name) for vals in vals_list for name in TERMS)
        if given:
            self.env["res.partner"]._cobranzas_check_credit_right()
        groups = super().create(vals_list)
        if given:
            for group in groups:
                group._log_limit(self.env._("Not shared"))
        return groups

    def write(self, vals):
        if not {"active", *TERMS} & set(vals):
            return super().write(vals)
        vals = keep_tick(vals, "has_credit_limit", "credit_limit")
        if TERMS & set(vals):
            self.env["res.partner"]._cobranzas_check_credit_right()
        before = {group: group._describe_limit() for group in self}
        result = super().write(vals)
        for group, words in before.items():
            group._log_limit(words)
        members = self.with_context(active_test=False).member_ids.partner_id
        members.commercial_partner_id._cobranzas_credit_changed(self.env.company)
        return result

    def _log_limit(self, before):
        """Note in the chatter that the limit is another one in this company."""
        after = self._describe_limit()
        if after != before:
            self._message_log(
                body=self.env._(
                    "Shared limit in %(company)s: %(before)s → %(after)s",
                    company=self.env.company.name,
                    before=before,
                    after=after,
                )
            )
