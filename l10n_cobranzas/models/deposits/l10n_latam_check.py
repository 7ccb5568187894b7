from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..ledger.l10n_latam_check import PORTFOLIO_METHODS


class L10nLatamCheck(models.Model):
    """From cheques to the deposits that take them to the bank (COL-08)."""

    _inherit = "l10n_latam.check"

    def action_cobranzas_deposit(self):
        """Open a new deposit with these cheques, to look at and confirm (COL-08).

        Raises ``UserError`` when none of them is in hand, or they can't go together.
        """
        self.check_access("read")
        held = self.filtered(
            lambda check: (
                check._cobranzas_get_place()[0] == "portfolio"
                and check.payment_method_code in PORTFOLIO_METHODS
            )
        )
        if not held:
            raise UserError(self.env._("There is no cheque in hand here to deposit."))
        if len(held.company_id) > 1 or len(held.currency_id) > 1:
            raise UserError(
                self.env._("Deposit cheques of one company and one currency at a time.")
            )
        context = {
            "default_company_id": held.company_id.id,
            "default_check_ids": [Command.set(held.ids)],
        }
        banks = self.env["cobranzas.deposit.account"]._get_journals(held.company_id)
        bank = banks.filtered(
            lambda journal: (journal.currency_id or held.company_id.currency_id) == held.currency_id
        )[:1]
        if bank:
            context["default_journal_id"] = bank.id
        return {
            "type": "ir.actions.act_window",
            "res_model": "cobranzas.bank.deposit",
            "views": [(False, "form")],
            "name": self.env._("Bank Deposit"),
            "context": context,
        }

    def action_cobranzas_open_bank_deposits(self):
        """Open the deposits that took these cheques to the bank (COL-08)."""
        self.check_access("read")
        return self.env["cobranzas.bank.deposit"]._get_list_action(
            Domain("check_ids", "in", self.ids)
        )
