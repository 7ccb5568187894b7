"""What the tests of notices share: a company that sends them, a plan, debtors past due."""

from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command, fields
from odoo.addons.l10n_cobranzas.engine.contact import Answer

from .statements import StatementCommon

NOTICE, RUN = "cobranzas.notice", "cobranzas.notice.run"


def allow(partners, _channel, _at=None):
    """Rules of contact that allow everything, whatever the hour at which a test runs."""
    return {partner: Answer(True) for partner in partners}


class NoticeCommon(StatementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.real_gate = staticmethod(cls.registry["res.partner"]._cobranzas_contact_answers)
        gate = patch.object(cls.registry["res.partner"], "_cobranzas_contact_answers", allow)
        cls.startClassPatcher(gate)
        cls.company.cobranzas_notices_active = True
        cls.env["cobranzas.notice.plan"].search([]).active = False
        cls.plan = cls.make_plan(
            ("Antes", -3, "email", "sms"),
            ("Amable", 3, "email", "sms"),
            ("Firme", 15, "email", "letter"),
            ("Final", 40, "letter", False),
        )
        cls.customer.phone = "+54 11 4321-1234"
        cls.today = cls.env["cobranzas.notice.reader"]._get_today(
            cls.company, fields.Datetime.now()
        )

    @classmethod
    def ref(cls, name):
        return cls.env.ref(f"l10n_cobranzas.{name}")

    @classmethod
    def make_plan(cls, *steps, **kw):
        """A plan of steps (name, days, channel, second channel), without statements attached."""
        return cls.env["cobranzas.notice.plan"].create(
            {
                "name": "Prueba",
                "step_ids": [
                    Command.create(
                        {
                            "name": name,
                            "days": days,
                            "channel": channel,
                            "next_channel": second,
                            "template_id": cls.ref("mail_template_notice_friendly").id,
                            "sms_template_id": cls.ref("sms_template_notice_late").id,
                        }
                    )
                    for name, days, channel, second in steps
                ],
                **kw,
            }
        )

    @classmethod
    def overdue(cls, amount, days, partner=None, **kw):
        """A posted invoice that fell due so many days ago; returns its receivable item."""
        due = fields.Date.to_string(cls.today - timedelta(days=days))
        issued = fields.Date.to_string(cls.today - timedelta(days=max(days, 0) + 5))
        return cls.invoice(amount, issued, due=due, partner=partner, **kw)

    def plan_today(self):
        """Look at all debtors, as the schedule does; returns the run."""
        run = self.env[RUN].with_user(SUPERUSER_ID)._action_start(self.company)
        while run.state == "planning":
            run._plan_slice()
        return run

    def send(self):
        """Send what is due, as the schedule does."""
        notices, done = self.env[NOTICE].with_user(SUPERUSER_ID), True
        while done:
            _left, done = notices._send_slice(lambda *_args, **_kwargs: 1.0)
        self.env.invalidate_all()

    def work(self):
        """A day's work: look at debtors, and send. Returns all notices of the company so far."""
        self.plan_today()
        self.send()
        return self.notices()

    def notices(self):
        return self.env[NOTICE].search([("company_id", "=", self.company.id)], order="id")

    def told(self, notices=None):
        """Notices as rows: debtor, step, channel, state."""
        return [
            (each._get_debtor().name, each.step_id.name, each.channel, each.state)
            for each in (self.notices() if notices is None else notices)
        ]

    def log_of(self, partner):
        """The log of a debtor as rows: channel, direction."""
        rows = self.env["cobranzas.contact.log"].search(
            [("partner_id", "=", partner.id)], order="id"
        )
        return [(row.channel, row.direction) for row in rows]

    def mails_of(self, notices):
        """The e-mails of notices, in the queue or sent."""
        return self.env["mail.mail"].search(
            [("model", "=", NOTICE), ("res_id", "in", notices.ids)], order="id"
        )

    def preview(self, user=None):
        """The preview as rows: debtor, step, channel, reason."""
        preview = self.env["cobranzas.notice.preview"].with_user(user or self.env.user)
        preview = preview.create({"company_id": self.company.id})
        preview.action_preview()
        return sorted(
            (line.display_name, line.step_id.name or "", line.channel or "", line.reason or "")
            for line in preview.line_ids
        )
