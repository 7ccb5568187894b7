from odoo import fields, models


class CobranzasCreditBlockNew(models.TransientModel):
    """Asks why customers are blocked, where, for what and until when (OPS-15)."""

    _name = "cobranzas.credit.block.new"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Block Customers"

    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    company_ids = fields.Many2many(
        "res.company",
        string="Companies",
        help="One block for each, of the company and its branches. Empty: every company.",
    )
    category_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="One block for each, of what is sold of it. Empty: everything.",
    )
    until = fields.Date(help="Its last day. Empty: until somebody unblocks the customer.")
    reason = fields.Char(required=True)

    def action_save(self):
        """Block the customers. Raises ``AccessError`` below accountant."""
        self.ensure_one()
        self.env["cobranzas.credit.block"].create(
            [
                {
                    "partner_id": customer.id,
                    "company_id": company,
                    "category_id": category,
                    "until": self.until,
                    "reason": self.reason,
                }
                for customer in self.partner_ids.commercial_partner_id
                for company in self.company_ids.ids or [False]
                for category in self.category_ids.ids or [False]
            ]
        )
        return {"type": "ir.actions.act_window_close"}
