"""The rows of ``cobranzas.movement``: what each document left on receivable accounts.

Each branch says of its rows all that conditions are put on, by columns of its own tables, and no
two branches make the same row. So a condition on kind, customer, date or company is met before
anything is summed, and sums that no one asks for are left out.
"""

from odoo.tools import SQL

INVOICES = SQL("('out_invoice', 'out_refund', 'out_receipt')")

#: the mirrors of a voided receipt void it, all but those that corrected a certificate before
IS_VOID = SQL("(receipt.state = 'voided' AND move.reversed_entry_id IS NOT NULL)")

#: what a correction undid and what undid it: a certificate's entry that no certificate names now
IS_CORRECTED = SQL(
    """(receipt.state = 'voided' AND certificate.id IS NULL AND EXISTS (
        SELECT FROM account_move_line tax WHERE tax.move_id = move.id
        AND tax.tax_repartition_line_id IS NOT NULL))"""
)

INTEGER, TEXT, DATE = SQL("integer"), SQL("varchar"), SQL("date")
BOOLEAN, AMOUNT = SQL("boolean"), SQL("numeric")

#: what every branch gives, in this order and of these very types: PostgreSQL takes no condition
#: into a list of parts whose types differ, be it text and varchar
COLUMNS = {
    "id": INTEGER,
    "move_line_id": INTEGER,
    "move_id": INTEGER,
    "receipt_id": INTEGER,
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
NONE, ZERO = SQL("NULL"), SQL("0")
NEVER, ALWAYS = SQL("FALSE"), SQL("TRUE")


def get_base_sql(accounts, ids=None):
    """Return the SQL of all rows.

    :param accounts: SQL of the ids of receivable accounts
    :param ids: rows wanted, to put together no others
    """
    own = SQL(
        """line.account_id IN (%s) AND NOT EXISTS (
            SELECT FROM cobranzas_document document WHERE document.move_line_id = line.id)""",
        accounts,
    )
    rows = _get_row_conditions(ids)
    return SQL(" UNION ALL ").join(
        [
            _get_invoices_sql(rows["invoices"]),
            _get_entries_sql(rows["entries"], own),
            _get_receipts_sql(rows["receipts"], own),
            _get_voids_sql(rows["receipts"], own),
            _get_documents_sql(rows["documents"]),
            _get_bare_receipts_sql(rows["bare"], own),
            _get_bare_voids_sql(rows["bare"], own),
        ]
    )


def _get_row_conditions(ids):
    """Return, by branch, which documents may make rows of the ids; see the ``id`` of each."""
    if ids is None:
        return dict.fromkeys(("invoices", "entries", "receipts", "documents", "bare"), ALWAYS)
    items = [row_id for row_id in ids if row_id > 0]
    others = [-row_id // 4 for row_id in ids if row_id < 0]
    moves = SQL("SELECT move_id FROM account_move_line WHERE id = ANY(%s)", items)
    return {
        "invoices": SQL("move.id = ANY(%s)", others),
        "entries": SQL("move.id IN (%s)", moves),
        "receipts": SQL(
            "receipt.id IN (SELECT cobranzas_receipt_id FROM account_move WHERE id IN (%s))", moves
        ),
        "documents": SQL("line.id = ANY(%s)", items),
        "bare": SQL("receipt.id = ANY(%s)", others),
    }


def _get_columns_sql(**values):
    """Return the columns of a branch; what it does not say is nothing."""
    columns = {
        "move_line_id": NONE,
        "move_id": NONE,
        "receipt_id": NONE,
        "ref": NONE,
        "user_id": NONE,
        "account_id": NONE,
        "journal_id": NONE,
        "state": SQL("'posted'"),
        "is_undone": NEVER,
        "amount": ZERO,
        "amount_company": ZERO,
        "residual_currency": ZERO,
        "withheld": ZERO,
        "withheld_company": ZERO,
        **values,
    }
    amount, company = columns["amount"], columns["amount_company"]
    columns.setdefault("untaxed", SQL("%s - %s", amount, columns["withheld"]))
    columns.setdefault("untaxed_company", SQL("%s - %s", company, columns["withheld_company"]))
    return SQL(", ").join(
        SQL("(%s)::%s AS %s", columns[name], kind, SQL.identifier(name))
        for name, kind in COLUMNS.items()
    )


# ----------------------------------------------------------------------
# Documents that belong to no receipt
# ----------------------------------------------------------------------


def _get_invoices_sql(rows):
    """Invoices and notes, in any state: their own totals are those of the ledger."""
    return SQL(
        """SELECT %s
        FROM account_move move
        JOIN res_company company ON company.id = move.company_id
        LEFT JOIN res_partner contact ON contact.id = move.partner_id
        WHERE move.move_type IN %s AND %s""",
        _get_columns_sql(
            id=SQL("-4 * move.id"),
            move_id=SQL("move.id"),
            name=SQL("COALESCE(NULLIF(move.name, '/'), CONCAT('* ', move.id))"),
            ref=SQL("move.ref"),
            kind=SQL(
                """CASE WHEN move.move_type = 'out_refund' THEN 'credit_note'
                WHEN move.move_type = 'out_invoice' AND move.debit_origin_id IS NOT NULL
                    THEN 'debit_note'
                ELSE 'invoice' END"""
            ),
            customer_id=SQL("contact.commercial_partner_id"),
            user_id=SQL("move.invoice_user_id"),
            journal_id=SQL("move.journal_id"),
            company_id=SQL("move.company_id"),
            currency_id=SQL("move.currency_id"),
            company_currency_id=SQL("company.currency_id"),
            date=SQL("move.date"),
            date_due=SQL("COALESCE(move.invoice_date_due, move.date)"),
            state=SQL("move.state"),
            amount=SQL("move.amount_total_in_currency_signed"),
            amount_company=SQL("move.amount_total_signed"),
            residual_currency=SQL(
                "CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END * move.amount_residual"
            ),
            untaxed=SQL("move.amount_untaxed_in_currency_signed"),
            untaxed_company=SQL("move.amount_untaxed_signed"),
        ),
        INVOICES,
        rows,
    )


def _get_entries_sql(rows, own):
    """Payments and entries, in any state, by customer and currency."""
    return SQL(
        """SELECT %s
        FROM account_move_line line
        JOIN account_move move ON move.id = line.move_id
        JOIN res_company company ON company.id = line.company_id
        LEFT JOIN res_partner contact ON contact.id = line.partner_id
        WHERE move.move_type NOT IN %s AND %s AND %s
            AND (move.cobranzas_receipt_id IS NULL OR move.move_type <> 'entry')
        GROUP BY move.id, company.id, contact.commercial_partner_id, line.company_id,
            line.currency_id, line.company_currency_id, line.journal_id, line.date""",
        _get_columns_sql(
            **_get_sums_sql(),
            move_id=SQL("move.id"),
            name=SQL("COALESCE(NULLIF(move.name, '/'), CONCAT('* ', move.id))"),
            ref=SQL("move.ref"),
            kind=SQL(
                """CASE WHEN move.reversed_entry_id IS NOT NULL THEN 'void'
                WHEN move.origin_payment_id IS NOT NULL THEN 'payment'
                WHEN line.journal_id = company.currency_exchange_journal_id THEN 'exchange'
                ELSE 'entry' END"""
            ),
            journal_id=SQL("line.journal_id"),
            company_id=SQL("line.company_id"),
            date=SQL("line.date"),
            date_due=SQL("MAX(COALESCE(line.date_maturity, line.date))"),
            state=SQL("move.state"),
            is_undone=SQL(
                """move.move_type = 'entry' AND (move.reversed_entry_id IS NOT NULL OR EXISTS (
                    SELECT FROM account_move mirror WHERE mirror.reversed_entry_id = move.id
                    AND mirror.state = 'posted' AND mirror.move_type = 'entry'))"""
            ),
        ),
        INVOICES,
        rows,
        own,
    )


def _get_sums_sql():
    """Return the columns of a row that puts items together."""
    return {
        "id": SQL("MIN(line.id)"),
        "move_line_id": SQL("MIN(line.id)"),
        "account_id": SQL("MIN(line.account_id)"),
        "customer_id": SQL("contact.commercial_partner_id"),
        "currency_id": SQL("line.currency_id"),
        "company_currency_id": SQL("line.company_currency_id"),
        "amount": SQL("SUM(line.amount_currency)"),
        "amount_company": SQL("SUM(line.balance)"),
        "residual_currency": SQL("SUM(line.amount_residual_currency)"),
    }


def _get_documents_sql(rows):
    """Papers received: each by itself, whichever entry it came with."""
    return SQL(
        """SELECT %s
        FROM cobranzas_document document
        JOIN account_move_line line ON line.id = document.move_line_id
        JOIN account_move move ON move.id = line.move_id
        LEFT JOIN cobranzas_receipt receipt ON receipt.id = move.cobranzas_receipt_id
        LEFT JOIN res_partner contact ON contact.id = line.partner_id
        WHERE %s""",
        _get_columns_sql(
            id=SQL("line.id"),
            move_line_id=SQL("line.id"),
            move_id=SQL("line.move_id"),
            receipt_id=SQL("receipt.id"),
            name=SQL("COALESCE(document.name, line.move_name)"),
            ref=SQL("line.ref"),
            kind=SQL("'document'"),
            customer_id=SQL("contact.commercial_partner_id"),
            user_id=SQL("receipt.user_id"),
            account_id=SQL("line.account_id"),
            journal_id=SQL("line.journal_id"),
            company_id=SQL("line.company_id"),
            currency_id=SQL("line.currency_id"),
            company_currency_id=SQL("line.company_currency_id"),
            date=SQL("line.date"),
            date_due=SQL("COALESCE(line.date_maturity, line.date)"),
            state=SQL("line.parent_state"),
            is_undone=SQL("COALESCE(receipt.state = 'voided', FALSE)"),
            amount=SQL("line.amount_currency"),
            amount_company=SQL("line.balance"),
            residual_currency=SQL("line.amount_residual_currency"),
        ),
        rows,
    )


# ----------------------------------------------------------------------
# Receipts
# ----------------------------------------------------------------------


def _get_receipt_columns():
    """Return the columns that the receipt itself says."""
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


def _get_void_columns():
    return {
        **_get_receipt_columns(),
        "kind": SQL("'void'"),
        "date": SQL("receipt.void_date"),
        "date_due": SQL("receipt.void_date"),
        "is_undone": ALWAYS,
    }


def _get_receipts_sql(rows, own):
    """Receipts that made items: those of all entries together, by customer and currency."""
    return _get_booked_sql(_get_receipt_columns(), SQL("%s AND NOT %s", rows, IS_VOID), own)


def _get_voids_sql(rows, own):
    """What voids receipts, likewise."""
    return _get_booked_sql(_get_void_columns(), SQL("%s AND %s", rows, IS_VOID), own)


def _get_booked_sql(columns, condition, own):
    # a certificate taken off the receipt later names its entry no more, nor that one's mirror
    withheld = SQL("FILTER (WHERE certificate.id IS NOT NULL)")
    return SQL(
        """SELECT %s
        FROM cobranzas_receipt receipt
        JOIN account_move move ON move.cobranzas_receipt_id = receipt.id
        JOIN account_move_line line ON line.move_id = move.id
        LEFT JOIN res_partner contact ON contact.id = line.partner_id
        LEFT JOIN cobranzas_receipt_withholding certificate
            ON certificate.move_id = COALESCE(move.reversed_entry_id, move.id)
        WHERE move.move_type = 'entry' AND move.state = 'posted' AND %s AND NOT %s AND %s
        GROUP BY receipt.id, contact.commercial_partner_id, line.currency_id,
            line.company_currency_id""",
        _get_columns_sql(
            **columns,
            **_get_sums_sql(),
            move_id=SQL("MIN(move.id)"),
            journal_id=SQL("MIN(move.journal_id)"),
            withheld=SQL("COALESCE(SUM(line.amount_currency) %s, 0)", withheld),
            withheld_company=SQL("COALESCE(SUM(line.balance) %s, 0)", withheld),
        ),
        condition,
        IS_CORRECTED,
        own,
    )


def _get_bare_receipts_sql(rows, own):
    """Receipts without items of their own: drafts, and applications that only made partials."""
    total = SQL("CASE WHEN receipt.state = 'draft' THEN -receipt.amount_total ELSE 0 END")
    withheld = SQL("CASE WHEN receipt.state = 'draft' THEN -receipt.amount_withholdings ELSE 0 END")
    # a draft in a foreign currency has a rate of its own only once it is posted
    local = SQL("CASE WHEN receipt.currency_id = company.currency_id THEN %s END", total)
    local_withheld = SQL(
        "CASE WHEN receipt.currency_id = company.currency_id THEN %s END", withheld
    )
    columns = {
        **_get_receipt_columns(),
        "id": SQL("-4 * receipt.id - 1"),
        "state": SQL("CASE WHEN receipt.state = 'draft' THEN 'draft' ELSE 'posted' END"),
        "amount": total,
        "amount_company": local,
        "withheld": withheld,
        "withheld_company": local_withheld,
    }
    return _get_bare_sql(columns, rows, own)


def _get_bare_voids_sql(rows, own):
    """What voids such applications."""
    columns = {**_get_void_columns(), "id": SQL("-4 * receipt.id - 2")}
    return _get_bare_sql(columns, SQL("%s AND receipt.state = 'voided'", rows), own)


def _get_bare_sql(columns, condition, own):
    # whatever is received credits somebody
    return SQL(
        """SELECT %s
        FROM cobranzas_receipt receipt
        JOIN res_company company ON company.id = receipt.company_id
        WHERE %s AND (receipt.state = 'draft' OR receipt.amount_total = 0) AND NOT EXISTS (
            SELECT FROM account_move move
            JOIN account_move_line line ON line.move_id = move.id
            WHERE move.cobranzas_receipt_id = receipt.id AND move.move_type = 'entry' AND %s)""",
        _get_columns_sql(
            **columns,
            customer_id=SQL("receipt.commercial_partner_id"),
            currency_id=SQL("receipt.currency_id"),
            company_currency_id=SQL("company.currency_id"),
        ),
        condition,
        own,
    )
