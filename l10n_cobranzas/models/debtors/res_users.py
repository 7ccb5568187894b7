from odoo import models

#: groups whose record rules show every debtor; a collector sees those assigned to them
SEE_ALL_DEBTORS = (
    "l10n_cobranzas.group_cobranzas_cashier,"
    "account.group_account_invoice,account.group_account_readonly"
)


class ResUsers(models.Model):
    """Which debtors a user sees (COL-10)."""

    _inherit = "res.users"

    def _cobranzas_sees_all_debtors(self):
        """Tell whether the record rules show the user every debtor, not only their own."""
        self.ensure_one()
        return self._is_superuser() or self.has_groups(SEE_ALL_DEBTORS)
