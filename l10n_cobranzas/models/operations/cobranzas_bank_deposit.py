from odoo import models


class CobranzasBankDeposit(models.Model):
    """Deposits and their position: the cheques before them, and what came after."""

    _name = "cobranzas.bank.deposit"
    _inherit = ["cobranzas.bank.deposit", "cobranzas.position.mixin"]
