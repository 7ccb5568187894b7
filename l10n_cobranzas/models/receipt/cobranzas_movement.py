from odoo import api, models
from odoo.tools import SQL

from ..ledger.cobranzas_movement_rows import INTEGER

#: the mirrors of a voided receipt void it, all but those that corrected a certificate before
IS_VOID = SQL("(receipt.state = 'voided' AND move.reversed_entry_id IS NOT NULL)")

#: an entry of a certificate that was corrected, or its mirror: no certificate names it now
IS_CORRECTED = SQL(
    """(receipt.state = 'voided' AND certificate.id IS NULL AND EXISTS (
        SELECT FROM account_move_line tax WHERE tax.move_id = move.id
        AND tax.tax_repartition_line_id IS NOT NULL))"""
)


class CobranzasMovement(models.Model):
    """Movements that are receipts, whatever entries they made, and documents received.

    The void of a receipt is a movement of its own, on its own date.
    """

    _inherit = "cobranzas.movement"
    _depends = {
        "account.move.line": ["tax_repartition_line_id"],
        "cobranzas.receipt": [
            "amount_total",
            "amount_withholdings",
            "commercial_partner_id",
            "company_id",
            "currency_id",
            "date",
            "state",
            "user_id",
            "void_date",
        ],
        "cobranzas.document": ["state"],
        "cobranzas.receipt.withholding": ["move_id"],
    }

    @api.model
    def _get_item_columns(self):
        return {**super()._get_item_columns(), "receipt_id": SQL("item.receipt_id")}

    @api.model
    def _get_branch_types(self):
        return {**super()._get_branch_types(), "receipt_id": INTEGER}

    @api.model
    def _get_branches(self, wanted):
        return [
            *super()._get_branches(wanted),
            self._get_documents_sql(wanted),
            self._get_receipts_sql(wanted),
            self._get_receipt_voids_sql(wanted),
            self._get_bare_receipts_sql(wanted),
            self._get_bare_voids_sql(wanted),
        ]

    @api.model
    def _get_entries_condition(self):
        return SQL(
            "%s AND (move.cobranzas_receipt_id IS NULL OR move.move_type <> 'entry')",
            super()._get_entries_condition(),
        )

    @api.model
    def _get_lines_condition(self):
        return SQL(
            """%s AND NOT EXISTS (
                SELECT FROM cobranzas_document document WHERE document.move_line_id = line.id)""",
            super()._get_lines_condition(),
        )

    # ------------------------------------------------------------------
    # Documents received
    # ------------------------------------------------------------------

    @api.model
    def _get_documents_sql(self, wanted):
        """Return documents received: one row each, also of one entry."""
        own = ("move_id", "ref", "account_id", "journal_id", "company_id", "currency_id", "date")
        return SQL(
            """SELECT %s
            FROM cobranzas_document document
            JOIN account_move_line line ON line.id = document.move_line_id
            JOIN account_move move ON move.id = line.move_id
            LEFT JOIN cobranzas_receipt receipt ON receipt.id = move.cobranzas_receipt_id
            LEFT JOIN res_partner contact ON contact.id = line.partner_id
            WHERE %s""",
            self._get_branch_columns(
                **{name: SQL.identifier("line", name) for name in own},
                id=SQL("line.id"),
                move_line_id=SQL("line.id"),
                receipt_id=SQL("receipt.id"),
                name=SQL("COALESCE(document.name, line.move_name)"),
                kind=SQL("'document'"),
                customer_id=SQL("contact.commercial_partner_id"),
                user_id=SQL("receipt.user_id"),
                company_currency_id=SQL("line.company_currency_id"),
                date_due=SQL("COALESCE(line.date_maturity, line.date)"),
                state=SQL("line.parent_state"),
                is_undone=SQL("COALESCE(receipt.state, document.state) = 'voided'"),
                amount=SQL("line.amount_currency"),
                amount_company=SQL("line.balance"),
                residual_currency=SQL(
                    "line.amount_residual_currency + %s",
                    self._get_held_sql(SQL("held.id = line.id")),
                ),
            ),
            wanted.match_items(SQL("line.id")),
        )

    # ------------------------------------------------------------------
    # Receipts with items
    # ------------------------------------------------------------------

    @api.model
    def _get_receipts_sql(self, wanted):
        """Return receipts: the items of all their entries, by customer and currency."""
        return self._get_booked_sql(self._get_receipt_columns(), SQL("NOT %s", IS_VOID), wanted)

    @api.model
    def _get_receipt_voids_sql(self, wanted):
        """Return the voids of receipts: the items of all mirrors, by customer and currency."""
        return self._get_booked_sql(self._get_void_columns(), IS_VOID, wanted)

    @api.model
    def _get_receipt_columns(self):
        """Return the columns that a receipt gives."""
        return {
            "receipt_id": SQL("receipt.id"),
            "user_id": SQL("receipt.user_id"),
            "company_id": SQL("receipt.company_id"),
            "name": SQL("COALESCE(receipt.name, CONCAT('* ', receipt.id))"),
            "kind": SQL("receipt.kind"),
            "date": SQL("receipt.date"),
            "date_due": SQL("receipt.date"),
            "is_undone": SQL("receipt.state = 'voided'"),
        }

    @api.model
    def _get_void_columns(self):
        """Return the columns that a voided receipt gives of its void."""
        return {
            **self._get_receipt_columns(),
            "kind": SQL("'void'"),
            "date": SQL("receipt.void_date"),
            "date_due": SQL("receipt.void_date"),
            "is_undone": SQL("TRUE"),
        }

    @api.model
    def _get_booked_sql(self, columns, condition, wanted):
        # a certificate removed from the receipt later has no entry, so neither has its mirror
        withheld = SQL("FILTER (WHERE certificate.id IS NOT NULL)")
        return SQL(
            """SELECT %(columns)s
            FROM cobranzas_receipt receipt
            JOIN account_move move ON move.cobranzas_receipt_id = receipt.id
            JOIN account_move_line line ON line.move_id = move.id
            LEFT JOIN res_partner contact ON contact.id = line.partner_id
            LEFT JOIN cobranzas_receipt_withholding certificate
                ON certificate.move_id = COALESCE(move.reversed_entry_id, move.id)
            WHERE move.move_type = 'entry' AND move.state = 'posted' AND %(wanted)s
                AND %(condition)s AND NOT %(corrected)s AND %(own)s
            GROUP BY receipt.id, contact.commercial_partner_id, line.currency_id,
                line.company_currency_id""",
            columns=self._get_branch_columns(
                **columns,
                **self._get_sums_columns(),
                move_id=SQL("MIN(move.id)"),
                journal_id=SQL("MIN(move.journal_id)"),
                withheld=SQL("COALESCE(SUM(line.amount_currency) %s, 0)", withheld),
                withheld_company=SQL("COALESCE(SUM(line.balance) %s, 0)", withheld),
            ),
            wanted=self._get_wanted_sql(wanted),
            condition=condition,
            corrected=IS_CORRECTED,
            own=self._get_lines_condition(),
        )

    @api.model
    def _get_wanted_sql(self, wanted):
        """Return the condition of a ``receipt`` that made one of the items wanted."""
        if not wanted.ids:
            return SQL("TRUE")
        return SQL(
            "receipt.id IN (SELECT entry.cobranzas_receipt_id FROM account_move entry WHERE %s)",
            wanted.match_entries(SQL("entry.id")),
        )

    # ------------------------------------------------------------------
    # Receipts without items: drafts, and applications that only made partials
    # ------------------------------------------------------------------

    @api.model
    def _get_bare_receipts_sql(self, wanted):
        """Return receipts that made no items, with the amounts of those that are drafts."""
        total = SQL("CASE WHEN receipt.state = 'draft' THEN -receipt.amount_total ELSE 0 END")
        withheld = SQL(
            "CASE WHEN receipt.state = 'draft' THEN -receipt.amount_withholdings ELSE 0 END"
        )
        # a draft in a foreign currency has a rate of its own only once it is posted
        local = SQL("receipt.currency_id = company.currency_id")
        columns = {
            **self._get_receipt_columns(),
            "id": SQL("-4 * receipt.id - 1"),
            "state": SQL("CASE WHEN receipt.state = 'draft' THEN 'draft' ELSE 'posted' END"),
            "amount": total,
            "amount_company": SQL("CASE WHEN %s THEN %s END", local, total),
            "withheld": withheld,
            "withheld_company": SQL("CASE WHEN %s THEN %s END", local, withheld),
        }
        return self._get_bare_sql(columns, SQL("TRUE"), wanted)

    @api.model
    def _get_bare_voids_sql(self, wanted):
        """Return the voids of applications that made no items."""
        columns = {**self._get_void_columns(), "id": SQL("-4 * receipt.id - 2")}
        return self._get_bare_sql(columns, SQL("receipt.state = 'voided'"), wanted)

    @api.model
    def _get_bare_sql(self, columns, condition, wanted):
        # a posted receipt with an amount has items: it credits a customer
        return SQL(
            """SELECT %(columns)s
            FROM cobranzas_receipt receipt
            JOIN res_company company ON company.id = receipt.company_id
            WHERE %(wanted)s AND %(condition)s
                AND (receipt.state = 'draft' OR receipt.amount_total = 0) AND NOT EXISTS (
                SELECT FROM account_move move
                JOIN account_move_line line ON line.move_id = move.id
                WHERE move.cobranzas_receipt_id = receipt.id AND move.move_type = 'entry'
                    AND %(own)s)""",
            columns=self._get_branch_columns(
                **columns,
                customer_id=SQL("receipt.commercial_partner_id"),
                currency_id=SQL("receipt.currency_id"),
                company_currency_id=SQL("company.currency_id"),
            ),
            wanted=wanted.match_documents(SQL("receipt.id")),
            condition=condition,
            own=self._get_lines_condition(),
        )
