from odoo import api, models

from .credit_limits import keep_tick
from .credit_partner import GRACE_FIELDS, LIMIT_FIELDS

#: what is a decision of the one who gives credit
TERMS = {*LIMIT_FIELDS, *GRACE_FIELDS, "use_partner_credit_limit"}
#: what may let documents pass besides
OTHERS = {"property_payment_term_id", "parent_id", "is_company"}


class ResPartner(models.Model):
    """Changes of a customer's credit: who may make them, what is noted, who is told (CRE-02)."""

    _inherit = "res.partner"

    def _cobranzas_credit_changed(self, company):
        """The credit of these customers changed in a company: what was held may pass. To extend.

        Called within the transaction, after a limit, days of grace, terms, a block, a rule or a
        group changed; branches take part in what changes in their company.
        """
        for each in company._cobranzas_get_branches() if self else ():
            self._cobranzas_release_later(each)

    def _cobranzas_block_changed(self, company):
        """Tell that a block of these customers changed; ``company`` is empty for every one."""
        for each in company or self.env["res.company"]._cobranzas_get_roots():
            self._cobranzas_credit_changed(each)

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._cobranzas_prepare_limit_vals(vals) for vals in vals_list]
        partners = super().create(vals_list)
        if any(vals.get(name) for vals in vals_list for name in TERMS):
            partners._cobranzas_note_credit({})
        return partners

    def write(self, vals):
        vals = self._cobranzas_prepare_limit_vals(vals)
        changed = TERMS & set(vals)
        if not changed and not OTHERS & set(vals):
            return super().write(vals)
        before = self._cobranzas_describe_credit() if changed else {}
        cash = self._cobranzas_is_cash(self.env.company)
        result = super().write(vals)
        if cash - self._cobranzas_is_cash(self.env.company):
            self._cobranzas_check_credit_right()  # they have credit now
        if changed:
            self.invalidate_recordset(["use_partner_credit_limit"], flush=False)
            self._cobranzas_note_credit(before)
        self.commercial_partner_id._cobranzas_credit_changed(self.env.company)
        return result

    @api.model
    def _cobranzas_prepare_limit_vals(self, vals):
        """Return the values with core's tick *Partner Limit* kept, so that 0 can be a limit.

        And with the tick of days of grace.
        """
        vals = keep_tick(vals, *GRACE_FIELDS)
        if "use_partner_credit_limit" not in vals:
            return vals
        vals = dict(vals)
        is_own = bool(vals.pop("use_partner_credit_limit"))
        vals["cobranzas_has_limit"] = is_own
        if not is_own:
            field = self._fields["credit_limit"]
            vals["credit_limit"] = field.get_company_dependent_fallback(self)
        return vals

    @api.depends("cobranzas_has_limit")
    def _compute_use_partner_credit_limit(self):
        result = super()._compute_use_partner_credit_limit()
        for partner in self.filtered("cobranzas_has_limit"):
            partner.use_partner_credit_limit = True
        return result

    @api.model
    def _cobranzas_check_credit_right(self):
        """Raise ``AccessError`` for who may not give credit, where credit control is on."""
        # sudo: a setting
        if self.env.company.sudo().cobranzas_credit_active:
            self.env["res.users"]._cobranzas_check_groups(
                "l10n_cobranzas.group_cobranzas_manager,account.group_account_manager",
                self.env._(
                    "Only a manager changes limits and days of grace: ask for more limit instead."
                ),
            )

    # ------------------------------------------------------------------
    # Chatter
    # ------------------------------------------------------------------

    def _cobranzas_describe_credit(self):
        """Return {customer: (limit, grace) in words} in this company, of commercial entities."""
        # sudo: compared, and noted where only who sees the customer reads it
        customers = self.sudo().filtered(lambda each: each == each.commercial_partner_id)
        return {
            each.id: (each.cobranzas_limit_words, each.cobranzas_grace_words) for each in customers
        }

    def _cobranzas_note_credit(self, before):
        """Note in the chatter what changed of limit and grace, by company (CRE-02).

        Contacts, to which core copies the limit of their company, are left out.

        :param before: {customer: words}; empty for new ones
        :raises AccessError: when something changed, and the user may not give credit
        """
        bodies = {}
        for id_, after in self._cobranzas_describe_credit().items():
            labels = (self.env._("Limit"), self.env._("Grace"))
            lines = [
                f"{label}: {old} → {new}" if old else f"{label}: {new}"
                for label, old, new in zip(labels, before.get(id_, ("", "")), after, strict=True)
                if old != new
            ]
            if lines:
                bodies[id_] = f"{self.env.company.name} · {' · '.join(lines)}"
        if bodies:
            self._cobranzas_check_credit_right()
            # sudo: who may change a limit leaves a note of it
            self.browse(bodies).sudo()._message_log_batch(bodies=bodies)
