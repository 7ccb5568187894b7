from odoo import api, fields, models
from odoo.tools import SQL

from .item_fields import amount_pair


class CobranzasApplication(models.Model):
    """Applications of credits to debts: each partial, with both of its documents (REP-09).

    The item of a row is the debt; ``date`` is that of the application. Both entries are posted.
    At ``with_context(cobranzas_date=date)`` those undone after that date are listed too; as known
    then, none made since.
    """

    _name = "cobranzas.application"
    _inherit = ["cobranzas.item"]
    _description = "Application of a Credit to a Debt"
    _auto = False
    _order = "date desc, id desc"

    date = fields.Date(string="Applied on")
    date_issue = fields.Date(string="Issue Date", readonly=True)
    credit_line_id = fields.Many2one("account.move.line", string="Credit Item", readonly=True)
    credit_move_id = fields.Many2one("account.move", string="Credit Entry", readonly=True)
    credit_name = fields.Char(string="Paid by", readonly=True)
    credit_date = fields.Date(readonly=True)
    amount, amount_company = amount_pair("Amount", help="In the currency of the debt.")
    is_void = fields.Boolean(
        string="Undoes an Entry",
        readonly=True,
        help="Reconciles an entry with the one that voids it: nothing was paid.",
    )
    credit_currency_id = fields.Many2one("res.currency", readonly=True)
    credit_amount = fields.Monetary(
        currency_field="credit_currency_id", readonly=True, help="In the currency of the credit."
    )

    @api.model
    def _get_item_columns(self):
        return {
            **super()._get_item_columns(),
            "date_issue": SQL("item.date_issue"),
            "credit_line_id": SQL("item.credit_line_id"),
            "credit_move_id": SQL("item.credit_move_id"),
            "credit_name": SQL("item.credit_name"),
            "credit_date": SQL("item.credit_date"),
            "is_void": SQL(
                """COALESCE(
                    move.reversed_entry_id = item.credit_move_id AND move.move_type = 'entry', FALSE
                ) OR EXISTS (
                    SELECT FROM account_move entry WHERE entry.id = item.credit_move_id
                    AND entry.reversed_entry_id = item.move_id AND entry.move_type = 'entry')"""
            ),
            "amount": SQL("item.amount"),
            "amount_company": SQL("item.amount_company"),
            "credit_currency_id": SQL("item.credit_currency_id"),
            "credit_amount": SQL("item.credit_amount"),
        }

    @api.model
    def _get_base(self):
        day, undone = self._get_read_scope().date, self.env["cobranzas.undone.partial"]
        return SQL(
            """SELECT %s FROM %s partial
            JOIN account_move_line line ON line.id = partial.debit_move_id
            JOIN account_move_line credit ON credit.id = partial.credit_move_id
            WHERE credit.parent_state = 'posted' AND %s""",
            SQL(", ").join(
                SQL("%s AS %s", sql, SQL.identifier(name))
                for name, sql in self._get_base_columns().items()
            ),
            self.env["cobranzas.open.item"]._get_partials_sql(day, undone._get_copied_fields()),
            self._get_receivable_sql(),
        )

    @api.model
    def _get_base_columns(self):
        """Return the SQL of each column of the base, of a ``partial`` and its two items."""
        own = ("move_id", "move_name", "ref", "account_id", "journal_id", "company_id")
        return {
            "id": SQL("partial.id"),
            "move_line_id": SQL("line.id"),
            **{name: SQL.identifier("line", name) for name in own},
            "contact_id": SQL("line.partner_id"),
            "currency_id": SQL("line.currency_id"),
            "company_currency_id": SQL("line.company_currency_id"),
            "date": SQL("partial.max_date"),
            "date_due": SQL("COALESCE(line.date_maturity, line.date)"),
            "date_issue": SQL("line.date"),
            "credit_line_id": SQL("credit.id"),
            "credit_move_id": SQL("credit.move_id"),
            "credit_name": SQL("credit.move_name"),
            "credit_date": SQL("credit.date"),
            "amount": SQL("partial.debit_amount_currency"),
            "amount_company": SQL("partial.amount"),
            "credit_currency_id": SQL("partial.credit_currency_id"),
            "credit_amount": SQL("partial.credit_amount_currency"),
        }
