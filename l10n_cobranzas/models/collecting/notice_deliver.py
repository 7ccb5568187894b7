from urllib.parse import quote

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..settings.debtor_mail import post_mail


class CobranzasNotice(models.Model):
    """The messages of notices by each channel: text, documents, statement (COL-05)."""

    _inherit = "cobranzas.notice"

    def _deliver(self, draft):
        """Send the notice, or prepare what a person sends; its documents are up to date."""
        self.ensure_one()
        deliver = {
            "email": self._deliver_email,
            "sms": self._deliver_sms,
            "whatsapp": self._prepare_whatsapp,
            "letter": self._prepare_letter,
        }[self.channel]
        deliver(draft)

    # ------------------------------------------------------------------
    # Texts
    # ------------------------------------------------------------------

    def _render_mail(self):
        """Return subject, body and sender of the e-mail, in the debtor's language.

        Raises ``UserError`` in one sentence when the text can't be filled in.
        """
        template = self.step_id.template_id.with_context(lang=self.lang)
        names = ("subject", "body_html", "email_from", "reply_to", "mail_server_id")
        mail = self._render(template, lambda: template._generate_template(self.ids, names))
        if is_html_empty(mail["body_html"]):
            raise UserError(
                self.env._(
                    "The text %(template)s is empty: write it, and try again.",
                    template=template.display_name,
                )
            )
        return mail

    def _render_text(self):
        """Return the text of an SMS or a WhatsApp message. Raises as ``_render_mail`` does."""
        template = self.step_id.sms_template_id
        return self._render(
            template, lambda: template._render_field("body", self.ids, set_lang=self.lang)
        )

    def _render(self, template, call):
        try:
            return call()[self.id]
        except Exception as error:
            cause = error
            while cause.__cause__ or cause.__context__:
                cause = cause.__cause__ or cause.__context__
            raise UserError(
                self.env._(
                    "The text %(template)s can't be filled in: %(error)s. Correct it, and try "
                    "again.",
                    template=template.display_name,
                    error=str(cause).strip().splitlines()[0].rstrip("."),
                )
            ) from error

    # ------------------------------------------------------------------
    # By itself
    # ------------------------------------------------------------------

    def _deliver_email(self, draft):
        """Put the e-mail in the queue of those that go out, and note that it was sent."""
        mail = self._render_mail()
        attachments = [self._render_statement()] if self.step_id.attach_statement else []
        author = self.user_id.partner_id or self.company_id.partner_id
        message = post_mail(
            self.with_context(lang=self.lang),
            mail,
            author,
            draft.recipients,
            self.step_id.template_id,
            attachments=attachments,
        )
        self._note_sent(draft.contacted, message)
        # sudo: the queue of e-mails is the server's; this wakes it up
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _render_statement(self):
        """Return the name and the content of the statement of pending documents as PDF."""
        debtor = self._get_debtor().with_user(SUPERUSER_ID)
        env = debtor.with_context(lang=self.lang, allowed_company_ids=self.company_id.ids).env
        run = env["cobranzas.statement.run"].create(
            {
                **debtor._cobranzas_prepare_statement_run_vals(),
                "kind": "pending",
                "scope": "chosen",
                "date_to": self._get_today(),
                "company_id": self.company_id.id,
            }
        )
        quiet = env["cobranzas.statement.run.line"].with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        line = quiet.create({"run_id": run.id, **debtor._cobranzas_prepare_statement_vals()})
        pdf = line._render_pdf()
        run.unlink()  # it was made for its PDF alone
        return pdf

    def _deliver_sms(self, draft):
        """Put the SMS in Odoo's queue, and note that it was sent."""
        self.text = self._render_text()
        author = self.user_id.partner_id or self.company_id.partner_id
        message = self._message_sms(
            self.text,
            partner_ids=draft.recipients.ids,
            sms_pid_to_number={draft.recipients.id: draft.address},
            put_in_queue=True,
            author_id=author.id,
        )
        self._note_sent(draft.contacted, message)

    # ------------------------------------------------------------------
    # By hand
    # ------------------------------------------------------------------

    def _prepare_whatsapp(self, draft):
        """Prepare the message, and ask the collector to send it."""
        self.write({"text": self._render_text(), "is_prepared": True})
        title = self.env._("Send by WhatsApp")
        self.activity_id = self._create_activities("whatsapp", [(self, title, draft.address)])

    def _prepare_letter(self, _draft):
        """Prepare the letter; letters are printed together."""
        self.write({"letter_html": self._render_mail()["body_html"], "is_prepared": True})

    def _get_whatsapp_url(self):
        """Return the link that opens WhatsApp with the number and the text filled in."""
        self.ensure_one()
        digits = "".join(filter(str.isdigit, self.address or ""))
        return f"https://wa.me/{digits}?text={quote(self.text or '')}"

    def action_send_whatsapp(self):
        """Log that the message is sent, and open WhatsApp with it filled in.

        Raises ``UserError`` when it is not to be sent any more, or not now.
        """
        self.ensure_one()
        self._check_may_decide()
        self._check_prepared("whatsapp")
        notice = self.sudo()  # sudo: the user may see the notice; it is written by its actions
        draft = notice._refresh_prepared().get(notice)
        if not draft:
            return notice._tell_reason()
        if draft.moment > fields.Datetime.now():
            until = self.env["cobranzas.notice.reader"]._get_moment_text(
                self.company_id, draft.moment
            )
            raise UserError(
                self.env._(
                    "The debtor may not be contacted before %(moment)s. %(rule)s",
                    moment=until,
                    rule=draft.reason,
                )
            )
        notice.text = notice._render_text()
        notice._note_sent(draft.contacted)
        return {"type": "ir.actions.act_url", "url": notice._get_whatsapp_url(), "target": "new"}

    def action_print_letters(self):
        """Print the letters that are prepared, and note them as sent; print sent ones again.

        Those whose debtor owes nothing more are cancelled instead; those whose debtor may not be
        contacted now wait, and say until when. Raises ``UserError`` for what is no letter.
        """
        self._check_may_decide()
        again = self.filtered(lambda notice: notice.state == "sent" and notice.letter_html)
        fresh = self - again
        fresh._check_prepared("letter")
        letters = fresh.sudo()  # sudo: as in action_send_whatsapp
        now = fields.Datetime.now()
        for letter, draft in letters._refresh_prepared().items():
            if draft.moment > now:
                continue  # its reason was written: it is printed later
            letter.letter_html = letter._render_mail()["body_html"]
            letter._note_sent(draft.contacted)
        printed = again | fresh.filtered(lambda notice: notice.state == "sent")
        if not printed:
            return letters[:1]._tell_reason()
        report = self.env.ref("l10n_cobranzas.action_report_notice_letter")
        return report.report_action(printed, config=False)

    def _check_prepared(self, channel):
        """Raise ``UserError`` unless the notices wait to be sent by hand by a channel."""
        labels = dict(self._fields["channel"]._description_selection(self.env))
        for notice in self:
            if notice.channel != channel or not notice.is_prepared or notice.state != "planned":
                raise UserError(
                    self.env._(
                        "%(notice)s is not waiting to be sent by hand: %(channel)s.",
                        notice=notice.display_name,
                        channel=labels[channel],
                    )
                )

    def _refresh_prepared(self):
        """Read the debtors again; return {notice: ``NoticeDraft``} of those still to be sent.

        The others are cancelled, and say why.
        """
        drafts, left = self._read_drafts(), {}
        for notice in self:
            draft = drafts[notice]
            if notice._has_lapsed(draft):
                continue
            if draft.channel != notice.channel:
                notice.write({"is_prepared": False, "reason": draft.problem or False})
                continue
            notice._update(draft)
            left[notice] = draft
        return left

    def _tell_reason(self):
        """Return a message that says why a notice is not sent any more, and show it."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.reason or "",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # ------------------------------------------------------------------
    # Sent
    # ------------------------------------------------------------------

    def _note_sent(self, customers, message=None):
        """Note that a notice was sent: on it, in the log of contacts, in the debtor's notes."""
        self.write(
            {
                "state": "sent",
                "is_prepared": False,
                "reason": False,
                "date_sent": fields.Datetime.now(),
                "message_id": message.id if message else False,
            }
        )
        label = dict(self._fields["channel"]._description_selection(self.env))[self.channel]
        self._finish_activities(label)
        self._log_contact(customers)
        body = self.env._(
            "%(notice)s sent by %(channel)s: %(amounts)s.",
            notice=self._get_html_link(title=self.step_id.name),
            channel=label,
            amounts=self.amounts_text,
        )
        customers._cobranzas_note(
            {customer.id: body for customer in customers},
            author_id=self.env.user.partner_id.id,
        )

    def _log_contact(self, customers):
        """Add the contact that the notice is to the log of the customers it reaches."""
        what = self.env._(
            "Notice %(step)s: %(amounts)s to %(address)s",
            step=self.step_id.name,
            amounts=self.amounts_text,
            address=self.address or "",
        )
        self.env["cobranzas.contact.log"]._cobranzas_log(
            [
                {
                    "partner_id": customer.id,
                    "debtor_group_id": self.debtor_group_id.id,
                    "company_id": self.company_id.id,
                    "channel": self.channel,
                    "direction": "out",
                    "note": what,
                }
                for customer in customers
            ]
        )
