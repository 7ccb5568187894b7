from odoo import models
from odoo.exceptions import UserError


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
