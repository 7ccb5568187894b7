from odoo import api, fields, models
from odoo.tools import SQL

from .item_fields import amount_pair
from .read_scope import ItemKind

#: the keys of the context on which the values of a field depend
AT_DATE = ("cobranzas_date", "cobranzas_as_known")
#: the columns of partials of which conversions are made
CONVERSION_COLUMNS = (
    "debit_move_id",
    "credit_move_id",
    "debit_currency_id",
    "credit_currency_id",
    "amount",
    "debit_amount_currency",
    "credit_amount_currency",
    "max_date",
)


class CobranzasLedgerLine(models.Model):
    """Every charge and credit on receivable accounts, posted (DESIGN 7, REP-03, REP-08).

    When an item of another currency pays a debt, the ledger has the amount paid only as a
    partial. Two rows of the kind ``conversion`` show it, one in each currency, so that in each
    currency the lines up to a date sum to the open balance at that date.

    At ``with_context(cobranzas_date=date)`` it is the ledger up to that date, with the residuals
    of that date.
    """

    _name = "cobranzas.ledger.line"
    _inherit = ["cobranzas.item"]
    _description = "Receivable Ledger Line"
    _auto = False
    _order = "date desc, id desc"

    month = fields.Date(readonly=True, help="The first day of the month.")
    charge, charge_company = amount_pair("Charged", help="In the currency of the item.")
    credit, credit_company = amount_pair("Credited", help="In the currency of the item.")
    balance, balance_company = amount_pair(
        "Balance", help="Charge less credit, in the item's currency."
    )
    credit_net, credit_net_company = amount_pair(
        "Credit Less Charge", help="In the currency of the item."
    )
    residual_currency = fields.Monetary(
        string="Pending",
        readonly=True,
        depends_context=AT_DATE,
        help="What is left, in the currency of the item; credits are negative.",
    )
    residual = fields.Monetary(
        string="Pending (Company)",
        currency_field="company_currency_id",
        readonly=True,
        depends_context=AT_DATE,
        help="What is left, in the currency of the company, as booked.",
    )
    settled, settled_company = amount_pair(
        "Settled",
        depends_context=AT_DATE,
        help="Balance less what is left, in the currency of the item; of a credit, negative.",
    )
    is_conversion = fields.Boolean(
        readonly=True, help="Says in this currency what an item of another one paid."
    )
    state = fields.Selection(
        selection=[
            ("open", "Pending"),
            ("partial", "Partly Settled"),
            ("settled", "Settled"),
            ("voided", "Voided"),
        ],
        string="Status",
        readonly=True,
        depends_context=AT_DATE,
        help="Today's, or that at the date of the report.",
    )

    @api.model
    def _get_item_columns(self):
        return {
            **super()._get_item_columns(),
            "month": SQL("DATE_TRUNC('month', item.date)::date"),
            "residual_currency": SQL("item.residual_currency"),
            "residual": SQL("item.residual"),
            "settled": SQL("item.amount - item.residual_currency"),
            "settled_company": SQL("item.amount_company - item.residual"),
            "is_conversion": SQL("item.is_conversion"),
            "state": self._get_state_sql(),
            **self._get_amount_columns(),
        }

    @api.model
    def _get_amount_columns(self):
        """Return the SQL of charge and credit, and of their difference, in both currencies."""
        columns, is_charge = {}, self._get_charge_condition()
        for suffix in ("", "_company"):
            amount = SQL.identifier("item", f"amount{suffix}")
            columns |= {
                f"charge{suffix}": SQL("CASE WHEN %s THEN %s ELSE 0 END", is_charge, amount),
                f"credit{suffix}": SQL("CASE WHEN %s THEN 0 ELSE -%s END", is_charge, amount),
                f"balance{suffix}": amount,
                f"credit_net{suffix}": SQL("-%s", amount),
            }
        return columns

    @api.model
    def _get_state_sql(self):
        return SQL(
            """CASE WHEN %s THEN 'voided'
            WHEN item.reconciled THEN 'settled'
            WHEN item.residual_currency = item.amount THEN 'open'
            ELSE 'partial' END""",
            self._get_voided_sql(),
        )

    @api.model
    def _get_voided_sql(self):
        """Return the condition of an item that is voided at the date, or that voids another."""
        return SQL("(move.reversed_entry_id IS NOT NULL AND move.move_type = 'entry')")

    @api.model
    def _get_charge_condition(self):
        """Return the condition of an item that raises what is owed, the void of a credit too."""
        return SQL("(item.amount > 0 OR item.amount = 0 AND item.amount_company > 0)")

    @api.model
    def _get_kinds(self):
        conversion = ItemKind(
            "conversion", self.env._("Paid in Another Currency"), 90, SQL("item.is_conversion")
        )
        return [conversion, *super()._get_kinds()]

    @api.model
    def _get_base(self):
        return SQL(
            "%s UNION ALL %s UNION ALL %s",
            self._get_lines_sql(),
            self._get_conversions_sql("debit", SQL("-2 * partial.id"), SQL("-1")),
            self._get_conversions_sql("credit", SQL("-2 * partial.id - 1"), SQL("1")),
        )

    @api.model
    def _get_lines_sql(self):
        """Return the journal items, with what was left of each at the date (REP-04)."""
        later = self._get_later_sql()
        more = SQL("0") if later is None else SQL("COALESCE(later.amount, 0)")
        more_currency = SQL("0") if later is None else SQL("COALESCE(later.amount_currency, 0)")
        residuals = (
            SQL("line.amount_residual_currency + %s", more_currency),
            SQL("line.amount_residual + %s", more),
        )
        return SQL(
            "SELECT %s FROM account_move_line line %s WHERE %s AND %s",
            self._get_line_columns(
                (SQL("line.amount_currency"), SQL("line.balance")),
                residuals,
                self._get_reconciled_sql(later),
            ),
            later or SQL(),
            self._get_receivable_sql(),
            self._get_until_sql(SQL("line.date"), SQL("line.move_id")),
        )

    @api.model
    def _get_line_columns(self, amounts, residuals, reconciled):
        """Return the columns of a ``line``: amounts in its currency, then in the company's."""
        return SQL(
            """line.id, line.id AS move_line_id, line.move_id, line.move_name, line.ref,
            line.partner_id AS contact_id, line.account_id, line.journal_id, line.company_id,
            line.currency_id, line.company_currency_id, line.date,
            COALESCE(line.date_maturity, line.date) AS date_due,
            %s AS amount, %s AS amount_company, %s AS residual_currency, %s AS residual,
            %s AS reconciled, FALSE AS is_conversion""",
            *amounts,
            *residuals,
            reconciled,
        )

    @api.model
    def _get_reconciled_sql(self, later):
        """Return whether nothing is left of a ``line``, given the join of ``later`` or None."""
        if later is None:
            return SQL("line.reconciled IS TRUE")
        return SQL(
            """CASE WHEN later.line_id IS NULL THEN line.reconciled IS TRUE
            ELSE line.amount_residual + later.amount = 0
                AND line.amount_residual_currency + later.amount_currency = 0 END"""
        )

    @api.model
    def _get_later_sql(self):
        """Return a join with what is given back to each item; None when nothing is."""
        day, items = self._get_read_scope().date, self.env["cobranzas.open.item"]
        changes = items._find_changes(day)
        if not changes:
            return None
        later = items._get_changes_sql(day, changes)
        return SQL("LEFT JOIN (%s) later ON later.line_id = line.id", later)

    @api.model
    def _get_until_sql(self, date, move_id):
        day = self._get_read_scope().date
        if day is None:
            return SQL("TRUE")
        return SQL("%s <= %s AND %s", date, day, self._get_known_entry_sql(move_id))

    @api.model
    def _get_conversions_sql(self, side, row_id, sign):
        """Return the partials between two currencies as rows of their debit or credit item.

        Each row has the currency of the item, the date of the partial, and the name and entry of
        the other item: the one that paid it, or that it paid.
        """
        own, other = ("debit", "credit") if side == "debit" else ("credit", "debit")
        return SQL(
            """SELECT %(row_id)s, line.id, other.move_id, other.move_name, other.ref,
                line.partner_id, line.account_id, other.journal_id, line.company_id,
                line.currency_id, line.company_currency_id, partial.max_date,
                partial.max_date, %(sign)s * partial.%(amount)s, %(sign)s * partial.amount,
                0::numeric, 0::numeric, TRUE, TRUE
            FROM %(partials)s partial
            JOIN account_move_line line ON line.id = partial.%(own)s
            JOIN account_move_line other ON other.id = partial.%(other)s
            WHERE (partial.debit_currency_id <> partial.credit_currency_id) IS TRUE
                AND other.parent_state = 'posted' AND %(receivable)s AND %(until)s""",
            row_id=row_id,
            sign=sign,
            partials=self.env["cobranzas.open.item"]._get_partials_sql(
                self._get_read_scope().date, CONVERSION_COLUMNS
            ),
            amount=SQL.identifier(f"{own}_amount_currency"),
            own=SQL.identifier(f"{own}_move_id"),
            other=SQL.identifier(f"{other}_move_id"),
            receivable=self._get_receivable_sql(),
            until=self._get_until_sql(SQL("partial.max_date"), SQL("line.move_id")),
        )
