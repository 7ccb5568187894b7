from lxml.builder import E
from odoo import api, fields, models


class CobranzasSettings(models.TransientModel):
    """The settings of collections for the role that has them (COL-01, COL-10).

    Core lets only system administrators open its settings page; a collections manager
    changes these, and nothing else of the company.
    """

    _name = "cobranzas.settings"
    _inherit = ["cobranzas.guarded.mixin", "cobranzas.settings.mixin"]
    _description = "Collections Settings"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    @api.model
    def default_get(self, fields_list):
        """Start from the company's settings as they are."""
        values = super().default_get(fields_list)
        settings = self.env.company._cobranzas_get_settings()
        return values | {name: settings[name] for name in settings if name in fields_list}

    def action_save(self):
        """Write the settings on the company. Raises ``AccessError`` for other roles."""
        self.ensure_one()
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_manager",
            self.env._("Only a collections manager changes these settings."),
        )
        self.company_id.check_access("read")
        # sudo: the right was checked above; only settings of collections are written, on a
        # company the user works in
        self.company_id.sudo().write(self._cobranzas_get_settings())
        return {"type": "ir.actions.client", "tag": "reload"}

    # ------------------------------------------------------------------
    # Form
    # ------------------------------------------------------------------

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Fill the form with the fields of the settings page, so that each has its place once."""
        arch, view = super()._get_view(view_id, view_type, **options)
        for place in arch.xpath("//group[@name='settings']"):
            place.extend(self._prepare_setting_groups())
        return arch, view

    @api.model
    def _prepare_setting_groups(self):
        """Return a form's group for each block that the settings page has for collections."""
        # sudo: the form of a page that other roles may not open, without any value in it
        page = self.env.ref("base.res_config_settings_view_form").sudo()
        blocks = page._get_combined_arch().xpath("//app[@name='l10n_cobranzas']/block")
        return [
            E.group(
                *map(self._prepare_setting_field, self._find_setting_fields(block)),
                name=block.get("name"),
                string=block.get("title"),
            )
            for block in blocks
        ]

    @api.model
    def _find_setting_fields(self, block):
        names = set(self._cobranzas_get_setting_names())
        return [field for field in block.iter("field") if field.get("name") in names]

    @api.model
    def _prepare_setting_field(self, field):
        """Return a field of the page as a plain form has it, hidden with the part it stands in."""
        attributes = {key: value for key, value in field.attrib.items() if key != "class"}
        for part in field.iterancestors("div", "setting"):
            if part.get("invisible"):
                attributes["invisible"] = part.get("invisible")
        return E.field(**attributes)
