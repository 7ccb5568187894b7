"""The page of a debtor with 10, 500 and 5,000 open items, beside core's *My Invoices*.

Whole requests, from the address to the last byte of the answer, by a link and as a portal user;
then the requests a second of two threads of this process. BENCH_ITEMS names other counts.
"""

import os
import statistics
import sys
import threading
import time
from pathlib import Path

import odoo
from odoo import fields
from odoo.addons.l10n_cobranzas.models.portal import cobranzas_portal_hit as hit
from odoo.fields import Command
from odoo.tools import SQL
from werkzeug.test import Client

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.portfolio import generate  # noqa: E402

ITEMS = [int(count) for count in os.environ.get("BENCH_ITEMS", "10,500,5000").split(",")]
TURNS = int(os.environ.get("BENCH_TURNS", 7))
SECONDS = float(os.environ.get("BENCH_SECONDS", 5))
SHARE_OPEN = 4  # of so many invoices of the portfolio one is open, at least
PASSWORD = "bench-portal"
FROM = {"REMOTE_ADDR": "127.0.0.1"}

#: the invoices with something open of the debtors made, those wanted of them for each count
OPEN = """
SELECT move.id FROM account_move move
 WHERE move.move_type = 'out_invoice' AND move.state = 'posted' AND move.company_id = %(company)s
   AND move.currency_id = %(currency)s AND move.partner_id IN %(partners)s
   AND EXISTS (SELECT FROM account_move_line item
                WHERE item.move_id = move.id AND item.account_id IN %(accounts)s
                  AND item.amount_residual > 0)
 ORDER BY move.id
"""


def run(env):
    """Make the debtors and print the tables."""
    hit.MOST_BY_LINK = hit.MOST_BY_ADDRESS = 10**9  # a visitor may not ask so often
    users = _prepare(env)
    print(f"\n{'median of ' + str(TURNS):44}{'ms':>9}{'queries':>9}{'kB':>7}")
    for count, (login, path) in users.items():
        mine = _login(env, login)
        for name, client, address in (
            ("core's My Invoices, all states", mine, "/my/invoices"),
            ("our page, in My Account", mine, "/my/statement"),
            ("our page, by a link", _client(), path),
        ):
            _print_row(f"{count:,} items: {name}", client, address)
    for count, (_login_name, path) in users.items():
        for name, threads in (("one thread", 1), ("two threads", 2)):
            rate = _get_rate(path, threads)
            print(f"{count:,} items by a link, {name}: {rate:.1f} requests a second", flush=True)


# ------------------------------------------------------------------
# Debtors
# ------------------------------------------------------------------


def _prepare(env):
    """Make a debtor of each count of items; return {count: (login, address of its link)}."""
    start = time.perf_counter()
    env.company.cobranzas_portal_active = True
    generate(env, 20, sum(ITEMS) * SHARE_OPEN * 2, today=fields.Date.today())
    values = {
        "company": env.company.id,
        "currency": env.company.currency_id.id,
        "accounts": env["account.account"]._cobranzas_get_receivable_ids(),
        "partners": tuple(env["res.partner"].search([]).ids),
    }
    moves = [row[0] for row in env.execute_query(SQL(OPEN, **values))]
    assert len(moves) >= sum(ITEMS), f"only {len(moves)} open invoices"
    users = {}
    for count in ITEMS:
        taken, moves = moves[:count], moves[count:]
        users[count] = _make_debtor(env, count, taken)
    env.cr.execute("ANALYZE")
    env.cr.commit()
    print(f"debtors made in {time.perf_counter() - start:.0f} s", flush=True)
    return users


def _make_debtor(env, count, moves):
    login = f"bench-portal-{count}"
    user = env["res.users"].create(
        {
            "name": f"Debtor of {count}",
            "login": login,
            "password": PASSWORD,
            "company_id": env.company.id,
            "company_ids": [Command.set(env.company.ids)],
            "group_ids": [Command.set(env.ref("base.group_portal").ids)],
        }
    )
    partner = user.partner_id
    env.flush_all()
    env.cr.execute(
        SQL(
            "UPDATE account_move SET partner_id = %(partner)s, commercial_partner_id = %(partner)s"
            " WHERE id = ANY(%(moves)s)",
            partner=partner.id,
            moves=moves,
        )
    )
    env.cr.execute(
        SQL(
            "UPDATE account_move_line SET partner_id = %s WHERE move_id = ANY(%s)",
            partner.id,
            moves,
        )
    )
    env.invalidate_all()
    url = partner._cobranzas_get_payment_url(env.company)
    return login, "/" + url.split("/", 3)[3]


# ------------------------------------------------------------------
# Requests
# ------------------------------------------------------------------


def _client():
    return Client(odoo.http.root)


def _login(env, login):
    """Return a client whose session is that of a portal user."""
    client = _client()
    params = {"db": env.cr.dbname, "login": login, "password": PASSWORD}
    answer = client.post(
        "/web/session/authenticate", json={"params": params}, environ_base=FROM
    )
    assert answer.json.get("result", {}).get("uid"), answer.text[:500]
    return client


def _get(client, address):
    """Return the milliseconds, queries and bytes of a request."""
    before, start = odoo.sql_db.sql_counter, time.perf_counter()
    answer = client.get(address, environ_base=FROM)
    size = len(answer.data)
    assert answer.status_code == 200, f"{address}: {answer.status}"
    return (time.perf_counter() - start) * 1000, odoo.sql_db.sql_counter - before, size


def _print_row(title, client, address):
    _get(client, address)  # views and assets are read once by a worker
    rows = [_get(client, address) for _turn in range(TURNS)]
    spent, queries, size = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"{title:44}{spent:9.0f}{queries:9.0f}{size / 1024:7.0f}", flush=True)


def _get_rate(address, threads):
    """Return how many requests a second are answered to so many visitors at once."""
    done, until = [], time.perf_counter() + SECONDS

    def visit():
        client = _client()
        while time.perf_counter() < until:
            done.append(_get(client, address)[0])

    visitors = [threading.Thread(target=visit) for _number in range(threads)]
    start = time.perf_counter()
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    return len(done) / (time.perf_counter() - start)
