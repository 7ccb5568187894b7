from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..ledger.locking import lock_rows


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

    def _cobranzas_get_sequence(self, code, label, prefix):
        """Return the company's sequence of a code, made when its first number is given.

        Without gaps; ``label`` is its name, ``prefix`` stands before its numbers.
        """
        self.ensure_one()
        sequences = self.env["ir.sequence"]
        domain = [("code", "=", code), ("company_id", "=", self.id)]
        found = sequences.search(domain, limit=1)
        if not found:
            lock_rows(self)  # two first ones at once would make two sequences
            # whoever waited for the lock can't see the other's sequence: with its row changed,
            # PostgreSQL refuses, and the server runs the request again
            self.env.cr.execute(
                SQL("UPDATE res_company SET write_date = write_date WHERE id = %s", self.id)
            )
            found = sequences.create(
                {
                    "name": f"{label} ({self.name})",
                    "code": code,
                    "company_id": self.id,
                    "implementation": "no_gap",
                    "prefix": f"{prefix}-",
                    "padding": 5,
                }
            )
        return found
