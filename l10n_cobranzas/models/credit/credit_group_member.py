from odoo import api, models


class CobranzasDebtorGroupMember(models.Model):
    """Customers that come into a group or leave it come under another limit (CRE-08)."""

    _inherit = "cobranzas.debtor.group.member"

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._tell_credit_changed()
        return members

    def write(self, vals):
        moves = {"partner_id", "group_id"} & set(vals)
        if moves:
            self._tell_credit_changed()
        result = super().write(vals)
        if moves:
            self._tell_credit_changed()
        return result

    def unlink(self):
        customers = self._get_sharing_customers()
        result = super().unlink()
        customers._cobranzas_credit_changed(self.env.company)
        return result

    def _get_sharing_customers(self):
        """Return the customers of these members' groups that share a limit."""
        groups = self.group_id.filtered("share_credit_limit")
        return groups.member_ids.partner_id.commercial_partner_id

    def _tell_credit_changed(self):
        customers = self._get_sharing_customers()
        customers._cobranzas_credit_changed(self.env.company)
