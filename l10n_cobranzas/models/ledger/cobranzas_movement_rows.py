from dataclasses import dataclass

from odoo import api, models
from odoo.tools import SQL

INVOICES = SQL("('out_invoice', 'out_refund', 'out_receipt')")

INTEGER, TEXT, DATE = SQL("integer"), SQL("varchar"), SQL("date")
BOOLEAN, AMOUNT = SQL("boolean"), SQL("numeric")

#: what every branch gives, in this order and of these very types: PostgreSQL takes no condition
#: into a list of parts whose types differ, be it text and varchar
COLUMNS = {
    "id": INTEGER,
    "move_line_id": INTEGER,
    "move_id": INTEGER,
    "name": TEXT,
    "ref": TEXT,
    "kind": TEXT,
    "customer_id": INTEGER,
    "user_id": INTEGER,
    "account_id": INTEGER,
    "journal_id": INTEGER,
    "company_id": INTEGER,
    "currency_id": INTEGER,
    "company_currency_id": INTEGER,
    "date": DATE,
    "date_due": DATE,
    "state": TEXT,
    "is_undone": BOOLEAN,
    "amount": AMOUNT,
    "amount_company": AMOUNT,
    "residual_currency": AMOUNT,
    "untaxed": AMOUNT,
    "untaxed_company": AMOUNT,
    "withheld": AMOUNT,
    "withheld_company": AMOUNT,
}
#: by type, what a branch gives of a column that it says nothing of
EMPTY = {AMOUNT: SQL("0"), BOOLEAN: SQL("FALSE")}


@dataclass(frozen=True)
class WantedRows:
    """Which rows of movements to make, by their ids; every one when ``ids`` is empty.

    A positive id is that of a journal item: the only one of the row, or the first. Other rows
    have -4 times the id of their document, less a number from 0 to 3 that each branch has for
    itself.
    """

    ids: tuple = ()

    def match_items(self, column):
        """Return the SQL condition that ``column`` is the id of the journal item of a row."""
        return SQL("%s = ANY(%s)", column, self.item_ids) if self.ids else SQL("TRUE")

    def match_entries(self, column):
        """Return the SQL condition that ``column`` is the id of the entry of such an item."""
        if not self.ids:
            return SQL("TRUE")
        return SQL(
            "%s IN (SELECT move_id FROM account_move_line WHERE id = ANY(%s))",
            column,
            self.item_ids,
        )

    def match_documents(self, column):
        """Return the SQL condition that ``column`` is the id of the document of a row."""
        if not self.ids:
            return SQL("TRUE")
        return SQL("%s = ANY(%s)", column, [-row_id // 4 for row_id in self.ids if row_id < 0])

    @property
    def item_ids(self):
        """The ids of journal items among the ids."""
        return [row_id for row_id in self.ids if row_id > 0]


class CobranzasMovement(models.Model):
    """The rows of movements: what each document left on receivable accounts.

    Each branch gives all that conditions are put on as columns of its own tables, and no two
    branches make the same row. So a condition on kind, customer, date or company is met before
    anything is summed, and sums that no one asks for are left out.
    """

    _inherit = "cobranzas.movement"

    @api.model
    def _get_base(self):
        wanted = WantedRows(self._get_read_scope().row_ids)
        rows = SQL(" UNION ALL ").join(self._get_branches(wanted))
        if not wanted.ids:
            return rows
        # the limit tells PostgreSQL how few they are: it would read all entries for their names
        return SQL(
            "SELECT * FROM (%s) made WHERE made.id = ANY(%s) LIMIT %s",
            rows,
            list(wanted.ids),
            len(set(wanted.ids)),
        )

    @api.model
    def _get_branches(self, wanted):
        """Return the SQL of each list of rows, with the columns of ``_get_branch_types``.

        :param wanted: ``WantedRows``; a branch may give others too
        """
        return [self._get_invoices_sql(wanted), self._get_entries_sql(wanted)]

    @api.model
    def _get_branch_types(self):
        """Return the columns that every branch gives, in order, and the SQL type of each."""
        return COLUMNS

    @api.model
    def _get_branch_columns(self, **values):
        """Return the columns of a branch as SQL: null, zero or false where none is given.

        What is neither tax nor withheld is the untaxed amount.
        """
        types = self._get_branch_types()
        columns = {name: EMPTY.get(kind, SQL("NULL")) for name, kind in types.items()}
        columns |= {"state": SQL("'posted'"), **values}
        for suffix in ("", "_company"):
            if f"untaxed{suffix}" not in values:
                total, withheld = columns[f"amount{suffix}"], columns[f"withheld{suffix}"]
                columns[f"untaxed{suffix}"] = SQL("%s - %s", total, withheld)
        return SQL(", ").join(
            SQL("(%s)::%s AS %s", columns[name], kind, SQL.identifier(name))
            for name, kind in types.items()
        )

    @api.model
    def _get_entry_kind_sql(self):
        """Return the SQL of the kind of a movement that is one entry, ``move``."""
        return self._get_kind_sql([kind for kind in self._get_kinds() if kind.by_entry])

    # ------------------------------------------------------------------
    # Branches
    # ------------------------------------------------------------------

    @api.model
    def _get_invoices_sql(self, wanted):
        """Return invoices and notes, in any state: their own totals are those of the ledger."""
        return SQL(
            """SELECT %s
            FROM account_move move
            JOIN res_company company ON company.id = move.company_id
            LEFT JOIN res_partner contact ON contact.id = move.partner_id
            WHERE move.move_type IN %s AND %s""",
            self._get_branch_columns(
                **self._get_entry_columns(),
                id=SQL("-4 * move.id"),
                user_id=SQL("move.invoice_user_id"),
                journal_id=SQL("move.journal_id"),
                company_id=SQL("move.company_id"),
                currency_id=SQL("move.currency_id"),
                company_currency_id=SQL("company.currency_id"),
                date=SQL("move.date"),
                date_due=SQL("COALESCE(move.invoice_date_due, move.date)"),
                amount=SQL("move.amount_total_in_currency_signed"),
                amount_company=SQL("move.amount_total_signed"),
                residual_currency=SQL(
                    """CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END
                    * move.amount_residual + %s""",
                    self._get_held_sql(SQL("held.move_id = move.id")),
                ),
                untaxed=SQL("move.amount_untaxed_in_currency_signed"),
                untaxed_company=SQL("move.amount_untaxed_signed"),
            ),
            INVOICES,
            wanted.match_documents(SQL("move.id")),
        )

    @api.model
    def _get_entries_sql(self, wanted):
        """Return payments and entries, in any state, by customer and currency."""
        return SQL(
            """SELECT %s
            FROM account_move_line line
            JOIN account_move move ON move.id = line.move_id
            JOIN res_company company ON company.id = line.company_id
            LEFT JOIN res_partner contact ON contact.id = line.partner_id
            WHERE %s AND %s AND %s
            GROUP BY move.id, company.id, contact.commercial_partner_id, line.company_id,
                line.currency_id, line.company_currency_id, line.journal_id, line.date""",
            self._get_branch_columns(
                **(self._get_entry_columns() | self._get_sums_columns()),
                journal_id=SQL("line.journal_id"),
                company_id=SQL("line.company_id"),
                date=SQL("line.date"),
                date_due=SQL("MAX(COALESCE(line.date_maturity, line.date))"),
                is_undone=SQL(
                    """move.move_type = 'entry' AND (move.reversed_entry_id IS NOT NULL OR EXISTS (
                        SELECT FROM account_move mirror WHERE mirror.reversed_entry_id = move.id
                        AND mirror.state = 'posted' AND mirror.move_type = 'entry'))"""
                ),
            ),
            self._get_entries_condition(),
            wanted.match_entries(SQL("move.id")),
            self._get_lines_condition(),
        )

    @api.model
    def _get_entries_condition(self):
        """Return which entries, ``move``, are movements by themselves; invoices are others."""
        return SQL("move.move_type NOT IN %s", INVOICES)

    @api.model
    def _get_lines_condition(self):
        """Return which items, ``line``, the movement of their entry sums."""
        return SQL("line.account_id IN (%s)", self._get_receivable_accounts_sql())

    @api.model
    def _get_entry_columns(self):
        """Return the columns that an entry, ``move``, gives."""
        return {
            "move_id": SQL("move.id"),
            "name": SQL("COALESCE(NULLIF(move.name, '/'), CONCAT('* ', move.id))"),
            "ref": SQL("move.ref"),
            "kind": self._get_entry_kind_sql(),
            "state": SQL("move.state"),
            "customer_id": SQL("contact.commercial_partner_id"),
        }

    @api.model
    def _get_sums_columns(self):
        """Return the columns of a row that sums items, ``line``, of a customer and a currency."""
        return {
            "id": SQL("MIN(line.id)"),
            "move_line_id": SQL("MIN(line.id)"),
            "account_id": SQL("MIN(line.account_id)"),
            "customer_id": SQL("contact.commercial_partner_id"),
            "currency_id": SQL("line.currency_id"),
            "company_currency_id": SQL("line.company_currency_id"),
            "amount": SQL("SUM(line.amount_currency)"),
            "amount_company": SQL("SUM(line.balance)"),
            "residual_currency": SQL(
                "SUM(line.amount_residual_currency + %s)",
                self._get_held_sql(SQL("held.id = line.id")),
            ),
        }

    @api.model
    def _get_held_sql(self, condition):
        """Return what drafts are matched with of the posted items, ``held``, of a condition."""
        items = self.env["cobranzas.open.item"]
        changes = items._find_changes(None)
        if not changes:
            return SQL("0")
        return SQL(
            """(SELECT COALESCE(SUM(given.amount_currency), 0) FROM (%s) given
            JOIN account_move_line held ON held.id = given.line_id
            WHERE held.parent_state = 'posted' AND %s)""",
            items._get_changes_sql(None, changes),
            condition,
        )
