from odoo import api, models
from odoo.exceptions import UserError

from .client_values import ClientValues


class CobranzasGuardedMixin(models.AbstractModel):
    """Checks what clients send; every model of the add-on's own that has records inherits it.

    Each record that a value names, in nested commands too, must be one that the user may read.
    What runs as superuser was checked by whoever became it.
    """

    _name = "cobranzas.guarded.mixin"
    _description = "Checks of What Clients Send"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            values = ClientValues(self.env)
            for vals in vals_list:
                values.add(self.browse(), vals)
            values.check_access()
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        values = ClientValues(self.env)
        values.add(self, vals)
        values.check_access()
        result = super().write(vals)
        if any(self._fields[name].type == "many2one" for name in vals if name in self._fields):
            self.check_access("write")  # also of whom they were given to
        return result

    def onchange(self, values, field_names, fields_spec):
        if not self.env.su:
            if not isinstance(field_names, list) or not isinstance(fields_spec, dict):
                raise UserError(self.env._("What was sent can't be read."))
            sent = ClientValues(self.env)
            sent.add(self, values)
            sent.check_access()
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields_list):
        defaults = super().default_get(fields_list)
        if not self.env.su:
            values = ClientValues(self.env)
            context = self.env.context
            values.add(
                self.browse(),
                {name: value for name, value in defaults.items() if f"default_{name}" in context},
            )
            values.check_access()
        return defaults
