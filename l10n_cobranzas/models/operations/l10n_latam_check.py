from odoo import models


class L10nLatamCheck(models.Model):
    """Cheques and their position: the receipt they came in with, and where they went."""

    _name = "l10n_latam.check"
    _inherit = ["l10n_latam.check", "cobranzas.position.mixin"]
