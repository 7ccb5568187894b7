from odoo import fields, models


class CobranzasPromiseItem(models.Model):
    """A document that a promise is about, and how much of it (COL-06)."""

    _name = "cobranzas.promise.item"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Document of a Promise"
    _order = "date_due, id"
    _rec_name = "move_line_id"

    promise_id = fields.Many2one(
        "cobranzas.promise", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        related="promise_id.partner_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(related="promise_id.company_id", store=True, precompute=True)
    currency_id = fields.Many2one(related="promise_id.currency_id", store=True, precompute=True)
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Document",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    move_id = fields.Many2one(related="move_line_id.move_id")
    date_due = fields.Date(related="move_line_id.date_maturity", store=True, precompute=True)
    amount = fields.Monetary(string="Promised", required=True, readonly=True)
    residual_before = fields.Monetary(
        string="Balance When Promised",
        readonly=True,
        help="What it was lower since then, by whatever paid it, counts for the promise.",
    )

    paid_before = fields.Monetary(
        readonly=True, help="What had been paid of it when it was promised."
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "Of each document of a promise something must be promised."
    )
    _item_uniq = models.UniqueIndex(
        "(promise_id, move_line_id)", "A promise names a document once."
    )
