from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from .cobranzas_payment_advice import OPEN


class CobranzasPaymentAdvice(models.Model):
    """Which anticipated deposit a transfer is: same amount, about the same day (REC-19, COL-09)."""

    _inherit = "cobranzas.payment.advice"

    def action_match(self):
        """Look for the deposit of open transfers once more.

        Raises ``AccessError`` below cashier.
        """
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_cashier",
            self.env._("Only a cashier deals with transfers."),
        )
        self.check_access("write")
        # sudo: the right was checked above; only the deposit found is written
        self.sudo()._match()
        return True

    def _match(self):
        """Tie each open transfer without a pending deposit to the only one that it can be."""
        for advice in self.sorted("id"):
            if advice.state == "new":
                advice.deposit_id = advice._choose_deposit()

    def _choose_deposit(self):
        """Return the deposit that the transfer is: of the same reference, or the only one."""
        self.ensure_one()
        found = self.env["cobranzas.deposit"].search(self._get_deposits_domain(), order="date, id")
        taken = self.search(
            [("deposit_id", "in", found.ids), ("state", "in", OPEN), ("id", "!=", self.id)]
        ).deposit_id
        free = found - taken
        key = (self.reference or "").strip().casefold()
        named = free.filtered(lambda deposit: key and deposit._get_reference_key() == key)
        chosen = named or free
        return chosen if len(chosen) == 1 else chosen.browse()

    def _get_deposits_domain(self):
        days = timedelta(days=self.company_id.cobranzas_advice_match_days)
        domain = (
            Domain("state", "=", "pending")
            & Domain("company_id", "=", self.company_id.id)
            & Domain("currency_id", "=", self.currency_id.id)
            & Domain("amount", "=", self.amount)
            & Domain("date", ">=", self.date - days)
            & Domain("date", "<=", self.date + days)
        )
        if self.journal_id:
            domain &= Domain("journal_id", "=", self.journal_id.id)
        return domain
