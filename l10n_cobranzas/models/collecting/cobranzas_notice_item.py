from odoo import fields, models


class CobranzasNoticeItem(models.Model):
    """A document that a notice lists, with what was asked for and its own stage (COL-05)."""

    _name = "cobranzas.notice.item"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Document of a Notice"
    _order = "notice_id, date_due, id"

    notice_id = fields.Many2one(
        "cobranzas.notice", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="notice_id.company_id", store=True)
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    name = fields.Char(string="Document", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, ondelete="cascade"
    )
    date = fields.Date(string="Issue Date", readonly=True)
    date_due = fields.Date(string="Due", readonly=True)
    days_overdue = fields.Integer(readonly=True, aggregator="max", help="Negative: still to come.")
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_currency_id = fields.Many2one(
        related="notice_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(readonly=True, help="What is asked for, in its currency.")
    amount_company = fields.Monetary(
        string="Amount (Company)", currency_field="company_currency_id", readonly=True
    )
    step_id = fields.Many2one(
        "cobranzas.notice.step",
        string="Stage",
        readonly=True,
        ondelete="restrict",
        help="The stage that the document itself has reached.",
    )

    def _get_amounts_text(self):
        """Return what the documents ask for, in each of their currencies, as debtors read it."""
        run, totals = self.env["cobranzas.statement.run"], {}
        for item in self:
            totals[item.currency_id] = totals.get(item.currency_id, 0.0) + item.amount
        return " · ".join(
            f"{currency.name} {run._format_amount(totals[currency], currency)}"
            for currency in sorted(totals, key=lambda currency: currency.name)
        )
