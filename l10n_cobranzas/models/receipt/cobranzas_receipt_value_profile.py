from odoo import api, models
from odoo.exceptions import UserError


class CobranzasReceiptValue(models.Model):
    """The methods that the profile of who works on a receipt has (REC-18)."""

    _inherit = "cobranzas.receipt.value"

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        values._check_profile()
        return values

    def write(self, vals):
        result = super().write(vals)
        if {"payment_method_line_id", "journal_id", "receipt_id"} & set(vals):
            self._check_profile()
        return result

    def _check_profile(self):
        if not self.env.su:
            for receipt, profile in self.receipt_id._get_binding_profiles().items():
                (self & receipt.value_ids)._check_profile_method(profile)

    def _check_profile_method(self, profile):
        """Raise ``UserError`` naming the first value received by a method outside ``profile``."""
        allowed = profile.payment_method_line_ids
        for value in self if allowed else ():
            if value.payment_method_line_id and value.payment_method_line_id not in allowed:
                raise UserError(
                    self.env._(
                        "Method %(method)s of %(journal)s is not in profile %(profile)s: "
                        "choose another.",
                        method=value.payment_method_line_id.name,
                        journal=value.journal_id.display_name,
                        profile=profile.name,
                    )
                )
