"""The demo company, as make demo shows it, on the generic chart of accounts."""

from datetime import datetime
from zoneinfo import ZoneInfo

from odoo.addons.l10n_cobranzas.demo.constants import TIME_ZONE
from odoo.tests import TransactionCase

from .kept import kept


class DemoCommon(TransactionCase):
    """Loads the demo data once for its tests."""

    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"]._cobranzas_load_demo()
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.today = datetime.now(ZoneInfo(TIME_ZONE)).date()
        cls.receipts = cls.env["cobranzas.receipt"].search([("company_id", "=", cls.company.id)])
        cls.posted = cls.receipts.filtered(lambda receipt: receipt.state == "posted")

    def documents(self, *domain):
        """The company's posted documents and entries."""
        return self.env["account.move"].search(
            [("company_id", "=", self.company.id), ("state", "=", "posted"), *domain]
        )

    def receivables(self):
        """The posted receivable items of the company."""
        return self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("account_type", "=", "asset_receivable"),
            ]
        )

    def user(self, login):
        """The user of a login."""
        return self.env["res.users"].search([("login", "=", login)])

    def of_company(self, model):
        """All records of a model of the demo company."""
        return self.env[model].search([("company_id", "=", self.company.id)])
