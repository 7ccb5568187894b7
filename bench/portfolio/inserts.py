"""The rows of a portfolio: core's own tables, filled from ``bench_lifecycle`` and ``bench_entry``.

Every value is what core stores for such a document; where core stores nothing, neither do these.
The kinds of entries: 1 an invoice, 2 a payment, 3 an exchange difference.
"""

from odoo.tools import SQL

MOVES = """
INSERT INTO account_move (
    id, name, sequence_prefix, sequence_number, journal_id, company_id, date, state, move_type,
    auto_post, currency_id, partner_id, commercial_partner_id, partner_shipping_id,
    invoice_partner_display_name, invoice_user_id, invoice_date, invoice_date_due,
    invoice_currency_rate, payment_reference, payment_state, ref, origin_payment_id,
    amount_untaxed, amount_tax, amount_total, amount_residual, amount_untaxed_signed,
    amount_untaxed_in_currency_signed, amount_tax_signed, amount_total_signed,
    amount_total_in_currency_signed, amount_residual_signed, always_tax_exigible, checked,
    posted_before, made_sequence_gap, is_manually_modified, cobranzas_is_mipyme,
    cobranzas_awaits_acceptance, create_uid, write_uid, create_date, write_date
)
SELECT entry.move_id, entry.name, prefix, number, journal_id, %(company)s, entry.date, 'posted',
       CASE kind WHEN 1 THEN 'out_invoice' ELSE 'entry' END, 'no',
       CASE kind WHEN 3 THEN %(home)s ELSE life.currency_id END,
       partner.id, partner.id, CASE kind WHEN 1 THEN partner.id END, partner.name,
       CASE kind WHEN 1 THEN %(user)s END, CASE kind WHEN 1 THEN life.date END,
       CASE kind WHEN 1 THEN life.due ELSE entry.date END,
       CASE kind WHEN 1 THEN round(life.amount / life.balance, 6) ELSE 0 END,
       CASE kind WHEN 1 THEN entry.name END,
       CASE WHEN kind <> 1 OR life.state = 'open' THEN 'not_paid'
            WHEN life.state = 'half' THEN 'partial' ELSE 'paid' END,
       CASE kind WHEN 2 THEN invoice.name END, CASE kind WHEN 2 THEN life.payment_id END,
       taxed.amount, 0, abs(entry.amount), CASE kind WHEN 1 THEN residual_currency ELSE 0 END,
       taxed.balance, taxed.amount, 0, abs(entry.balance), abs(entry.amount),
       CASE kind WHEN 1 THEN residual ELSE 0 END, kind <> 1, TRUE,
       TRUE, FALSE, kind = 1, FALSE, FALSE, %(user)s, %(user)s, stamp.now, stamp.now
  FROM bench_entry AS entry
  JOIN bench_lifecycle AS life USING (n)
  LEFT JOIN res_partner AS partner ON partner.id = life.partner_id AND kind <> 3
  LEFT JOIN bench_name AS invoice ON invoice.n = entry.n AND kind = 2
 CROSS JOIN (SELECT now() AT TIME ZONE 'UTC' AS now) AS stamp
 CROSS JOIN LATERAL (
       SELECT CASE kind WHEN 1 THEN entry.amount ELSE 0 END AS amount,
              CASE kind WHEN 1 THEN entry.balance ELSE 0 END AS balance) AS taxed
 ORDER BY place
"""

# two items of each entry: the one on the receivable account, and the other with its mirror
LINES = """
INSERT INTO account_move_line (
    id, move_id, journal_id, company_id, company_currency_id, sequence, account_id, currency_id,
    partner_id, payment_id, full_reconcile_id, matching_number, move_name, parent_state, ref, name,
    display_type, date, invoice_date, date_maturity, debit, credit, balance, amount_currency,
    amount_residual, amount_residual_currency, quantity, price_unit, price_subtotal, price_total,
    discount, discount_amount_currency, discount_balance, is_storno, reconciled, no_followup,
    deductible_amount, create_uid, write_uid, create_date, write_date
)
SELECT CASE WHEN side.item THEN item_id ELSE other_id END, entry.move_id, journal_id, %(company)s,
       %(home)s, CASE WHEN kind = 3 THEN (NOT side.item)::int
                      WHEN kind = 1 AND side.item THEN 12000 ELSE 100 END,
       CASE WHEN side.item THEN %(receivable)s ELSE other_account END, life.currency_id,
       life.partner_id, CASE kind WHEN 2 THEN life.payment_id END,
       CASE WHEN side.item THEN life.full_id END,
       CASE WHEN side.item THEN coalesce(life.full_id::text, 'P' || life.partial_id) END,
       entry.name, 'posted', CASE kind WHEN 2 THEN invoice.name END,
       CASE WHEN kind = 2 THEN 'Manual Payment' || coalesce(': ' || invoice.name, '')
            WHEN kind = 3 THEN 'Currency exchange rate difference'
            WHEN side.item THEN entry.name ELSE 'Mercadería' END,
       CASE WHEN kind = 1 AND side.item THEN 'payment_term' ELSE 'product' END,
       entry.date, CASE kind WHEN 1 THEN entry.date END,
       CASE WHEN kind = 1 AND side.item THEN life.due WHEN kind = 2 THEN entry.date END,
       greatest(value.balance, 0), greatest(-value.balance, 0), value.balance, value.amount,
       CASE WHEN side.item THEN residual WHEN kind = 2 AND account.reconcile THEN value.balance
            ELSE 0 END,
       CASE WHEN side.item THEN residual_currency
            WHEN kind = 2 AND account.reconcile THEN value.amount ELSE 0 END,
       CASE WHEN kind = 1 AND side.item THEN 0 ELSE 1 END, priced.unit, priced.total, priced.total,
       0, priced.discount, priced.discount, FALSE,
       side.item AND residual = 0 AND residual_currency = 0, kind = 3, 100,
       %(user)s, %(user)s, stamp.now, stamp.now
  FROM bench_entry AS entry
  JOIN bench_lifecycle AS life USING (n)
  LEFT JOIN bench_name AS invoice ON invoice.n = entry.n AND kind = 2
  JOIN account_account AS account ON account.id = other_account
 CROSS JOIN (VALUES (TRUE), (FALSE)) AS side (item)
 CROSS JOIN (SELECT now() AT TIME ZONE 'UTC' AS now) AS stamp
 CROSS JOIN LATERAL (
       SELECT CASE WHEN side.item THEN entry.balance ELSE -entry.balance END AS balance,
              CASE WHEN side.item THEN entry.amount ELSE -entry.amount END AS amount) AS value
 CROSS JOIN LATERAL (
       SELECT CASE WHEN kind = 1 AND NOT side.item THEN entry.amount ELSE 0 END AS unit,
              CASE WHEN kind <> 1 THEN value.amount WHEN side.item THEN 0 ELSE entry.amount END
              AS total, CASE WHEN kind = 1 AND side.item THEN 0 END AS discount) AS priced
 ORDER BY place, item DESC
"""

PAYMENTS = """
INSERT INTO account_payment (
    id, move_id, name, journal_id, company_id, payment_method_line_id, payment_method_id,
    currency_id, partner_id, outstanding_account_id, destination_account_id, state, payment_type,
    partner_type, memo, date, amount, amount_company_currency_signed, is_reconciled, is_matched,
    should_withhold_tax, create_uid, write_uid, create_date, write_date
)
SELECT life.payment_id, entry.move_id, entry.name, entry.journal_id, %(company)s, %(method_line)s,
       %(method)s, life.currency_id, life.partner_id, %(outstanding)s, %(receivable)s,
       CASE life.state WHEN 'paid' THEN 'paid' ELSE 'in_process' END, 'inbound', 'customer',
       invoice.name, entry.date, life.paid, life.received, life.share IS NOT NULL, FALSE,
       FALSE, %(user)s, %(user)s, stamp.now, stamp.now
  FROM bench_entry AS entry
  JOIN bench_lifecycle AS life USING (n)
  LEFT JOIN bench_name AS invoice USING (n)
 CROSS JOIN (SELECT now() AT TIME ZONE 'UTC' AS now) AS stamp
 WHERE kind = 2
 ORDER BY place
"""

LINKS = """
INSERT INTO account_move__account_payment (invoice_id, payment_id)
SELECT invoice.move_id, life.payment_id
  FROM bench_lifecycle AS life
  JOIN bench_name AS invoice USING (n)
 WHERE life.payment_id IS NOT NULL
"""

FULL = """
INSERT INTO account_full_reconcile (id, create_uid, write_uid, create_date, write_date)
SELECT full_id, %(user)s, %(user)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
  FROM bench_lifecycle WHERE full_id IS NOT NULL ORDER BY full_id
"""

# the payment against the invoice, and the exchange difference against the one that it evens out
PARTIALS = """
INSERT INTO account_partial_reconcile (
    id, debit_move_id, credit_move_id, full_reconcile_id, exchange_move_id, debit_currency_id,
    credit_currency_id, company_id, max_date, amount, debit_amount_currency,
    credit_amount_currency, cobranzas_is_crossing, create_uid, write_uid, create_date, write_date
)
SELECT found.id, debit_id, credit_id, full_id, move_id, currency_id, currency_id, %(company)s,
       max_date, amount, paid, paid, FALSE, %(user)s, %(user)s, stamp.now, stamp.now
  FROM (SELECT partial_id AS id, invoice.item_id AS debit_id, payment.item_id AS credit_id,
               full_id, exchange.move_id, currency_id, pay_date AS max_date,
               least(share, received) AS amount, paid
          FROM bench_lifecycle AS life
          JOIN bench_entry AS invoice ON invoice.n = life.n AND invoice.kind = 1
          JOIN bench_entry AS payment ON payment.n = life.n AND payment.kind = 2
          LEFT JOIN bench_entry AS exchange ON exchange.n = life.n AND exchange.kind = 3
         WHERE share IS NOT NULL
         UNION ALL
        SELECT (SELECT max(partial_id) FROM bench_lifecycle)
               + row_number() OVER (ORDER BY exchange.place),
               CASE WHEN difference > 0 THEN exchange.item_id ELSE invoice.item_id END,
               CASE WHEN difference > 0 THEN payment.item_id ELSE exchange.item_id END,
               full_id, NULL, currency_id, exchange.date, abs(difference), 0
          FROM bench_lifecycle AS life
          JOIN bench_entry AS invoice ON invoice.n = life.n AND invoice.kind = 1
          JOIN bench_entry AS payment ON payment.n = life.n AND payment.kind = 2
          JOIN bench_entry AS exchange ON exchange.n = life.n AND exchange.kind = 3) AS found
 CROSS JOIN (SELECT now() AT TIME ZONE 'UTC' AS now) AS stamp
 ORDER BY max_date, found.id
"""

# moves and payments refer to each other: references are checked at the end of a statement
STATEMENTS = (
    FULL,
    f"WITH paid AS ({PAYMENTS}) {MOVES}",
    LINES,
    PARTIALS,
    LINKS,
)
FILLED = (
    "account_full_reconcile",
    "account_move",
    "account_payment",
    "account_move_line",
    "account_partial_reconcile",
    "account_move__account_payment",
)


def insert_rows(env, ids):
    """Fill core's tables, and move their sequences on."""
    env.cr.execute(
        SQL(
            """
DROP TABLE IF EXISTS bench_name;
CREATE TEMP TABLE bench_name AS SELECT n, name, move_id FROM bench_entry WHERE kind = 1;
CREATE UNIQUE INDEX ON bench_name (n);
ANALYZE bench_name
            """
        )
    )
    for statement in STATEMENTS:
        env.cr.execute(SQL(statement, **ids.values()))
    for table in FILLED[:-1]:
        env.cr.execute(
            SQL(
                "SELECT setval(%(ids)s, greatest(max(id), nextval(%(ids)s))) FROM %(table)s",
                ids=f"{table}_id_seq",
                table=SQL.identifier(table),
            )
        )
    env.cr.execute(SQL("DROP TABLE bench_name, bench_entry, bench_lifecycle"))
