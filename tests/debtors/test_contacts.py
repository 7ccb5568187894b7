"""Internal contacts, and the contact of each member of a debtor group (COL-02)."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestContacts(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        role = "l10n_cobranzas.group_cobranzas_"
        cls.users = {
            name: cls.make_user(f"user_{name}", f"{role}{name}")
            for name in ("collector", "cashier", "accountant", "manager")
        }
        cls.outsider = cls.make_user("otro", "base.group_user")

    def test_a_group_with_its_contacts_by_hand(self):
        form = Form(self.env["cobranzas.contact.group"].with_user(self.users["manager"]))
        form.name = "Comité de crédito"
        for name, email in (("Inés", "ines@example.com"), ("Luis", False)):
            with form.contact_ids.new() as row:
                row.name = name
                row.email = email
                row.phone = "11 5555"
                row.comment = "Turno mañana"
        group = form.save()
        self.assertEqual(group.contact_count, 2)
        self.assertRecordValues(
            group.contact_ids,
            [
                {"name": "Inés", "email": "ines@example.com", "comment": "Turno mañana"},
                {"name": "Luis", "email": False, "comment": "Turno mañana"},
            ],
        )

    def test_rights(self):
        """{role: (read, write)}; who has no part in collections reads nothing."""
        group = self.env["cobranzas.contact.group"].create({"name": "Tesorería"})
        contact = self.env["cobranzas.contact"].create({"group_id": group.id, "name": "Inés"})
        other = self.env["res.company"].create({"name": "Otra"})
        self.env["cobranzas.contact.group"].create(
            {
                "name": "Ajeno",
                "company_id": other.id,
                "contact_ids": [Command.create({"name": "Ajena"})],
            }
        )
        for name, user in self.users.items():
            with self.subTest(name):
                self.assertEqual(contact.with_user(user).search([]), contact)
                self.assertEqual(group.with_user(user).search([]), group)
                for record in (contact.with_user(user), group.with_user(user)):
                    self.assertEqual(record.has_access("write"), name == "manager")
        with self.assertRaises(AccessError):
            contact.with_user(self.outsider).search([])

    def test_bad_input(self):
        group = self.env["cobranzas.contact.group"].create({"name": "Tesorería"})
        rows = self.env["cobranzas.contact"].with_user(self.users["manager"])
        with self.assertRaisesRegex(ValidationError, "not an address"):
            rows.create({"group_id": group.id, "name": "Inés", "email": "ines en example"})
        with self.assertRaises(UserError):
            rows.create({"group_id": group.id, "name": "x" * 5000})

    def test_members_of_a_debtor_group_have_their_contact(self):
        form = Form(self.env["cobranzas.debtor.group"])
        form.name = "Grupo Los Alerces"
        with form.member_ids.new() as row:
            row.partner_id = self.customer
            row.email = "pagos@ceibo.example"
            row.phone = "11 4444"
            row.comment = "Llamar por la tarde"
        group = form.save()
        self.assertRecordValues(
            group.member_ids,
            [
                {
                    "partner_id": self.customer.id,
                    "email": "pagos@ceibo.example",
                    "phone": "11 4444",
                    "comment": "Llamar por la tarde",
                }
            ],
        )
