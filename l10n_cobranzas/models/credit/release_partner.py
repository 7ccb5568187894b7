"""Customers whose held orders are looked at again, once, before the transaction ends (CRE-06)."""

from odoo import SUPERUSER_ID, models

#: key of the customers and companies that a transaction has left to look at
WAITING = "cobranzas_credit_release"


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _cobranzas_release_later(self, company):
        """Release held orders of these customers, of all if empty, before the commit.

        In the same transaction, and once: a booking of several entries is judged as a whole. All
        are looked at where credit control is off too: it may just have been switched off.
        """
        # sudo: a setting
        if self and not company.sudo().cobranzas_credit_active:
            return
        waiting = self.env.cr.precommit.data.setdefault(WAITING, {})
        if not waiting:
            self.env.cr.precommit.add(
                self.env(user=SUPERUSER_ID, context={})["res.partner"]._cobranzas_release_waiting
            )
        mine = waiting.setdefault(company.id, set())
        mine.update(self.commercial_partner_id.ids or [False])

    def _cobranzas_release_waiting(self):
        """Release what the transaction lets pass; False among the customers stands for all."""
        waiting = self.env.cr.precommit.data.pop(WAITING, {})
        for company_id, ids in waiting.items():
            company = self.env["res.company"].browse(company_id).exists()
            customers = None if False in ids else self.browse(ids).exists()
            self.env["sale.order"]._cobranzas_release_held(company, customers)
