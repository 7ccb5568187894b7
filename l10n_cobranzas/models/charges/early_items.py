from odoo import fields, models

from ...engine import early_discount


class AccountMoveLine(models.Model):
    """What open items cost less when they are paid before their due date (CHG-04)."""

    _inherit = "account.move.line"

    def _cobranzas_get_early_discounts(self, date, amounts=None):
        """Return {item: discount suggested}, in its currency, for settling it on a date (CHG-04).

        Of the customers who have it, by the rate then in force; items without one are left out,
        as those that ``_cobranzas_can_be_discounted`` leaves out, and those discounted before. What
        is paid in part has its part: 450 of 1,000 at 10 % bring a discount of 50.

        :param amounts: {item: what is paid of it, in its currency}; all that is left when None
        """
        date = fields.Date.to_date(date)
        items = self.filtered(lambda item: item._cobranzas_can_be_discounted(date))
        adjusted = items._cobranzas_get_adjusted() if items else {}
        # sudo: rates in force are no secret of those who keep them
        tables = self.env["cobranzas.rate"].sudo()._get_tables(items.company_id, ["early_payment"])
        found = {}
        for item in items.filtered(lambda item: item not in adjusted):
            rate = item._cobranzas_get_early_rate(tables, date)
            paid = None if amounts is None else amounts.get(item, 0.0)
            units = item._cobranzas_get_early_units(rate, date, paid) if rate else 0
            if units:
                found[item] = item.currency_id._cobranzas_from_minor_units(units)
        return found

    def _cobranzas_can_be_discounted(self, date):
        """Tell whether the item is a debt on a sale of a customer who has the discount.

        One with alternative dates, condoned or not, has those instead, and one with core's own
        discount of its payment terms has that: nothing is discounted twice.
        """
        self.ensure_one()
        # sudo: an item of a receipt's entry may be another customer's
        move = self.sudo().move_id
        return bool(
            self.partner_id.commercial_partner_id.cobranzas_uses_rates
            and self._cobranzas_is_charged_debt()
            and (self.date_maturity or self.date) > date
            and not self.cobranzas_alternative_ids
            and not self.discount_date
            and any(
                each.is_sale_document(include_receipts=True)
                for each in move | move.cobranzas_origin_ids
            )
        )

    def _cobranzas_get_early_units(self, rate, date, paid):
        """Return the discount for paying ``paid`` of the item, or all of it, in minor units."""
        self.ensure_one()
        balance = self._cobranzas_get_minor_units()
        due = self.date_maturity or self.date
        units = early_discount.early_discount(balance, due, date, rate)
        if paid is None:
            return units
        money = self.currency_id._cobranzas_to_minor_units(paid)
        return early_discount.share_of_discount(balance, units, money)

    def _cobranzas_get_early_rate(self, tables, date):
        """Return the engine's rate of early payment in force on a date, or None."""
        self.ensure_one()
        # sudo: settings, currency and branches of a company; nothing of its customers is shown
        key = (self.company_id.sudo(), "early_payment")
        rates = tables.get((*key, self.currency_id)) or tables.get(
            (*key, self.currency_id.browse()), ()
        )
        valid = [rate for rate in rates if rate.since <= date]
        return max(valid, key=lambda rate: rate.since, default=None)
