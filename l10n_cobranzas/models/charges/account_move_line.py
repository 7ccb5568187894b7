from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _cobranzas_get_interests(self, until, policy=None, payments=None):
        return {}

    def _cobranzas_get_adjustments(self, date, amounts):
        return {}
