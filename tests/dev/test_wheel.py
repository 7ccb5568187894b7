"""The wheel installs as other add-ons do, without a murmur in the log, and leaves no trace."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from env import databases
from env.paths import ADDON, MODULE, ROOT

pytestmark = pytest.mark.slow

UNINSTALL = f"""
module = env["ir.module.module"].search([("name", "=", "{MODULE}")])
module.button_immediate_uninstall()
"""
LEFT_BEHIND = {
    "tables": "SELECT relname FROM pg_class WHERE relname LIKE '%cobranzas%'",
    "columns": """
        SELECT table_name || '.' || column_name FROM information_schema.columns
        WHERE column_name LIKE '%cobranzas%' AND table_schema = 'public'""",
    "models": "SELECT model FROM ir_model WHERE model LIKE '%cobranzas%'",
    "fields": "SELECT model || '.' || name FROM ir_model_fields WHERE name LIKE '%cobranzas%'",
    "records": f"SELECT model || ' ' || name FROM ir_model_data WHERE module = '{MODULE}'",
    "menus and actions": """
        SELECT name::text FROM ir_ui_menu WHERE name::text ILIKE '%cobranzas%'
        UNION SELECT name::text FROM ir_actions WHERE name::text ILIKE '%cobranzas%'""",
    "groups": """
        SELECT name::text FROM res_groups WHERE name::text ILIKE '%cobranzas%'
        UNION SELECT name::text FROM res_groups_privilege WHERE name::text ILIKE '%cobranzas%'""",
    "settings": "SELECT key FROM ir_config_parameter WHERE key LIKE '%cobranzas%'",
    "jobs": "SELECT cron_name FROM ir_cron WHERE cron_name ILIKE '%cobranzas%'",
    "attachments": "SELECT res_model FROM ir_attachment WHERE res_model LIKE '%cobranzas%'",
}


def build(source, target):
    """Build the wheel of a folder and install it into another."""
    from env import pyenv

    pyenv.install("--no-deps", "--no-build-isolation", "--no-cache", "--target", target, source)
    return target / "odoo" / "addons" / MODULE


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A folder with the wheel installed, built from the repository's root."""
    folder = tmp_path_factory.mktemp("wheel")
    build(ROOT, folder)
    return folder


def files_of(folder):
    """The files below a folder, without what Python and git leave there."""
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    return {name for name in found if "__pycache__" not in name and not name.endswith(".pyc")}


def test_the_wheel_holds_the_whole_addon(wheel):
    packed = files_of(wheel / "odoo" / "addons" / MODULE)
    assert packed >= files_of(ADDON) - {"pyproject.toml", "README.rst"}
    assert any(name.startswith("engine/") for name in packed)
    assert "LICENSE" in packed


def test_both_folders_make_the_same_wheel(wheel, tmp_path):
    other = build(ADDON, tmp_path)
    assert files_of(other) == files_of(wheel / "odoo" / "addons" / MODULE)


def test_building_leaves_the_checkout_clean(wheel):
    for name in ("build", "dist", "l10n_cobranzas.egg-info", f"{MODULE}/build", f"{MODULE}/dist"):
        assert not (ROOT / name).exists()


@pytest.fixture(scope="module")
def installed(wheel):
    """A database with Odoo's add-ons, where Odoo finds this one only in the wheel."""
    server = databases.DatabaseServer("test")
    db = server.throwaway(server.ensure_base())
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(wheel)
    yield server, db
    server.drop(db)
    os.environ.pop("PYTHONPATH")
    if before is not None:
        os.environ["PYTHONPATH"] = before


def quietly(server, db, *words, **options):
    """Run an Odoo command; its log must hold no warning and no error."""
    log = server.odoo(db, *words, addons_path=None, **options)
    assert databases.complaints(log) == []


def test_install_update_and_uninstall(installed):
    server, db = installed
    quietly(server, db, "server", "-i", MODULE, "--stop-after-init")
    state = f"SELECT state FROM ir_module_module WHERE name = '{MODULE}'"
    assert server.sql(state, db=db) == [("installed",)]
    quietly(server, db, "server", "-u", MODULE, "--stop-after-init")
    quietly(server, db, "shell", script=UNINSTALL)
    assert server.sql(state, db=db) == [("uninstalled",)]
    left = {what: server.sql(query, db=db) for what, query in LEFT_BEHIND.items()}
    assert {what: rows for what, rows in left.items() if rows} == {}


def test_odoo_finds_the_addon_in_the_wheel(wheel):
    code = f"from odoo.modules import get_module_path as p; print(p('{MODULE}'))"
    done = subprocess.run(
        [sys.executable, "-c", f"import odoo.addons.base\n{code}"],
        env={**os.environ, "PYTHONPATH": str(wheel), "ODOO_RC": os.devnull},
        capture_output=True,
        text=True,
    )
    assert Path(done.stdout.strip()) == wheel / "odoo" / "addons" / MODULE, done.stderr
