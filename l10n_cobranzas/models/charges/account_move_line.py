from odoo import fields, models

from .cobranzas_charge import ADJUSTING


class AccountMoveLine(models.Model):
    """What was charged on items before: it is not charged twice (CHG)."""

    _inherit = "account.move.line"

    cobranzas_charge_ids = fields.One2many(
        "cobranzas.charge", "move_line_id", string="Charges", readonly=True
    )

    def _cobranzas_get_charges(self, kinds):
        """Return the charges of some kinds that these items bear, waived ones among them."""
        # sudo: whether an item was charged decides what it is charged, whoever asks
        charges = self.env["cobranzas.charge"].sudo()
        return charges.search(
            [
                ("move_line_id", "in", self.ids),
                ("kind", "in", kinds),
                ("state", "!=", "freed"),
            ]
        )

    def _cobranzas_get_adjusted(self):
        """Return {item: what notes adjusted it by for when it was paid}, in its currency, signed.

        Above zero what was charged, below what was credited.
        """
        adjusted = {}
        for charge in self._cobranzas_get_charges(ADJUSTING):
            item = charge.move_line_id
            adjusted[item] = adjusted.get(item, 0.0) + charge.amount
        return adjusted

    def _cobranzas_get_adjusting_moves(self):
        """Return the notes that adjusted these items, and what undid them."""
        notes = self._cobranzas_get_charges(ADJUSTING).note_id
        return notes | notes.reversal_move_ids

    def _cobranzas_get_charges_made(self):
        """Return {item: [(first day not counted, last day, partial's id or None)]} charged before.

        What was waived counts as charged.
        """
        return self._cobranzas_get_charges(("interest",))._get_periods()

    def _cobranzas_get_last_alternatives(self):
        """Return {item: (last alternative date, amount in its currency)} of those that have any."""
        found = {}
        for item in self.filtered("cobranzas_alternative_ids"):
            last = max(item.cobranzas_alternative_ids, key=lambda row: row.date)
            if not item.cobranzas_condoned and last.date > (item.date_maturity or item.date):
                found[item] = (last.date, last.amount)
        return found

    def _cobranzas_get_interest_notes(self):
        """Return {item: items of the interest notes on it}, for policies on earlier interest."""
        return self._cobranzas_get_charges(("interest",))._get_notes()
