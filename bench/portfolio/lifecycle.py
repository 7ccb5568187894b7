"""What happens to each invoice, drawn by SQL into temporary tables.

``bench_lifecycle`` has a row for each invoice and each payment on account: customer, amount, date,
and what of it was paid. ``bench_entry`` has one for each entry that follows: invoices, payments,
exchange differences, in the order in which a company would have booked them, so that they lie
on disk as they would there.
"""

from odoo.tools import SQL

ADVANCES = 0.01  # payments on account, as a share of the invoices
SKEW = 0.2  # debtors by size follow rank ** (SKEW - 1), as Zipf's law has it
DELAY = (5, 90)  # days from an invoice to its payment


def _draw(seed, salt):
    """Return a number of [0, 1) that depends on n, the seed and the salt alone."""
    return SQL(
        "((hashint8extended(n, %s) & 9007199254740991)::float8 / 9007199254740992)",
        seed * 100 + salt,
    )


def make_lifecycles(env, ids, portfolio):
    """Fill ``bench_lifecycle``."""
    env.cr.execute(SQL("DROP TABLE IF EXISTS bench_drawn, bench_lifecycle, bench_entry"))
    draws = {f"u{salt}": _draw(portfolio.seed + portfolio.closed, salt) for salt in range(1, 9)}
    env.cr.execute(
        SQL(
            """
CREATE TEMP TABLE bench_drawn AS
SELECT n, n > %(invoices)s AS on_account, %(today)s::date AS today,
       floor(power(%(u1)s * (power(%(debtors)s, %(skew)s) - 1) + 1, 1 / %(skew)s))::int AS rank,
       (%(last)s::date - floor(%(u2)s * %(days)s)::int) AS date,
       floor(%(u2)s * %(days)s) / %(days)s AS past,
       round(power(10, 1.5 + 2.5 * %(u3)s)::numeric, 2) AS amount,
       %(u4)s < 0.1 AS is_foreign,
       (ARRAY[0, 15, 30, 30, 60, 90])[1 + floor(%(u5)s * 6)::int] AS term,
       %(u6)s AS fate, %(u7)s AS haste, round((0.3 + 0.4 * %(u8)s)::numeric, 4) AS part
  FROM generate_series(1, %(all)s::bigint) AS n
            """,
            invoices=portfolio.invoices,
            all=portfolio.invoices + round(portfolio.invoices * ADVANCES * (not portfolio.closed)),
            debtors=float(portfolio.debtors),
            skew=SKEW,
            today=portfolio.today,
            last=portfolio.last,
            days=portfolio.days,
            **draws,
        )
    )
    env.cr.execute(_settle(ids, portfolio))
    env.cr.execute(SQL("DROP TABLE bench_drawn; ANALYZE bench_lifecycle"))


def _settle(ids, portfolio):
    """Decide what was paid: half of this month's invoices, nearly all of the oldest.

    ``share`` is what the payment takes off the invoice in the company's currency, ``received``
    what it brought in: they differ by the exchange difference.
    """
    return SQL(
        """
CREATE TEMP TABLE bench_lifecycle AS
WITH fate AS (
    SELECT drawn.*, debtor.id AS partner_id,
           CASE WHEN is_foreign THEN %(foreign)s ELSE %(home)s END AS currency_id,
           CASE WHEN on_account THEN 'advance'
                WHEN %(closed)s THEN 'paid'
                WHEN today - date < %(soonest)s OR fate < unpaid THEN 'open'
                WHEN fate < unpaid + (1 - unpaid) * 0.28 * (1 - past) THEN 'half'
                ELSE 'paid' END AS state
      FROM bench_drawn AS drawn
     CROSS JOIN LATERAL (SELECT 0.5 * power(1 - past, 1.5) AS unpaid) AS chance
      JOIN (SELECT id, row_number() OVER (ORDER BY ref) AS rank
              FROM res_partner WHERE ref LIKE 'BENCH-%%') AS debtor USING (rank)
), paid AS (
    SELECT *,
           CASE state WHEN 'half' THEN round(amount * part, 2)
                      WHEN 'open' THEN NULL ELSE amount END AS paid,
           CASE state
                WHEN 'open' THEN NULL
                WHEN 'advance' THEN date
                ELSE date + %(soonest)s + floor(
                     haste * (least(%(latest)s, today - date) - %(soonest)s + 1))::int
           END AS pay_date
      FROM fate
), rated AS (
    SELECT paid.*, round(amount / coalesce(booked.rate, 1), 2) AS balance,
           round(paid / coalesce(cashed.rate, 1), 2) AS received
      FROM paid
      LEFT JOIN res_currency_rate AS booked
             ON is_foreign AND booked.currency_id = %(foreign)s AND booked.company_id = %(company)s
            AND booked.name = date_trunc('month', date)::date
      LEFT JOIN res_currency_rate AS cashed
             ON is_foreign AND cashed.currency_id = %(foreign)s AND cashed.company_id = %(company)s
            AND cashed.name = date_trunc('month', pay_date)::date
), shared AS (
    SELECT *, CASE state WHEN 'paid' THEN balance WHEN 'half' THEN round(paid * balance / amount, 2)
              END AS share
      FROM rated
)
SELECT n, partner_id, currency_id, date, date + term AS due, amount, balance, state, paid,
       pay_date, share, received, received - share AS difference,
       CASE WHEN pay_date IS NOT NULL THEN (SELECT coalesce(max(id), 0) FROM account_payment)
            + row_number() OVER (PARTITION BY pay_date IS NULL ORDER BY pay_date, n) END
            AS payment_id,
       CASE WHEN state = 'paid' THEN (SELECT coalesce(max(id), 0) FROM account_full_reconcile)
            + row_number() OVER (PARTITION BY state = 'paid' ORDER BY pay_date, n) END AS full_id,
       CASE WHEN share IS NOT NULL THEN (SELECT coalesce(max(id), 0) FROM account_partial_reconcile)
            + row_number() OVER (PARTITION BY share IS NULL ORDER BY pay_date, n) END AS partial_id
  FROM shared
        """,
        soonest=DELAY[0],
        latest=DELAY[1],
        closed=portfolio.closed,
        **ids.values(),
    )


def make_entries(env, ids, portfolio):
    """Fill ``bench_entry``: each entry's number, ids, and the values of its receivable item.

    An exchange difference is dated as core dates it: the last day of the payment's month, or
    today in the current one.
    """
    env.cr.execute(
        SQL(
            """
CREATE TEMP TABLE bench_entry AS
WITH entry AS (
    SELECT n, 1 AS kind, date, %(sales)s AS journal_id,
           %(sales_prefix)s || date_part('year', date) || '/' AS prefix, 5 AS digits,
           %(income)s AS other_account, amount, balance,
           amount - CASE WHEN share IS NULL THEN 0 ELSE paid END AS residual_currency,
           balance - coalesce(share, 0) AS residual
      FROM bench_lifecycle WHERE state <> 'advance'
     UNION ALL
    SELECT n, 2, pay_date, %(bank)s,
           %(bank_prefix)s || date_part('year', pay_date) || '/', 5,
           %(outstanding)s, -paid, -received,
           CASE WHEN share IS NULL THEN -paid ELSE 0 END,
           CASE WHEN share IS NULL THEN -received ELSE 0 END
      FROM bench_lifecycle WHERE pay_date IS NOT NULL
     UNION ALL
    SELECT n, 3, closing.date, %(exchange)s,
           %(exchange_prefix)s || to_char(closing.date, 'YYYY/MM/'), 4,
           CASE WHEN difference > 0 THEN %(gain)s ELSE %(loss)s END, 0, difference, 0, 0
      FROM bench_lifecycle
     CROSS JOIN LATERAL (
           SELECT least((date_trunc('month', pay_date) + interval '1 month - 1 day')::date,
                        %(today)s::date) AS date) AS closing
     WHERE difference <> 0
), numbered AS (
    SELECT entry.*, row_number() OVER (ORDER BY date, kind, n) AS place,
           row_number() OVER (PARTITION BY journal_id, prefix ORDER BY date, kind, n)
           + coalesce(used.number, 0) AS number
      FROM entry
      LEFT JOIN (SELECT journal_id, sequence_prefix AS prefix, max(sequence_number) AS number
                   FROM account_move GROUP BY 1, 2) AS used USING (journal_id, prefix)
)
SELECT numbered.*,
       prefix || lpad(number::text, greatest(digits, length(number::text)), '0') AS name,
       place + (SELECT coalesce(max(id), 0) FROM account_move) AS move_id,
       2 * place - 1 + (SELECT coalesce(max(id), 0) FROM account_move_line) AS item_id,
       2 * place + (SELECT coalesce(max(id), 0) FROM account_move_line) AS other_id
  FROM numbered
            """,
            today=portfolio.today,
            **ids.values(),
        )
    )
    env.cr.execute(SQL("CREATE INDEX ON bench_entry (n, kind); ANALYZE bench_entry"))
