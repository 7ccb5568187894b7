"""Installed on a database that is in use: what is there stays as it is, and is shown.

What it has is in ``tests/data/running``, made by core alone in an Odoo shell.
"""

import json

import pytest

from env import databases
from env.paths import MODULE, ROOT

pytestmark = pytest.mark.slow

#: tables that grow with the years: none of their rows is written anew
LARGE = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "l10n_latam_check",
    "mail_message",
    "product_product",
    "res_partner",
    "sale_order",
)
#: of a table, which rows: the administrator is made a manager of collections
KEPT = {"res_partner": "id NOT IN (SELECT partner_id FROM res_users)"}
SCRIPT = """
import importlib, json, sys
sys.path.insert(0, {folder!r})
result = importlib.import_module("running." + {step!r}).run(env)
env.cr.commit()
with open({path!r}, "w") as out:
    json.dump(result, out)
"""
COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position
"""


@pytest.fixture(scope="module")
def server():
    return databases.DatabaseServer("test")


def run_step(server, db, step, folder, **kw):
    """What a module of ``tests/data/running`` returns, run in a shell of the database."""
    path = folder / f"{step}.json"
    script = SCRIPT.format(folder=str(ROOT / "tests" / "data"), step=step, path=str(path))
    server.odoo(db, "shell", script=script, **kw)
    return json.loads(path.read_text())


def read_rows(server, db, columns):
    """Return {table: {id: its core columns as text}} of the tables that grow."""
    rows = {}
    for table in LARGE:
        names = ", ".join(f'"{name}"' for name in columns[table])
        query = f'SELECT id, ROW({names})::text FROM "{table}" WHERE {KEPT.get(table, "TRUE")}'
        rows[table] = dict(server.sql(query, db=db))
    return rows


def test_what_is_there_stays_and_is_shown(server, tmp_path):
    db = server.throwaway(server.ensure_base())
    run_step(server, db, "history", tmp_path, addons_path=None)
    columns = {table: [name for (name,) in server.sql(COLUMNS, [table], db=db)] for table in LARGE}
    before = read_rows(server, db, columns)
    assert all(before.values()), "each table has something to lose"
    text = server.install(db, [MODULE])
    assert databases.complaints(text) == []
    after = read_rows(server, db, columns)
    for table in LARGE:
        changed = {id_ for id_, row in before[table].items() if after[table].get(id_) != row}
        assert not changed, f"{table}: rows written by the installation"
    balances = run_step(server, db, "balances", tmp_path)
    for core, shown in balances:
        assert core == shown
    assert len(balances[0][0]) > 5
    server.drop(db)
