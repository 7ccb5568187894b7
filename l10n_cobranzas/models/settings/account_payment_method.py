from odoo import api, models

#: {code of a payment method of this add-on: types of journal that offer it}
METHODS = {
    "cobranzas_card": ("bank", "cash"),
    "cobranzas_deposit": ("bank",),
}


class AccountPaymentMethod(models.Model):
    """Payment methods for cards and unidentified deposits (REC-05, REC-19)."""

    _inherit = "account.payment.method"

    @api.model
    def _get_payment_method_information(self):
        added = {code: {"mode": "multi", "type": types} for code, types in METHODS.items()}
        return super()._get_payment_method_information() | added

    def _auto_link_payment_methods(self, payment_methods, methods_info):
        """Add none of this add-on's methods to the journals that exist.

        A manager adds cards to a journal, the first deposit adds the method for deposits.
        """
        own = payment_methods.filtered(lambda method: method.code in METHODS)
        super()._auto_link_payment_methods(payment_methods - own, methods_info)
        return payment_methods
