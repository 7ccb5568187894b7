from odoo import api, fields, models
from odoo.tools import SQL


class CobranzasItem(models.AbstractModel):
    """Who collects an item, and with which debtors: as the customer is today."""

    _inherit = "cobranzas.item"
    _depends = {"res.partner": ["cobranzas_collector_id", "cobranzas_group_id"]}

    debtor_group_id = fields.Many2one("cobranzas.debtor.group", readonly=True)
    collector_id = fields.Many2one("cobranzas.collector", readonly=True)

    @api.model
    def _get_item_columns(self):
        return {
            **super()._get_item_columns(),
            "debtor_group_id": SQL("customer.cobranzas_group_id"),
            "collector_id": SQL("customer.cobranzas_collector_id"),
        }
