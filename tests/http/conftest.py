"""Tests of the web client find its assets compiled.

``make test`` compiles them in the template database, once. A file added since is compiled here:
inside a test the bundles would be rolled back, and compiled again by every test.
"""

import pytest

from env.databases import COMPILE_ASSETS


@pytest.fixture(scope="session", autouse=True)
def compiled_assets(load_registry):
    """Compile and commit what bundles are not current; a no-op most of the time."""
    import odoo

    db = odoo.tests.common.get_db_name()
    with odoo.modules.registry.Registry(db).cursor() as cr:
        env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
        exec(COMPILE_ASSETS, {"env": env})
