from odoo import models
from odoo.fields import Domain


class CobranzasDeposit(models.Model):
    """A deposit seen in the bank may be a transfer that a debtor told of before."""

    _inherit = "cobranzas.deposit"

    def _action_post(self):
        result = super()._action_post()
        advices = self.env["cobranzas.payment.advice"]
        waiting = advices.search(
            Domain("state", "=", "new")
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("amount", "in", self.mapped("amount"))
        )
        waiting._match()
        return result
