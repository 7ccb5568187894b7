"""The unit tests of the client's JavaScript (static/tests/unit), in a real browser."""

import logging
import logging.handlers
import re

from odoo.addons.web.tests import test_js
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestUnitBrowser(HttpCase):
    def test_units_of_the_client(self):
        """Run this add-on's suite alone: the page holds those of all add-ons installed."""
        suite = test_js.HOOTCommon._generate_hash(self, "@l10n_cobranzas")
        log = logging.handlers.BufferingHandler(10_000)
        logging.getLogger().addHandler(log)
        self.addCleanup(logging.getLogger().removeHandler, log)
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login="admin",
            timeout=120,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
        # a suite that is not found succeeds too
        found = re.search(r"Passed (\d+) tests", "\n".join(row.getMessage() for row in log.buffer))
        self.assertGreater(int(found[1]), 0)
