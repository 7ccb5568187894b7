"""The template database is what a company on Odoo would have, and no more."""

from odoo.tests.common import TransactionCase


class TestTemplate(TransactionCase):
    """What the tests' database holds."""

    def test_languages_of_latin_america_are_loaded(self):
        codes = {code for code, _name in self.env["res.lang"].get_installed()}
        self.assertLessEqual({"en_US", "es_ES", "es_419"}, codes)

    def test_no_national_localization_is_installed(self):
        names = ["l10n_ar", "l10n_cl", "l10n_co", "l10n_ec", "l10n_mx", "l10n_pe", "l10n_uy"]
        found = self.env["ir.module.module"].search(
            [("name", "in", names), ("state", "!=", "uninstalled")]
        )
        self.assertFalse(found.mapped("name"))

    def test_odoo_has_no_demo_data_here(self):
        self.assertFalse(self.env.ref("base.user_demo", raise_if_not_found=False))
