from odoo import models


class AccountMoveLine(models.Model):
    """What is paid or credited may let held orders go (CRE-06)."""

    _inherit = "account.move.line"

    def _cobranzas_credit_grew(self):
        """Look again at the held orders of the customers of these receivable items."""
        items = self.filtered(lambda line: line.account_type == "asset_receivable")
        for company, mine in items.grouped("company_id").items():
            customers = mine.partner_id
            if customers:
                customers._cobranzas_release_later(company)

    def _reconcile_plan_with_sync(self, plan_list, all_amls):
        """Look again at the held orders of those whose documents were paid."""
        result = super()._reconcile_plan_with_sync(plan_list, all_amls)
        all_amls._cobranzas_credit_grew()
        return result
