from odoo import models


class CobranzasContactLog(models.Model):
    """The worklist looks up the last contact with each debtor (COL-07)."""

    _inherit = "cobranzas.contact.log"

    _partner_date_idx = models.Index("(partner_id, date)")
