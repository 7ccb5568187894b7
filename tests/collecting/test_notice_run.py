"""Notices to debtors: what each gets, once, and why not (COL-05)."""

from datetime import timedelta
from unittest.mock import patch

from lxml import html as lxml_html
from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from psycopg2.errors import UniqueViolation

from ..lib.notices import NOTICE, NoticeCommon


@tagged("post_install", "-at_install")
class TestNoticeRun(NoticeCommon):
    def test_one_message_with_the_stage_of_each_document(self):
        self.overdue(1000, 20)
        self.overdue(30, 4)
        self.overdue(7, 1)
        self.assertEqual(
            self.told(self.work()), [("Almacén El Ceibo", "Firme", "email", "sent")]
        )
        notice = self.notices()
        table = self.table(notice.with_context(lang="en_US").documents_html)
        self.assertEqual([row[4] for row in table[1:4]], ["Firme", "Amable", "Antes"])
        self.assertEqual(notice.amount, 1037)
        self.assertEqual(notice.amounts_text, f"{self.currency} 1,037.00")
        mail = self.mails_of(notice)
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn("1,037.00", mail.body_html)
        self.assertEqual(self.log_of(self.customer), [("email", "out")])
        self.assertIn("Firme", self.customer.message_ids[:1].body)

    def test_each_step_once_an_episode(self):
        self.plan.days_between = 0
        item = self.overdue(1000, 5)
        self.work()
        self.work()
        self.assertEqual(self.told(), [("Almacén El Ceibo", "Amable", "email", "sent")])
        # the document grows older: the next step, not the first again
        item.date_maturity = self.today - timedelta(days=16)
        self.work()
        self.work()
        self.assertEqual(
            [row[1:] for row in self.told()],
            [("Amable", "email", "sent"), ("Firme", "email", "sent")],
        )
        # paid: the episode ends, and later debts begin another
        self.receipt([item], [self.cash_value(1000)]).action_post()
        self.work()
        self.assertTrue(self.notices().episode_id.date_end)
        self.overdue(50, 5)
        self.work()
        self.assertEqual([row[1] for row in self.told()], ["Amable", "Firme", "Amable"])
        self.assertEqual(len(self.notices().episode_id), 2)

    def test_what_covers_a_document(self):
        """What is disputed, promised or under way is not asked for; credits are taken off."""
        for amount in (100, 200, 300, 400, 500):
            self.overdue(amount, 20)
        credit = self.overdue(70, 30, move_type="out_refund")
        first, second, third, fourth, fifth = (
            self.env["account.move.line"]
            .search(
                [
                    ("partner_id", "=", self.customer.id),
                    ("account_id", "=", self.receivable.id),
                    ("debit", ">", 0),
                ],
                order="id",
            )
            .ids
        )
        self.assertEqual(credit.amount_residual, -70)
        with (
            patch.object(
                self.registry["cobranzas.dispute"],
                "_cobranzas_disputed",
                lambda *_args: {second: 200, third: 100},
            ),
            patch.object(
                self.registry["cobranzas.promise"],
                "_cobranzas_covered",
                lambda *_args: {fourth: 400},
            ),
        ):
            notices = self.work()
        # 100 less the credit of 70; 300 less 100 disputed; 500
        found = {item.move_line_id.id: item.amount for item in notices.item_ids}
        self.assertEqual(found, {first: 30, third: 200, fifth: 500})

    def test_an_online_payment_that_is_pending(self):
        self.overdue(100, 20)
        provider = self.env["payment.provider"].sudo().create(
            {"name": "Pasarela", "company_id": self.company.id}
        )
        transaction = self.env["payment.transaction"].sudo().create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
                "reference": "P 1",
                "amount": 100,
                "currency_id": self.company.currency_id.id,
                "partner_id": self.customer.id,
                "state": "pending",
                "last_state_change": fields.Datetime.now(),
            }
        )
        [row] = self.preview()
        self.assertIn("online payment", row[3])
        self.assertFalse(self.work())
        transaction.state = "cancel"
        self.assertEqual([row[1] for row in self.told(self.work())], ["Firme"])

    def test_a_cheque_of_a_draft_receipt(self):
        item = self.overdue(100, 20)
        receipt = self.receipt(
            [item],
            [{"journal_id": self.portfolio.id, "amount": 100}],
            [self.check(100)],
        )
        self.assertFalse(self.work())
        self.assertIn("cheque", self.preview()[0][3])
        receipt.unlink()
        self.assertEqual(len(self.work()), 1)

    def test_the_dry_run_is_the_run(self):
        self.overdue(100, 20)
        self.overdue(100, 5, partner=self.other_customer)
        quiet = self.env["res.partner"].create({"name": "Sin datos"})
        self.overdue(100, 20, partner=quiet)
        young = self.env["res.partner"].create({"name": "Al día", "email": "j@example.com"})
        self.overdue(100, 2 - 7, partner=young)
        rows = self.preview()
        self.assertEqual(
            [row[:3] for row in rows],
            [
                ("Almacén El Ceibo", "Firme", "email"),
                ("Sin datos", "Firme", ""),
                ("Ñandú Hnos.", "Amable", "email"),
            ],
        )
        self.assertIn("No e-mail address", rows[1][3])
        self.assertIn("No postal address", rows[1][3])
        self.assertFalse(self.notices(), "nothing is written but the preview")
        going = sorted(row[:3] for row in rows if row[2])
        sent = sorted(row[:3] for row in self.told(self.work()) if row[3] == "sent")
        self.assertEqual(sent, going)
        skipped = self.notices().filtered(lambda notice: notice.state == "skipped")
        self.assertEqual(skipped.partner_id, quiet)
        self.assertIn("No e-mail address", skipped.reason)

    def test_least_amounts(self):
        self.overdue(99, 5)
        self.plan.amount_min = 100
        self.assertFalse(self.work())
        self.assertIn("least amount", self.preview()[0][3])
        self.overdue(1, 5)
        self.assertEqual(len(self.work()), 1)

    def test_plans_by_tag_group_collector_and_customer(self):
        self.overdue(100, 5)
        self.overdue(100, 5, partner=self.other_customer)
        tag = self.env["res.partner.category"].create({"name": "Mayorista"})
        self.customer.category_id = tag
        tagged_plan = self.make_plan(("Mayor", 1, "email", False), sequence=1, category_ids=tag.ids)
        table = lambda: {row[0]: row[1] for row in self.preview()}  # noqa: E731
        self.assertEqual(table(), {"Almacén El Ceibo": "Mayor", "Ñandú Hnos.": "Amable"})
        own = self.make_plan(("Propio", 1, "email", False), sequence=200)
        self.customer.cobranzas_notice_plan_id = own
        self.assertEqual(table()["Almacén El Ceibo"], "Propio")
        tagged_plan.category_ids = False
        tagged_plan.collector_ids = self.env["cobranzas.collector"].create(
            {"name": "Rosa", "partner_ids": [Command.set(self.other_customer.ids)]}
        )
        self.assertEqual(table()["Ñandú Hnos."], "Mayor")

    def test_a_debtor_group_gets_one(self):
        group = self.make_group(self.customer, self.other_customer)
        self.overdue(100, 20)
        self.overdue(60, 5, partner=self.other_customer)
        [notice] = self.work()
        self.assertEqual(notice.debtor_group_id, group)
        self.assertEqual(notice.recipient_ids, self.customer | self.other_customer)
        self.assertEqual(notice.amount, 160)
        self.assertEqual(self.log_of(self.customer), [("email", "out")])
        self.assertEqual(self.log_of(self.other_customer), [("email", "out")])
        table = self.table(notice.documents_html)
        self.assertEqual([row[1] for row in table[1:3]], ["Almacén El Ceibo", "Ñandú Hnos."])
        lists = {each["key"]: each for each in group.get_cobranzas_debtor_page()["lists"]}
        self.assertEqual([row["id"] for row in lists["notices"]["rows"]], notice.ids)
        found = self.env[NOTICE].search(lists["notices"]["action"]["domain"])
        self.assertEqual(found, notice)

    def test_paid_between_planning_and_sending(self):
        item = self.overdue(100, 20)
        self.plan_today()
        self.assertEqual([row[3] for row in self.told()], ["planned"])
        self.receipt([item], [self.cash_value(100)]).action_post()
        self.send()
        [notice] = self.notices()
        self.assertEqual(notice.state, "cancelled")
        self.assertFalse(self.mails_of(notice))
        self.assertFalse(self.log_of(self.customer))

    def test_documents_are_written_again_where_they_changed(self):
        items = [self.overdue(1000, 20), self.overdue(300, 20), self.overdue(50, 20)]
        changed = self.env["res.partner"].create({"name": "Cambia", "email": "c@example.com"})
        items += [self.overdue(70, 20, partner=changed), self.overdue(30, 20, partner=changed)]
        self.plan_today()
        same, other = self.notices()
        kept, before = same.item_ids, other.item_ids
        self.receipt(
            [(items[3], 45)], [self.cash_value(45)], partner_id=changed.id
        ).action_post()
        self.env.invalidate_all()  # sending is a transaction of its own
        self.send()
        self.assertEqual(self.notices().mapped("state"), ["sent", "sent"])
        self.assertEqual(same.item_ids, kept)
        self.assertEqual([kept.mapped("amount"), same.amount], [[1000, 300, 50], 1350])
        self.assertFalse(before.exists())
        self.assertEqual([other.item_ids.mapped("amount"), other.amount], [[25, 30], 55])
        self.assertIn("55.00", self.mails_of(other).body_html)

    def test_where_the_audit_trail_is_restricted(self):
        self.company.restrictive_audit_trail = True
        self.overdue(1000, 20)
        self.assertEqual(self.work().mapped("state"), ["sent"])
        note = self.customer.message_ids[:1]
        self.assertIn("Firme", note.body)
        self.assertEqual(note.subtype_id, self.ref("mail_message_subtype_debtor_note"))

    def test_nothing_by_itself_until_it_is_switched_on(self):
        self.overdue(100, 20)
        self.company.cobranzas_notices_active = False
        self.env["cobranzas.notice.run"]._start_days()
        self.assertFalse(
            self.env["cobranzas.notice.run"].search([("company_id", "=", self.company.id)])
        )
        with self.assertRaisesRegex(UserError, "switched off"):
            self.env["cobranzas.notice.run"]._action_start(self.company)

    def test_hostile_names(self):
        evil = "<script>alert(1)</script>"
        self.customer.name = evil
        self.overdue(100, 20)
        [notice] = self.work()
        [mail] = self.mails_of(notice)
        self.assertNotIn(evil, mail.body_html)
        self.assertIn("&lt;script&gt;", mail.body_html)
        self.assertNotIn("<script", notice.documents_html)
        self.assertFalse(list(lxml_html.fromstring(mail.body_html).iter("script")))

    def test_a_text_with_a_broken_field(self):
        """Its notices fail in a sentence; those of other texts go on."""
        self.overdue(100, 20)
        self.overdue(100, 5, partner=self.other_customer)
        broken = self.ref("mail_template_notice_firm").copy()
        broken.body_html = '<p><t t-out="object.no_such_field"/></p>'
        self.plan.step_ids.filtered(lambda step: step.name == "Firme").template_id = broken
        notices = self.work()
        self.assertEqual(
            sorted(row[1:] for row in self.told()),
            [("Amable", "email", "sent"), ("Firme", "email", "failed")],
        )
        failed = notices.filtered(lambda notice: notice.state == "failed")
        self.assertIn("can't be filled in", failed.reason)
        self.assertIn("no_such_field", failed.reason)
        self.assertEqual(len(failed.reason.splitlines()), 1)
        self.assertFalse(self.log_of(self.customer))
        # corrected, and tried again
        broken.body_html = "<p>Hola</p>"
        failed.action_retry()
        self.send()
        self.assertEqual(failed.state, "sent")
        self.assertEqual(len(self.mails_of(failed)), 1)

    def test_time_per_debtor_is_flat(self):
        """Reading a slice takes as many queries for eight debtors as for two."""
        partners = self.env["res.partner"].create(
            [{"name": f"C{number}", "email": f"c{number}@example.com"} for number in range(8)]
        )
        for partner in partners:
            self.overdue(100, 20, partner=partner)
        reader, counts = self.env["cobranzas.notice.reader"], []
        for found in (partners[:2], partners[2:4], partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            reader._read(self.company, list(found), fields.Datetime.now())
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_only_one_planned_row_in_the_database(self):
        self.overdue(100, 20)
        [notice] = self.work()
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.env[NOTICE].sudo().create(
                {
                    "company_id": self.company.id,
                    "partner_id": self.customer.id,
                    "step_id": notice.step_id.id,
                    "episode_id": notice.episode_id.id,
                }
            )
