from odoo import api, fields, models

from ...models.collecting.cobranzas_notice_plan import CHANNELS


class CobranzasNoticePreviewLine(models.TransientModel):
    """What one debtor would get, or why nothing."""

    _name = "cobranzas.notice.preview.line"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Preview of a Notice"
    _order = "will_go desc, amount desc, id"

    preview_id = fields.Many2one(
        "cobranzas.notice.preview", required=True, ondelete="cascade", readonly=True, index=True
    )
    currency_id = fields.Many2one(related="preview_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Debtor", readonly=True)
    debtor_group_id = fields.Many2one("cobranzas.debtor.group", readonly=True)
    plan_id = fields.Many2one("cobranzas.notice.plan", readonly=True)
    step_id = fields.Many2one("cobranzas.notice.step", readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True)
    address = fields.Char(readonly=True)
    date_planned = fields.Datetime(string="When", readonly=True)
    will_go = fields.Boolean(string="To Send", readonly=True)
    item_count = fields.Integer(string="Documents", readonly=True)
    documents = fields.Text(string="Which", readonly=True)
    amount = fields.Monetary(readonly=True)
    reason = fields.Text(string="Why", readonly=True)

    @api.depends("partner_id", "debtor_group_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = (line.debtor_group_id or line.partner_id).display_name or ""
