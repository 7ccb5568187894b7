from odoo import api, models
from odoo.exceptions import AccessError

from ..ledger.client_values import read_text

#: with which context a change of collector says why
REASON = "cobranzas_assignment_reason"


class ResPartner(models.Model):
    """Each change of who collects is kept (OPS-16), whichever way it came: form, import, dialog."""

    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        name = "cobranzas_collector_id"
        if f"default_{name}" in self.env.context or any(name in vals for vals in vals_list):
            partners._cobranzas_log_assignments({})
        return partners

    def write(self, vals):
        if "cobranzas_collector_id" not in vals:
            return super().write(vals)
        before = {partner: partner.cobranzas_collector_id for partner in self}
        result = super().write(vals)
        changed = self.filtered(lambda each: each.cobranzas_collector_id != before[each])
        changed._cobranzas_check_may_assign()
        changed._cobranzas_log_assignments(before)
        return result

    def _cobranzas_check_may_assign(self):
        """Raise ``AccessError`` for who sees assigned debtors only: they would choose them."""
        if self and not self.env.su and not self.env.user._cobranzas_sees_all_debtors():
            raise AccessError(
                self.env._(
                    "You can't change who collects from %(customer)s: ask who manages collections.",
                    customer=self[:1].display_name,
                )
            )

    def _cobranzas_log_assignments(self, before):
        """Keep who collects now, where it is not who did ``before`` ({partner: collector})."""
        reason = read_text(self.env, self.env.context.get(REASON))
        none = self.env["cobranzas.collector"]
        # sudo: nobody writes the history but the change itself, which was allowed
        self.env["cobranzas.collector.assignment"].sudo().create(
            [
                {
                    "partner_id": partner.id,
                    "old_collector_id": before.get(partner, none).id,
                    "new_collector_id": partner.cobranzas_collector_id.id,
                    "user_id": self.env.uid,
                    "reason": reason or False,
                }
                for partner in self
                if partner.cobranzas_collector_id != before.get(partner, none)
            ]
        )

    def _cobranzas_assign(self, collector, reason):
        """Give the debtors to a collector, all at once, for a reason."""
        self.with_context(**{REASON: reason}).write({"cobranzas_collector_id": collector.id})
