"""What must hold after the load, whatever was killed meanwhile."""

from collections import Counter

UNBALANCED = """
SELECT move_id FROM account_move_line
 WHERE parent_state = 'posted' GROUP BY move_id HAVING sum(debit) <> sum(credit)
"""
RESIDUALS = """
WITH partial AS (
    SELECT debit_move_id AS id, -amount AS amount FROM account_partial_reconcile
     UNION ALL SELECT credit_move_id, amount FROM account_partial_reconcile
)
SELECT item.id
  FROM account_move_line AS item
  JOIN account_account AS account ON account.id = item.account_id
  LEFT JOIN (SELECT id, sum(amount) AS amount FROM partial GROUP BY id) AS paid ON paid.id = item.id
 WHERE item.parent_state = 'posted' AND account.account_type = 'asset_receivable'
   AND (item.amount_residual <> item.balance + coalesce(paid.amount, 0)
        OR item.amount_residual * item.balance < 0)
"""
RECEIPTS = """
SELECT value.operation_number, receipt.id, receipt.state
  FROM cobranzas_receipt AS receipt JOIN cobranzas_receipt_value AS value
    ON value.receipt_id = receipt.id WHERE value.operation_number LIKE %s
"""
UNDONE = """
SELECT receipt.id
  FROM cobranzas_receipt AS receipt
  JOIN cobranzas_receipt_value AS value ON value.receipt_id = receipt.id
  LEFT JOIN account_payment AS payment ON payment.id = value.payment_id
  LEFT JOIN account_move AS move ON move.id = payment.move_id
 WHERE receipt.state = 'posted'
   AND (move.state IS DISTINCT FROM 'posted' OR payment.amount <> value.amount)
 UNION ALL
SELECT line.receipt_id
  FROM cobranzas_receipt_line AS line
  JOIN cobranzas_receipt AS receipt ON receipt.id = line.receipt_id AND receipt.state = 'posted'
  JOIN account_move_line AS item ON item.id = line.move_line_id
 WHERE item.amount_residual <> 0
"""
NUMBERS = """
SELECT 'book ' || book_id, array_agg(number) FROM cobranzas_receipt
 WHERE number > 0 GROUP BY book_id
 UNION ALL
SELECT 'journal ' || journal_id || ' ' || sequence_prefix, array_agg(sequence_number)
  FROM account_move WHERE state = 'posted' AND journal_id = ANY (%s)
 GROUP BY journal_id, sequence_prefix
"""
BOOKED_TWICE = """
SELECT id FROM cobranzas_operation AS operation
 WHERE run_id = %s AND NOT EXISTS (
       SELECT FROM cobranzas_operation_run_line AS line
        WHERE line.operation_id = operation.id AND line.state = 'done')
"""


def compare(answered, asked, found):
    """Return what is wrong with the receipts, in words.

    :param answered: {key: id} of those whose posting was answered
    :param asked: keys of those begun
    :param found: [(key, id, state)] of the database

    >>> compare({"a": 1}, {"a", "b"}, [("a", 1, "posted"), ("b", 2, "draft")])
    []
    >>> compare({"a": 1, "b": 2}, {"a", "b"}, [("a", 1, "posted"), ("a", 3, "draft")])
    ['a is there 2 times', 'b was answered and is lost']
    """
    times = Counter(key for key, _id, _state in found)
    posted = {key: receipt for key, receipt, state in found if state == "posted"}
    wrong = [f"{key} is there {count} times" for key, count in sorted(times.items()) if count > 1]
    wrong += [
        f"{key} was answered and is lost"
        for key, receipt in sorted(answered.items())
        if posted.get(key) != receipt
    ]
    wrong += [f"{key} was never asked for" for key in sorted(set(times) - set(asked))]
    return wrong


def find_gaps(series):
    """Return what is wrong with numbers that should follow one another, in words.

    :param series: [(whose, [numbers])]

    >>> find_gaps([("book 1", [2, 1, 3])])
    []
    >>> find_gaps([("book 1", [1, 2, 2, 5])])
    ['book 1: 2 is there twice or more', 'book 1: between 1 and 5 are missing 3, 4']
    """
    wrong = []
    for whose, numbers in series:
        counts = Counter(numbers)
        twice = sorted(number for number, count in counts.items() if count > 1)
        missing = sorted(set(range(min(counts), max(counts) + 1)) - set(counts))
        if twice:
            wrong.append(f"{whose}: {', '.join(map(str, twice))} is there twice or more")
        if missing:
            listed = ", ".join(map(str, missing[:10]))
            wrong.append(f"{whose}: between {min(counts)} and {max(counts)} are missing {listed}")
    return wrong


def check(server, db, plan, phase, outcome):
    """Return what does not hold, in words; nothing when all is well."""

    def read(query, *values):
        return server.sql(query, values or None, db=db)

    journals = sorted({till["journal"] for till in plan["cashiers"]})
    wrong = compare(outcome.answered, outcome.asked, read(RECEIPTS, f"{phase}/%"))
    wrong += find_gaps(read(NUMBERS, journals))
    wrong += [f"entry {move} does not balance" for (move,) in read(UNBALANCED)]
    wrong += [f"item {item}: its residual is not its partials'" for (item,) in read(RESIDUALS)]
    wrong += [f"receipt {each} is posted in part" for (each,) in read(UNDONE)]
    twice = read(BOOKED_TWICE, plan["runs"][phase])
    wrong += [f"operation {each} of the run is no line's" for (each,) in twice]
    return wrong
