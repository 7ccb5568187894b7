from odoo import fields, models


class CobranzasPromiseNewItem(models.TransientModel):
    """A document that the promise may be about (COL-06)."""

    _name = "cobranzas.promise.new.item"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Document of a New Promise"
    _order = "id"  # as they were found: those due first

    wizard_id = fields.Many2one("cobranzas.promise.new", required=True, ondelete="cascade")
    is_chosen = fields.Boolean(string="Pay")
    move_line_id = fields.Many2one(
        "account.move.line", string="Journal Item", required=True, ondelete="cascade"
    )
    name = fields.Char(string="Document", compute="_compute_name")
    currency_id = fields.Many2one(related="move_line_id.currency_id", related_sudo=False)
    date_due = fields.Date(related="move_line_id.date_maturity", string="Due", related_sudo=False)
    residual = fields.Monetary(
        related="move_line_id.amount_residual_currency", string="Balance", related_sudo=False
    )
    amount = fields.Monetary(string="Promised")

    def _compute_name(self):
        for row in self:
            item = row.move_line_id
            row.name = item._cobranzas_document_name() if item else ""
