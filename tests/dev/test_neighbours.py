"""The add-on beside other apps: installed in both orders, all work, and go on without it.

What they do is in ``tests/data/neighbours``, run in Odoo shells.
"""

import json

import pytest

from env import databases
from env.paths import MODULE, ROOT

pytestmark = pytest.mark.slow

NEIGHBOURS = (
    "stock",
    "point_of_sale",
    "website_sale",
    "purchase",
    "hr_expense",
    "project",
    "crm",
    "l10n_ar",
    "l10n_cl",
    "l10n_mx",
    "l10n_ar_withholding",
)
SCRIPT = """
import json, runpy
made = runpy.run_path({flows!r})["run"](env)
env.cr.commit()
with open({path!r}, "w") as out:
    json.dump(made, out)
"""
UNINSTALL = f"""
env["ir.module.module"].search([("name", "=", "{MODULE}")]).button_immediate_uninstall()
"""
MADE = {
    "invoice": ["posted", 60],
    "pos order": ["done", "closed", "posted", 100],
    "expense": ["posted", "posted"],
    "bank line": ["posted", 60],
    "purchase": ["purchase", "posted"],
    "sale": ["sale", "posted", 100],
}
RECEIPT = {"receipt": ["voided", 0, 0]}
#: what would be left of the add-on in a database without it
LEFT = """
    SELECT 'table ' || relname FROM pg_class
    WHERE relkind IN ('r', 'v') AND relname LIKE '%cobranzas%'
    UNION ALL
    SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
    WHERE column_name LIKE 'cobranzas%' AND table_schema = 'public'
    UNION ALL SELECT 'external id ' || name FROM ir_model_data WHERE module = 'l10n_cobranzas'
    UNION ALL SELECT 'action path ' || path FROM ir_actions WHERE path LIKE 'cobranzas%'
    UNION ALL SELECT 'model ' || model FROM ir_model WHERE model LIKE 'cobranzas%'
"""


def run_flows(server, db, folder):
    """Run the flows in a database; return what they made."""
    path = folder / f"{db}.json"
    flows = str(ROOT / "tests/data/neighbours/flows.py")
    server.odoo(db, "shell", script=SCRIPT.format(flows=flows, path=str(path)))
    return json.loads(path.read_text())


def install_after(server):
    """A database where the add-on came after its neighbours; the log of its installation."""
    db = server.throwaway(server.ensure_base())
    return db, server.odoo(db, "server", "-i", MODULE, "--stop-after-init")


def install_before(server):
    """A database where the neighbours came after the add-on; the log of their installation."""
    alone = databases.DatabaseServer("test")
    db = server.throwaway(alone.ensure())
    return db, server.odoo(db, "server", "-i", ",".join(NEIGHBOURS), "--stop-after-init")


@pytest.mark.parametrize("install", [install_after, install_before], ids=["after", "before"])
def test_beside_its_neighbours_and_without_them(install, tmp_path):
    server = databases.DatabaseServer("test", NEIGHBOURS)
    db, log = install(server)
    assert databases.complaints(log) == []
    assert run_flows(server, db, tmp_path) == MADE | RECEIPT
    text = server.odoo(db, "shell", script=UNINSTALL)
    assert [line for line in databases.complaints(text) if " ERROR " in line] == []
    assert [name for (name,) in server.sql(LEFT, db=db)] == []
    assert run_flows(server, db, tmp_path) == MADE
    server.drop(db)
