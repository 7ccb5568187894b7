import logging
import time

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from psycopg2.errors import UniqueViolation

from ..ledger.locking import acquire_customer_locks, transaction_started
from .operation_run_prepare import QUIET

_logger = logging.getLogger(__name__)

SLICE = 100  # customers whose operations are booked together, at most
FIRST_SLICE = 10  # of a call: how quick it is shows by that
SLICE_SECONDS = 1.0  # cashiers at the customers of a slice wait as long
TRIES = 5  # of a slice that others' changes make PostgreSQL refuse


class CobranzasOperation(models.Model):
    _inherit = "cobranzas.operation"

    run_id = fields.Many2one(
        "cobranzas.operation.run",
        string="Month-end Run",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("run_id") for vals in vals_list):
            raise AccessError(self._get_system_refusal())
        return super().create(vals_list)

    def _check_write(self, vals):
        if "run_id" in vals and not self.env.su:
            raise AccessError(self._get_system_refusal())
        return super()._check_write(vals)


class CobranzasOperationRun(models.Model):
    """Booking a run in slices, each in a transaction of its own (DESIGN 8).

    Several workers may book at once: each takes the lines that no other has locked. One that is
    killed leaves its slice as it was, to be booked by the next.
    """

    _inherit = "cobranzas.operation.run"

    @api.model
    def _cron_run(self):
        """Book slices of what started runs have still to do, while there is time."""
        progress = self.env["ir.cron"]._commit_progress
        line_model = self.env["cobranzas.operation.run.line"]
        domain = Domain("state", "=", "pending") & Domain("run_id.state", "=", "running")
        left, tries = progress(remaining=line_model.search_count(domain)), TRIES
        size = min(FIRST_SLICE, SLICE)
        while left:
            start = time.monotonic()
            try:
                count = self._take_slice(domain, size)
                if not count:
                    break
                left, tries = progress(count), TRIES
                size = self._get_next_size(size, time.monotonic() - start)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                # the scheduler does not run a job again that failed, but at its next hour
                self.env.cr.rollback()
                tries -= 1
                if not tries:
                    raise
        if not left and line_model.search_count(domain, limit=1):
            # the scheduler gives a job ten seconds, and looks for the next once a minute
            self.env.ref("l10n_cobranzas.cobranzas_operation_run_cron")._trigger()
        self.search([("state", "=", "running")])._finish()

    @api.model
    def _get_next_size(self, size, seconds):
        """Return the customers of the next slice, when one of ``size`` took ``seconds``."""
        wanted = int(size * SLICE_SECONDS / max(seconds, 0.01))
        return max(1, min(wanted, 2 * size, SLICE))

    @api.model
    def _take_slice(self, domain, size):
        """Book a slice of the lines; return how many lines it has, 0 when none is free.

        The customers' turns are waited for first, in a transaction that ends with that: what
        cashiers booked meanwhile is seen, instead of making PostgreSQL refuse the slice.
        """
        started = transaction_started(self.env.cr)
        lines = self._lock_slice(domain, size)
        partners = lines.partner_id.ids
        acquire_customer_locks(self.env.cr, partners, started)
        if partners and not started:
            lines = self._lock_slice(domain & Domain("partner_id", "in", partners), size)
        if lines:
            lines.run_id._book_slice(lines)
            lines.run_id._tell_progress()
        return len(lines)

    @api.model
    def _lock_slice(self, domain, size):
        """Return lines still to do of some customers of a run, locked; none when others have them.

        Wholly, so that a customer's items in a currency are never split between workers.
        """
        lines = self.env["cobranzas.operation.run.line"]
        first = lines.search(domain, limit=1, order="run_id, id")
        if not first:
            return first
        run = first.run_id
        domain = Domain("state", "=", "pending") & Domain("run_id", "=", run.id)
        groups = lines._read_group(domain, ["partner_id"], limit=10 * SLICE)
        locked = lines
        for partners in self._split([partner.id for (partner,) in groups], size):
            wanted = lines.search(domain & Domain("partner_id", "in", partners), order="id")
            locked = wanted.try_lock_for_update(allow_referencing=True)
            whole = wanted - locked
            locked = locked.filtered(
                lambda line, busy=whole.partner_id: line.partner_id not in busy
            )
            locked.invalidate_recordset(["state"])
            locked = locked.filtered(lambda line: line.state == "pending")
            if locked:
                break
        return locked

    @api.model
    def _split(self, ids, size):
        return [ids[start : start + size] for start in range(0, len(ids), size)]

    def _book_slice(self, lines):
        """Book the operations of the lines; one that fails is marked, and the others go on."""
        self.ensure_one()
        # sudo: who may run it was checked when it was started; what is booked is its user's
        user = self.user_id
        run = self.with_user(user).with_context(lang=user.lang).with_company(self.company_id).sudo()
        lines = lines.with_env(run.env)
        ready, gone = run._prepare_operations(lines)
        gone.write({"state": "skipped", "reason": run.env._("It changed since the list was made.")})
        if not run._try(ready):
            for each in ready:
                run._try([each], mark=True)

    def _try(self, ready, mark=False):
        """Book operations, all or none; tell whether they were.

        :param ready: [(values of an operation, its lines)]
        :param mark: the lines get the reason why not
        """
        try:
            with self.env.cr.savepoint():
                self._book(ready)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except UserError as error:
            reason = str(error)
        except UniqueViolation:
            reason = self.env._("Somebody else did this meanwhile: try again to see what is left.")
        except Exception:
            _logger.exception("Run %s can't book an operation", self.id)
            reason = self.env._("It failed for a technical reason: see the server's log.")
        else:
            return True
        self.env.invalidate_all()
        if mark:
            for _vals, lines in ready:
                lines.write({"state": "failed", "reason": reason})
        return False

    def _book(self, ready):
        operations = self.env["cobranzas.operation"].with_context(**QUIET)
        operations = operations.create([vals for vals, _lines in ready])
        operations._acquire_customer_locks()
        operations._action_confirm()
        for operation, (_vals, lines) in zip(operations, ready, strict=True):
            lines.write({"state": "done", "operation_id": operation.id})

    def _finish(self):
        """Set the runs without a line to do to done."""
        lines = self.env["cobranzas.operation.run.line"].sudo()  # sudo: counts every line of a run
        groups = lines._read_group(
            [("run_id", "in", self.ids), ("state", "=", "pending")], ["run_id"]
        )
        busy = {run.id for (run,) in groups}
        done = self.filtered(lambda run: run.id not in busy)
        # sudo: the state is the run's own
        done.sudo().write({"state": "done", "date_end": fields.Datetime.now()})
        done._tell_progress()
