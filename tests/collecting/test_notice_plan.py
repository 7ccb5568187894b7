"""Plans of notices: what is refused in a sentence, who sees what, what comes with them (COL-05)."""

from contextlib import contextmanager

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..lib.notices import NOTICE, NoticeCommon


@tagged("post_install", "-at_install")
class TestNoticePlan(NoticeCommon):
    def _step_vals(self, **kw):
        return {
            "name": "Otro",
            "days": 90,
            "channel": "email",
            "template_id": self.ref("mail_template_notice_firm").id,
            "sms_template_id": self.ref("sms_template_notice_late").id,
            **kw,
        }

    @contextmanager
    def _refused(self, sentence):
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            yield
        self.env.invalidate_all()

    def test_bad_steps(self):
        other = self.ref("mail_template_statement")
        table = (
            ({"days": 3}, "a step 3 days from the due date already"),
            ({"days": 99999}, "99999 days can't be right"),
            ({"template_id": False}, "choose the text of it"),
            ({"channel": "sms", "sms_template_id": False}, "choose the text of it"),
            ({"next_channel": "email"}, "same channel twice"),
            ({"template_id": other.id}, "is not a text of notices"),
        )
        for vals, sentence in table:
            with self.subTest(vals=vals), self._refused(sentence):
                self.plan.step_ids = [Command.create(self._step_vals(**vals))]
            with self.subTest(vals=vals), self._refused(sentence):
                self.env["cobranzas.notice.step"].create(
                    self._step_vals(plan_id=self.plan.id, **vals)
                )

    def test_the_same_step_twice_at_once(self):
        with self._refused("already"):
            self.make_plan(("A", 3, "email", False), ("B", 3, "sms", False))
        first, second = self.plan.step_ids[:2]
        with self._refused("already"):
            second.days = first.days

    def test_stages_are_numbered_by_days(self):
        self.assertEqual(
            [(step.sequence, step.days) for step in self.plan.step_ids],
            [(1, -3), (2, 3), (3, 15), (4, 40)],
        )

    def test_a_step_with_notices_stays(self):
        self.overdue(100, 5)
        self.work()
        with self.assertRaisesRegex(UserError, "archive the plan"):
            self.plan.unlink()
        with self.assertRaisesRegex(UserError, "archive the plan"):
            self.plan.step_ids = [Command.clear()]

    def test_a_plan_that_goes_leaves_its_debtors_without_one(self):
        plan = self.env["cobranzas.notice.plan"].create({"name": "Propio"})
        group = self.env["cobranzas.debtor.group"].create({"name": "Grupo"})
        self.customer.cobranzas_notice_plan_id = group.cobranzas_notice_plan_id = plan
        plan.unlink()
        self.env.invalidate_all()
        self.assertFalse(self.customer.cobranzas_notice_plan_id)
        self.assertFalse(group.cobranzas_notice_plan_id)

    def test_what_comes_installed_sends_nothing(self):
        self.assertFalse(
            self.env["res.company"].create({"name": "Nueva"}).cobranzas_notices_active
        )
        plan = self.ref("cobranzas_notice_plan_default")
        self.assertEqual(plan.step_ids.mapped("days"), [-3, 3, 10, 20, 40])

    def test_a_plan_by_form(self):
        form = Form(self.env["cobranzas.notice.plan"])
        form.name = "Por formulario"
        with form.step_ids.new() as step:
            step.name, step.days = "Uno", 2
            step.template_id = self.ref("mail_template_notice_firm")
        self.assertEqual(form.save().step_ids.days, 2)

    def test_who_sees_and_does_what(self):
        self.overdue(100, 5)
        self.overdue(100, 5, partner=self.other_customer)
        mine = self.make_collector("rosa", self.customer)
        notices = self.work()
        own = notices.filtered(lambda notice: notice.partner_id == self.customer)
        seen = self.env[NOTICE].with_user(mine).search([("id", "in", notices.ids)])
        self.assertEqual(seen, own)
        self.assertEqual(seen.item_ids.mapped("amount"), [100])
        with self.assertRaises(AccessError):
            (notices - own).with_user(mine).action_cancel()
        with self.assertRaises(AccessError):
            own.with_user(mine).write({"state": "planned"})
        with self.assertRaises(AccessError):
            self.env["cobranzas.notice.plan"].with_user(mine).create({"name": "x"})
        with self.assertRaises(AccessError):
            self.preview(mine)
        cashier = self.make_user("caja", "l10n_cobranzas.group_cobranzas_cashier")
        self.assertEqual(len(self.preview(cashier)), 2)
        previews = self.env["cobranzas.notice.preview"].with_user(cashier)
        with self.assertRaises(AccessError):
            previews.create({"company_id": self.company.id}).action_send()
        reader = self.make_user("lectora", "account.group_account_readonly")
        self.assertEqual(own.with_user(reader).amount, 100)
        with self.assertRaises(AccessError):
            own.with_user(reader).action_cancel()
        self.assertEqual(self.customer.with_user(mine).cobranzas_notice_count, 1)
        action = self.customer.with_user(mine).action_cobranzas_open_notices()
        self.assertEqual(self.env[NOTICE].search(action["domain"]), own)

    def test_cancelled_by_hand_and_planned_again(self):
        self.overdue(100, 5)
        self.plan_today()
        [notice] = self.notices()
        notice.action_cancel()
        self.assertEqual(notice.state, "cancelled")
        with self.assertRaisesRegex(UserError, "planned can be cancelled"):
            notice.action_cancel()
        with self.assertRaisesRegex(UserError, "can be tried again"):
            notice.action_retry()
        self.work()
        self.assertEqual([row[3] for row in self.told()], ["cancelled", "sent"])

    def test_in_the_language_of_the_debtor(self):
        self.env["res.lang"]._activate_lang("es_AR")
        template = self.ref("mail_template_notice_friendly")
        template.with_context(lang="es_AR").subject = "{{ object.company_id.name }}: vencidos"
        self.customer.lang, self.other_customer.lang = "es_AR", "en_US"
        self.overdue(1000, 5)
        self.overdue(1000, 5, partner=self.other_customer)
        notices = self.work()
        by_partner = {each.partner_id: self.mails_of(each).subject for each in notices}
        self.assertIn("vencidos", by_partner[self.customer])
        self.assertIn("documents overdue", by_partner[self.other_customer])
        bodies = {each.partner_id: self.mails_of(each).body_html for each in notices}
        self.assertIn("1.000,00", bodies[self.customer])
        self.assertIn("1,000.00", bodies[self.other_customer])

    def test_send_now(self):
        self.overdue(100, 5)
        preview = self.env["cobranzas.notice.preview"].create({"company_id": self.company.id})
        preview.action_preview()
        self.assertEqual((preview.send_count, preview.amount), (1, 100))
        self.assertEqual(preview.action_send()["res_model"], NOTICE)
        run = self.env["cobranzas.notice.run"].search([("company_id", "=", self.company.id)])
        self.assertEqual((run.state, run.debtor_count), ("planning", 1))
        self.assertEqual(run.date, self.env["cobranzas.notice.reader"]._get_today(
            self.company, fields.Datetime.now()
        ))
