from odoo import models

from ...engine import alternatives


class AccountMoveLine(models.Model):
    """What instalments cost on a date, and the notes for when they were paid (CHG-02)."""

    _inherit = "account.move.line"

    def _cobranzas_prepare_instalment(self):
        """Return the item as the engine takes it, in minor units of its currency.

        A condoned one is its own amount at every date.
        """
        self.ensure_one()
        currency = self.currency_id
        rows = self.browse() if self.cobranzas_condoned else self.cobranzas_alternative_ids
        return alternatives.Instalment(
            currency._cobranzas_to_minor_units(self.amount_currency),
            self.date_maturity or self.date,
            tuple((row.date, currency._cobranzas_to_minor_units(row.amount)) for row in rows),
        )

    def _cobranzas_get_due(self, date):
        """Return (``early``, ``on_time`` or ``late``, amount due on ``date`` in its currency)."""
        self.ensure_one()
        return self._cobranzas_get_dues(date)[self]

    def _cobranzas_read_payments(self):
        """Return ({item: ``History``}, {item: what notes adjusted it by}) for both that follow."""
        return self._cobranzas_get_histories(), self._cobranzas_get_adjusted()

    def _cobranzas_get_dues(self, date, read=None):
        """Return {item: (state, amount due)} on ``date``, in a constant number of queries.

        ``early``, ``on_time`` or ``late``. The amount, in the item's currency, is what cancels
        the item when it is paid on that date: what its dates say, payments until then off. Of a
        credit it is below zero. A condoned item has its state, and its own amount.

        :param read: as ``_cobranzas_read_payments`` gives it; read when None
        """
        histories, adjusted = read or self._cobranzas_read_payments()
        dues = {}
        for item in self:
            history, currency = histories[item], item.currency_id
            instalment = alternatives.reduced(
                item._cobranzas_prepare_instalment(), history.get_returned(date)
            )
            units = alternatives.amount_due(
                instalment,
                history.payments,
                date,
                currency._cobranzas_to_minor_units(adjusted.get(item, 0.0)),
            )
            state = alternatives.standing(instalment, date).state
            dues[item] = (state, currency._cobranzas_from_minor_units(units))
        return dues

    def _cobranzas_get_adjustments(self, date, amounts, read=None):
        """Return {item: what its note is for} when ``amounts`` are paid of the items on ``date``.

        In the item's currency: above zero to charge, below zero to credit; items without a note
        are left out. What was paid before counts, on its own date; so with no amount it is the
        note that was not made when the item was paid.

        :param amounts: {item: what is paid of it on ``date``, in its currency}, without notes
        :param read: as ``_cobranzas_read_payments`` gives it; read when None
        """
        # an item without alternatives, or condoned, costs the same on every date
        items = self.filtered("cobranzas_alternative_ids")
        items = items.filtered(lambda item: not item.cobranzas_condoned)
        histories, adjusted = read or items._cobranzas_read_payments()
        notes = {}
        for item in items:
            history, currency = histories[item], item.currency_id
            payments = list(history.payments)
            paid = currency._cobranzas_to_minor_units(amounts.get(item, 0.0))
            if paid:
                payments.append(alternatives.Payment(date, paid))
            units = alternatives.adjustment(
                alternatives.reduced(item._cobranzas_prepare_instalment(), history.get_returned()),
                payments,
                currency._cobranzas_to_minor_units(adjusted.get(item, 0.0)),
            )
            if units:
                notes[item] = currency._cobranzas_from_minor_units(units)
        return notes
