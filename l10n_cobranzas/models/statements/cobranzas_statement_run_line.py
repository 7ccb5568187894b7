from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.statement import Statements
from ..settings.debtor_mail import prepare_mail_dialog


class CobranzasStatementRunLine(models.Model):
    """One statement of a run: recipients, balance, sent or the reason why not (REP-03).

    The e-mail and the answers to it are on its own thread, for those who may see the debtor; the
    customer's notes say that it was sent.
    """

    _name = "cobranzas.statement.run.line"
    _description = "Statement of Account"
    _inherit = ["cobranzas.guarded.mixin", "mail.thread"]
    _mail_post_access = "read"
    _order = "run_id desc, id"
    _rec_names_search = ["partner_id", "group_id"]

    run_id = fields.Many2one(
        "cobranzas.statement.run", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="run_id.company_id", store=True)
    currency_id = fields.Many2one(related="run_id.currency_id")
    kind = fields.Selection(related="run_id.kind")
    date_from = fields.Date(related="run_id.date_from")
    date_to = fields.Date(related="run_id.date_to")
    attach_pdf = fields.Boolean(related="run_id.attach_pdf")
    run_state = fields.Selection(related="run_id.state", string="Status of the Run")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", readonly=True, index=True, ondelete="cascade"
    )
    group_id = fields.Many2one(
        "cobranzas.debtor.group",
        string="Debtor Group",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    recipient_ids = fields.Many2many("res.partner", string="Recipients", readonly=True)
    email_to = fields.Char(string="E-mail", readonly=True)
    lang = fields.Char(string="Language", compute="_compute_lang")
    balances = fields.Char(string="Balance", readonly=True, help="In each of its currencies.")
    balance = fields.Monetary(
        string="Balance (Company)", readonly=True, help="In the company's currency, as booked."
    )
    document_count = fields.Integer(string="Documents", readonly=True)
    documents_html = fields.Html(
        string="Documents Listed", compute="_compute_documents_html", sanitize=False
    )
    state = fields.Selection(
        selection=[
            ("pending", "To Send"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("skipped", "Not Sent"),
        ],
        string="Status",
        required=True,
        default="pending",
        readonly=True,
        index=True,
    )
    reason = fields.Char(readonly=True)
    date_sent = fields.Datetime(string="Sent On", readonly=True)
    message_id = fields.Many2one(
        "mail.message", readonly=True, ondelete="set null", index="btree_not_null"
    )
    delivery = fields.Selection(
        selection=[
            ("queued", "Going Out"),
            ("delivered", "Handed Over"),
            ("failed", "Not Delivered"),
        ],
        compute="_compute_delivery",
        help="What became of the e-mail.",
    )
    problem = fields.Char(compute="_compute_delivery", help="Why it was not sent or delivered.")

    _one_owner = models.Constraint(
        "CHECK ((partner_id IS NULL) <> (group_id IS NULL))",
        "A statement is of a customer or of a debtor group.",
    )
    _partner_uniq = models.UniqueIndex(
        "(run_id, partner_id) WHERE partner_id IS NOT NULL", "One statement a customer."
    )
    _group_uniq = models.UniqueIndex(
        "(run_id, group_id) WHERE group_id IS NOT NULL", "One statement a debtor group."
    )
    _pending_idx = models.Index("(run_id, id) WHERE state = 'pending'")

    @api.depends("partner_id", "group_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line._get_owner().display_name or ""

    def _get_owner(self):
        """Return the debtor group or the customer of the statement."""
        self.ensure_one()
        return self.group_id or self.partner_id

    def _get_customers(self):
        """Return the customers the statements are about."""
        return self.partner_id | self.group_id._get_customers()

    @api.depends("partner_id.lang", "group_id.member_ids.partner_id.lang")
    def _compute_lang(self):
        for line in self:
            known = line._get_customers().filtered("lang")[:1].lang
            line.lang = known or line.run_id.user_id.lang or self.env.lang

    @api.depends("run_id", "partner_id", "group_id")
    @api.depends_context("lang")
    def _compute_documents_html(self):
        # the statements of a slice are read once, for the lines and for the e-mails
        known = self.env.context.get("cobranzas_statements")
        for run, lines in self.grouped("run_id").items():
            statements = known if isinstance(known, Statements) else run._fetch_statements(lines)
            for line in lines:
                line.documents_html = line._render_documents(statements[line.id])

    @api.depends("message_id", "state", "reason")
    def _compute_delivery(self):
        # sudo: who may read the line may see the delivery of its e-mail
        found = (
            self.env["mail.notification"]
            .sudo()
            .search_fetch(
                [("mail_message_id", "in", self.message_id.ids)],
                ["mail_message_id", "notification_status", "failure_type", "failure_reason"],
            )
        )
        by_message = found.grouped("mail_message_id")
        for line in self:
            notifications = by_message.get(line.message_id, found.browse())
            line.delivery = line._get_delivery(notifications)
            line.problem = line.reason
            if line.delivery == "failed":
                failed = notifications.filtered(self._has_failed)
                line.problem = failed[:1].format_failure_reason()

    @api.model
    def _has_failed(self, notification):
        return notification.notification_status in ("bounce", "exception", "canceled")

    def _get_delivery(self, notifications):
        """Return the delivery of the e-mail: failed when it failed for one of the recipients."""
        if self.state != "sent" or not notifications:
            return False
        if any(map(self._has_failed, notifications)):
            return "failed"
        sent = all(each.notification_status == "sent" for each in notifications)
        return "delivered" if sent else "queued"

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_leave_out(self):
        """Take the statements off a list that has not been sent yet."""
        self.check_access("read")
        self.run_id._check_state(
            ("prepared",), self.env._("Stop the sending first: then it can be left out.")
        )
        self.sudo().unlink()  # sudo: lines are kept by their run; the user may change the run

    def action_print(self):
        """Return the PDF that the e-mail carries."""
        self.check_access("read")
        return self.env.ref("l10n_cobranzas.action_report_statement").report_action(self)

    def action_compose(self):
        """Open the e-mail to be read and changed before it goes out.

        Raises ``UserError`` when the run is sending it by itself.
        """
        self.ensure_one()
        self.check_access("read")
        if self.state == "pending" and self.run_id.state == "sending":
            raise UserError(self.env._("It is being sent: wait, or stop the sending first."))
        return prepare_mail_dialog(
            self,
            self.env._("Send Statement"),
            self.run_id.template_id,
            cobranzas_statement_sent=True,
        )
