from odoo import api, models


class ResConfigSettings(models.TransientModel):
    """The settings of collections on the settings page."""

    _name = "res.config.settings"
    _inherit = ["res.config.settings", "cobranzas.settings.mixin"]

    def init(self):
        result = super().init()
        self._cobranzas_init_defaults()
        return result

    @api.model
    def get_values(self):
        return super().get_values() | self.env.company._cobranzas_get_settings()

    def set_values(self):
        result = super().set_values()
        current = self.company_id._cobranzas_get_settings()
        new = self._cobranzas_get_settings()
        self.company_id.write({name: new[name] for name in new if new[name] != current[name]})
        return result
