from odoo import models
from odoo.exceptions import UserError

from ...engine import movement
from .operation_kind_notes import NoteSplit


class CobranzasVoucher(models.Model):
    """What of a single-purpose voucher is income deferred, and what is the tax of its sale."""

    _inherit = "cobranzas.voucher"

    def _prepare_split(self, amount):
        """Return the ``NoteSplit`` of ``amount`` of the voucher, taxes inside.

        In proportion of what is left of income and of each tax, in both currencies, so that the
        last part takes what the others left, to the cent.
        """
        self.ensure_one()
        item, currency = self.item_id, self.currency_id
        own = item.company_currency_id
        units = currency._cobranzas_to_minor_units(amount)
        left = currency._cobranzas_to_minor_units(self.amount_residual)
        rest = currency._cobranzas_to_minor_units(-item.amount_residual_currency)
        rest_booked = own._cobranzas_to_minor_units(-item.amount_residual)
        net = movement.share_booked(units, left, rest)
        if not net or (net == rest and units != left):
            raise UserError(
                self.env._(
                    "This part of voucher %(code)s is too small to tell its tax: redeem it whole.",
                    code=self.code,
                )
            )
        return NoteSplit(
            account=item.account_id,
            base=(net, movement.share_booked(net, rest, rest_booked)),
            taxes=self._share_taxes(units, left, units - net),
        )

    def _share_taxes(self, units, left, total):
        """Return {tax: (units, booked)} of ``units`` of the ``left`` of the voucher.

        :param total: what the taxes sum to; the largest takes the cents
        """
        rest = self._get_taxes_left()
        largest = max(rest, key=lambda tax: rest[tax][0], default=None)
        taxes = {
            tax: movement.share_booked(units, left, tax_units)
            for tax, (tax_units, _booked) in rest.items()
        }
        if largest:
            taxes[largest] += total - sum(taxes.values())
        return {tax: (part, movement.share_booked(part, *rest[tax])) for tax, part in taxes.items()}

    def _get_taxes_left(self):
        """Return {tax: (units, booked)} of the sale that no credit note gave back yet."""
        item = self.item_id
        currency, own = item.currency_id, item.company_currency_id
        moves = item.move_id | self._get_credit_notes()
        lines = moves.line_ids.filtered("tax_line_id").grouped("tax_line_id")
        return {
            tax: (
                currency._cobranzas_to_minor_units(
                    -sum(lines.get(tax, item.browse()).mapped("amount_currency"))
                ),
                own._cobranzas_to_minor_units(
                    -sum(lines.get(tax, item.browse()).mapped("balance"))
                ),
            )
            for tax in item.tax_ids._flatten_taxes_and_sort_them()[0]
        }
