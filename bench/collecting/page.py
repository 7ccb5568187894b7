"""The debtor page of who has most open documents, beside raw SQL of what is owed."""

from odoo import fields
from odoo.tools import SQL

from ..reports.timing import count_queries, measure

ZONE = "America/Santiago"
MOST = """
SELECT contact.commercial_partner_id, count(*)
  FROM account_move_line item JOIN res_partner contact ON contact.id = item.partner_id
 WHERE item.account_id IN %(accounts)s AND item.reconciled IS NOT TRUE
   AND item.parent_state = 'posted' AND item.company_id = %(company)s
 GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1
"""
#: balance and overdue by currency, without all else that the page shows
RAW = """
SELECT item.currency_id, SUM(item.amount_residual_currency), SUM(item.amount_residual),
       SUM(item.amount_residual) FILTER (
           WHERE item.amount_residual > 0
             AND COALESCE(item.date_maturity, item.date) < %(today)s)
  FROM account_move_line item JOIN res_partner contact ON contact.id = item.partner_id
 WHERE item.account_id IN %(accounts)s AND item.reconciled IS NOT TRUE
   AND item.parent_state = 'posted' AND item.company_id = %(company)s
   AND contact.commercial_partner_id = %(debtor)s
 GROUP BY 1
"""


def print_page(env, user, turns):
    """Print what the page of the debtor with most open items takes, and how many queries.

    :param env: of the superuser
    :param user: who opens the page
    """
    values = {
        "accounts": env["account.account"]._cobranzas_get_receivable_ids(),
        "company": env.company.id,
        "today": fields.Date.today(),
    }
    [(number, count)] = env.execute_query(SQL(MOST, **values))
    theirs = env(user=user.id, su=False, context={"lang": "en_US", "tz": ZONE})  # as clients send
    debtor = theirs["res.partner"].browse(number)
    ways = {
        "raw SQL, balances only": lambda: env.execute_query(SQL(RAW, debtor=number, **values)),
        "debtor page": debtor.get_cobranzas_debtor_page,
    }
    found = measure(env, {name: count_queries(env, way) for name, way in ways.items()}, turns)
    title = f"debtor of {count:,} open items, median of {turns}"
    print(f"\n{title:44}{'ms':>9}{'queries':>9}{'x SQL':>9}")
    raw = found["raw SQL, balances only"][0]
    for name, (spent, (queries, _page)) in found.items():
        print(f"{name:44}{spent:9.0f}{queries:9,}{spent / raw:9.1f}", flush=True)
