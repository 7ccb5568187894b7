from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from .proposal import ReceiptProposal


class CobranzasReceipt(models.Model):
    """Automatic allocation: which documents a receipt settles, and how much of each (REC-03)."""

    _inherit = "cobranzas.receipt"

    def action_propose(self):
        """Spread what was received over the open debts, by the company's criterion (REC-03).

        Ticked credits stay and add to what can be spread. What was typed on debts before
        is recalculated. Without values or credits every open debt is proposed in full.
        """
        for receipt in self:
            receipt._check_is_draft()
            receipt._action_propose()
            receipt.allocated_by_hand = False  # what was decided was about other amounts
        return True

    def action_clear(self):
        """Take the allocation back: nothing is settled until ticked or proposed again."""
        for receipt in self:
            receipt._check_is_draft()
            receipt.line_ids = [Command.clear()]
            receipt.allocated_by_hand = False
        return True

    def _action_propose(self):
        """Write the proposal on the receipt's lines, in the order of allocation."""
        amounts = self._prepare_proposal()
        listed = {line.move_line_id: line for line in self.line_ids}
        places = {item: place for place, item in enumerate(amounts, start=1)}
        kept = {listed[item]: (amounts[item], places[item]) for item in amounts if item in listed}
        self.env["cobranzas.receipt.line"]._write_proposed(kept)
        self.line_ids = [
            *(Command.delete(line.id) for item, line in listed.items() if item not in amounts),
            *(
                Command.create({"move_line_id": item.id, "amount": amount, "sequence": place})
                for (item, amount), place in zip(amounts.items(), places.values(), strict=True)
                if item not in listed
            ),
        ]

    def _prepare_proposal(self):
        """Return {open item: signed amount in its currency} that automatic allocation settles.

        :raises UserError: without a customer, or for an application without credits
        """
        self.ensure_one()
        if not self.partner_id:
            raise UserError(self.env._("Choose the customer first."))
        return self._get_proposal().get_amounts()

    def _get_proposal(self):
        """Return the ``ReceiptProposal`` of the receipt. To extend."""
        return ReceiptProposal(self)
