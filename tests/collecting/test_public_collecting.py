"""What others' trackers report of reminders and dunning, as cases of this one (COL-05)."""

from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command, fields
from odoo.tests import tagged

from ..lib.notices import NOTICE, RUN, NoticeCommon


@tagged("post_install", "-at_install")
class TestPublicCollecting(NoticeCommon):
    def amounts(self, notices):
        """What each document of notices asks for, oldest first."""
        return [(item.name, item.currency_id.name, item.amount) for item in notices.item_ids]

    def test_a_schedule_that_runs_many_times_a_day(self):
        """https://github.com/FOSSBilling/FOSSBilling/issues/3963: one reminder at each cron.

        Likewise https://github.com/invoiceninja/invoiceninja/issues/1693.
        """
        self.overdue(100, 400)
        self.customer.street = "Av. Siempreviva 742"
        self.plan.step_ids.filtered(lambda step: step.name == "Final").channel = "email"
        with patch.object(
            self.registry["ir.cron"], "_commit_progress", lambda *_args, **_kwargs: 1.0
        ):
            for _hour in range(4):
                self.env[RUN].with_user(SUPERUSER_ID)._cron_run()
                self.env[RUN].with_user(SUPERUSER_ID)._action_start(self.company)
        self.assertEqual(self.told(), [("Almacén El Ceibo", "Final", "email", "sent")])
        self.assertEqual(len(self.mails_of(self.notices())), 1)
        self.assertEqual(self.log_of(self.customer), [("email", "out")])

    def test_credit_notes(self):
        """https://github.com/OCA/credit-control/issues/211: open credit notes were left out.

        Likewise https://github.com/invoiceninja/invoiceninja/issues/4732; and cancelled ones were
        counted: https://github.com/OCA/credit-control/issues/562.
        """
        self.overdue(100, 20)
        credit = self.overdue(100, 30, move_type="out_refund").move_id
        self.assertFalse(self.work())
        self.assertIn("Credits", self.preview()[0][3])
        credit.button_draft()
        self.assertEqual(self.preview()[0][1], "Firme")
        credit.button_cancel()
        self.assertEqual(self.work().amount, 100)

    def test_a_document_in_a_foreign_currency(self):
        """https://github.com/frappe/erpnext/issues/56006: pesos told with the sign of dollars.

        And https://github.com/adempiere/adempiere/issues/2362: currencies were added up.
        """
        self.make_rates({"2020-01-01": 0.5})
        self.overdue(80, 20, currency=self.eur)
        self.overdue(30, 20)
        [notice] = self.work()
        found = [row[1:] for row in self.amounts(notice)]
        self.assertEqual(found, [("EUR", 80), (self.currency, 30)])
        self.assertEqual(notice.amount, 190)
        notice = notice.with_context(lang="en_US")
        self.assertEqual(
            sorted(notice.amounts_text.split(" · ")), ["EUR 80.00", f"{self.currency} 30.00"]
        )
        rows = [row[-1] for row in self.table(notice.documents_html)]
        self.assertNotIn("110.00", rows)
        self.assertNotIn("190.00", rows)

    def test_two_documents_each_with_its_own_balance(self):
        """https://github.com/frappe/erpnext/issues/42605: the first had the last one's balance."""
        first, second = self.overdue(100, 20), self.overdue(70, 18)
        self.receipt([(first, 40)], [self.cash_value(40)]).action_post()
        self.assertEqual((first.amount_residual, second.amount_residual), (60, 70))
        self.assertEqual([row[2] for row in self.amounts(self.work())], [60, 70])

    def test_instalments(self):
        """https://github.com/frappe/erpnext/issues/26969: overdue only with the last instalment.

        Each instalment has its own days; what is not due yet is not asked for.
        """
        term = self.env["account.payment.term"].create(
            {
                "name": "Dos cuotas",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (0, 60)
                ],
            }
        )
        move = self.overdue(100, 20).move_id
        move.button_draft()
        move.invoice_date = self.today - timedelta(days=20)
        move.invoice_payment_term_id = term
        move.action_post()
        [notice] = self.work()
        self.assertEqual(notice.item_ids.mapped("amount"), [50])
        self.assertEqual(notice.item_ids.days_overdue, 20)

    def test_a_debtor_without_address_among_others(self):
        """https://github.com/axelor/axelor-open-suite/pull/4923: one without e-mail undid all."""
        nameless = self.env["res.partner"].create({"name": "Sin datos"})
        self.overdue(100, 30, partner=nameless)
        self.overdue(100, 20)
        states = {row[0]: row[3] for row in self.told(self.work())}
        self.assertEqual(states, {"Sin datos": "skipped", "Almacén El Ceibo": "sent"})

    def test_an_address_that_wants_no_more_mail(self):
        """https://github.com/OCA/credit-control/pull/447: it stayed in the queue for ever."""
        self.make_plan(("Aviso", 1, "email", False), sequence=1)
        self.env["mail.blacklist"]._add("ceibo@example.com")
        self.overdue(100, 5)
        [notice] = self.work()
        self.assertEqual(notice.state, "skipped")
        self.assertIn("ceibo@example.com", notice.reason)
        self.env["mail.blacklist"]._remove("ceibo@example.com")
        notice.action_retry()
        self.send()
        self.assertEqual(notice.state, "sent")

    def test_the_address_for_invoices(self):
        """https://github.com/OCA/credit-control/issues/343: a letter, though there was an e-mail.

        Likewise https://github.com/odoo/odoo/pull/7910.
        """
        self.customer.email = False
        contact = self.env["res.partner"].create(
            {
                "name": "Pagos",
                "type": "invoice",
                "parent_id": self.customer.id,
                "email": "pagos@example.com",
            }
        )
        self.overdue(100, 20)
        [notice] = self.work()
        self.assertEqual((notice.channel, notice.state), ("email", "sent"))
        self.assertEqual(self.mails_of(notice).recipient_ids, contact)

    def test_each_in_its_language(self):
        """https://github.com/odoo/odoo/pull/133744: text and frame in two languages."""
        self.customer.lang = "es_419"
        self.other_customer.lang = "en_US"
        for partner in self.customer | self.other_customer:
            self.overdue(1234.5, 20, partner=partner)
        notices = self.work()
        bodies = {mail.recipient_ids: mail.body_html for mail in self.mails_of(notices)}
        own, other = bodies[self.customer], bodies[self.other_customer]
        self.assertIn("Comprobante pendiente", own)
        self.assertNotIn("Pending Document", own)
        self.assertIn("Pending Document", other)
        self.assertNotIn("Comprobante pendiente", other)
        self.assertIn("Emitido", own)
        self.assertNotIn("min-width", own)  # it fits a phone
        self.assertIn("Issued", other)
        self.assertIn("1,234.50", other)

    def test_what_is_not_due_yet_is_not_called_overdue(self):
        """https://github.com/frappe/erpnext/issues/26969: what is overdue, and what is to come."""
        self.customer.email = False
        self.customer.lang = "en_US"
        self.overdue(100, 5)
        self.overdue(40, -1)
        [notice] = self.work()
        self.assertEqual((notice.channel, notice.amount), ("sms", 140))
        self.assertIn(f"{self.currency} 100.00 are past their due date", notice.text)

    def test_an_archived_debtor(self):
        """https://github.com/invoiceninja/invoiceninja/pull/6189: who is gone got reminders."""
        self.overdue(100, 20)
        self.plan_today()
        self.customer.active = False
        self.send()
        [notice] = self.notices()
        self.assertEqual(notice.state, "cancelled")
        self.assertIn("archived", notice.reason)
        self.assertFalse(self.work() - notice)
        self.assertFalse(self.log_of(self.customer))

    def test_an_empty_text(self):
        """https://github.com/OCA/credit-control/pull/443: messages without a body went out."""
        empty = self.ref("mail_template_notice_firm").copy()
        step = self.plan.step_ids.filtered(lambda step: step.name == "Firme")
        step.template_id = empty
        self.overdue(100, 20)
        for body in (False, "<p><br/></p>"):
            empty.body_html = body
            [notice] = self.work()
            self.assertEqual(notice.state, "failed")
            self.assertIn("is empty", notice.reason)
            notice.action_retry()
        self.assertFalse(self.mails_of(notice))
        self.assertFalse(self.log_of(self.customer))

    def test_a_debt_without_due_date(self):
        """https://github.com/OCA/credit-control/pull/213: an error for all of them."""
        move = self.env["account.move"].create(
            {
                "journal_id": self.company_data["default_journal_misc"].id,
                "date": self.today - timedelta(days=20),
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.receivable.id,
                            "partner_id": self.customer.id,
                            "debit": 100,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": self.company_data["default_account_revenue"].id,
                            "credit": 100,
                        }
                    ),
                ],
            }
        )
        move.action_post()
        self.env.cr.execute(
            "UPDATE account_move_line SET date_maturity = NULL WHERE move_id = %s", [move.id]
        )
        self.env.invalidate_all()
        [notice] = self.work()
        self.assertEqual((notice.step_id.name, notice.state), ("Firme", "sent"))
        self.assertEqual(notice.item_ids.days_overdue, 20)

    def test_days_before_and_after(self):
        """https://github.com/Dolibarr/dolibarr/issues/30771: 60 days late, told 60 days before."""
        steps = {}
        for days in (-4, -3, 2, 3, 14, 15, 60):
            partner = self.env["res.partner"].create(
                {"name": f"A {days}", "email": "a@example.com", "street": "Calle 1"}
            )
            self.overdue(100, days, partner=partner)
        for name, step, _channel, _reason in self.preview():
            steps[name] = step
        self.assertEqual(
            steps,
            {
                "A -3": "Antes",
                "A 2": "Antes",
                "A 3": "Amable",
                "A 14": "Amable",
                "A 15": "Firme",
                "A 60": "Final",
            },
        )

    def test_who_always_owes_something(self):
        """https://github.com/OCA/credit-control/issues/460: one told of, the rest was ignored.

        The oldest is paid while others grow old: each is told of at its steps, though the debtor
        never owed nothing; and not again when the oldest comes back.
        """
        first, second = self.overdue(100, 15), self.overdue(200, 4)
        self.work()
        self.assertEqual([row[1] for row in self.told()], ["Firme"])
        receipt = self.receipt([first], [self.cash_value(100)])
        receipt.action_post()
        # told of already, in the table of the first notice
        self.assertIn("dealt with already", self.preview()[0][3])
        second.date_maturity = self.today - timedelta(days=15)
        self.env.invalidate_all()
        self.assertIn("less than 7 days ago", self.preview()[0][3])
        self.assertEqual(len(self.work()), 1)
        self.notices().sudo().date_planned = fields.Datetime.now() - timedelta(days=8)
        self.work()
        self.assertEqual(self.notices().mapped("amount"), [300, 200])
        self.assertEqual([row[1] for row in self.told()], ["Firme", "Firme"])
        self.assertEqual(len(self.notices().episode_id), 2)
        self.assertEqual([bool(each.date_end) for each in self.notices().episode_id], [True, False])
        receipt.action_void(self.today, "Error")
        self.assertEqual(first.amount_residual, 100)
        self.work()
        self.assertEqual(len(self.notices()), 2)

    def test_one_debtor_that_can_t_be_read(self):
        """https://github.com/invoiceninja/invoiceninja/issues/9299: an error stopped the others."""
        bad = self.env["res.partner"].create({"name": "Roto", "email": "roto@example.com"})
        self.overdue(100, 30, partner=bad)
        self.overdue(100, 20)
        reader = self.registry["cobranzas.notice.reader"]
        make = reader._make_draft

        def breaks(self, company, debtor, *args):
            if debtor == bad:
                raise ZeroDivisionError("no rate")
            return make(self, company, debtor, *args)

        with patch.object(reader, "_make_draft", breaks):
            with self.assertLogs("odoo.addons.l10n_cobranzas", "ERROR"):
                run = self.plan_today()
            self.send()
            self.assertEqual(self.told(), [("Almacén El Ceibo", "Firme", "email", "sent")])
            self.assertIn("Roto", run.problem)
            self.assertIn("no rate", run.problem)
        # what broke it is put right
        self.plan_today()
        with (
            patch.object(reader, "_make_draft", breaks),
            self.assertLogs("odoo.addons.l10n_cobranzas", "ERROR"),
        ):
            self.send()
        notice = self.env[NOTICE].search([("partner_id", "=", bad.id)])
        self.assertEqual(notice.state, "failed")
        self.assertIn("no rate", notice.reason)
        notice.action_retry()
        self.send()
        self.assertEqual(notice.state, "sent")
        self.assertGreaterEqual(notice.date_sent, fields.Datetime.now() - timedelta(minutes=5))
