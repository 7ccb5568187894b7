"""Online payments in tests: a provider that works without a network, and what a visitor is."""

from types import SimpleNamespace

from .common import CollectionsCommon
from .kept import kept

REQUEST = "cobranzas.payment.request"


def enable_demo_provider(env, company, journal):
    """Enable the simulated provider in a company, its money in ``journal``; return it."""
    env = env(su=True, context={"allowed_company_ids": company.ids})
    demo = env.ref("payment.payment_provider_demo")
    provider = demo if demo.company_id == company else demo.copy({"company_id": company.id})
    provider.write({"state": "test", "is_published": True})
    provider.payment_method_ids.active = True
    provider.journal_id = journal
    return provider


def make_access(env, company, visitor, customers=None, debtor=None):
    """What the portal's controllers know of a visitor, as PortalAccess has it."""
    customers = customers or visitor.commercial_partner_id
    return SimpleNamespace(
        env=env(su=True, context={"allowed_company_ids": company.ids}),
        customers=customers,
        debtor=debtor or customers[:1],
        visitor=visitor,
        company=company,
        link=env["cobranzas.portal.link"].browse(),
        base_url="/my/statement",
    )


def make_transaction(provider, request, **vals):
    """A draft transaction of a request, as the portal's controller makes it."""
    provider, request = provider.sudo(), request.sudo()
    return provider.env["payment.transaction"].create(
        {
            "provider_id": provider.id,
            "payment_method_id": provider.payment_method_ids[:1].id,
            "reference": provider.env["payment.transaction"]._compute_reference(
                provider.code, prefix=request.name
            ),
            "amount": request.amount,
            "currency_id": request.currency_id.id,
            "partner_id": request.payer_id.id,
            "operation": "online_direct",
            "cobranzas_request_id": request.id,
            **vals,
        }
    )


class PaymentsCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = enable_demo_provider(cls.env, cls.company, cls.bank)
        cls.payer = cls.env["res.partner"].create(
            {"name": "Ana Pagadora", "email": "ana@ceibo.example", "parent_id": cls.customer.id}
        )
        cls.access = make_access(cls.env, cls.company, cls.payer, cls.customer)
        cls.march = cls.invoice(1000, date="2026-01-10")
        cls.april = cls.invoice(500, date="2026-01-20")

    def make(self, choices, access=None, **kw):
        """A request of {item: amount}."""
        chosen = {item.id: amount for item, amount in choices.items()}
        return self.env[REQUEST]._make(access or self.access, chosen, **kw)

    def pay(self, request, **vals):
        """Confirm a new transaction of a request and process it as the poll does."""
        transaction = make_transaction(self.provider, request, **vals)
        transaction._process(
            "demo", {"reference": transaction.reference, "simulated_state": "done"}
        )
        transaction._post_process()
        return transaction

    def mails(self, request):
        """Mail what waits; return the e-mails to the payer."""
        self.env[REQUEST].sudo()._cron_follow()
        return self.env["mail.mail"].search([("recipient_ids", "in", request.payer_id.ids)])
