from odoo import api, models
from odoo.fields import Domain


class MailActivity(models.Model):
    """The agenda of who collects, of Odoo's own activities (COL-04)."""

    _inherit = "mail.activity"

    @api.model
    def _cobranzas_get_agenda_models(self):
        """Return the models whose activities are the agenda: debtors. To extend by documents."""
        return ["res.partner", "cobranzas.debtor.group"]

    @api.model
    def _cobranzas_get_agenda_domain(self):
        """Return which activities the user's agenda has.

        Those of all people for who sees all debtors; a collector's own, and those of the
        collectors whose substitute they are today.
        """
        domain = Domain("res_model", "in", self._cobranzas_get_agenda_models())
        user = self.env.user
        if not user._cobranzas_sees_all_debtors():
            users = user.cobranzas_acting_collector_ids.user_id | user
            domain &= Domain("user_id", "in", users.ids)
        return domain

    @api.model
    def _action_cobranzas_agenda(self):
        """Open the agenda; of others too, once the filter of one's own is taken away."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "l10n_cobranzas.mail_activity_action_agenda"
        )
        return {**action, "domain": list(self._cobranzas_get_agenda_domain())}
