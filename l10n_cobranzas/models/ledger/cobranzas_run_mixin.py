from odoo import api, models
from odoo.exceptions import AccessError, UserError


class CobranzasRunMixin(models.AbstractModel):
    """A run: a list is prepared, looked at, and worked off in slices by a scheduled action.

    A model that inherits this one has ``state``, ``draft`` until its list is made, and ``user_id``,
    with whose rights the run works.
    """

    _name = "cobranzas.run.mixin"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Run in Slices"

    #: fields that only the actions of a run write: whose it is, and how far
    _system_fields = frozenset()
    #: fields that users may still write once the list is made
    _editable_fields = frozenset({"name"})

    @api.model_create_multi
    def create(self, vals_list):
        self._check_system_fields(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_system_fields([vals])
        if set(vals) - self._editable_fields - self._system_fields and not self.env.su:
            for run in self.filtered(lambda run: run.state != "draft"):
                raise UserError(
                    self.env._(
                        "The list of %(run)s is made: go back to draft to change what it is "
                        "made of.",
                        run=run.display_name,
                    )
                )
        return super().write(vals)

    def _tell_progress(self):
        """Let the open forms of these runs show how far they are, once it is committed (DESIGN 8).

        Only those of the user of each: others press Refresh. What is sent tells which run it is;
        the form reads it with its user's own rights.
        """
        for run in self:
            run.user_id._bus_send("cobranzas_run_progress", {"model": run._name, "id": run.id})

    def _check_system_fields(self, vals_list):
        """Raise ``AccessError`` when a user writes a field that only the actions write."""
        if self.env.su:
            return
        for name in self._system_fields:
            if f"default_{name}" in self.env.context or any(name in vals for vals in vals_list):
                raise AccessError(
                    self.env._("Whose run it is, and how far, is set by its buttons alone.")
                )
