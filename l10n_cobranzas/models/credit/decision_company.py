from odoo import fields, models


class ResCompany(models.Model):
    """The day of credit control, and what of a company may let held orders go (CRE-06)."""

    _inherit = "res.company"

    def _cobranzas_get_credit_day(self):
        """Return today's date where the company is, whoever asks: for all its documents one day."""
        # sudo: the time zone alone
        zone = self.sudo().partner_id.tz or self.env.context.get("tz") or self.env.user.tz
        return fields.Date.context_today(self.with_context(tz=zone))

    def _cobranzas_credit_changed(self):
        result = super()._cobranzas_credit_changed()
        self.env["res.partner"]._cobranzas_release_later(self)
        return result
