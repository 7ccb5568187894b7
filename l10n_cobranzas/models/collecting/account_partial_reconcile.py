"""Promises are looked at again once, before the transaction that changed the ledger ends."""

from odoo import api, models

#: key of the contacts that a transaction has left to look at
WAITING = "cobranzas_promises"


class AccountPartialReconcile(models.Model):
    """What is paid, or no longer is, changes what came of promises (COL-06)."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials.debit_move_id.partner_id._cobranzas_look_at_promises()
        return partials

    def unlink(self):
        if not self:  # core removes those of each item that it writes, mostly none
            return super().unlink()
        contacts = self.debit_move_id.partner_id
        result = super().unlink()
        contacts._cobranzas_look_at_promises()
        return result


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _cobranzas_look_at_promises(self):
        """Evaluate the promises of these contacts before the commit, once for all that happens."""
        if not self:
            return
        waiting = self.env.cr.precommit.data.setdefault(WAITING, set())
        if not waiting:
            # sudo: what came of a promise follows from the ledger, whoever changes that
            context = {"lang": self.env.lang, "tz": self.env.context.get("tz")}
            partners = self.env(su=True, context=context)["res.partner"]
            self.env.cr.precommit.add(partners._cobranzas_look_at_waiting)
        waiting.update(self.ids)

    def _cobranzas_look_at_waiting(self):
        """Evaluate the promises of those whose ledger the transaction changed."""
        waiting = self.env.cr.precommit.data.pop(WAITING, set())
        self.env["cobranzas.promise"]._evaluate_of(self.browse(sorted(waiting)))
