from odoo import models
from odoo.exceptions import AccessError


class ResPartner(models.Model):
    """Whose promises and disputes somebody may note (COL-06, COL-10)."""

    _inherit = "res.partner"

    def _cobranzas_check_own_debtor(self):
        """Raise ``AccessError`` for a customer who is another collector's debtor."""
        self.ensure_one()
        self.check_access("read")
        if not self._cobranzas_filter_own_debtors():
            raise AccessError(
                self.env._(
                    "%(customer)s is another collector's debtor.", customer=self.display_name
                )
            )
