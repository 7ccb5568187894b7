"""The unit tests of the client's JavaScript, in a real browser."""

from odoo.addons.web.tests import test_js
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestUnitBrowser(HttpCase):
    def test_units_of_the_client(self):
        """Run this add-on's suite alone: the page holds those of all add-ons installed."""
        suite = test_js.HOOTCommon._generate_hash(self, "@l10n_cobranzas")
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
            "",
            "",
            login="admin",
            timeout=120,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=test_js.unit_test_error_checker,
        )
