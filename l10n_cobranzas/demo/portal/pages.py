"""The page for debtors is on, with a way to pay that needs no network, and two links to it."""

#: rows of the debtors that were given a link
LINKED = (0, 18)


def make(demo):
    """Switch the page on, after the messages of the past; give links to two debtors."""
    demo.company.cobranzas_portal_active = True
    _enable_provider(demo)
    debtors = [demo.debtors[row].partner for row in LINKED]
    demo.env["cobranzas.portal.link"]._get_links(
        [(debtor, debtor) for debtor in debtors], demo.company
    )


def _enable_provider(demo):
    """Let the provider that simulates payments, where it is installed, pay into the bank."""
    provider = demo.env["payment.provider"].search(
        [("code", "=", "demo"), ("company_id", "in", (demo.company.id, False))], limit=1
    )
    if provider:
        provider.write({"state": "test", "is_published": True})
        provider.payment_method_ids.active = True
        provider.journal_id = demo.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", demo.company.id)], limit=1
        )
