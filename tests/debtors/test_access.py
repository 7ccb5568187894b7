"""The page that shows who has which rights to collections (COL-10)."""

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..lib.common import CollectionsCommon

LEVELS = ("collector", "cashier", "accountant", "manager")


@tagged("post_install", "-at_install")
class TestAccess(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        role = "l10n_cobranzas.group_cobranzas_"
        cls.users = {name: cls.make_user(f"user_{name}", f"{role}{name}") for name in LEVELS}
        cls.users["none"] = cls.make_user("user_none", "base.group_user")
        cls.users["collector"].group_ids |= cls.env.ref(
            "l10n_cobranzas.group_cobranzas_credit_override"
        )
        cls.users["cashier"].group_ids |= cls.env.ref("l10n_cobranzas.group_cobranzas_reprint")
        cls.env["cobranzas.collector"].create({"name": "Ana", "user_id": cls.users["collector"].id})
        cls.ids = [user.id for user in cls.users.values()]

    def seen(self, *domain):
        """The logins that a manager finds among the users of the test."""
        users = self.env["res.users"].with_user(self.users["manager"])
        found = users.search([("id", "in", self.ids), *domain])
        return {login.removeprefix("user_") for login in found.mapped("login")}

    def test_what_a_manager_sees(self):
        users = self.env["res.users"].with_user(self.users["manager"]).browse(self.ids)
        names = ("level", "may_reprint", "may_override", "collector_names")
        rows = users.read([f"cobranzas_{name}" for name in names], load=None)
        table = {row["id"]: tuple(row[f"cobranzas_{name}"] for name in names) for row in rows}
        self.assertEqual(
            {name: table[user.id] for name, user in self.users.items()},
            {
                "collector": ("collector", False, True, "Ana"),
                "cashier": ("cashier", True, False, ""),
                "accountant": ("accountant", False, False, ""),
                "manager": ("manager", False, False, ""),
                "none": (False, False, False, ""),
            },
        )

    def test_filters(self):
        level = "cobranzas_level"
        table = {
            tuple(LEVELS): (level, "!=", False),
            ("none",): (level, "=", False),
            ("cashier",): (level, "=", "cashier"),
            ("collector", "manager"): (level, "in", ["collector", "manager"]),
            ("none", "manager"): (level, "in", [False, "manager"]),
            ("cashier", "accountant", "manager", "none"): (level, "!=", "collector"),
        }
        for names, condition in table.items():
            with self.subTest(condition=condition):
                self.assertEqual(self.seen(condition), set(names))
        self.assertEqual(self.seen(("cobranzas_may_override", "=", True)), {"collector"})
        self.assertEqual(self.seen(("cobranzas_may_reprint", "=", True)), {"cashier"})
        others = set(self.users) - {"cashier"}
        self.assertEqual(self.seen(("cobranzas_may_reprint", "=", False)), others)

    def test_only_managers_see_it_and_nobody_gives_rights_by_it(self):
        for name in ("collector", "cashier", "accountant", "none"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.users["manager"].with_user(self.users[name]).read(["cobranzas_level"])
        user = self.users["none"].with_user(self.users["manager"])
        group = self.env.ref("l10n_cobranzas.group_cobranzas_cashier")
        with self.assertRaises(AccessError):
            user.write({"group_ids": [(4, group.id)]})
        form = Form(user, view="l10n_cobranzas.res_users_view_form_access")
        self.assertFalse(form.cobranzas_level)
