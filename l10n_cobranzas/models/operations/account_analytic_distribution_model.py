from odoo import models


class AccountAnalyticDistributionModel(models.Model):
    """Looked up once for the lines of a document that have the same in common.

    Core keeps what it found by what it looked for, and adds to the customer's categories while it
    looks: it would look again for each of the many lines of a note.
    """

    _inherit = "account.analytic.distribution.model"

    def _create_domain(self, fname, value):
        return super()._create_domain(fname, list(value) if isinstance(value, list) else value)
