"""The dialog that logs a contact: what it asks, warns of and plans; who may use it (COL-04)."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.contacts import ContactsCommon


@tagged("post_install", "-at_install")
class TestContactDialog(ContactsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector_user = cls.make_user("mariana", "l10n_cobranzas.group_cobranzas_collector")
        cls.collector = cls.env["cobranzas.collector"].create(
            {"name": "Mariana Ruiz", "user_id": cls.collector_user.id}
        )
        cls.chile.cobranzas_collector_id = cls.collector
        cls.promise = cls.env.ref("l10n_cobranzas.cobranzas_contact_result_promise")
        cls.no_answer = cls.env.ref("l10n_cobranzas.cobranzas_contact_result_no_answer")

    def open(self, debtor, user=None):
        """The form of the dialog, as the button on a debtor opens it."""
        user = user or self.collector_user
        action = debtor.with_user(user).action_cobranzas_log_contact()
        return Form(self.env[action["res_model"]].with_user(user).with_context(action["context"]))

    def test_a_call_is_logged_by_its_collector(self):
        dialog = self.open(self.chile)
        self.assertEqual((dialog.partner_id, dialog.channel), (self.chile, "call"))
        dialog.date = self.at("2025-12-01 10:00")
        self.assertFalse(dialog.gate_words)
        dialog.result_id = self.promise
        self.assertTrue(dialog.reached)
        dialog.note = "On Friday"
        dialog.next_date = "2030-12-06"
        dialog.save().action_save()
        row = self.chile.cobranzas_contact_log_ids
        self.assertEqual((row.user_id, row.collector_id), (self.collector_user, self.collector))
        self.assertEqual((row.result_id, row.reached, row.note), (self.promise, True, "On Friday"))
        activity = self.chile.activity_ids
        self.assertEqual(activity.date_deadline.isoformat(), "2030-12-06")
        self.assertEqual(activity.user_id, self.collector_user)
        call = self.env.ref("l10n_cobranzas.mail_activity_type_call")
        self.assertEqual(activity.activity_type_id, call)

    def test_the_result_says_whether_the_debtor_was_reached(self):
        dialog = self.open(self.chile)
        dialog.result_id = self.promise
        dialog.result_id = self.no_answer
        self.assertFalse(dialog.reached)

    def test_what_the_rules_do_not_allow_needs_a_reason(self):
        dialog = self.open(self.chile)
        dialog.date = self.at("2025-12-07 22:00")
        self.assertIn("Ley 19.496", dialog.gate_words)
        with self.assertRaisesRegex(AssertionError, "reason"):
            dialog.save()
        plain = self.dialog(user=self.collector_user, date=self.at("2025-12-07 22:00"))
        with self.assertRaisesRegex(UserError, "contacted nonetheless. Chile, Ley 19.496"):
            plain.action_save()
        plain.reason = "Asked to be called then"
        plain.action_save()
        row = self.chile.cobranzas_contact_log_ids
        self.assertIn("Ley 19.496", row.gate_rule)
        self.assertEqual(row.reason, "Asked to be called then")

    def test_a_client_does_not_say_what_the_rules_are(self):
        plain = self.dialog(
            user=self.collector_user, date=self.at("2025-12-07 22:00"), gate_rule=False, reason="x"
        )
        plain.action_save()
        self.assertIn("Ley 19.496", self.chile.cobranzas_contact_log_ids.gate_rule)

    def test_what_the_debtor_starts_is_not_asked(self):
        plain = self.dialog(date=self.at("2025-12-07 22:00"), direction="in")
        plain.action_save()
        self.assertFalse(self.chile.cobranzas_contact_log_ids.gate_rule)

    def test_a_contact_that_did_not_take_place(self):
        self.dialog().action_save()
        action = self.chile.cobranzas_contact_log_ids.action_correct()
        dialog = Form(self.env[action["res_model"]].with_context(action["context"]))
        dialog.annuls = True
        dialog.reason = "It was another debtor"
        dialog.save().action_save()
        last = self.chile.cobranzas_contact_log_ids.filtered("corrects_id")
        self.assertTrue(last.annuls)
        self.assertIsNone(self.ask(self.chile, "call", "2025-12-02 10:00"))

    def test_a_contact_for_a_group(self):
        group = self.env["cobranzas.debtor.group"].create(
            {
                "name": "Familia Soto",
                "member_ids": [Command.create({"partner_id": self.chile.id})],
            }
        )
        dialog = self.open(group)
        dialog.date = self.at("2025-12-01 10:00")
        dialog.next_date = "2030-12-06"
        dialog.save().action_save()
        row = self.chile.cobranzas_contact_log_ids
        self.assertEqual(row.debtor_group_id, group)
        self.assertEqual(group.cobranzas_contact_count, 1)
        self.assertEqual(len(group.activity_ids), 1)

    def test_bad_input(self):
        for vals, pattern, error in (
            ({"date": "2199-01-01", "direction": "in"}, "still to come", ValidationError),
            ({"next_date": "2025-11-01"}, "later day", ValidationError),
            ({"channel": "smoke"}, "can't be read", UserError),
            ({"partner_id": 2**31 - 1}, "no access|not exist", (AccessError, UserError)),
            ({"date": "soon"}, "not a date", UserError),
        ):
            with (
                self.subTest(pattern),
                self.assertRaisesRegex(error, pattern),
                self.env.cr.savepoint(),
            ):
                self.dialog(user=self.collector_user, **vals).action_save()

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def test_a_collector_logs_and_reads_own_debtors_only(self):
        with self.assertRaisesRegex(AccessError, "your own debtors"), self.env.cr.savepoint():
            self.dialog(self.other_customer, self.collector_user, direction="in").action_save()
        mine = self.add(self.chile, "2025-12-01 10:00")
        theirs = self.add(self.other_customer, "2025-12-01 10:00", direction="in")
        log = self.log.with_user(self.collector_user)
        self.assertEqual(log.search([("id", "in", (mine | theirs).ids)]), mine)
        with self.assertRaises(AccessError):
            theirs.with_user(self.collector_user).read(["note"])
        with self.assertRaises(AccessError):
            theirs.with_user(self.collector_user).action_correct()
        cashier = self.make_user("caja", "l10n_cobranzas.group_cobranzas_cashier")
        self.assertEqual(len(self.log.with_user(cashier).search([])), 2)

    def test_a_substitute_logs_for_who_is_absent(self):
        user = self.make_user("pedro", "l10n_cobranzas.group_cobranzas_collector")
        substitute = self.env["cobranzas.collector"].create({"name": "Pedro", "user_id": user.id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.dialog(user=user).action_save()
        self.env["cobranzas.collector.absence"].create(
            {
                "collector_id": self.collector.id,
                "substitute_id": substitute.id,
                "date_from": "2020-01-01",
                "date_to": "2099-12-31",
            }
        )
        self.dialog(user=user).action_save()
        row = self.chile.cobranzas_contact_log_ids
        self.assertEqual((row.user_id, row.collector_id), (user, self.collector))

    def test_another_company_sees_nothing(self):
        self.add(self.chile, "2025-12-01 10:00")
        other = self.env["res.company"].create({"name": "Otra"})
        user = self.make_user(
            "lejos",
            "l10n_cobranzas.group_cobranzas_manager",
            company_ids=[Command.set(other.ids)],
            company_id=other.id,
        )
        self.assertFalse(self.log.with_user(user).search([]))
        self.assertFalse(self.chile.with_user(user).cobranzas_contact_count)

    def test_channels_are_of_own_debtors(self):
        permissions = self.env["cobranzas.contact.permission"].with_user(self.collector_user)
        mine = permissions.create({"partner_id": self.chile.id, "channel": "call"})
        body = self.chile.message_ids[:1].body
        self.assertIn("Call: Authorised", body)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            permissions.create({"partner_id": self.other_customer.id, "channel": "call"})
        with self.assertRaises(AccessError):
            mine.unlink()
        portal = self.make_user("deudora", "base.group_portal", partner_id=self.chile.id)
        for records in (mine, self.log):
            with self.assertRaises(AccessError):
                records.with_user(portal).check_access("read")

    def test_the_export_is_of_what_the_user_reads(self):
        self.add(self.other_customer, "2025-12-01 10:00", direction="in")
        with self.assertRaisesRegex(UserError, "No contact with"):
            self.other_customer.with_user(self.collector_user).action_cobranzas_export_contacts()
        self.add(self.chile, "2025-12-01 10:00")
        action = self.chile.with_user(self.collector_user).action_cobranzas_export_contacts()
        self.assertIn("/web/content/", action["url"])
