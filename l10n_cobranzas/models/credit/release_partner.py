"""Customers whose held orders are looked at again, once all that is booked is there (CRE-06)."""

from contextlib import contextmanager

from odoo import SUPERUSER_ID, models

#: key of the customers and companies that a transaction has left to look at
WAITING = "cobranzas_credit_release"
#: key of those that wait for the end of the booking that goes on
BOOKING = "cobranzas_credit_booking"


class ResPartner(models.Model):
    _inherit = "res.partner"

    @contextmanager
    def _cobranzas_booking(self):
        """Judge held orders when the booking within is complete, not in the middle of it.

        Before a commit, and whenever a savepoint is made, Odoo runs what waits for the commit:
        within a booking of several steps that would be too soon, as a payment may be there and
        the charge that it pays not yet. Of bookings within one another the outermost counts.
        """
        cache = self.env.cr.cache
        if BOOKING in cache:
            yield
            return
        cache[BOOKING] = {}
        try:
            yield
        finally:
            # when it failed, too: who goes on without it judges by what is there; a rollback
            # forgets them, that of a savepoint within as well
            for company_id, ids in cache.pop(BOOKING, {}).items():
                self._cobranzas_wait_for_release(company_id, ids)

    def _cobranzas_release_later(self, company):
        """Release held orders of these customers, of all if empty, once the booking is complete.

        In the same transaction, and once: before it is committed, or before the next savepoint
        after the booking. All are looked at where credit control is off too: it may just have
        been switched off.
        """
        # sudo: a setting
        if self and not company.sudo().cobranzas_credit_active:
            return
        self._cobranzas_wait_for_release(company.id, self.commercial_partner_id.ids or [False])

    def _cobranzas_wait_for_release(self, company_id, ids):
        """Keep the ids of customers of a company until their held orders are looked at."""
        cr = self.env.cr
        if BOOKING in cr.cache:
            waiting = cr.cache[BOOKING]
        else:
            waiting = cr.precommit.data.setdefault(WAITING, {})
            if not waiting:
                partners = self.env(user=SUPERUSER_ID, context={})["res.partner"]
                cr.precommit.add(partners._cobranzas_release_waiting)
        waiting.setdefault(company_id, set()).update(ids)

    def _cobranzas_release_waiting(self):
        """Release what the transaction lets pass; False among the customers stands for all.

        While a booking goes on they wait for its end, also those that waited before it began.
        """
        waiting = self.env.cr.precommit.data.pop(WAITING, {})
        if BOOKING in self.env.cr.cache:
            for company_id, ids in waiting.items():
                self._cobranzas_wait_for_release(company_id, ids)
            return
        for company_id, ids in waiting.items():
            company = self.env["res.company"].browse(company_id).exists()
            customers = None if False in ids else self.browse(ids).exists()
            self.env["sale.order"]._cobranzas_release_held(company, customers)
