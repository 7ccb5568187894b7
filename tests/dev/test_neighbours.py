"""The add-on beside other apps: installed in both orders, all work, and go on without it.

What they do is in ``tests/data/neighbours``, run in an Odoo shell for each order, both at once. The
databases as installed are kept until the add-on changes.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

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
run = runpy.run_path({flows!r})["run"]
beside = run(env)
env.cr.commit()
env["ir.module.module"].search([("name", "=", {module!r})]).button_immediate_uninstall()
without = run(env)
env.cr.commit()
with open({path!r}, "w") as out:
    json.dump([beside, without], out)
"""
MADE = {
    "invoice": ["posted", 60],
    "pos order": ["done", "closed", "posted", 100],
    "expense": ["posted", "posted"],
    "bank line": ["posted", 60],
    "purchase": ["purchase", "posted"],
    "sale": ["sale", "posted", 100],
}
RECEIPT = {
    "receipt": ["voided", 0, 0],
    "without credit": ["done", "closed", "posted", 100, "draft", "credit"],
}
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


@dataclass(frozen=True)
class Story:
    """What an order of installation came to: what was made before and after the uninstallation."""

    complaints: list
    beside: dict
    without: dict
    errors: list
    left: list


def install_after(server):
    """The database where the add-on came after its neighbours."""
    return server.ensure_more([MODULE], server.ensure_base(), "cobranzas_after")


def install_before(server):
    """The database where the neighbours came after the add-on."""
    alone = databases.DatabaseServer("test")
    return server.ensure_more(NEIGHBOURS, alone.ensure(), "cobranzas_before")


ORDERS = {"after": install_after, "before": install_before}


def tell(order, folder):
    """Install in an order, run the flows, uninstall the add-on and run them again."""
    server = databases.DatabaseServer("test", NEIGHBOURS)
    template = ORDERS[order](server)
    complaints = databases.complaints(server.log(template).read_text(errors="replace"))
    db = server.throwaway(template)
    path, flows = str(folder / f"{order}.json"), str(ROOT / "tests/data/neighbours/flows.py")
    text = server.odoo(db, "shell", script=SCRIPT.format(flows=flows, module=MODULE, path=path))
    beside, without = json.loads((folder / f"{order}.json").read_text())
    left = [name for (name,) in server.sql(LEFT, db=db)]
    server.drop(db)
    errors = [line for line in databases.complaints(text) if " ERROR " in line]
    return Story(complaints, beside, without, errors, left)


@pytest.fixture(scope="module")
def stories(request, tmp_path_factory):
    """What the chosen orders come to, told at once: {order: future}."""
    items = (item for item in request.session.items if item.path == request.path)
    orders = {item.callspec.params["order"] for item in items}
    with ThreadPoolExecutor() as pool:
        folder = tmp_path_factory.mktemp("neighbours")
        yield {order: pool.submit(tell, order, folder) for order in orders}


@pytest.mark.parametrize("order", ORDERS)
def test_beside_its_neighbours_and_without_them(order, stories):
    story = stories[order].result()
    assert story.complaints == []
    assert story.beside == MADE | RECEIPT
    assert story.errors == []
    assert story.left == []
    assert story.without == MADE
