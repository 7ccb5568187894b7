from odoo import models
from odoo.fields import Command

#: how often a price is corrected until the note is exact to the cent
TRIES = 3


class CobranzasDispute(models.Model):
    """The draft credit note of what is accepted, with the user's own rights (COL-06)."""

    _inherit = "cobranzas.dispute"

    def _make_credit_note(self, amount):
        """Return the draft credit note of an amount, taxes included.

        Of an invoice: what core makes to credit it, with its taxes, each line in proportion. Of
        another debt: of one line without taxes. An accountant checks and posts it.
        """
        self.ensure_one()
        move = self.move_id
        if move.move_type not in ("out_invoice", "out_receipt"):
            return self.env["account.move"].create(self._prepare_plain_note_vals(amount))
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"reason": self.display_name, "journal_id": move.journal_id.id})
        )
        wizard.refund_moves()
        note = wizard.new_move_ids
        if self.currency_id.compare_amounts(amount, note.amount_total):
            self._scale(note, amount)
        return note

    def _prepare_plain_note_vals(self, amount):
        item = self.move_line_id
        return {
            "move_type": "out_refund",
            "partner_id": item.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "ref": self.display_name,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": self._describe(),
                        "quantity": 1,
                        "price_unit": amount,
                        "tax_ids": [Command.clear()],
                    }
                )
            ],
        }

    def _scale(self, note, amount):
        """Bring the lines of a draft down to ``amount`` in all, each in proportion.

        Cents that rounding leaves over go to the largest line; what can't be made exact is noted
        on the draft.
        """
        lines = note.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        share = amount / note.amount_total
        for line in lines:
            line.price_unit *= share
        largest = lines.sorted(lambda line: abs(line.price_total))[-1:]
        for _each in range(TRIES):
            missing = amount - note.amount_total
            if not largest.price_total or self.currency_id.is_zero(missing):
                break
            largest.price_unit *= 1 + missing / largest.price_total
        if self.currency_id.compare_amounts(amount, note.amount_total):
            note.message_post(
                body=self.env._(
                    "%(dispute)s: %(amount)s was accepted; correct the total of this draft.",
                    dispute=self.display_name,
                    amount=self.currency_id.format(amount),
                )
            )
