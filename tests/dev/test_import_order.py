"""Within a theme the order of imports decides nothing; production does not load the demo."""

import subprocess
import sys

import pytest

from env.paths import ROOT


def run(*words):
    """Run Python on the database of this run; return what it printed, by lines."""
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("seed", [1, 2])
def test_files_imported_in_another_order_make_the_same_models(seed):
    compared, *differences = run("-m", "tests.lib.import_order", str(seed))
    assert int(compared.split()[0]) > 1000
    assert differences == []


def test_production_loads_neither_the_demo_nor_what_it_draws_with():
    """Odoo loads PIL itself, so what counts is which of the add-on's files hold it."""
    lines = run(
        "-c",
        "import sys\n"
        "from odoo import tools\n"
        "from odoo.modules.module import initialize_sys_path\n"
        "tools.config.parse_config([], setup_logging=False)\n"
        "initialize_sys_path()\n"
        "import odoo.addons.l10n_cobranzas as addon\n"
        "own = {n: m for n, m in sys.modules.items() if n.startswith(addon.__name__)}\n"
        "print(len(own))\n"
        "print([n for n in own if n.startswith(addon.__name__ + '.demo')])\n"
        "print([n for n, m in own.items() if {'Image', 'PIL', 'random'} & set(vars(m))])\n",
    )
    assert int(lines[0]) > 100
    # what opens the slips that debtors send
    slips = ["odoo.addons.l10n_cobranzas.models.portal.portal_slip"]
    assert lines[1:] == ["[]", str(slips)]
