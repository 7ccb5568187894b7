from odoo import models
from odoo.tools import float_round


class ResCurrency(models.Model):
    _inherit = "res.currency"

    def _cobranzas_to_units(self, amount):
        """Return ``amount`` as a whole number of this currency's smallest unit.

        The allocation engine reckons in whole units, so that nothing is lost to
        binary fractions in currencies of 0, 2 or 3 decimals.
        """
        self.ensure_one()
        return int(float_round(amount / self.rounding, precision_digits=0))

    def _cobranzas_from_units(self, units):
        """Return the amount in this currency that ``units`` smallest units make."""
        self.ensure_one()
        return self.round(units * self.rounding)
