from odoo import api, fields, models


class CobranzasReceipt(models.Model):
    """Receipts that pay documents of a whole debtor group (REC-11)."""

    _inherit = "cobranzas.receipt"

    debtor_group_id = fields.Many2one(
        "cobranzas.debtor.group", compute="_compute_debtor_group_id", store=True, index=True
    )
    allocate_by_group = fields.Boolean(
        compute="_compute_allocate_by_group",
        store=True,
        readonly=False,
        precompute=True,
        help="Pay documents of every customer of the debtor group, not only this one's.",
    )
    payable_partner_ids = fields.Many2many(
        "res.partner",
        compute="_compute_payable_partner_ids",
        help="The customers whose documents this receipt may pay.",
    )

    @api.depends("partner_id")
    def _compute_debtor_group_id(self):
        for receipt in self:
            receipt.debtor_group_id = receipt.partner_id.commercial_partner_id.cobranzas_group_id

    @api.depends("partner_id")
    def _compute_allocate_by_group(self):
        for receipt in self:
            group = receipt.partner_id.commercial_partner_id.cobranzas_group_id
            receipt.allocate_by_group = receipt.allocate_by_group and bool(group)

    @api.depends("partner_id", "allocate_by_group")
    def _compute_payable_partner_ids(self):
        for receipt in self:
            receipt.payable_partner_ids = receipt._get_payable_customers()

    def _get_payable_customers(self):
        """Return the customers whose documents the receipt may pay, as the groups are now."""
        self.ensure_one()
        customer = self.partner_id.commercial_partner_id
        group = customer.cobranzas_group_id
        if not self.allocate_by_group or not group:
            return customer
        return customer | group.member_ids.partner_id.commercial_partner_id
