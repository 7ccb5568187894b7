"""Make the Odoo test database current before pytest-odoo reads its configuration.

This file is loaded before ``pytest_cmdline_main``, where pytest-odoo parses ODOO_RC. Tests under
tests/engine need no database: ``make test ARGS=tests/engine`` runs them without Odoo.
"""

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "dev"))

from ground import prerequisites, test  # noqa: E402
from ground.steps import Trouble  # noqa: E402

PLAIN = "no:odoo" in sys.argv


def _make_database():
    """A clone of the cached template, named to pytest-odoo by ODOO_RC."""
    ground, template = test.template(sys.argv[1:])
    conf = ground.conf(ground.throwaway(template))
    os.environ.update(prerequisites.environment(), ODOO_RC=str(conf))
    for key, value in ground.server.connection().items():
        os.environ[f"PG{key.upper()}"] = value


def _tag_classes():
    """Odoo tags only the classes of modules named odoo.addons.*; pytest-odoo wants tags on all."""
    from odoo.tests.common import BaseCase

    BaseCase.test_tags = {"standard", "post_install"}


if not PLAIN:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        try:
            _make_database()
        except Trouble as trouble:
            pytest.exit(f"{trouble}", returncode=3)
    _tag_classes()
