import logging

from odoo import api, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

SLICE = 50  # statements whose figures are read together
AT_ONCE = 3  # statements that are sent while their user waits


class CobranzasStatementRun(models.Model):
    """Sending: figures in slices, each e-mail in a transaction of its own (DESIGN 8).

    Several workers may send at once: each takes the statements that no other has locked. One
    that is killed leaves its statement as it was, to be sent by the next.
    """

    _inherit = "cobranzas.statement.run"

    def _action_start(self):
        """Send a few statements now; let the scheduled action send many."""
        for run in self:
            # sudo: the rights of the user on each line are checked when it is sent
            lines = run.sudo().line_ids.filtered(lambda line: line.state == "pending")
            if len(lines) <= AT_ONCE:
                run._send_slice(lines)
                run._finish()
            else:
                # sudo: a user who may start the run may wake up its scheduled action
                self.env.ref("l10n_cobranzas.cobranzas_statement_run_cron").sudo()._trigger()

    @api.model
    def _cron_send(self):
        """Send a slice of what started runs have still to send; the scheduler calls again."""
        line_model = self.env["cobranzas.statement.run.line"]
        domain = Domain("state", "=", "pending") & Domain("run_id.state", "=", "sending")
        lines = line_model.search(domain, limit=SLICE, order="run_id, id")
        progress = self.env["ir.cron"]._commit_progress
        left = progress(remaining=line_model.search_count(domain))
        for run, found in lines.grouped("run_id").items():
            if left:
                left = run._send_slice(found, after_each=progress)
        self.search([("state", "=", "sending")])._finish()

    def _send_slice(self, lines, after_each=None):
        """Send statements of this run; one that fails is marked, and the others go on.

        :param after_each: called with how many were dealt with after each one, to commit;
            returns the seconds left. Without it, all is left to the caller's transaction.
        :return: the seconds left
        """
        self.ensure_one()
        # sudo: lines are written by their run alone; what they say is read as its user.
        # What is noted on them is in the user's language
        lines = lines.sudo().with_context(lang=self.env.lang or self.user_id.lang)
        mails = self._read_mails(lines)
        left = 1.0
        for line in lines:
            done = line._send(mails.get(line.id), shared=after_each is not None)
            if after_each:
                self._tell_progress()
                left = after_each(done)
                if not left:
                    break
        # sudo: the queue of e-mails is the server's; this wakes it up
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        return left

    def _read_mails(self, lines):
        """Return {id: e-mail} of the lines, made together; none where making them failed.

        Then each one is made alone, so that only those at fault fail.
        """
        try:
            with self.env.cr.savepoint():
                return lines._prepare_mails()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:  # noqa: BLE001 - it is raised again, and noted, line by line
            _logger.info("Statements of run %s are made one by one", self.id, exc_info=True)
            return {}

    def _finish(self):
        """Set the runs without a statement to send to done."""
        lines = self.env["cobranzas.statement.run.line"].sudo()  # sudo: counts every line of a run
        busy = {
            run.id
            for (run,) in lines._read_group(
                [("run_id", "in", self.ids), ("state", "=", "pending")], ["run_id"]
            )
        }
        done = self.filtered(lambda run: run.id not in busy)
        done.sudo().write({"state": "done"})  # sudo: the state is the run's own
        done._tell_progress()
