"""The settings of collections: declared once, on the company, the settings page and the dialog."""

from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestSettings(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.manager = new_test_user(
            cls.env, "settings_manager", groups="l10n_cobranzas.group_cobranzas_manager"
        )
        cls.names = cls.env["cobranzas.settings.mixin"]._cobranzas_get_setting_names()

    def _fields_of(self, arch, path):
        return [node.get("name") for node in arch.xpath(f"{path}//field")]

    def test_every_setting_is_on_the_company_the_page_and_the_dialog(self):
        self.assertEqual(len(self.names), 100)
        page, _view = self.env["res.config.settings"]._get_view(
            self.env.ref("base.res_config_settings_view_form").id
        )
        on_page = self._fields_of(page, "//app[@name='l10n_cobranzas']")
        dialog, _view = self.env["cobranzas.settings"].with_user(self.manager)._get_view()
        for name in self.names:
            with self.subTest(setting=name):
                self.assertTrue(self.company._fields[name].store)
                self.assertEqual(on_page.count(name), 1)
                self.assertEqual(self._fields_of(dialog, "").count(name), 1)

    def test_each_setting_says_what_it_is_for(self):
        self.assertEqual([name for name in self.names if not self.company._fields[name].help], [])

    def test_each_model_has_the_same_field(self):
        for name in self.names:
            field = self.company._fields[name]
            for model in ("res.config.settings", "cobranzas.settings"):
                other = self.env[model]._fields[name]
                with self.subTest(setting=name, model=model):
                    self.assertEqual(
                        (field.type, field.comodel_name, field.required, field.string),
                        (other.type, other.comodel_name, other.required, other.string),
                    )

    def test_a_setting_of_the_page_shows_in_the_dialog(self):
        page = self.env["res.config.settings"].create(
            {
                "cobranzas_first": "values",
                "cobranzas_aging_days": "10, 20",
                "cobranzas_rounding_tolerance": 1.5,
            }
        )
        page.execute()
        self.assertEqual(self.company.cobranzas_first, "values")
        dialog = self.env["cobranzas.settings"].with_user(self.manager).create({})
        self.assertEqual(dialog.cobranzas_first, "values")
        self.assertEqual(dialog.cobranzas_aging_days, "10, 20")
        self.assertEqual(dialog.cobranzas_rounding_tolerance, 1.5)

    def test_a_setting_of_the_dialog_shows_on_the_page(self):
        journal = self.env["account.journal"].create(
            {"name": "Collections", "code": "COBR", "type": "general"}
        )
        dialog = self.env["cobranzas.settings"].with_user(self.manager).create({})
        dialog.sudo().cobranzas_journal_id = journal
        dialog.cobranzas_criterion = "largest"
        dialog.action_save()
        page = self.env["res.config.settings"].create({})
        self.assertEqual(page.cobranzas_journal_id, journal)
        self.assertEqual(page.cobranzas_criterion, "largest")

    def test_a_page_of_another_subject_leaves_the_settings_alone(self):
        page = self.env["res.config.settings"].create({})
        self.company.cobranzas_first = "values"
        page.cobranzas_first = "values"
        page.execute()
        self.assertEqual(self.company.cobranzas_first, "values")

    def test_the_dialog_hides_what_the_page_hides(self):
        arch, _view = self.env["cobranzas.settings"]._get_view()
        (field,) = arch.xpath("//field[@name='cobranzas_classification_id']")
        self.assertEqual(field.get("invisible"), "cobranzas_classification == 'no'")
        self.assertEqual(
            [group.get("string") for group in arch.xpath("//group[@name='settings']/group")],
            [
                "Receipts",
                "Accounting",
                "Late Interest",
                "Charges",
                "Charges, Advances and Returned Cheques",
                "Credit Control",
                "Contact with Debtors",
                "Promises and Disputes",
                "Notices to Debtors",
                "Page for Debtors",
                "What Debtors Send by Their Page",
                "Online Payments",
            ],
        )
