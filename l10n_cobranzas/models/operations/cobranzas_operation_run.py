from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class CobranzasOperationRun(models.Model):
    """A movement for many customers at once: a month-end tool (OPS-11 to OPS-14, seed 003 §5.1).

    Draft -> prepared: every item with what will be done, or why not, is there to be looked at ->
    running, in slices by a scheduled action -> done. Each customer and currency gets an operation
    of its own; the run remains as the record of what was done.
    """

    _name = "cobranzas.operation.run"
    _inherit = "cobranzas.run.mixin"
    _description = "Month-end Run"
    _order = "date desc, id desc"
    _system_fields = frozenset({"state", "user_id", "date_start", "date_end"})

    name = fields.Char(compute="_compute_name", store=True, readonly=False, precompute=True)
    kind = fields.Selection(selection="_selection_kind", required=True, default="application")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        string="Run By",
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
            ("running", "Running"),
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
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="Of the operations. Documents of a later date are left out.",
    )
    date_start = fields.Datetime(string="Started On", readonly=True, copy=False)
    date_end = fields.Datetime(string="Ended On", readonly=True, copy=False)
    reason = fields.Char(help="Kept on each operation; the run's name when empty.")

    # --- parameters of the kinds
    index_id = fields.Many2one("cobranzas.index", check_company=True, ondelete="restrict")
    rounding_unit = fields.Float(string="Round To", default=1.0, digits=(16, 3))
    rounding_direction = fields.Selection(
        selection=[("down", "Down"), ("nearest", "To the Nearest"), ("up", "Up")],
        string="Round",
        default="down",
        required=True,
    )

    # --- which items; archived records stay chosen: an empty list would mean all
    partner_ids = fields.Many2many(
        "res.partner", string="Customers", context={"active_test": False}
    )
    debtor_group_ids = fields.Many2many(
        "cobranzas.debtor.group", string="Debtor Groups", context={"active_test": False}
    )
    collector_ids = fields.Many2many(
        "cobranzas.collector", string="Collectors", context={"active_test": False}
    )
    age_min = fields.Integer(
        string="Days since Issue", help="Documents younger than this at the date are left out."
    )
    currency_ids = fields.One2many(
        "cobranzas.operation.run.currency",
        "run_id",
        string="Currencies",
        copy=True,
        help="Balances of these currencies, within the range of each; all when empty.",
    )
    kind_ids = fields.One2many(
        "cobranzas.operation.run.kind", "run_id", string="Kinds Left Out", copy=True
    )

    # --- progress
    line_ids = fields.One2many("cobranzas.operation.run.line", "run_id", string="Lines")
    operation_ids = fields.One2many(
        "cobranzas.operation", "run_id", string="Operations", readonly=True
    )
    line_count = fields.Integer(string="Listed", compute="_compute_counts")
    pending_count = fields.Integer(string="To Do", compute="_compute_counts")
    done_count = fields.Integer(string="Done", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    skipped_count = fields.Integer(string="Left Out", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts", help="In percent.")

    @api.model
    def _selection_kind(self):
        kinds = self.env["cobranzas.operation"]._get_kinds()
        return [(key, kind._get_label()) for key, kind in kinds.items() if kind._in_runs]

    @api.depends("kind", "date")
    def _compute_name(self):
        labels = dict(self._selection_kind())
        for run in self.filtered(lambda run: run.state in (False, "draft")):
            day = format_date(self.env, run.date) if run.date else ""
            run.name = f"{labels.get(run.kind, '')} {day}".strip()

    @api.depends("line_ids.state", "state")
    def _compute_counts(self):
        counts = {}
        # sudo: a user who sees the run may see its progress
        lines = self.env["cobranzas.operation.run.line"].sudo()
        for run, state, count in lines._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        ):
            counts.setdefault(run.id, {})[state] = count
        for run in self:
            found = counts.get(run.id, {})
            total, pending = sum(found.values()), found.get("pending", 0)
            run.line_count, run.pending_count = total, pending
            run.done_count, run.failed_count = found.get("done", 0), found.get("failed", 0)
            run.skipped_count = found.get("skipped", 0)
            tried = run.done_count + run.failed_count
            # what the list leaves out was never to be done
            done = 100.0 if run.state == "done" else 0.0
            run.progress = 100.0 * tried / (tried + pending) if tried + pending else done

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_except_run(self):
        for run in self:
            if run.state == "running" or run.done_count:
                raise UserError(
                    self.env._(
                        "%(run)s has booked operations: it stays, to tell which.",
                        run=run.display_name,
                    )
                )

    def _check_state(self, states, message):
        """Raise ``UserError`` unless the user may run them and they are in ``states``."""
        self.env["cobranzas.operation"]._check_confirm_right()
        self.check_access("write")
        if any(run.state not in states for run in self):
            raise UserError(message)

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def action_prepare(self):
        """List every item with what will be done with it, or why not.

        Raises ``AccessError`` below accountant; ``UserError`` when no item matches.
        """
        self._check_state(("draft", "prepared"), self.env._("The list is made: it is running."))
        for run in self:
            run._action_prepare()

    def action_draft(self):
        """Drop the list, so that what it is made of can be changed."""
        self._check_state(("prepared",), self.env._("What has been booked stays: undo it there."))
        # sudo: who may change the run made these lines through it
        self.sudo().line_ids.unlink()
        self.sudo().write({"state": "draft"})

    def action_start(self):
        """Book what is listed and was not booked yet, by the scheduled action.

        A second start goes on with the rest. Raises ``UserError`` when nothing is left to do.
        """
        self._check_state(
            ("prepared", "running", "cancelled"),
            self.env._("Prepare the list first, and look at it: then it can be run."),
        )
        for run in self:
            if not run.pending_count:
                raise UserError(
                    self.env._("%(run)s has nothing to do: see why.", run=run.display_name)
                )
            # sudo: the state is the run's own; who may run it was checked above
            run.sudo().write(
                {
                    "state": "running",
                    "user_id": self.env.user.id,
                    "date_start": run.date_start or fields.Datetime.now(),
                }
            )
        # sudo: a user who may start the run may wake up its scheduled action
        self.env.ref("l10n_cobranzas.cobranzas_operation_run_cron").sudo()._trigger()

    def action_cancel(self):
        """Stop; what was booked stays booked, and a later start goes on with the rest."""
        self._check_state(("running",), self.env._("It is not running."))
        self.sudo().write({"state": "cancelled"})  # sudo: as in action_start

    def action_retry(self):
        """Try again what failed; raises ``UserError`` when nothing did."""
        self._check_state(
            ("running", "done", "cancelled"),
            self.env._("Prepare the list first, and look at it: then it can be run."),
        )
        # sudo: lines are written by their run alone; the user may run it
        lines = self.sudo().line_ids.filtered(lambda line: line.state == "failed")
        if not lines:
            raise UserError(self.env._("Nothing failed: there is nothing to try again."))
        lines.write({"state": "pending", "reason": False})
        lines.run_id.write({"state": "cancelled"})
        lines.run_id.sudo(False).action_start()

    def action_refresh(self):
        """Do nothing: the web client reads the record again after a button."""
        self.check_access("read")

    def action_open_lines(self):
        """Open the lines of the run as a list that can be filtered."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "cobranzas.operation.run.line",
            "view_mode": "list,kanban",
            "mobile_view_mode": "kanban",
            "domain": [("run_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_open_operations(self):
        """Open the operations that the run booked."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "cobranzas.operation",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": [("run_id", "=", self.id)],
            "context": {"create": False},
        }
