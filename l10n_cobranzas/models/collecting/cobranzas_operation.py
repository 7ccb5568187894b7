from odoo import models


class CobranzasOperation(models.Model):
    """A payment that comes back takes back what it paid of promises (COL-06, OPS-07).

    Its allocations stay in the ledger, so nothing else tells.
    """

    _inherit = "cobranzas.operation"

    def _action_confirm(self):
        result = super()._action_confirm()
        self._look_at_promises_of_returns()
        return result

    def _mark_undone(self, date, reason):
        result = super()._mark_undone(date, reason)
        self._look_at_promises_of_returns()
        return result

    def _look_at_promises_of_returns(self):
        self._get_returned_payments().partner_id._cobranzas_look_at_promises()
