from odoo import models
from odoo.fields import Domain

from ..ledger.client_values import check_one


class AccountJournal(models.Model):
    """Journals and the deposits taken from and to them (COL-08)."""

    _inherit = "account.journal"

    def action_cobranzas_open_bank_deposits(self):
        """Open the deposits of cash and cheques from this journal or to it (COL-08)."""
        check_one(self)
        self.check_access("read")
        domain = Domain("journal_id", "=", self.id) | Domain("cash_journal_id", "=", self.id)
        # sudo: ids of deposits by the journals of their payments; rules apply to the list
        payments = self.env["account.payment"].sudo()
        moved = payments.search(
            [("journal_id", "=", self.id), ("cobranzas_bank_deposit_id", "!=", False)]
        )
        domain |= Domain("id", "in", moved.cobranzas_bank_deposit_id.ids)
        return self.env["cobranzas.bank.deposit"]._get_list_action(domain)
