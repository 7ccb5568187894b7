import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import format_date

from ..settings.debtor_mail import post_mail

_logger = logging.getLogger(__name__)

MAX_LISTED = 200  # documents in the e-mail; the PDF has them all


class CobranzasStatementRunLine(models.Model):
    """The e-mail of a statement: recipients, text, PDF, and the note that it was sent."""

    _inherit = "cobranzas.statement.run.line"

    @api.model
    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["recipient_ids"]

    # ------------------------------------------------------------------
    # Content
    # ------------------------------------------------------------------

    def _prepare_mails(self):
        """Return {id: e-mail}, for lines of one run: its text, recipients and balances.

        All are read and rendered together, with the rights of the user of the run. A line that
        is not to be sent has the ``reason`` instead.
        """
        run = self.run_id
        lines = self.with_env(run._get_env())
        own = lines._filtered_access("read")
        statements = run._fetch_statements(own)
        recipients = run._find_recipients([line._get_owner() for line in own])
        mails = {}
        for line in lines - own:
            reason = self.env._("The customer is not one of your debtors any more.")
            mails[line.id] = {"reason": reason}
        for line in own:
            mails[line.id] = line._prepare_mail(statements[line.id], *recipients[line._get_owner()])
        wanted = own.filtered(lambda line: not mails[line.id]["reason"])
        if wanted:
            read = wanted.with_context(cobranzas_statements=statements)
            for number, rendered in read._render_mails().items():
                mails[number].update(rendered)
        return mails

    def _prepare_mail(self, statement, recipients, reason):
        """Return the e-mail of a statement: recipients, values of the line, reason not to send."""
        if not reason and statement.is_empty and self.run_id.scope != "chosen":
            reason = self.env._("Nothing is pending any more.")
        return {
            "reason": reason,
            "recipients": recipients,
            "vals": {
                "balances": self.run_id._format_balances(statement.accounts),
                "balance": statement.balance_company,
                "document_count": len(statement.documents),
            },
        }

    def _render_mails(self):
        """Return {id: subject, body and sender}, in the language of each."""
        template = self.run_id.template_id.with_env(self.env)
        self.invalidate_recordset(["documents_html"])
        return template._generate_template(
            self.ids, ("subject", "body_html", "email_from", "reply_to", "mail_server_id")
        )

    def _render_documents(self, statement, most=MAX_LISTED, with_account=True):
        """Return the tables of accounts and documents as HTML; what they show is escaped."""
        self.ensure_one()
        used = [number for number, account in statement.accounts.items() if not account.is_empty]
        currencies = self.env["res.currency"].browse(used).sorted("name")
        day = format_date(self.env, self.date_to)
        return self.env["ir.qweb"]._render(
            "l10n_cobranzas.statement_documents",
            {
                "line": self,
                "is_group": bool(self.group_id),
                "with_account": with_account and self.kind == "statement",
                "statement": statement,
                "currencies": currencies,
                "most": most if self.attach_pdf else len(statement.documents),
                "amount": self.run_id._format_amount,
                "none": self.env._("There are no pending documents at %(date)s.", date=day),
                "more": lambda count: self.env._(
                    "and %(count)s more documents, in the attached PDF", count=count
                ),
            },
        )

    # ------------------------------------------------------------------
    # The PDF
    # ------------------------------------------------------------------

    def _get_title(self):
        """Return what is sent, in the language of the environment."""
        self.ensure_one()
        return self.run_id._get_titles()[self.kind]

    def _get_dates_text(self):
        """Return the dates of the statement as a sentence, in the language of the environment."""
        self.ensure_one()
        last = format_date(self.env, self.date_to)
        if self.kind == "statement":
            first = format_date(self.env, self.date_from)
            return self.env._("From %(first)s to %(last)s", first=first, last=last)
        return self.env._("At %(date)s", date=last)

    def _get_file_name(self):
        """Return the name of the PDF, without its extension."""
        self.ensure_one()
        return f"{self._get_title()} {self.date_to}"

    def _check_printable(self):
        """Raise ``UserError`` when the PDF would be too long to make."""
        self.ensure_one()

    def _render_pdf(self):
        """Return the name and the content of the PDF. Raises ``UserError`` when it is too long."""
        self._check_printable()
        line = self.with_context(lang=self.lang)
        content, kind = line.env["ir.actions.report"]._render_qweb_pdf(
            "l10n_cobranzas.action_report_statement", self.ids
        )
        return f"{line._get_file_name()}.{kind}", content

    # ------------------------------------------------------------------
    # Sending
    # ------------------------------------------------------------------

    def _send(self, mail, shared):
        """Send one statement unless another worker sends it; return how many were sent: 1 or 0.

        :param mail: of ``_prepare_mails``; None makes it here
        :param shared: whether the transaction is this statement's own, among other workers
        """
        try:
            line = self.try_lock_for_update()
            if line.state != "pending" or line.run_id.state != "sending":
                return 0  # another worker has it, or the run was stopped
            line._deliver_or_note_failure(mail)
            self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            if not shared:
                raise
            self.env.cr.rollback()  # another worker was faster
            return 0
        return 1

    def _deliver_or_note_failure(self, mail):
        try:
            with self.env.cr.savepoint():
                mail = mail or self._prepare_mails()[self.id]
                if mail["reason"]:
                    self.write({"state": "skipped", "reason": mail["reason"]})
                else:
                    self._deliver(mail)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except UserError as error:
            self.write({"state": "failed", "reason": str(error)})
        except Exception as error:  # noqa: BLE001 - one that fails must not stop the others
            _logger.exception("The statement %s was not sent", self.id)
            reason = self.env._("It could not be made: %(error)s", error=error)
            self.write({"state": "failed", "reason": reason})

    def _deliver(self, mail):
        """Put the e-mail in the queue of those that go out, and note that it was sent."""
        run, user = self.run_id, self.run_id.user_id
        line = self.with_env(run._get_env())
        self.write({**mail["vals"], **run._prepare_recipient_vals(mail["recipients"])})
        attachments = [line._render_pdf()] if run.attach_pdf else []
        # sudo: the statement is the user's to send, and its record is written by its run alone
        posting = line.sudo().with_context(lang=line.lang, cobranzas_statement_sent=True)
        post_mail(
            posting,
            mail,
            user.partner_id,
            mail["recipients"],
            run.template_id,
            attachments=attachments,
            model_description=posting._get_title(),
        )

    def _message_post_after_hook(self, message, msg_vals):
        if self.env.context.get("cobranzas_statement_sent") and message.partner_ids:
            self._note_sent(message)
        return super()._message_post_after_hook(message, msg_vals)

    def _note_sent(self, message):
        """Note on the line, and in the notes of its customers, that the e-mail was sent."""
        # sudo: who may read the line may send it, also without write access to the customer
        line = self.sudo()
        emails = ", ".join(message.partner_ids.mapped("email_normalized"))
        line.write(
            {
                "state": "sent",
                "reason": False,
                "date_sent": fields.Datetime.now(),
                "message_id": message.id,
                "email_to": emails,
            }
        )
        if line.run_id.state == "prepared":
            line._finish_prepared()
        line = line.with_context(lang=line.run_id.user_id.lang)
        body = line.env._(
            "%(statement)s sent to %(emails)s.",
            statement=line._get_html_link(title=line._get_title()),
            emails=emails,
        )
        customers = line._get_customers()
        customers._message_log_batch(
            {customer.id: body for customer in customers}, author_id=self.env.user.partner_id.id
        )

    def _finish_prepared(self):
        """Set a run to done when all of its statements were sent one by one."""
        run = self.run_id
        if run.is_single or all(line.state == "sent" for line in run.line_ids):
            run.write({"state": "done"})
