from odoo import models


class ResCompany(models.Model):
    """Settings and rules of a company that may let held orders go (CRE-06)."""

    _inherit = "res.company"

    def _cobranzas_credit_changed(self):
        result = super()._cobranzas_credit_changed()
        self.env["res.partner"]._cobranzas_release_later(self)
        return result
