import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL
from psycopg2.errors import UniqueViolation

_logger = logging.getLogger(__name__)

SLICE = 100  # debtors that are looked at together


class CobranzasNoticeRun(models.Model):
    """A day's look at all debtors of a company: who gets which notice (COL-05, DESIGN 8).

    Debtors are looked at in slices, each a transaction: a worker that is killed loses one slice,
    and the next goes on where it stopped. What is planned goes out when its moment comes.
    """

    _name = "cobranzas.notice.run"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Run of Notices"
    _order = "date desc, id desc"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade", index=True
    )
    date = fields.Date(required=True, readonly=True)
    state = fields.Selection(
        [("planning", "Looking at Debtors"), ("done", "Done")],
        string="Status",
        required=True,
        default="planning",
        readonly=True,
    )
    problem = fields.Text(
        string="Could Not Be Looked At",
        readonly=True,
        help="Debtors that are left for the next day's run, and why.",
    )
    todo = fields.Json(readonly=True, help="The debtors to look at, in order.")
    position = fields.Integer(string="Looked At", readonly=True)
    debtor_count = fields.Integer(string="Debtors", readonly=True)
    notice_ids = fields.One2many("cobranzas.notice", "run_id", string="Notices", readonly=True)
    planned_count = fields.Integer(string="Planned", compute="_compute_counts")
    sent_count = fields.Integer(string="Sent", compute="_compute_counts")
    other_count = fields.Integer(string="Not Sent", compute="_compute_counts")

    _day_uniq = models.UniqueIndex("(company_id, date)", "A company has one run of notices a day.")

    @api.depends("company_id", "date")
    def _compute_display_name(self):
        for run in self:
            run.display_name = f"{run.company_id.name or ''} {run.date or ''}".strip()

    @api.depends("notice_ids.state")
    def _compute_counts(self):
        counts = {}
        for run, state, count in self.env["cobranzas.notice"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        ):
            counts.setdefault(run, {})[state] = count
        for run in self:
            found = counts.get(run, {})
            run.planned_count = found.get("planned", 0)
            run.sent_count = found.get("sent", 0)
            run.other_count = sum(found.values()) - run.planned_count - run.sent_count

    # ------------------------------------------------------------------
    # A day
    # ------------------------------------------------------------------

    @api.model
    def _action_start(self, company):
        """Look at all debtors of a company now, also where that was done today already.

        No notice is sent twice by it. Raises ``UserError`` while notices are switched off.
        """
        if not company.cobranzas_notices_active:
            raise UserError(
                self.env._(
                    "Notices of %(company)s are switched off: switch them on in Settings, "
                    "Collections.",
                    company=company.display_name,
                )
            )
        now = fields.Datetime.now()
        day = self.env["cobranzas.notice.reader"]._get_today(company, now)
        run = self.search([("company_id", "=", company.id), ("date", "=", day)])
        if not run:
            run = self._create_day(company, day, now)
        elif run.state == "done":
            run.write(self._prepare_day_vals(company, now))
        # sudo: who may start the run may wake up its scheduled action
        self.env.ref("l10n_cobranzas.cobranzas_notice_cron").sudo()._trigger()
        return run

    @api.model
    def _start_days(self):
        """Begin the day of each company that sends notices, once; older runs end."""
        now = fields.Datetime.now()
        companies = self.env["res.company"].search(
            [("cobranzas_notices_active", "=", True), ("parent_id", "=", False)]
        )
        for company in companies:
            day = self.env["cobranzas.notice.reader"]._get_today(company, now)
            runs = self.search([("company_id", "=", company.id), ("date", ">=", day)], limit=1)
            if not runs:
                self.search([("company_id", "=", company.id), ("state", "=", "planning")]).write(
                    {"state": "done"}
                )
                self._create_day(company, day, now)

    @api.model
    def _create_day(self, company, day, now):
        """Create the run of a day; another worker may have been faster."""
        vals = {"company_id": company.id, "date": day, **self._prepare_day_vals(company, now)}
        try:
            with self.env.cr.savepoint():
                return self.create(vals)
        except UniqueViolation:
            return self.browse()

    @api.model
    def _prepare_day_vals(self, company, now):
        """Return the values of a run that begins: the debtors to look at."""
        debtors = self._find_debtors(company, now)
        todo = [[debtor._name, debtor.id] for debtor in debtors]
        return {
            "todo": todo,
            "position": 0,
            "debtor_count": len(todo),
            "problem": False,
            "state": "planning" if todo else "done",
        }

    @api.model
    def _find_debtors(self, company, now):
        """Return the debtors with documents that a plan tells of, or with an open episode."""
        # sudo: all debtors of the company are looked at; what is shown of them follows the rules
        reader = self.env["cobranzas.notice.reader"].sudo()
        steps = reader._get_plans(company).step_ids
        first = min(steps.mapped("days"), default=0)
        until = fields.Date.subtract(reader._get_today(company, now), days=first)
        items = reader.env["cobranzas.open.item"]
        domain = reader._get_owed_domain(company) & Domain("residual", ">", 0)
        query = items._search(domain & Domain("date_due", "<=", until))
        partner = items._field_to_sql(query.table, "partner_id", query)
        query.groupby = query.order = partner
        found = self.env.execute_query(query.select(SQL("%s AS partner_id", partner)))
        customers = reader.env["res.partner"].browse([each for (each,) in found if each])
        episodes = reader.env["cobranzas.notice.episode"].search_fetch(
            [("company_id", "=", company.id), ("date_end", "=", False)], ["customer_id"]
        )
        customers |= episodes.customer_id
        debtors = reader._group_up(company, customers.filtered("active"))
        debtors += [each.debtor_group_id or each.partner_id for each in episodes]
        return list(dict.fromkeys(debtors))

    # ------------------------------------------------------------------
    # In slices
    # ------------------------------------------------------------------

    @api.model
    def _cron_run(self):
        """Look at debtors, send what is due, follow what did not arrive, while there is time."""
        progress = self.env["ir.cron"]._commit_progress
        self._start_days()
        notices = self.env["cobranzas.notice"]
        left = progress(remaining=self._count_remaining())
        while left and (run := self.search([("state", "=", "planning")], limit=1)):
            done = run._plan_slice_or_leave()
            left = progress(done)
            if not done:
                break  # another worker looks at them
        done = True
        while left and done:
            left, done = notices._send_slice(progress)
        if left:
            progress(notices._follow_failures())
        progress(remaining=self._count_remaining())

    @api.model
    def _count_remaining(self):
        """Return how many debtors and notices are to be dealt with now."""
        runs = self.search_fetch([("state", "=", "planning")], ["debtor_count", "position"])
        waiting = sum(run.debtor_count - run.position for run in runs)
        notices = self.env["cobranzas.notice"]
        return waiting + notices.search_count(notices._get_due_domain())

    def _plan_slice_or_leave(self):
        """Look at the next debtors unless another worker does; return how many."""
        try:
            run = self.try_lock_for_update()
            if run.state != "planning":
                return 0
            done = run._plan_slice()
            self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()  # another worker was faster
            return 0
        return done

    def _plan_slice(self):
        """Plan the notices of the next debtors; return how many debtors were looked at."""
        self.ensure_one()
        names = (self.todo or [])[self.position : self.position + SLICE]
        debtors = []
        for model in ("res.partner", "cobranzas.debtor.group"):
            mine = self.env[model].browse([number for name, number in names if name == model])
            debtors += mine.exists()
        if debtors:
            self._plan_debtors(debtors)
        position = self.position + len(names)
        state = "planning" if position < self.debtor_count else "done"
        self.write({"position": position, "state": state})
        return len(names)

    def _plan_debtors(self, debtors):
        """Plan the notices of debtors together; each by itself when one of them stops that.

        One that can't be looked at is named on the run, and the others go on.
        """
        try:
            with self.env.cr.savepoint():
                self._plan_together(debtors)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:  # noqa: BLE001 - one that fails must not stop the others
            if len(debtors) > 1:
                for debtor in debtors:
                    self._plan_debtors([debtor])
                return
            _logger.exception("The debtor %s was not looked at for notices", debtors[0])
            name = debtors[0].display_name
            line = self.env._("%(debtor)s: %(error)s", debtor=name, error=error)
            self.problem = "\n".join(filter(None, (self.problem, line)))

    def _plan_together(self, debtors):
        reader = self.env["cobranzas.notice.reader"]
        drafts = reader._read(self.company_id, debtors, fields.Datetime.now())
        self.env["cobranzas.notice"]._plan(list(drafts.values()), self)

    def action_open_notices(self):
        """Open the notices that the run planned."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "cobranzas.notice",
            "view_mode": "list,form",
            "domain": [("run_id", "=", self.id)],
            "context": {"create": False},
        }
