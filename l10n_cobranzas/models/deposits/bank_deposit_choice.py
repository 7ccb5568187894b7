from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ..ledger.client_values import check_one
from ..ledger.l10n_latam_check import PORTFOLIO_METHODS


class CobranzasBankDeposit(models.Model):
    """What may be deposited: cheques in hand and cash (COL-08)."""

    _inherit = "cobranzas.bank.deposit"

    check_domain = fields.Binary(compute="_compute_check_domain")

    @api.depends("company_id", "currency_id", "date", "before_date")
    def _compute_check_domain(self):
        for deposit in self:
            deposit.check_domain = list(deposit._get_checks_domain())

    def _get_checks_domain(self):
        """Return the domain of the cheques in hand that the deposit may take on its date."""
        self.ensure_one()
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("current_journal_id", "in", self._get_portfolios().ids)
        domain &= Domain("payment_method_code", "=", "new_third_party_checks")
        domain &= Domain("currency_id", "=", self.currency_id.id)
        if not self.before_date and self.date:
            domain &= Domain("payment_date", "<=", self.date)
        return domain

    # ------------------------------------------------------------------
    # Journals
    # ------------------------------------------------------------------

    def _get_portfolios(self):
        """Return the journals that hold third-party cheques for the company."""
        self.ensure_one()
        return self._get_value_journals().filtered(self._is_portfolio)

    def _get_cash_journals(self):
        """Return the journals that hold cash for the company, and can give it to a bank."""
        self.ensure_one()
        return self._get_value_journals().filtered(
            lambda journal: (
                journal.type == "cash"
                and "manual" in journal.outbound_payment_method_line_ids.mapped("code")
            )
        )

    def _get_value_journals(self):
        journals = self.env["account.journal"]
        return journals.search(
            [
                *journals._check_company_domain(self.company_id),
                ("type", "in", ("cash", "bank")),
            ]
        )

    @api.model
    def _is_portfolio(self, journal):
        """Tell whether cheques come into the journal and stay there until they go on."""
        codes = journal.inbound_payment_method_line_ids.mapped("code")
        return any(code in PORTFOLIO_METHODS for code in codes)

    # ------------------------------------------------------------------
    # Choosing
    # ------------------------------------------------------------------

    def action_take_due(self):
        """Take every cheque in hand that is payable until the day chosen (COL-08).

        Raises ``UserError`` when there is none, or the day is after the deposit's.
        """
        check_one(self)
        self.check_access("write")
        self._check_is_draft()
        until = self.due_until or self.date
        if until > self.date and not self.before_date:
            raise UserError(
                self.env._(
                    "The deposit is of %(date)s: choose that day at most, or tick “Cheques before "
                    "Their Date”.",
                    date=format_date(self.env, self.date),
                )
            )
        domain = self._get_checks_domain() & Domain("payment_date", "<=", until)
        new = self.env["l10n_latam.check"].search(domain) - self.check_ids
        if not new:
            raise UserError(
                self.env._(
                    "No other cheque in hand in %(currency)s is payable until %(date)s.",
                    currency=self.currency_id.name,
                    date=format_date(self.env, until),
                )
            )
        self.check_ids = [Command.link(check.id) for check in new]
        return True
