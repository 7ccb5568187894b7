from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .cobranzas_notice_plan import CHANNELS


class CobranzasNotice(models.Model):
    """One message to a debtor or debtor group about what it owes: a step of its plan (COL-05).

    Planned by a run for the next moment at which the debtor may be contacted; what it tells is
    read again before it goes out. E-mails and SMS go out by themselves; a letter waits to be
    printed, a WhatsApp message until somebody sends it.
    """

    _name = "cobranzas.notice"
    _description = "Notice to a Debtor"
    _inherit = ["cobranzas.guarded.mixin", "mail.thread"]
    _mail_post_access = "read"
    _order = "date_planned desc, id desc"
    _rec_names_search = ["partner_id", "debtor_group_id"]

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    run_id = fields.Many2one(
        "cobranzas.notice.run", readonly=True, index="btree_not_null", ondelete="set null"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Debtor", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    debtor_group_id = fields.Many2one(
        "cobranzas.debtor.group", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    plan_id = fields.Many2one(related="step_id.plan_id", store=True)
    step_id = fields.Many2one(
        "cobranzas.notice.step", required=True, readonly=True, ondelete="restrict", index=True
    )
    episode_id = fields.Many2one(
        "cobranzas.notice.episode", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Signed By",
        readonly=True,
        help="The collector's user, else the plan's.",
    )
    channel = fields.Selection(CHANNELS, readonly=True)
    is_second = fields.Boolean(
        string="By the Second Channel",
        readonly=True,
        help="The message did not arrive by the first channel of the step.",
    )
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("sent", "Sent"),
            ("skipped", "Not Sent"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="planned",
        readonly=True,
        index=True,
    )
    is_prepared = fields.Boolean(
        string="To Send by Hand",
        readonly=True,
        help="The letter is to be printed, or the WhatsApp message to be sent.",
    )
    date_planned = fields.Datetime(string="Planned For", readonly=True, index=True)
    date_sent = fields.Datetime(string="Sent On", readonly=True)
    reason = fields.Text(readonly=True, help="Why it waits, or was not sent.")
    recipient_ids = fields.Many2many("res.partner", string="Recipients", readonly=True)
    address = fields.Char(readonly=True, help="E-mail addresses, number, or street.")
    text = fields.Text(readonly=True, help="The text prepared for SMS or WhatsApp.")
    letter_html = fields.Html(string="Letter", readonly=True, sanitize=False)
    message_id = fields.Many2one(
        "mail.message", readonly=True, ondelete="set null", index="btree_not_null"
    )
    activity_id = fields.Many2one("mail.activity", readonly=True, ondelete="set null")
    item_ids = fields.One2many(
        "cobranzas.notice.item", "notice_id", string="Documents", readonly=True
    )
    item_count = fields.Integer(string="Number of Documents", readonly=True)
    amount = fields.Monetary(readonly=True, help="What is asked for, in the company's currency.")
    lang = fields.Char(string="Language", compute="_compute_lang")
    amounts_text = fields.Char(
        string="Total", compute="_compute_texts", help="In each of its currencies."
    )
    overdue_text = fields.Char(
        string="Total Overdue",
        compute="_compute_texts",
        help="In each of its currencies, without documents that are not due yet.",
    )
    days_oldest = fields.Integer(
        string="Days of the Oldest", compute="_compute_texts", help="Since its due date."
    )
    days_text = fields.Char(
        string="Days of the Oldest in Words", compute="_compute_texts", help="Since its due date."
    )
    documents_html = fields.Html(
        string="Documents Listed", compute="_compute_documents_html", sanitize=False
    )

    _one_owner = models.Constraint(
        "CHECK ((partner_id IS NULL) <> (debtor_group_id IS NULL))",
        "A notice is for a customer or for a debtor group.",
    )
    _partner_uniq = models.UniqueIndex(
        "(partner_id, step_id, episode_id) WHERE state <> 'cancelled' AND partner_id IS NOT NULL",
        "Each step of a plan goes to a debtor once.",
    )
    _group_uniq = models.UniqueIndex(
        "(debtor_group_id, step_id, episode_id) "
        "WHERE state <> 'cancelled' AND debtor_group_id IS NOT NULL",
        "Each step of a plan goes to a debtor group once.",
    )
    _episode_idx = models.Index("(episode_id)")
    _due_idx = models.Index(  # worded as the ORM asks
        "(date_planned, id) WHERE state = 'planned' AND is_prepared IS NOT TRUE"
    )

    @api.depends("partner_id", "debtor_group_id", "step_id")
    def _compute_display_name(self):
        for notice in self:
            debtor = notice._get_debtor().display_name or ""
            notice.display_name = f"{debtor}: {notice.step_id.display_name or ''}"

    def _get_debtor(self):
        """Return the debtor group or the customer of the notice."""
        self.ensure_one()
        return self.debtor_group_id or self.partner_id

    def _get_today(self):
        """Return the day that it is in the company, whichever the server's clock is."""
        self.ensure_one()
        reader = self.env["cobranzas.notice.reader"]
        return reader._get_today(self.company_id, fields.Datetime.now())

    def _get_customers(self):
        """Return the customers that the notices are for."""
        return self.partner_id | self.debtor_group_id._get_customers()

    @api.depends("partner_id.lang", "debtor_group_id.member_ids.partner_id.lang")
    def _compute_lang(self):
        for notice in self:
            known = notice._get_customers().filtered("lang")[:1].lang
            notice.lang = known or notice.user_id.lang or self.env.lang

    @api.depends("item_ids.amount", "item_ids.days_overdue")
    @api.depends_context("lang")
    def _compute_texts(self):
        for notice in self:
            notice.amounts_text = notice.item_ids._get_amounts_text()
            late = notice.item_ids.filtered(lambda item: item.days_overdue > 0)
            notice.overdue_text = late._get_amounts_text()
            days = max(notice.item_ids.mapped("days_overdue"), default=0)
            notice.days_oldest = days
            words = self.env._("1 day") if days == 1 else self.env._("%(days)s days", days=days)
            notice.days_text = words

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def _check_may_decide(self):
        """Raise ``AccessError`` unless the user sees the notices and may collect."""
        self.check_access("read")
        if not self.env.user.has_group("l10n_cobranzas.group_cobranzas_collector"):
            raise AccessError(self.env._("Only collectors and up send or cancel notices."))

    def action_cancel(self):
        """Cancel planned notices; a later run plans the step again if it is still due.

        Raises ``UserError`` for one that was sent.
        """
        self._check_may_decide()
        if any(notice.state != "planned" for notice in self):
            raise UserError(self.env._("Only what is planned can be cancelled."))
        reason = self.env._("Cancelled by %(user)s.", user=self.env.user.name)
        # sudo: notices are written by their actions alone; the user may see these
        self.sudo()._finish_activities(reason)
        self.sudo().write({"state": "cancelled", "reason": reason, "is_prepared": False})

    def action_retry(self):
        """Plan again what failed or had no address; it goes out at the next legal moment.

        Raises ``UserError`` for one that did neither.
        """
        self._check_may_decide()
        if any(notice.state not in ("failed", "skipped") for notice in self):
            raise UserError(self.env._("Only what failed or was not sent can be tried again."))
        # sudo: as in action_cancel
        self.sudo().write(
            {
                "state": "planned",
                "is_prepared": False,
                "is_second": False,
                "reason": False,
                "date_planned": fields.Datetime.now(),
            }
        )
        # sudo: who may plan a notice may wake up what sends it
        self.env.ref("l10n_cobranzas.cobranzas_notice_cron").sudo()._trigger()
