"""The figures of the reports by the best SQL we can write, rows and names fetched into Python.

Open items come from a partial index that covers them, so that closed history is never read. At a
past date, today's residuals of items dated up to then, and the partials made since, given back:
sums need no join of the two. Each transaction tells PostgreSQL that random pages are cheap, as
they are on a disk of today, and not to compile what runs a fraction of a second; left alone it
reads the whole ledger instead.
"""

from datetime import timedelta

from odoo.tools import SQL

BUCKETS = (15, 30, 60, 90)  # days overdue; with what is not due and what is older, six columns
WEEKS = 12

# PostgreSQL before 18 takes an index for all a query needs only if it holds move_id, too, where
# a view joined the entry and nothing of it was asked for
INDEXES = {
    "account_move_line_bench_open_idx": """
account_move_line (account_id, partner_id, currency_id)
INCLUDE (id, move_id, date, date_maturity, amount_residual, amount_residual_currency, company_id)
WHERE parent_state = 'posted' AND reconciled IS NOT TRUE
  AND (amount_residual <> 0 OR amount_residual_currency <> 0)""",
    "account_partial_reconcile_bench_max_date_idx": "account_partial_reconcile (max_date)",
}

OPEN = """
SELECT partner_id, currency_id, coalesce(date_maturity, date) AS due,
       amount_residual_currency AS amount, amount_residual AS company_amount
  FROM account_move_line
 WHERE account_id IN %(accounts)s AND parent_state = 'posted' AND reconciled IS NOT TRUE
   AND (amount_residual <> 0 OR amount_residual_currency <> 0) AND company_id = %(company)s
"""

GIVEN_BACK = """
SELECT item.partner_id, item.currency_id, coalesce(item.date_maturity, item.date), partial.amount,
       partial.company_amount
  FROM (SELECT debit_move_id AS id, debit_amount_currency AS amount, amount AS company_amount
          FROM account_partial_reconcile WHERE max_date > %(day)s
         UNION ALL
        SELECT credit_move_id, -credit_amount_currency, -amount
          FROM account_partial_reconcile WHERE max_date > %(day)s) AS partial
  JOIN account_move_line AS item ON item.id = partial.id
 WHERE item.account_id IN %(accounts)s AND item.parent_state = 'posted'
   AND item.company_id = %(company)s AND item.date <= %(day)s
"""

# first by contact, which the index has in order; contacts of one company are few
PER_CUSTOMER = """
SELECT customer.complete_name, figure.*
  FROM (SELECT contact.commercial_partner_id AS id, currency_id, %(sums)s
          FROM (SELECT partner_id, currency_id, %(columns)s
                  FROM (%(source)s) AS item GROUP BY 1, 2) AS item
          LEFT JOIN res_partner AS contact ON contact.id = item.partner_id
         GROUP BY 1, 2) AS figure
  LEFT JOIN res_partner AS customer USING (id)
 ORDER BY customer.complete_name, figure.id, figure.currency_id
"""

STATEMENT = """
SELECT item.date, move_name, item.ref, coalesce(date_maturity, item.date), move_type,
       item.currency_id, greatest(amount_currency, 0), greatest(-amount_currency, 0),
       sum(amount_currency) OVER (PARTITION BY item.currency_id ORDER BY item.date, item.id)
  FROM account_move_line AS item
  JOIN account_move AS move ON move.id = item.move_id
 WHERE item.partner_id = %(partner)s AND account_id IN %(accounts)s AND parent_state = 'posted'
   AND item.company_id = %(company)s AND item.date BETWEEN %(first)s AND %(last)s
   AND amount_currency <> 0
 ORDER BY item.currency_id, item.date, item.id
"""

OPENING = """
SELECT currency_id, sum(amount_currency)
  FROM account_move_line
 WHERE partner_id = %(partner)s AND account_id IN %(accounts)s AND parent_state = 'posted'
   AND company_id = %(company)s AND date < %(first)s
 GROUP BY currency_id
"""


def make_indexes(env):
    """Make the indexes the SQL relies on, unless the add-on brings its own."""
    for name, definition in INDEXES.items():
        env.cr.execute(
            SQL("CREATE INDEX IF NOT EXISTS %s ON %s", SQL.identifier(name), SQL(definition))
        )
    env.cr.commit()


class Raw:
    """The reports of the current company, as rows (customer's name, its id, currency, amounts)."""

    def __init__(self, env, today):
        self.env = env
        self.today = today
        accounts = env["account.account"].search(
            [("account_type", "=", "asset_receivable"), ("company_ids", "in", env.company.id)]
        )
        self.values = {"company": env.company.id, "accounts": tuple(accounts.ids)}

    def _fetch(self, query, **values):
        self.env.cr.execute(SQL("SET LOCAL random_page_cost = 1.1; SET LOCAL jit = off"))
        self.env.cr.execute(SQL(query, **self.values, **values))
        return self.env.cr.fetchall()

    def largest(self):
        """Return the id of the customer with most items."""
        return self._fetch(
            """SELECT partner_id FROM account_move_line WHERE account_id IN %(accounts)s
            GROUP BY partner_id ORDER BY count(*) DESC, partner_id LIMIT 1"""
        )[0][0]

    def _per_customer(self, columns, source, **values):
        names = [SQL.identifier(f"sum{number}") for number in range(len(columns))]
        return self._fetch(
            PER_CUSTOMER,
            sums=SQL(", ").join(SQL("sum(%s)", name) for name in names),
            columns=SQL(", ").join(map(SQL, ["%s AS %s"] * len(columns), columns, names)),
            source=SQL(source, **self.values, **values),
        )

    def _source(self, day):
        """Return what was open on a day, as (SQL, its values)."""
        if day >= self.today:
            return OPEN, {}
        return f"{OPEN} AND date <= %(day)s UNION ALL {GIVEN_BACK}", {"day": day}

    def aging(self, day, column="amount"):
        """Total, not due, four buckets of days overdue, older. ``column`` may be company_amount."""
        source, values = self._source(day)
        amount, edges = SQL.identifier(column), [day, *(day - timedelta(n) for n in BUCKETS)]
        columns = [
            SQL("sum(%s)", amount),
            SQL("coalesce(sum(%s) FILTER (WHERE due >= %s), 0)", amount, day),
            *(
                SQL(
                    "coalesce(sum(%s) FILTER (WHERE due < %s AND due >= %s), 0)",
                    amount,
                    late,
                    soon,
                )
                for late, soon in zip(edges, edges[1:], strict=False)
            ),
            SQL("coalesce(sum(%s) FILTER (WHERE due < %s), 0)", amount, edges[-1]),
        ]
        return self._per_customer(columns, source, **values)

    def balances(self):
        """Debts, those of them overdue, credits, and the balance, of today."""
        columns = [
            SQL("coalesce(sum(amount) FILTER (WHERE amount > 0), 0)"),
            SQL("coalesce(sum(amount) FILTER (WHERE amount > 0 AND due < %s), 0)", self.today),
            SQL("coalesce(sum(amount) FILTER (WHERE amount < 0), 0)"),
            SQL("sum(amount)"),
        ]
        return self._per_customer(columns, OPEN)

    def forecast(self):
        """Debts overdue, due this week and in eleven more, and later; credits; total."""
        monday = self.today + timedelta(7 - self.today.weekday())
        edges = [self.today, *(monday + timedelta(weeks=number) for number in range(WEEKS))]
        between = "coalesce(sum(amount) FILTER (WHERE amount >= 0 AND due >= %s AND due < %s), 0)"
        columns = [
            SQL("coalesce(sum(amount) FILTER (WHERE amount >= 0 AND due < %s), 0)", edges[0]),
            *(SQL(between, *pair) for pair in zip(edges, edges[1:], strict=False)),
            SQL("coalesce(sum(amount) FILTER (WHERE amount >= 0 AND due >= %s), 0)", edges[-1]),
            SQL("coalesce(sum(amount) FILTER (WHERE amount < 0), 0)"),
            SQL("sum(amount)"),
        ]
        return self._per_customer(columns, OPEN)

    def statement(self, partner_id, first, last):
        """The opening balance by currency, and every item with what is due after it."""
        values = {"partner": partner_id, "first": first}
        opening = dict(self._fetch(OPENING, **values))
        rows = self._fetch(STATEMENT, **values, last=last)
        return opening, [(*row[:-1], row[-1] + opening.get(row[5], 0.0)) for row in rows]
