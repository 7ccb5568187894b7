from odoo import api, models
from odoo.fields import Command

from .receipt_charges import ROWS


class CobranzasReceipt(models.Model):
    """Amounts typed on charges stand, whatever else the same form saves (CHG).

    Date, documents and values of the receipt suggest every charge anew. The form shows that while
    it is typed; an amount typed after it is what the form then showed.
    """

    _inherit = "cobranzas.receipt"

    @api.model_create_multi
    def create(self, vals_list):
        receipts = super().create(vals_list)
        for receipt, vals in zip(receipts, vals_list, strict=True):
            receipt._keep_typed_amounts(vals)
        return receipts

    def write(self, vals):
        result = super().write(vals)
        for receipt in self if vals.keys() & set(ROWS.values()) else ():
            receipt._keep_typed_amounts(vals)
        return result

    def _keep_typed_amounts(self, vals):
        """Write the amounts of charges among ``vals`` again, where they were computed since."""
        self.ensure_one()
        for name in ROWS.values():  # discounts before the differences that follow them
            for command in vals.get(name) or ():
                if command[0] in (Command.CREATE, Command.UPDATE) and "amount" in command[2]:
                    amount = command[2]["amount"]
                    row = self._find_charge(name, command)
                    if row and row.currency_id.compare_amounts(row.amount, amount):
                        row.amount = amount

    def _find_charge(self, name, command):
        """Return the row that a command made or changed, or none where it is gone."""
        kind, id_, vals = command
        if kind == Command.UPDATE:
            return self[name].filtered(lambda row: row.id == id_)
        item = vals.get("move_line_id")
        return self[name].filtered(lambda row: row.move_line_id.id == item)
