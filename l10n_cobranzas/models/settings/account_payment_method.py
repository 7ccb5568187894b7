from odoo import api, models

#: code of the methods of collections: kinds of journal that take them
METHODS = {
    "cobranzas_card": ("bank", "cash"),
    "cobranzas_deposit": ("bank",),
}


class AccountPaymentMethod(models.Model):
    """Cards and anticipated deposits as ways to be paid (REC-05, REC-19)."""

    _inherit = "account.payment.method"

    @api.model
    def _get_payment_method_information(self):
        known = {code: {"mode": "multi", "type": types} for code, types in METHODS.items()}
        return super()._get_payment_method_information() | known

    def _auto_link_payment_methods(self, payment_methods, methods_info):
        """Leave ours out: a journal takes cards when someone says so, deposits with its first."""
        own = payment_methods.filtered(lambda method: method.code in METHODS)
        super()._auto_link_payment_methods(payment_methods - own, methods_info)
        return payment_methods
