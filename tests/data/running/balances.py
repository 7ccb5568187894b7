"""What is owed by customer, account and currency, by the ledger of core and as the add-on says."""

#: today, and days of before the installation
DAYS = (None, "2025-09-30", "2025-05-15", "2024-12-31", "2023-01-01")
CORE = """
    SELECT contact.commercial_partner_id, line.account_id, line.currency_id,
           SUM(line.balance - COALESCE(debit.amount, 0) + COALESCE(credit.amount, 0)),
           SUM(line.amount_currency - COALESCE(debit.currency, 0) + COALESCE(credit.currency, 0))
    FROM account_move_line line
    JOIN account_account account ON account.id = line.account_id
    LEFT JOIN res_partner contact ON contact.id = line.partner_id
    LEFT JOIN LATERAL (
        SELECT SUM(amount) AS amount, SUM(debit_amount_currency) AS currency
        FROM account_partial_reconcile WHERE debit_move_id = line.id AND max_date <= %(day)s
    ) debit ON TRUE
    LEFT JOIN LATERAL (
        SELECT SUM(amount) AS amount, SUM(credit_amount_currency) AS currency
        FROM account_partial_reconcile WHERE credit_move_id = line.id AND max_date <= %(day)s
    ) credit ON TRUE
    WHERE account.account_type = 'asset_receivable' AND line.parent_state = 'posted'
        AND line.date <= %(day)s
    GROUP BY 1, 2, 3
"""


def run(env):
    """Return, of each day, [core's balances, the add-on's], each sorted."""
    env = env(user=env.ref("base.user_admin").id)
    return [[read_core(env, day), read_items(env, day)] for day in DAYS]


def read_core(env, day):
    """Sum by SQL what partials left of each item at the end of a day."""
    env.cr.execute(CORE, {"day": day or "9999-12-31"})
    return tidy({tuple(row[:3]): row[3:] for row in env.cr.fetchall()})


def read_items(env, day):
    """Sum the open items; cheques, which stand apart, left out."""
    items = env["cobranzas.open.item"].with_context(cobranzas_date=day)
    sums = {}
    for item in items.search([("move_line_id", "!=", False)]):
        key = (item.partner_id.id or None, item.account_id.id, item.currency_id.id)
        booked, own = sums.get(key, (0.0, 0.0))
        sums[key] = (booked + item.residual, own + item.residual_currency)
    return tidy(sums)


def tidy(sums):
    """Round to cents, without what is nothing, as a sorted list for JSON."""
    rounded = {key: [round(float(each), 2) for each in value] for key, value in sums.items()}
    return sorted(([list(key), value] for key, value in rounded.items() if any(value)), key=str)
