from odoo import models


class ResCompany(models.Model):
    """Companies keep the settings of collections, one set each (COL-01)."""

    _name = "res.company"
    _inherit = ["res.company", "cobranzas.settings.mixin"]

    def init(self):
        super().init()
        self._cobranzas_init_defaults()
