from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import date_utils, format_date


class CobranzasStatementRun(models.Model):
    """Statements of account sent by e-mail, one a customer or a debtor group (REP-03).

    Draft -> prepared: the list of customers, with and without address, is there to be looked at
    -> sending, in slices by a scheduled action -> done. Figures are read with the rights of the
    user of the run.
    """

    _name = "cobranzas.statement.run"
    _inherit = "cobranzas.run.mixin"
    _description = "Sending of Statements"
    _order = "date_to desc, id desc"
    _system_fields = frozenset({"state", "user_id", "date_start"})
    _editable_fields = frozenset({"name", "template_id", "attach_pdf"})

    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        string="Sent By",
        required=True,
        default=lambda self: self.env.user,
        readonly=True,
        copy=False,
        index=True,
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("prepared", "Prepared"),
            ("sending", "Sending"),
            ("done", "Done"),
            ("cancelled", "Stopped"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    date_start = fields.Datetime(string="Started On", readonly=True, copy=False)
    is_single = fields.Boolean(
        readonly=True, copy=False, help="Made to write to one customer or group."
    )

    # --- content
    kind = fields.Selection(
        selection=[
            ("statement", "Statement of a period"),
            ("pending", "Pending documents at a date"),
        ],
        string="What to Send",
        required=True,
        default="statement",
        help="Both list the pending documents; a statement also tells what moved in the period.",
    )
    date_from = fields.Date(string="From", default=lambda self: self._default_date(0))
    date_to = fields.Date(string="To", required=True, default=lambda self: self._default_date(1))
    template_id = fields.Many2one(
        "mail.template",
        string="E-mail",
        required=True,
        domain="[('model', '=', 'cobranzas.statement.run.line')]",
        default=lambda self: self._default_template(),
        ondelete="restrict",
    )
    attach_pdf = fields.Boolean(string="Attach PDF", default=True)

    # --- recipients
    by_group = fields.Boolean(
        string="One per Debtor Group",
        help="The members of a group get one e-mail with the documents of all of them; other "
        "customers get their own.",
    )
    scope = fields.Selection(
        selection=[
            ("balance", "With pending documents"),
            ("overdue", "With overdue documents"),
            ("moved", "With pending documents or movements"),
            ("chosen", "The chosen ones, whatever they owe"),
        ],
        string="Customers to Write To",
        required=True,
        default="balance",
    )
    # archived records stay chosen: an empty list would mean all
    partner_ids = fields.Many2many(
        "res.partner", string="Customers", context={"active_test": False}
    )
    debtor_group_ids = fields.Many2many(
        "cobranzas.debtor.group", string="Debtor Groups", context={"active_test": False}
    )
    collector_ids = fields.Many2many(
        "cobranzas.collector", string="Collectors", context={"active_test": False}
    )
    amount_min = fields.Monetary(
        string="Balance from", help="In the company's currency; 0 for any balance."
    )

    # --- progress
    line_ids = fields.One2many("cobranzas.statement.run.line", "run_id", string="Statements")
    line_count = fields.Integer(string="Listed", compute="_compute_counts")
    pending_count = fields.Integer(string="To Send", compute="_compute_counts")
    sent_count = fields.Integer(string="Sent", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    skipped_count = fields.Integer(string="Not Sent", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts", help="In percent.")
    totals = fields.Char(readonly=True, copy=False, help="Balances listed, by currency.")
    summary = fields.Char(compute="_compute_summary")

    @api.model
    def _default_date(self, end):
        """Return the first or the last day of the month that has just ended."""
        day = date_utils.subtract(fields.Date.context_today(self), months=1)
        return date_utils.end_of(day, "month") if end else date_utils.start_of(day, "month")

    @api.model
    def _default_template(self):
        return self.env.ref("l10n_cobranzas.mail_template_statement", raise_if_not_found=False)

    @api.depends("kind", "date_to")
    def _compute_name(self):
        titles = self._get_titles()
        for run in self.filtered(lambda run: run.state in (False, "draft")):
            day = format_date(self.env, run.date_to) if run.date_to else ""
            run.name = f"{titles.get(run.kind, '')} {day}".strip()

    @api.model
    def _get_titles(self):
        """Return what is sent, by kind, in the language of the environment."""
        return {
            "statement": self.env._("Statement of Account"),
            "pending": self.env._("Pending Documents"),
        }

    @api.depends("line_ids.state")
    def _compute_counts(self):
        counts = {}
        # sudo: a user who sees the run may see its progress
        lines = self.env["cobranzas.statement.run.line"].sudo()
        for run, state, count in lines._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        ):
            counts.setdefault(run.id, {})[state] = count
        for run in self:
            found = counts.get(run.id, {})
            total = sum(found.values())
            pending = found.get("pending", 0)
            run.line_count, run.pending_count = total, pending
            run.sent_count, run.failed_count = found.get("sent", 0), found.get("failed", 0)
            run.skipped_count = found.get("skipped", 0)
            run.progress = 100.0 * (total - pending) / total if total else 0.0

    @api.depends("line_ids.state", "totals")
    @api.depends_context("lang")
    def _compute_summary(self):
        for run in self:
            run.summary = self.env._(
                "%(pending)s will get the e-mail, %(skipped)s will not: the list says why. "
                "Balances listed: %(totals)s.",
                pending=run.pending_count,
                skipped=run.skipped_count,
                totals=run.totals or "0",
            )

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        for run in self:
            if run.state == "sending" or run.sent_count:
                raise UserError(
                    self.env._(
                        "%(run)s has sent e-mails: it stays, to tell which.", run=run.display_name
                    )
                )

    @api.constrains("kind", "date_from", "date_to")
    def _check_dates(self):
        for run in self:
            if run.kind == "statement" and (not run.date_from or run.date_from > run.date_to):
                raise UserError(
                    self.env._(
                        "The period ends before it begins: choose a first day not after the last."
                    )
                )

    @api.constrains("template_id")
    def _check_template(self):
        for run in self:
            if run.template_id.model != "cobranzas.statement.run.line":
                raise UserError(
                    self.env._(
                        "%(template)s is not an e-mail of statements: choose another.",
                        template=run.template_id.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def _check_state(self, states, message):
        """Raise ``UserError`` unless the user may change the runs and they are in ``states``."""
        self.check_access("write")
        if any(run.state not in states for run in self):
            raise UserError(message)

    def action_prepare(self):
        """List the customers, their addresses and balances, to be looked at before sending.

        Raises ``UserError`` when there is nobody to write to, or a chosen one is not theirs.
        """
        self._check_state(
            ("draft", "prepared"), self.env._("The list is made: it is being sent already.")
        )
        for run in self:
            run._action_prepare()

    def action_draft(self):
        """Drop the list, so that what it is made of can be changed."""
        self._check_state(("prepared",), self.env._("What has been sent can't be taken back."))
        # sudo: who may change the run made these lines through it
        self.sudo().line_ids.unlink()
        self.sudo().write({"state": "draft", "totals": False})

    def action_start(self):
        """Send what is listed and was not sent yet; a second start goes on with the rest.

        Few statements are sent at once, many by the scheduled action. Raises ``UserError`` when
        the list is not made yet, or nobody on it has an address.
        """
        self._check_state(
            ("prepared", "sending", "cancelled"),
            self.env._("Prepare the list first, and look at it: then it can be sent."),
        )
        for run in self:
            if not run.pending_count:
                raise UserError(
                    self.env._(
                        "%(run)s has nobody left to write to: see on its lines why.",
                        run=run.display_name,
                    )
                )
            # sudo: the state is the run's own; who may change the run may start it
            run.sudo().write(
                {"state": "sending", "date_start": run.date_start or fields.Datetime.now()}
            )
        return self._action_start()

    def action_cancel(self):
        """Stop sending; what was sent stays sent, and a later start goes on with the rest."""
        self._check_state(("sending",), self.env._("It is not being sent."))
        self.sudo().write({"state": "cancelled"})  # sudo: as in action_start

    def action_retry(self):
        """Try again what failed, was not sent, or did not arrive.

        Raises ``UserError`` when there is nothing of the kind.
        """
        self._check_state(
            ("sending", "done", "cancelled"),
            self.env._("Prepare the list first, and look at it: then it can be sent."),
        )
        # sudo: lines are written by their run alone; the user may change the run
        lines = self.sudo().line_ids.filtered(
            lambda line: line.state in ("failed", "skipped") or line.delivery == "failed"
        )
        if not lines:
            raise UserError(self.env._("Everything was sent: there is nothing to try again."))
        lines.write({"state": "pending", "reason": False})
        lines.run_id.write({"state": "sending"})
        return lines.run_id.sudo(False)._action_start()

    def action_refresh(self):
        """Do nothing: the web client reads the record again after a button."""
        self.check_access("read")

    def action_open_lines(self):
        """Open the statements of the run as a list that can be filtered."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "cobranzas.statement.run.line",
            "view_mode": "list,form",
            "domain": [("run_id", "=", self.id)],
            "context": {"create": False},
        }
