from odoo import fields, models


class CobranzasRatesMixin(models.AbstractModel):
    """Amounts converted at rates that a record keeps, else at the recorded ones (REC-12).

    For models with ``company_id`` and ``date``.
    """

    _name = "cobranzas.rates.mixin"
    _description = "Rates"

    def _get_own_rate(self, currency):
        """Return what a unit of ``currency`` is worth in company currency by the record; or 0."""
        return 0.0

    def _get_rate(self, currency):
        """Return what one unit of ``currency`` is worth in the company's currency, here."""
        self.ensure_one()
        if currency == self.company_id.currency_id:
            return 1.0
        return self._get_own_rate(currency) or self.env["res.currency"]._get_conversion_rate(
            currency,
            self.company_id.currency_id,
            self.company_id,
            self.date or fields.Date.context_today(self),
        )

    def _convert_amount(self, amount, source, target):
        """Convert ``amount`` of currency ``source`` to currency ``target``, rounded."""
        self.ensure_one()
        if source == target or not amount:
            return target.round(amount)
        return target.round(amount * self._get_rate(source) / self._get_rate(target))

    def _convert_minor_units(self, units, source, target):
        """Convert minor units of currency ``source`` to those of ``target``."""
        amount = self._convert_amount(source._cobranzas_from_minor_units(units), source, target)
        return target._cobranzas_to_minor_units(amount)

    def _to_company_currency(self, amount, currency):
        """Convert ``amount`` of ``currency`` to the company's currency."""
        return self._convert_amount(amount, currency, self.company_id.currency_id)
