from odoo import api, fields, models


class CobranzasReceipt(models.Model):
    """Anticipated deposits used as values: found, locked, and used once (REC-19)."""

    _inherit = "cobranzas.receipt"

    has_deposit = fields.Boolean(compute="_compute_has_deposit")

    @api.depends("value_ids.is_deposit")
    def _compute_has_deposit(self):
        for receipt in self:
            receipt.has_deposit = any(receipt.value_ids.mapped("is_deposit"))

    def _choose_deposits(self):
        """Give each deposit value its deposit, locked.

        Raises ``UserError`` listing the pending ones when one can't be told.
        """
        values = self.value_ids.filtered("is_deposit")
        (self.value_ids - values).filtered("deposit_id").deposit_id = False
        if not values:
            return
        free = self.env["cobranzas.deposit"].search(
            [("state", "=", "pending"), ("journal_id", "in", values.journal_id.ids)],
            order="date, id",
        )
        picked = values.filtered("deposit_id")
        for value in picked | values:
            mine = free.filtered(lambda deposit, value=value: value._can_use(deposit))
            deposit = value._choose_deposit(mine)
            free -= deposit
            vals = {"deposit_id": deposit.id}
            if deposit.reference and not value.operation_number:
                vals["operation_number"] = deposit.reference
            value.write(vals)
        values.deposit_id._lock()
        for value in values:
            if value.deposit_id.state != "pending":
                value._refuse_deposit_used()
