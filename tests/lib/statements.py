"""What the tests of statements sent by e-mail share."""

from lxml import html as lxml_html
from odoo import Command

from .common import CollectionsCommon
from .kept import kept


class StatementCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = "ceibo@example.com"
        cls.other_customer.email = "nandu@example.com"
        cls.company.email = "cobranzas@example.com"
        cls.eur = cls.env.ref("base.EUR")
        cls.eur.active = True
        cls.currency = cls.company.currency_id.name

    def run_of(self, *partners, user=None, **kw):
        """A run for these customers, or for all who owe; it is not prepared yet."""
        runs = self.env["cobranzas.statement.run"].with_user(user or self.env.user)
        return runs.create(
            {
                "date_from": "2026-01-01",
                "date_to": "2026-01-31",
                "attach_pdf": False,
                "company_id": self.company.id,
                "partner_ids": [Command.set([partner.id for partner in partners])],
                **kw,
            }
        )

    def prepared(self, *partners, **kw):
        """A run whose list is made."""
        run = self.run_of(*partners, **kw)
        run.action_prepare()
        return run

    def sent(self, *partners, **kw):
        """The lines of a run that was prepared and sent at once."""
        run = self.prepared(*partners, **kw)
        run.action_start()
        return run.line_ids

    @staticmethod
    def table(html):
        """The tables of an e-mail as text: a list of rows, each a list of cells."""
        return [
            [" ".join(cell.text_content().split()) for cell in row.iter("td", "th")]
            for row in lxml_html.fromstring(html).iter("tr")
        ]

    @classmethod
    def make_group(cls, *partners, name="Los Alerces"):
        return cls.env["cobranzas.debtor.group"].create(
            {
                "name": name,
                "member_ids": [Command.create({"partner_id": each.id}) for each in partners],
            }
        )

    @classmethod
    def make_collector(cls, login, *partners):
        """A collector with a login, and these customers as its debtors; returns the user."""
        user = cls.make_user(login, "l10n_cobranzas.group_cobranzas_collector")
        user.email = f"{login}@example.com"
        cls.env["cobranzas.collector"].create(
            {
                "name": login,
                "user_id": user.id,
                "partner_ids": [Command.set([partner.id for partner in partners])],
            }
        )
        return user
