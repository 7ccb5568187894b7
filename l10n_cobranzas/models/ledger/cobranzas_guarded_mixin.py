from odoo import api, models
from odoo.exceptions import UserError

from .client_values import ClientValues, check_context, check_one


class CobranzasGuardedMixin(models.AbstractModel):
    """Checks what clients send; every model of the add-on's own that has records inherits it.

    Each record that a value names, in nested commands too, must be one that the user may read.
    What runs as superuser was checked by whoever became it.
    """

    _name = "cobranzas.guarded.mixin"
    _description = "Checks of What Clients Send"

    def ensure_one(self):
        """Say in a sentence that a call of a user is for one record of an own model.

        No slower than core's: it takes the place of core's own test, and calls that where it fails.
        """
        try:
            (_id,) = self._ids
        except ValueError:
            if not self.env.su:
                check_one(self)
            return super().ensure_one()
        return self

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            values = ClientValues(self.env)
            for vals in vals_list:
                values.add(self.browse(), vals)
            values.check_access()
            vals_list = [self._drop_followed(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        values = ClientValues(self.env)
        values.add(self, vals)
        values.check_access()
        result = super().write(self._drop_followed(vals))
        if any(self._fields[name].type == "many2one" for name in vals if name in self._fields):
            self.check_access("write")  # also of whom they were given to
        return result

    def _drop_followed(self, vals):
        """Return the values without those of stored fields that follow other fields.

        Core would store what a client says of them: rules and amounts would go by that.
        """
        return {
            name: value
            for name, value in vals.items()
            if not (
                (field := self._fields.get(name))
                and field.related
                and field.store
                and field.readonly
            )
        }

    def onchange(self, values, field_names, fields_spec):
        if not self.env.su:
            if not isinstance(field_names, list) or not isinstance(fields_spec, dict):
                raise UserError(self.env._("What was sent can't be read."))
            check_context(self.env)
            sent = ClientValues(self.env)
            sent.add(self, values)
            sent.check_access()
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields_list):
        if not self.env.su:
            self._cobranzas_check_defaults(fields_list)
        return super().default_get(fields_list)

    def _cobranzas_check_defaults(self, names):
        """Check what the context brings for fields, before anything converts it."""
        if not isinstance(names, list | tuple | set | dict):
            raise UserError(self.env._("What was sent can't be read."))
        context = self.env.context
        sent = ClientValues(self.env)
        sent.add(
            self.browse(),
            {
                name: context[f"default_{name}"]
                for name in names
                if name in self._fields and f"default_{name}" in context
            },
        )
        sent.check_access()

    def _check_access(self, operation):
        if not self.env.su:
            check_context(self.env)
        return super()._check_access(operation)
