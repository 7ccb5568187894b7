from odoo import api, fields, models

from ...engine.movement import share_booked
from .ownership import check_not_booked, find_changed

#: what the receipt that brought a cheque says of it
RECEIVED_FIELDS = {"amount", "bank_id", "issuer_vat", "name", "payment_date", "payment_id"}
#: methods by which a cheque comes into a portfolio
PORTFOLIO_METHODS = ("new_third_party_checks", "in_third_party_checks")


class L10nLatamCheck(models.Model):
    _inherit = "l10n_latam.check"

    #: core looks up the cheques of payments by it, without an index
    payment_id = fields.Many2one(index=True)

    def _cobranzas_get_owners(self):
        """Return the owners of the payments that these cheques came in with."""
        return self.payment_id._cobranzas_get_owners()

    def _get_last_operation(self):
        """Return the payment that last moved the cheque: by date, then in the order booked.

        Core sorts by when a payment was last written, so that correcting an old one of the same
        day puts the cheque back where it was, and counts those that the bank rejected.
        """
        self.ensure_one()
        moved = (self.payment_id + self.operation_ids).filtered(
            lambda payment: payment.state not in ("draft", "canceled", "rejected")
        )
        return moved.sorted(
            lambda payment: (payment.date, payment.move_id.id or 0, payment._origin.id)
        )[-1:]

    def _cobranzas_get_place(self):
        """Return (where the cheque is, the payment that brought it there).

        ``portfolio``, ``deposited`` in a bank, ``endorsed`` to a vendor, ``returned`` or given
        back to who gave it, or ``none`` when its receipt is not posted.
        """
        self.ensure_one()
        last = self._get_last_operation()
        if not last or self.payment_id.state not in ("in_process", "paid"):
            return "none", last
        if last.payment_type == "inbound":
            held = last.payment_method_code in PORTFOLIO_METHODS
            return ("portfolio" if held else "deposited"), last
        return ("endorsed" if last.partner_type == "supplier" else "returned"), last

    def _cobranzas_get_booked(self, payment):
        """Return what of a payment is booked for the cheque, in units of the company's currency."""
        self.ensure_one()
        item = payment._seek_for_lines()[0]
        currency, own = self.currency_id, payment.company_id.currency_id
        return share_booked(
            currency._cobranzas_to_minor_units(self.amount),
            currency._cobranzas_to_minor_units(abs(sum(item.mapped("amount_currency")))),
            own._cobranzas_to_minor_units(abs(sum(item.mapped("balance")))),
        )

    def write(self, vals):
        # by a user: what posts the owner runs as superuser
        if not self.env.su:
            find_changed(self, vals, RECEIVED_FIELDS)._cobranzas_check_not_owned()
            self.env["account.payment"]._cobranzas_check_free([vals], "payment_id")
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self.env["account.payment"]._cobranzas_check_free(vals_list, "payment_id")
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cobranzas_owned(self):
        if not self.env.su:
            self._cobranzas_check_not_owned()

    def _cobranzas_check_not_owned(self):
        """Raise ``UserError`` naming the owner when it, not the cheque, must be changed."""
        check_not_booked(self._cobranzas_get_owners(), lambda owner: owner._get_entry_refusal())
