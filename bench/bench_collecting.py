"""Collections work: worklist, debtor page and notices, beside raw SQL of the same.

On a portfolio of BENCH_INVOICES invoices (a million), with collectors, promises, disputes and a
log of contacts: the page as a collector of a tenth of the debtors and as a cashier, with its count
and the reasons of its rows; one debtor's row; the load of collectors. Then the page of the debtor
with most open items, and a day's notices to all (BENCH_DEBTORS, one for a hundred invoices).
"""

import os
import sys
import time
from pathlib import Path

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.collecting.notices import print_notices  # noqa: E402
from bench.collecting.page import print_page  # noqa: E402
from bench.portfolio import generate  # noqa: E402
from bench.reports.timing import count_queries, measure  # noqa: E402

INVOICES = int(os.environ.get("BENCH_INVOICES", 1_000_000))
DEBTORS = int(os.environ.get("BENCH_DEBTORS", max(INVOICES // 100, 50)))
TURNS = int(os.environ.get("BENCH_TURNS", 3))
COLLECTORS = 10
MANY = 300  # rows, as who exports some of them reads
COLUMNS = "name days_overdue overdue to_collect risk last_contact contacted_today snoozed_until"
TO_COLLECT = [("to_collect", ">", 0), ("snoozed_until", "=", False)]

#: what the page shows, without rights, events and reasons
RAW = """
SELECT owed.customer_id, owed.overdue - owed.disputed - COALESCE(promised.amount, 0)
        - COALESCE(credit.amount, 0) AS left_over
  FROM (
    SELECT contact.commercial_partner_id AS customer_id, SUM(item.amount_residual) AS overdue,
        SUM(LEAST(COALESCE(dispute.amount, 0), item.amount_residual)) AS disputed
      FROM account_move_line item
      JOIN res_partner contact ON contact.id = item.partner_id
      LEFT JOIN (SELECT move_line_id, SUM(amount_company) AS amount FROM cobranzas_dispute
                  WHERE state = 'open' GROUP BY 1) dispute ON dispute.move_line_id = item.id
     WHERE item.account_id IN %(accounts)s AND item.reconciled IS NOT TRUE
       AND item.parent_state = 'posted' AND item.company_id = %(company)s
       AND item.amount_residual > 0 AND COALESCE(item.date_maturity, item.date) < %(today)s
     GROUP BY 1) owed
  LEFT JOIN (SELECT partner_id, SUM(amount_left_company) AS amount FROM cobranzas_promise_line
              WHERE state = 'open' AND date_limit >= %(today)s GROUP BY 1) promised
    ON promised.partner_id = owed.customer_id
  LEFT JOIN (SELECT contact.commercial_partner_id AS customer_id,
                    -SUM(item.amount_residual) AS amount
               FROM account_move_line item JOIN res_partner contact ON contact.id = item.partner_id
              WHERE item.account_id IN %(accounts)s AND item.reconciled IS NOT TRUE
                AND item.parent_state = 'posted' AND item.company_id = %(company)s
                AND item.amount_residual < 0 GROUP BY 1) credit
    ON credit.customer_id = owed.customer_id
 ORDER BY 2 DESC
"""


def run(env):
    """Make the portfolio and print the tables."""
    start = time.perf_counter()
    generate(env, DEBTORS, INVOICES, today=fields.Date.today())
    _prepare(env)
    print(f"\n{INVOICES:,} invoices made in {time.perf_counter() - start:.0f} s", flush=True)
    _print_worklist(env)
    print_page(env, env["res.users"].search([("login", "=", "bench-cashier")]), TURNS)
    print_notices(env)


# ------------------------------------------------------------------
# What collectors did
# ------------------------------------------------------------------


def _prepare(env):
    """Give every debtor a collector, and make promises, disputes and contacts, by SQL."""
    collectors = env["cobranzas.collector"].create(
        [{"name": f"Collector {number}"} for number in range(COLLECTORS)]
    )
    collectors[0].user_id = _make_user(env, "bench-collector", "collector")
    reason = env["cobranzas.dispute.reason"].create({"name": "Price"})
    values = {
        "company": env.company.id,
        "currency": env.company.currency_id.id,
        "user": env.uid,
        "first": collectors[0].id,
        "count": COLLECTORS,
        "accounts": env["account.account"]._cobranzas_get_receivable_ids(),
        "today": fields.Date.today(),
        "reason": reason.id,
    }
    env.flush_all()
    for statement in (COLLECT, PROMISE, PROMISE_LINE, DISPUTE, CONTACT):
        env.cr.execute(SQL(statement, **values))
    env.invalidate_all()
    env.cr.execute("ANALYZE")  # of the rows just made, as a database has them after a while
    env.cr.commit()


COLLECT = """
UPDATE res_partner SET cobranzas_collector_id = %(first)s + id %% %(count)s
 WHERE parent_id IS NULL AND id IN (SELECT partner_id FROM account_move_line
                                     WHERE account_id IN %(accounts)s)
"""
#: of one debtor in five, half of them late
PROMISE = """
INSERT INTO cobranzas_promise (name, partner_id, company_id, currency_id, user_id, date, amount,
    amount_left, state, level)
SELECT 'P' || id, id, %(company)s, %(currency)s, %(user)s, %(today)s - 10, 5000, 5000, 'open', 1
  FROM res_partner WHERE cobranzas_collector_id IS NOT NULL AND id %% 5 = 0
"""
PROMISE_LINE = """
INSERT INTO cobranzas_promise_line (promise_id, partner_id, company_id, currency_id, date,
    date_limit, amount, amount_left, amount_left_company, state)
SELECT id, partner_id, company_id, currency_id, day, day, amount, amount, amount, 'open'
  FROM (SELECT *, %(today)s + (partner_id / 5) %% 10 - 5 AS day FROM cobranzas_promise) promise
"""
#: of one open item in fifty, a third of it
DISPUTE = """
INSERT INTO cobranzas_dispute (name, move_line_id, move_id, partner_id, company_id, currency_id,
    amount, amount_company, reason_id, user_id, responsible_id, date, date_target, state)
SELECT 'D' || item.id, item.id, item.move_id, contact.commercial_partner_id, item.company_id,
    item.currency_id, ROUND(item.amount_residual_currency / 3, 2),
    ROUND(item.amount_residual / 3, 2), %(reason)s, %(user)s, %(user)s, %(today)s, %(today)s, 'open'
  FROM account_move_line item JOIN res_partner contact ON contact.id = item.partner_id
 WHERE item.account_id IN %(accounts)s AND item.reconciled IS NOT TRUE
   AND item.parent_state = 'posted' AND item.amount_residual > 1 AND item.move_id %% 50 = 0
"""
#: of four debtors in five, twenty contacts each
CONTACT = """
INSERT INTO cobranzas_contact_log (partner_id, company_id, user_id, date, channel, direction)
SELECT id, %(company)s, %(user)s, %(today)s::timestamp - number * INTERVAL '9 days', 'call', 'out'
  FROM res_partner CROSS JOIN generate_series(1, 20) number
 WHERE cobranzas_collector_id IS NOT NULL AND id %% 5 <> 1
"""


def _make_user(env, login, group):
    return env["res.users"].create(
        {
            "name": login,
            "login": login,
            "company_id": env.company.id,
            "company_ids": [Command.set(env.company.ids)],
            "group_ids": [Command.link(env.ref(f"l10n_cobranzas.group_cobranzas_{group}").id)],
        }
    )


# ------------------------------------------------------------------
# Worklist
# ------------------------------------------------------------------


def _print_worklist(env):
    cashier = env(user=_make_user(env, "bench-cashier", "cashier").id, su=False)
    collector = env["res.users"].search([("login", "=", "bench-collector")])
    mine = env(user=collector.id, su=False)
    env.cr.commit()
    rows = cashier["cobranzas.worklist"].search([], limit=MANY)
    row = rows[:1].id
    ways = {
        "raw SQL": lambda: _read_raw(env),
        "first page, cashier": lambda: _read_page(cashier, COLUMNS),
        "the same with reasons": lambda: _read_page(cashier, f"{COLUMNS} reasons"),
        "first page with reasons, collector": lambda: _read_page(mine, f"{COLUMNS} reasons"),
        "one debtor's row": lambda: cashier["cobranzas.worklist"].browse(row).read(COLUMNS.split()),
        f"rows of {len(rows)} debtors": lambda: rows.read(COLUMNS.split()),
        "load of collectors": lambda: _read_load(cashier),
    }
    counted = {name: count_queries(env, way) for name, way in ways.items()}
    found = measure(env, counted, TURNS)
    title = f"worklist, median of {TURNS}"
    print(f"\n{title:44}{'ms':>9}{'queries':>9}{'x SQL':>9}")
    raw = found["raw SQL"][0]
    for name, (spent, (queries, _result)) in found.items():
        print(f"{name:44}{spent:9.0f}{queries:9,}{spent / raw:9.1f}", flush=True)
    _compare(env, cashier, found["raw SQL"][1][1])


def _read_raw(env):
    accounts = env["account.account"]._cobranzas_get_receivable_ids()
    company, today = env.company.id, fields.Date.today()
    return env.execute_query(SQL(RAW, accounts=accounts, company=company, today=today))


def _read_page(env, names):
    wanted = {name: {} for name in names.split()}
    return env["cobranzas.worklist"].web_search_read(TO_COLLECT, wanted, limit=80)


def _read_load(env):
    return env["cobranzas.worklist"].formatted_read_group(
        [], ["collector_id"], ["__count", "to_collect:sum", "risk:sum", "contacted_today:sum"]
    )


def _compare(env, cashier, rows):
    """Every amount to collect is that of raw SQL, to the cent; groups, which it has not, aside."""
    worklist = cashier["cobranzas.worklist"].search([("debtor_group_id", "=", False)])
    found = {row.partner_id.id: row.to_collect for row in worklist}
    lefts = {customer: max(float(left), 0) for customer, left in rows}
    grouped = env["res.partner"].search([("cobranzas_group_id", "!=", False)])
    assert set(found) == set(lefts) - set(grouped.ids)
    wrong = [key for key in found if abs(found[key] - lefts[key]) > 0.005]
    assert not wrong, f"{len(wrong)} of {len(found)} differ from raw SQL"
    print(f"  {len(found):,} debtors, each as raw SQL has it")
