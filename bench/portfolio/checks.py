"""What must hold of a portfolio's rows; a row that any of these queries returns is a fault."""

from odoo.tools import SQL

from .inserts import FILLED

SIGNED = """
SELECT debit_move_id AS item_id, -amount AS amount, -debit_amount_currency AS amount_currency
  FROM account_partial_reconcile
 UNION ALL
SELECT credit_move_id, amount, credit_amount_currency FROM account_partial_reconcile
"""

FAULTS = {
    "an entry does not balance": """
SELECT move_id FROM account_move_line GROUP BY move_id
HAVING sum(balance) <> 0 OR count(*) <> 2 OR sum(debit - credit) <> 0
    OR sum(amount_currency) <> 0""",
    "a residual is not what the partials leave": """
SELECT item.id
  FROM account_move_line AS item
  LEFT JOIN (SELECT item_id, sum(amount) AS amount, sum(amount_currency) AS amount_currency
               FROM (%(signed)s) AS partial GROUP BY item_id) AS paid ON paid.item_id = item.id
  JOIN account_account AS account ON account.id = item.account_id
 WHERE account.reconcile
   AND (item.amount_residual <> item.balance + coalesce(paid.amount, 0)
        OR item.amount_residual_currency
           <> item.amount_currency + coalesce(paid.amount_currency, 0))
""",
    "an item is reconciled and has a balance, or is not and has none": """
SELECT id FROM account_move_line AS item
 WHERE account_id = (SELECT account_id FROM account_move_line WHERE display_type = 'payment_term'
                      ORDER BY id LIMIT 1)
   AND reconciled IS DISTINCT FROM (amount_residual = 0 AND amount_residual_currency = 0)""",
    "a full reconciliation leaves a balance": """
SELECT full_reconcile_id FROM account_move_line WHERE full_reconcile_id IS NOT NULL
 GROUP BY 1 HAVING sum(balance) <> 0 OR sum(amount_currency) <> 0 OR NOT bool_and(reconciled)""",
    "an invoice disagrees with its item": """
SELECT move.id
  FROM account_move AS move
  JOIN account_move_line AS item ON item.move_id = move.id AND item.display_type = 'payment_term'
 WHERE (move.amount_residual, move.amount_residual_signed, move.amount_total, move.partner_id,
        move.currency_id, move.name, move.date, move.invoice_date_due)
       IS DISTINCT FROM
       (item.amount_residual_currency, item.amount_residual, item.amount_currency, item.partner_id,
        item.currency_id, item.move_name, item.date, item.date_maturity)
    OR move.payment_state IS DISTINCT FROM CASE
       WHEN item.reconciled THEN 'paid' WHEN item.amount_residual = item.balance THEN 'not_paid'
       ELSE 'partial' END""",
    "a partial is not dated by the younger of its two items": """
SELECT partial.id
  FROM account_partial_reconcile AS partial
  JOIN account_move_line AS debit ON debit.id = debit_move_id
  JOIN account_move_line AS credit ON credit.id = credit_move_id
 WHERE max_date IS DISTINCT FROM greatest(debit.date, credit.date)
    OR debit.partner_id <> credit.partner_id OR debit.account_id <> credit.account_id
    OR amount < 0""",
    "a payment disagrees with its entry": """
SELECT payment.id
  FROM account_payment AS payment
  LEFT JOIN account_move AS move
         ON move.id = payment.move_id AND move.origin_payment_id = payment.id
 WHERE (payment.date, payment.name, payment.amount, payment.amount_company_currency_signed)
       IS DISTINCT FROM (move.date, move.name, move.amount_total, move.amount_total_signed)""",
}


def check(env, today):
    """Raise ``AssertionError`` at the first fault of the rows. Reads all of them."""
    env.flush_all()
    for what, query in FAULTS.items():
        query = SQL(query, signed=SQL(SIGNED)) if "%(signed)s" in query else SQL(query)
        rows = env.execute_query(SQL("%s LIMIT 5", query))
        assert not rows, f"{what}: {rows}"
    rows = env.execute_query(SQL("SELECT id FROM account_move WHERE date > %s LIMIT 5", today))
    assert not rows, f"an entry of the future: {rows}"
    for table in FILLED:
        _check_table(env, table)


def _check_table(env, table):
    """Check a table's references, which a hurried making skips, and its sequence."""
    name = SQL.identifier(table)
    keys = env.execute_query(
        SQL(
            """
SELECT attname, confrelid::regclass::text
  FROM pg_constraint
  JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
 WHERE contype = 'f' AND conrelid = %s::regclass
            """,
            table,
        )
    )
    for column, target in keys:
        lost = env.execute_query(
            SQL(
                "SELECT %(key)s FROM %(table)s AS row WHERE %(key)s IS NOT NULL AND NOT EXISTS ("
                "SELECT FROM %(target)s AS found WHERE found.id = row.%(key)s) LIMIT 5",
                table=name,
                key=SQL.identifier(column),
                target=SQL.identifier(target),
            )
        )
        assert not lost, f"{table}.{column} refers to what is not there: {lost}"
    if table != "account_move__account_payment":
        ((highest, last),) = env.execute_query(
            SQL(
                "SELECT (SELECT max(id) FROM %s), last_value FROM %s",
                name,
                SQL.identifier(f"{table}_id_seq"),
            )
        )
        assert (highest or 0) <= last, f"the sequence of {table} stands at {last} < {highest}"
