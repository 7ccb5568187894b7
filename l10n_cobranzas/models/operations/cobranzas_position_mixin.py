from odoo import models

from ..ledger.client_values import check_one


class CobranzasPositionMixin(models.AbstractModel):
    """For what has a position: the button that opens it."""

    _name = "cobranzas.position.mixin"
    _description = "With a Position"

    def action_open_cobranzas_position(self):
        """Open the tree of what came before and after."""
        check_one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.client",
            "tag": "cobranzas_position",
            "name": self.env._("Position of %(record)s", record=self.display_name),
            "context": {"position_model": self._name, "position_id": self.id},
        }
