from odoo import models


class CobranzasReceipt(models.Model):
    """The same submission twice makes one receipt (REC-13)."""

    _name = "cobranzas.receipt"
    # the mixin first: what was made before is found before anything of it is checked or logged
    _inherit = ["cobranzas.submission.mixin", "cobranzas.receipt"]
