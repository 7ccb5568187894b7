from odoo import api, fields, models


class CobranzasPaymentRequestLine(models.Model):
    """A document of an online payment, and how much of it was chosen (COL-09)."""

    _name = "cobranzas.payment.request.line"
    _description = "Document of an Online Payment"
    _inherit = "cobranzas.guarded.mixin"
    _order = "id"

    request_id = fields.Many2one(
        "cobranzas.payment.request", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True)
    partner_id = fields.Many2one(
        related="request_id.partner_id", store=True, string="Customer of the Payment"
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Document",
        readonly=True,
        index=True,
        ondelete="set null",
        help="The open item. Empty when its entry was deleted since.",
    )
    name = fields.Char(string="Document Name", compute="_compute_name", store=True, precompute=True)
    currency_id = fields.Many2one(related="request_id.currency_id")
    amount = fields.Monetary(
        required=True,
        readonly=True,
        help="Chosen, in the currency of the payment; a credit is negative.",
    )
    amount_left = fields.Monetary(
        readonly=True, help="What was not chosen of the document's balance when it was begun."
    )
    short_reason_id = fields.Many2one(
        "cobranzas.dispute.reason",
        string="Why Less",
        readonly=True,
        ondelete="restrict",
        help="Why the debtor pays less than the balance.",
    )

    @api.depends("move_line_id")
    def _compute_name(self):
        # an item that vanished leaves its name behind, for the history
        for line in self.filtered("move_line_id"):
            line.name = line.move_line_id.with_context(cobranzas_document=True).display_name

    def _is_open(self):
        """Tell whether the document still has the balance that was chosen of it."""
        self.ensure_one()
        item, currency = self.move_line_id, self.currency_id
        if item.parent_state != "posted" or item.currency_id != currency:
            return False
        left = item.cobranzas_residual * (1 if self.amount > 0 else -1)
        return currency.compare_amounts(left, abs(self.amount)) >= 0

    def _has_left_as_chosen(self):
        """Tell whether just what was not chosen of the document is left of it."""
        self.ensure_one()
        left = self.move_line_id.cobranzas_residual
        return not self.currency_id.compare_amounts(left, self.amount_left)

    def _describe(self, settled):
        """Return the document, what was chosen of it and what of that was settled, in words."""
        self.ensure_one()
        return self.env._(
            "%(document)s (chosen %(chosen)s, settled %(settled)s)",
            document=self.name,
            chosen=self.currency_id.format(abs(self.amount)),
            settled=self.currency_id.format(abs(settled)),
        )
