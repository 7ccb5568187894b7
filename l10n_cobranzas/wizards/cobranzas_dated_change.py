from odoo import api, fields, models
from odoo.fields import Command

from ..models.ledger.client_values import read_ids


class CobranzasDatedChange(models.AbstractModel):
    """A dialog that asks for the date of a change, for the records it was opened on."""

    _name = "cobranzas.dated.change"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Change on a Date"
    #: the Many2many of the records that change, which the inheriting dialog declares
    _records_field = ""

    date = fields.Date(required=True, default=fields.Date.context_today)

    @api.model
    def default_get(self, fields_list):
        """Propose the records selected in the list from which the dialog is opened."""
        values = super().default_get(fields_list)
        model, ids = self.env.context.get("active_model"), self.env.context.get("active_ids")
        if model == self._fields[self._records_field].comodel_name and ids:
            records = self.env[model].browse(read_ids(self.env, ids))
            records.check_access("read")
            values.setdefault(self._records_field, [Command.set(records.ids)])
        return values

    @api.model
    def _open_wizard(self, records, name):
        """Return the action that opens the dialog, titled ``name``, for the records."""
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {f"default_{self._records_field}": records.ids},
        }
