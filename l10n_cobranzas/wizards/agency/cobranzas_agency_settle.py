from odoo import api, fields, models


class CobranzasAgencySettle(models.TransientModel):
    """Bills the commissions of an agency for what was collected until a day (COL-09)."""

    _name = "cobranzas.agency.settle"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Settle Commissions"

    agency_id = fields.Many2one("cobranzas.agency", required=True)
    currency_id = fields.Many2one(related="agency_id.company_id.currency_id")
    journal_id = fields.Many2one(related="agency_id.journal_id")
    date = fields.Date(string="Collected until", required=True, default=fields.Date.context_today)
    document_count = fields.Integer(string="Payments", compute="_compute_owed")
    collected = fields.Monetary(compute="_compute_owed")
    commission = fields.Monetary(
        compute="_compute_owed", help="Before taxes; less what was voided since the last bill."
    )

    @api.depends("agency_id", "date")
    def _compute_owed(self):
        for settle in self:
            agency, owed = settle.agency_id, []
            if agency and settle.date and agency.has_access("read"):
                owed = agency._find_owed(settle.date)
            settle.document_count = len(owed)
            settle.collected = sum(each.collected for each in owed)
            settle.commission = sum(each.commission for each in owed)

    def action_settle(self):
        """Make the draft vendor bill of the commissions, and open it.

        Raises ``AccessError`` below accountant; ``UserError`` when nothing is owed.
        """
        self.ensure_one()
        self.check_access("write")
        bill = self.agency_id._settle(self.date)
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": bill.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
