from odoo import models
from odoo.fields import Domain
from odoo.tools import float_round, format_date, formatLang

from ...engine import minor_units


class ResCurrency(models.Model):
    _inherit = "res.currency"

    def _cobranzas_to_minor_units(self, amount):
        """Return ``amount`` as a whole number of this currency's minor units.

        The engine computes with those, so that nothing is lost to binary fractions in
        currencies of 0, 2 or 3 decimals.
        """
        self.ensure_one()
        return int(float_round(amount / self.rounding, precision_digits=0))

    def _cobranzas_from_minor_units(self, units):
        """Return the amount in this currency that ``units`` minor units make."""
        self.ensure_one()
        return self.round(units * self.rounding)

    def _cobranzas_split(self, amount, weights):
        """Return shares of ``amount`` in proportion to the weights, that sum exactly to it.

        :param weights: whole numbers, of any unit
        """
        units = self._cobranzas_to_minor_units(amount)
        shares = minor_units.split(units, weights)
        return [self._cobranzas_from_minor_units(share) for share in shares]

    def _cobranzas_recorded_rates(self, company, date):
        """Return {currency: (company currency for one unit, date of the rate)} at ``date``.

        The last rate recorded on or before the date, as core takes it; a currency without
        one is left out, where core would take one to one or a later rate.
        """
        groups = self.env["res.currency.rate"]._read_group(
            Domain("currency_id", "in", self.ids)
            & Domain("company_id", "in", (False, company.root_id.id))
            & Domain("name", "<=", date),
            ["currency_id", "company_id"],
            ["name:max"],
        )
        found = {}
        for currency, _owner, day in sorted(groups, key=lambda group: not group[1]):
            found.setdefault(currency, day)  # the company's own rates go before shared ones
        return {
            currency: (
                self._get_conversion_rate(currency, company.currency_id, company, date),
                recorded,
            )
            for currency, recorded in found.items()
        }

    def _cobranzas_record_rate(self, company, date, rate):
        """Record ``rate``, in company currency for one unit, for a day that has none (REC-12)."""
        self.ensure_one()
        # sudo: a cashier is asked for the rate of the day and has no other right on rates; one
        # that is recorded stands
        rates = self.env["res.currency.rate"].sudo()
        vals = {"currency_id": self.id, "company_id": company.root_id.id, "name": date}
        if not rates.search_count([(field, "=", value) for field, value in vals.items()], limit=1):
            rates.create({**vals, "inverse_company_rate": rate})

    def _cobranzas_format_rate(self, rate):
        """Return a rate in this currency as people write it: up to six decimals, two at least."""
        self.ensure_one()
        text = formatLang(self.env, rate, digits=6)
        head, tail = text[:-4], text[-4:]
        return f"{head}{tail.rstrip('0')} {self.name}"

    def _cobranzas_no_rate_message(self, date):
        """Return the sentence that asks for the rate of this currency (REC-12)."""
        self.ensure_one()
        return self.env._(
            "There is no rate of %(currency)s for %(date)s: enter it on the receipt, in Rates.",
            currency=self.name,
            date=format_date(self.env, date),
        )
