from odoo import api, fields, models


class CobranzasReceipt(models.Model):
    """Which kinds of values a receipt has: the form shows what only those ask for."""

    _inherit = "cobranzas.receipt"

    has_card = fields.Boolean(compute="_compute_has_card")
    has_deposit = fields.Boolean(compute="_compute_has_deposit")

    @api.depends("value_ids.is_card")
    def _compute_has_card(self):
        for receipt in self:
            receipt.has_card = any(receipt.value_ids.mapped("is_card"))

    @api.depends("value_ids.is_deposit")
    def _compute_has_deposit(self):
        for receipt in self:
            receipt.has_deposit = any(receipt.value_ids.mapped("is_deposit"))
