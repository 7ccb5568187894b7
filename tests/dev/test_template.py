"""The template database is what a company on Odoo would have, and no more."""

from odoo.tests.common import TransactionCase

from env import postgres


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

    def test_the_tables_are_analyzed(self):
        """PostgreSQL knows how many rows the tables of documents have: -1 would be "not known".

        None in the template; a test before this one may have analyzed its own rows.
        """
        self.env.cr.execute(
            "SELECT relname FROM pg_class WHERE oid = ANY(%s::regclass[]) AND reltuples < 0",
            [["account_move", "account_move_line", "account_payment", "cobranzas_receipt"]],
        )
        self.assertFalse(self.env.cr.fetchall())

    def test_odoo_has_no_demo_data_here(self):
        self.assertFalse(self.env.ref("base.user_demo", raise_if_not_found=False))


class TestServer(TransactionCase):
    """The private PostgreSQL server of the tests."""

    def setUp(self):
        super().setUp()
        if postgres.external():
            self.skipTest("the PG* variables name another server")

    def test_no_autovacuum_changes_the_plans(self):
        self.env.cr.execute("SHOW autovacuum")
        self.assertEqual(self.env.cr.fetchone(), ("off",))

    def test_an_older_cluster_has_been_given_every_setting(self):
        self.env.cr.execute("SELECT name, setting FROM pg_file_settings")
        self.assertLessEqual(
            postgres.SETTINGS["test"].items(), dict(self.env.cr.fetchall()).items()
        )

    def test_the_demo_keeps_its_autovacuum(self):
        self.assertNotIn("autovacuum", postgres.SETTINGS["demo"])
