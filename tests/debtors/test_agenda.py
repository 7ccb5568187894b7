"""The agenda of Odoo's own activities, and the types of the collections work (COL-04)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestAgenda(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        role = "l10n_cobranzas.group_cobranzas_"
        cls.ana_user = cls.make_user("ana", f"{role}collector")
        cls.beto_user = cls.make_user("beto", f"{role}collector")
        cls.manager = cls.make_user("jefa", f"{role}manager")
        cls.ana, cls.beto = cls.env["cobranzas.collector"].create(
            [
                {"name": "Ana", "user_id": cls.ana_user.id},
                {"name": "Beto", "user_id": cls.beto_user.id},
            ]
        )
        cls.customer.cobranzas_collector_id = cls.ana
        cls.other_customer.cobranzas_collector_id = cls.beto
        cls.group = cls.env["cobranzas.debtor.group"].create({"name": "Grupo"})
        cls.call = cls.env.ref("l10n_cobranzas.mail_activity_type_call")

    def agenda(self, user):
        """The activities that the menu opens for a user, without filters."""
        action = self.env.ref("l10n_cobranzas.mail_activity_action_agenda_open")
        opened = action.with_user(user).with_context(active_test=True).run()
        self.assertEqual(opened["res_model"], "mail.activity")
        return self.env["mail.activity"].with_user(user).search(opened["domain"])

    def test_own_ones_for_collectors_all_for_a_manager(self):
        ana = self.customer.with_user(self.ana_user)
        first = ana.activity_schedule(activity_type_id=self.call.id, user_id=self.ana_user.id)
        second = self.other_customer.with_user(self.beto_user).activity_schedule(
            activity_type_id=self.call.id, user_id=self.beto_user.id
        )
        third = self.group.activity_schedule(
            activity_type_id=self.call.id, user_id=self.ana_user.id
        )
        every = first | second | third
        seen = [self.agenda(user) & every for user in (self.ana_user, self.beto_user, self.manager)]
        self.assertEqual(seen, [first | third, second, every])

    def test_the_substitute_has_the_absent_ones_agenda(self):
        planned = self.customer.activity_schedule(
            activity_type_id=self.call.id, user_id=self.ana_user.id
        )
        self.assertNotIn(planned, self.agenda(self.beto_user))
        today = fields.Date.context_today(self.env.user)
        self.env["cobranzas.collector.absence"].create(
            {
                "collector_id": self.ana.id,
                "date_from": today,
                "date_to": today + timedelta(days=2),
                "substitute_id": self.beto.id,
            }
        )
        self.assertIn(planned, self.agenda(self.beto_user))
        planned.with_user(self.beto_user).date_deadline = today + timedelta(days=1)
        planned.with_user(self.beto_user).action_feedback(feedback="Paga el lunes")
        self.assertFalse(planned.active)
        self.assertIn("Paga el lunes", "".join(self.customer.message_ids.mapped("body")))

    def test_who_sees_to_activities_of_others(self):
        """A manager; no other collector, and nobody to those that are not with debtors."""
        todo = self.env.ref("mail.mail_activity_data_todo")
        planned = self.customer.activity_schedule(
            activity_type_id=self.call.id, user_id=self.ana_user.id
        )
        elsewhere = self.env["account.move"].search([], limit=1) or self._make_move()
        foreign = elsewhere.activity_schedule(activity_type_id=todo.id, user_id=self.env.user.id)
        self.env.invalidate_all()
        for change in ("write", "unlink"):
            self.assertTrue(planned.with_user(self.manager).has_access(change))
            self.assertFalse(planned.with_user(self.beto_user).has_access(change))
            self.assertFalse(foreign.with_user(self.beto_user).has_access(change))
        planned.with_user(self.manager).user_id = self.beto_user
        self.assertEqual(planned.user_id, self.beto_user)
        self.assertNotIn(foreign, self.agenda(self.manager))

    def _make_move(self):
        return self.invoice(10).move_id

    def test_types_of_the_collections_work(self):
        types = self.env["mail.activity.type"].search([("cobranzas_collecting", "=", True)])
        self.assertGreaterEqual(len(types), 7)
        self.assertFalse(types.filtered("res_model"))

    def test_a_manager_names_activities_of_collections_only(self):
        action = self.env.ref("l10n_cobranzas.mail_activity_type_action_collecting")
        types = self.env["mail.activity.type"].with_user(self.manager)
        form = Form(
            types.with_context(default_cobranzas_collecting=True),
            view="l10n_cobranzas.mail_activity_type_view_form_collecting",
        )
        form.name = "Carta documento"
        own = form.save()
        self.assertIn(own, types.search([("cobranzas_collecting", "=", True)]))
        self.assertIn("default_cobranzas_collecting", action.context)
        own.summary = "Por correo certificado"
        core = self.env.ref("mail.mail_activity_data_todo").with_user(self.manager)
        self.assertTrue(core.name)
        for change in (
            lambda: core.write({"name": "Otra"}),
            lambda: own.write({"cobranzas_collecting": False}),
            lambda: types.create({"name": "Otra"}),
            lambda: own.with_user(self.ana_user).write({"name": "Otra"}),
        ):
            with self.assertRaises(AccessError):
                change()
        admin = self.env.ref("base.user_admin")
        core.with_user(admin).name = "Por hacer"
