from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

KEPT = timedelta(days=30)  # how long after it was sent a message that fails is followed
SLICE = 100
FAILED = ("bounce", "exception")


class CobranzasNotice(models.Model):
    """What comes back of notices: answers, and messages that did not arrive (COL-05)."""

    _inherit = "cobranzas.notice"

    # ------------------------------------------------------------------
    # Answers
    # ------------------------------------------------------------------

    def message_update(self, msg_dict, update_vals=None):
        """Log an incoming e-mail, and stop the notices of who wrote it until it is read.

        Raises ``AccessError`` for who calls it by hand: e-mails come in for the server.
        """
        for notice in self:
            customers = notice._get_customers()
            customers._cobranzas_note_reply(msg_dict, notice.company_id, notice.debtor_group_id)
        return super().message_update(msg_dict, update_vals=update_vals)

    # ------------------------------------------------------------------
    # Not delivered
    # ------------------------------------------------------------------

    def _message_receive_bounce(self, email, partner):
        """Try the next channel when the message came back; the collector gets an activity."""
        result = super()._message_receive_bounce(email, partner)
        for notice in self.sudo():  # sudo: e-mails come in for the server
            if notice.state == "sent":
                reason = notice.env._("The e-mail to %(address)s came back.", address=email or "")
                notice._note_not_delivered(reason, len(notice.recipient_ids) > 1)
        return result

    @api.model
    def _follow_failures(self):
        """Try the next channel of messages that the servers refused; return how many."""
        failed = Domain("notification_status", "in", FAILED)
        # sudo: of all companies, as they were sent
        notices = self.sudo().search(
            Domain("state", "=", "sent")
            & Domain("date_sent", ">=", fields.Datetime.now() - KEPT)
            & Domain("message_id.notification_ids", "any", failed)
            & ~Domain("message_id.notification_ids", "any", ~failed),
            limit=SLICE,
        )
        for notice in notices:
            problem = notice.message_id.notification_ids[:1].format_failure_reason()
            reason = notice.env._(
                "The message to %(address)s did not arrive: %(problem)s.",
                address=notice.address or "",
                problem=problem,
            )
            notice._note_not_delivered(reason)
        return len(notices)

    def _note_not_delivered(self, reason, partly=False):
        """Plan the notice again by the second channel of its step, else note that it failed.

        :param partly: it arrived at another of its addresses: only the activity is planned
        """
        self.ensure_one()
        self._create_activities("contact", [(self, self._get_problem_title(), reason)])
        second = self.step_id.next_channel
        if partly:
            self.reason = reason
        elif self.is_second or not second:
            self.write({"state": "failed", "reason": reason})
        else:
            self.write(
                {
                    "state": "planned",
                    "is_second": True,
                    "channel": second,
                    "date_planned": fields.Datetime.now(),
                    "reason": reason,
                }
            )
