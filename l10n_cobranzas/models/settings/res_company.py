from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date


class ResCompany(models.Model):
    """What follows from the settings and periods of a company."""

    _inherit = "res.company"

    def _cobranzas_get_settlement_journal(self):
        """Return the journal of settlement entries: the setting, else the first general one.

        Raises ``UserError`` when the company has none.
        """
        self.ensure_one()
        journal = self.cobranzas_journal_id or self.env["account.journal"].search(
            [*self.env["account.journal"]._check_company_domain(self), ("type", "=", "general")],
            limit=1,
        )
        if not journal:
            raise UserError(
                self.env._(
                    "Choose the journal for receipt entries of %(company)s "
                    "in Settings, Collections.",
                    company=self.name,
                )
            )
        return journal

    def _cobranzas_check_open_period(self, date):
        """Raise ``UserError`` when ``date`` falls in a period locked for this user."""
        self.ensure_one()
        violated = self._get_violated_lock_dates(date, False, self.env["account.journal"])
        if violated:
            raise UserError(
                self.env._(
                    "The period of %(date)s is closed (until %(lock)s): choose a later "
                    "date or reopen it.",
                    date=format_date(self.env, date),
                    lock=format_date(self.env, violated[-1][0]),
                )
            )
