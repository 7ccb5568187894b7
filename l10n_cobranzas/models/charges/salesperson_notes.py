from odoo import api, models


class AccountMoveLine(models.Model):
    """Whose sale a debt is: notes may be one for each salesperson of a customer (CHG-03)."""

    _inherit = "account.move.line"

    def _cobranzas_get_salesperson(self):
        """Return the salesperson of the document, else that of its customer, or none."""
        self.ensure_one()
        return self.move_id.invoice_user_id or self.partner_id.commercial_partner_id.user_id


class CobranzasOperationKindCharge(models.AbstractModel):
    """Notes of runs that make one for each salesperson are of that salesperson."""

    _inherit = "cobranzas.operation.kind.charge"

    @api.model
    def _prepare_note_move_vals(self, operation, request, lines, position):
        vals = super()._prepare_note_move_vals(operation, request, lines, position)
        if operation.run_id.grouping == "salesperson":
            item = operation.line_ids.move_line_id[:1]
            vals["invoice_user_id"] = item._cobranzas_get_salesperson().id
        return vals
