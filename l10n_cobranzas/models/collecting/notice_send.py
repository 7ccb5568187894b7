import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

SLICE = 40  # notices whose debtors are read together


class CobranzasNotice(models.Model):
    """Sending: debtors are read again in slices, each message in a transaction of its own.

    Several workers may send at once: each takes the notices that no other has locked. Message,
    log and status are one transaction: one that is killed leaves the notice to the next.
    """

    _inherit = "cobranzas.notice"

    @api.model
    def _get_due_domain(self):
        """Return which planned notices are to be dealt with now."""
        return (
            Domain("state", "=", "planned")
            & Domain("is_prepared", "=", False)
            & Domain("date_planned", "<=", fields.Datetime.now())
            & Domain("company_id.cobranzas_notices_active", "=", True)
        )

    @api.model
    def _send_slice(self, progress):
        """Deal with some of the notices that are due.

        :param progress: called with how many were dealt with, to commit; returns the seconds left
        :return: the seconds left, and whether there was something to do
        """
        # sudo: what is due is sent whoever wakes the sending up; rules are for who looks at it
        notices = self.sudo().search(
            self._get_due_domain(), limit=SLICE, order="date_planned, id"
        )
        drafts = notices._read_drafts_or_note_failures()
        left, total, reached = 1.0, 0, self.env["res.partner"]
        for notice in notices:
            draft = drafts.get(notice)
            if not draft:
                total += 1
                left = progress(1)
                continue  # it failed, and says why
            if reached & draft.customers:
                continue  # the rules look at the message just sent: it is of the next slice
            reached |= draft.customers
            done = notice._send(draft, shared=True)
            total += done
            left = progress(done)
            if not left:
                break
        return left, bool(total)

    def _read_drafts_or_note_failures(self):
        """Return what ``_read_drafts`` does, without notices whose debtors can't be read.

        Those are noted as failed.
        """
        try:
            with self.env.cr.savepoint():
                return self._read_drafts()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception as error:  # noqa: BLE001 - one that fails must not stop the others
            if len(self) > 1:
                found = {}
                for notice in self:
                    found |= notice._read_drafts_or_note_failures()
                return found
            self._fail_alone(error)
            return {}

    def _fail_alone(self, error):
        """Note a failure in a slice that other workers may be sending from, too."""
        try:
            notice = self.try_lock_for_update()
            if notice.state == "planned":
                notice._note_failure(error)
                self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()  # another worker was faster

    def _read_drafts(self):
        """Return {notice: ``NoticeDraft``} as the debtors are now, a fixed number of queries."""
        reader, now = self.env["cobranzas.notice.reader"], fields.Datetime.now()
        found = {}
        for company, notices in self.grouped("company_id").items():
            waiting = notices
            while waiting:
                # of a debtor with several planned notices each is read for itself
                by_debtor = {notice._get_debtor(): notice for notice in reversed(waiting)}
                batch = self.union(*by_debtor.values())
                drafts = reader._read(company, list(by_debtor), now, batch)
                found |= {notice: drafts[debtor] for debtor, notice in by_debtor.items()}
                waiting -= batch
        return found

    def _send(self, draft, shared=False):
        """Carry one notice out unless another worker does; return how many: 1 or 0.

        :param shared: whether the transaction is this notice's own, among other workers
        """
        try:
            notice = self.try_lock_for_update()
            if notice.state != "planned" or notice.is_prepared:
                return 0  # another worker has it, or somebody cancelled it
            notice._carry_out_or_note_failure(draft)
            self.env.flush_all()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            if not shared:
                raise
            self.env.cr.rollback()  # another worker was faster
            return 0
        return 1

    def _carry_out_or_note_failure(self, draft):
        try:
            with self.env.cr.savepoint():
                self._carry_out(draft)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except UserError as error:
            self.write({"state": "failed", "reason": str(error)})
        except Exception as error:  # noqa: BLE001 - one that fails must not stop the others
            self._note_failure(error)

    def _note_failure(self, error):
        """Note that a notice failed, within the handling of the exception that stopped it."""
        _logger.exception("The notice %s was not sent", self.id)
        reason = self.env._("It could not be made: %(error)s", error=error)
        self.write({"state": "failed", "reason": reason})

    def _carry_out(self, draft):
        """Send a planned notice, or let it wait, or cancel it, as its debtor is now."""
        self.ensure_one()
        if self._has_lapsed(draft):
            return
        self._update(draft)
        if not draft.channel:
            self.state = "skipped"
            self._plan_problem_activities([draft])
        elif draft.moment <= fields.Datetime.now():
            self._deliver(draft)

    def _has_lapsed(self, draft):
        """Cancel the notice when its step is not the one to send now; return whether it was."""
        if draft.step_id == self.step_id.id:
            return False
        reason = draft.reason
        if draft.step_id:
            step = self.env["cobranzas.notice.step"].browse(draft.step_id)
            reason = self.env._("The debtor is at another stage now: %(step)s.", step=step.name)
        self._finish_activities(reason)
        self.write({"state": "cancelled", "is_prepared": False, "reason": reason})
        return True
