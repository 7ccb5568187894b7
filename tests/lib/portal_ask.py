"""What tests of what debtors send by their page share: a visit, and short ways to send."""

import io
from types import SimpleNamespace

from odoo import SUPERUSER_ID
from PIL import Image

from .kept import kept
from .promises import CASHIER, COLLECTOR, PromisesCommon


class PortalAskCommon(PromisesCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.marta = cls.make_user("marta", COLLECTOR)
        cls.nora = cls.make_user("nora", COLLECTOR)
        cls.cashier = cls.make_user("caja", CASHIER)
        cls.marta.email = "marta@example.com"
        collectors = cls.env["cobranzas.collector"].create(
            [{"name": "Marta", "user_id": cls.marta.id}, {"name": "Nora", "user_id": cls.nora.id}]
        )
        cls.customer.cobranzas_collector_id = collectors[0]
        cls.other_customer.cobranzas_collector_id = collectors[1]
        cls.contact = cls.env["res.partner"].create(
            {"name": "Celia", "parent_id": cls.customer.id, "email": "celia@example.com"}
        )
        cls.foreign = cls.debt(700, -5, partner=cls.other_customer)
        cls.Advice = cls.env["cobranzas.payment.advice"]
        cls.access = cls.visit(cls.customer, cls.contact)

    @classmethod
    def visit(cls, debtor, visitor=None, company=None):
        """Who visits the page of a debtor, as the controllers have it."""
        company = company or cls.company
        context = {"allowed_company_ids": company.ids, "lang": "en_US"}
        env = cls.env(user=SUPERUSER_ID, su=True, context=context)
        debtor = debtor.with_env(env)
        return SimpleNamespace(
            env=env,
            customers=env["res.partner"].union(*debtor._get_cobranzas_customers().values()),
            debtor=debtor,
            visitor=(visitor or debtor).with_env(env),
            company=company.with_env(env),
            link=None,
            base_url="/my/statement",
        )

    @classmethod
    def advise(cls, amount, items=(), access=None, **values):
        """A transfer told of by the page."""
        access = access or cls.access
        nothing = access.env["account.journal"]
        return access.env["cobranzas.payment.advice"]._make_from_portal(
            access,
            {
                "date": cls.today,
                "amount": amount,
                "currency": cls.company.currency_id,
                "journal": nothing,
                "items": [item.id for item in items],
                **values,
            },
        ).with_env(cls.env)

    @classmethod
    def promise_by_page(cls, dates, items=(), access=None, **values):
        """A promise made by the page; ``dates``: {days from today: amount}."""
        access = access or cls.access
        return access.env["cobranzas.promise"]._make_from_portal(
            access,
            {
                "currency": cls.company.currency_id,
                "dates": [(cls.at(days), amount) for days, amount in dates.items()],
                "items": [item.id for item in items],
                **values,
            },
        ).with_env(cls.env)

    @classmethod
    def dispute_by_page(cls, item, amount=None, reason="price", text="", access=None):
        access = access or cls.access
        return access.env["cobranzas.dispute"]._raise_from_portal(
            access,
            item,
            amount,
            access.env.ref(f"l10n_cobranzas.cobranzas_dispute_reason_{reason}"),
            text,
        ).with_env(cls.env)

    @classmethod
    def log(cls, partner=None):
        """The log of contacts of a debtor, the last first."""
        partner = partner or cls.customer
        return cls.env["cobranzas.contact.log"].search([("partner_id", "=", partner.id)])

    @classmethod
    def row(cls, partner=None):
        """The row of the worklist of a debtor, as it is now."""
        cls.env.flush_all()
        rows = cls.env["cobranzas.worklist"].with_context(active_test=False)
        rows.invalidate_model()
        return rows.search([("partner_id", "=", (partner or cls.customer).id)])

    @staticmethod
    def picture(kind="PNG"):
        """The contents of a small image."""
        file = io.BytesIO()
        Image.new("RGB", (8, 8), "white").save(file, kind)
        return file.getvalue()
