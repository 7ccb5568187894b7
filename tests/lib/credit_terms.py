"""What the tests of limits, rules and blocks share: a company with credit control on."""

from odoo import fields

from .common import CollectionsCommon
from .kept import kept


class CreditTermsCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_credit_active = True
        cls.currency = cls.company.currency_id
        cls.group = cls.env["cobranzas.debtor.group"].create({"name": "Grupo Los Alerces"})
        cls.accountant = cls.make_user("acc", "l10n_cobranzas.group_cobranzas_accountant")
        cls.manager = cls.make_user("man", "l10n_cobranzas.group_cobranzas_manager")
        cls.collector = cls.make_user("col", "l10n_cobranzas.group_cobranzas_collector")
        cls.salesman = cls.make_user("sal", "sales_team.group_sale_salesman")
        cls.today = fields.Date.today()

    @classmethod
    def give_limit(cls, amount, partner=None, **kw):
        """A limit of the customer's own in the company, 0 included."""
        (partner or cls.customer).write(
            {"use_partner_credit_limit": True, "credit_limit": amount, **kw}
        )

    @classmethod
    def join(cls, *customers):
        """Make the customers members of the group."""
        cls.env["cobranzas.debtor.group.member"].create(
            [{"group_id": cls.group.id, "partner_id": customer.id} for customer in customers]
        )

    @classmethod
    def credit_rule(cls, kind, threshold=0, **kw):
        return cls.env["cobranzas.credit.rule"].create(
            {"kind": kind, "threshold": threshold, "company_id": cls.company.id, **kw}
        )

    @classmethod
    def block(cls, partner=None, reason="Owes since May", **kw):
        return cls.env["cobranzas.credit.block"].create(
            {"partner_id": (partner or cls.customer).id, "reason": reason, **kw}
        )

    @classmethod
    def make_company(cls, name, parent=None):
        """A company, or a branch of another, that the current user works in too."""
        company = cls.env["res.company"].create(
            {
                "name": name,
                "parent_id": parent and parent.id,
                "currency_id": cls.company.currency_id.id,
                "cobranzas_credit_active": True,
            }
        )
        cls.env.user.company_ids |= company
        return company

    def assertNoted(self, record, *texts):
        """The last note in the record's chatter has these texts."""
        body = record.message_ids.sorted("id")[-1:].body or ""
        for text in texts:
            self.assertIn(text, body)
