"""Notices go by the day that it is in the company, whatever the server's clock shows (COL-05)."""

from datetime import datetime, time, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from odoo import SUPERUSER_ID, fields
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.notices import NoticeCommon


@tagged("post_install", "-at_install")
class TestCompanyClock(NoticeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "America/Mexico_City"  # six hours behind UTC
        cls.env.user.tz = False
        cls.evening = datetime.combine(cls.today + timedelta(1), time(2))

    def _read(self):
        """What the debtor gets at 20:00 in the company, when it is the next day in UTC."""
        reader = self.env["cobranzas.notice.reader"].with_user(SUPERUSER_ID)
        drafts = reader._read(self.company, [self.customer], fields.Datetime.now())
        return drafts[self.customer].decision

    def test_a_promise_is_in_time_until_midnight(self):
        item = self.overdue(100, 20)
        self.company.cobranzas_promise_tolerance_days = 0
        with freeze_time(datetime.combine(self.today, time(18))):
            self.env["cobranzas.promise.new"].create(
                {
                    "partner_id": self.customer.id,
                    "line_ids": [Command.create({"date": self.today, "amount": 100})],
                }
            ).action_save()
        line = self.env["cobranzas.promise.line"].search([("partner_id", "=", self.customer.id)])
        line.sudo().date_limit = self.today  # also where today is no working day
        with freeze_time(self.evening):
            self.assertEqual(self._read().left_out, {item.id: "promised"})
        with freeze_time(self.evening + timedelta(hours=4)):
            self.assertEqual(self._read().reason, "")

    def test_the_statement_is_of_the_same_day_as_the_notice(self):
        self.plan.step_ids.attach_statement = True
        self.overdue(100, 20)
        days = []

        def render(line):
            days.append(line.run_id.date_to)
            return "statement.pdf", b"%PDF"

        line_model = self.registry["cobranzas.statement.run.line"]
        with freeze_time(self.evening), patch.object(line_model, "_render_pdf", render):
            [notice] = self.work()
            self.assertEqual(notice.state, "sent", notice.reason)
        self.assertEqual(days, [self.today])
        self.assertEqual(notice.run_id.date, self.today)

    def test_what_is_asked_of_collectors_is_for_today(self):
        self.customer.write({"email": False, "phone": False})
        self.overdue(100, 5)
        self.make_collector("rosa", self.customer)
        with freeze_time(self.evening):
            self.work()
        activity = self.env["mail.activity"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)]
        )
        self.assertEqual(activity.date_deadline, self.today)

    def test_the_next_contact_is_on_the_day_of_who_logs_it(self):
        """In the evening, the day of the contact is another one in UTC."""
        self.env.user.tz = "America/Mexico_City"
        log = self.env["cobranzas.contact.log"].with_context(tz="America/Mexico_City")
        with freeze_time(self.evening):
            [row] = log._cobranzas_log(
                [
                    {
                        "partner_id": self.customer.id,
                        "channel": "call",
                        "date": fields.Datetime.now(),
                        "next_date": self.today,
                    }
                ]
            )
        self.assertEqual(row.next_date, self.today)
