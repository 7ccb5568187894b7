"""The provider of bank transfers in tests: core's, with a bank account that it tells of."""

from .kept import kept
from .payments import PaymentsCommon, make_transaction


def enable_transfers(env, company, journal):
    """Enable transfers in a company, to the account of ``journal``; return their provider."""
    env = env(su=True, context={"allowed_company_ids": company.ids})
    journal = journal.with_env(env)
    if not journal.bank_account_id:
        journal.bank_account_id = env["res.partner.bank"].create(
            {"acc_number": "AR-0170-4711", "partner_id": company.partner_id.id}
        )
    given = env.ref("payment.payment_provider_transfer")
    provider = given if given.company_id == company else given.copy({"company_id": company.id})
    provider.write({"state": "enabled", "is_published": True})
    provider.payment_method_ids.active = True
    provider.action_recompute_pending_msg()
    return provider


class TransfersCommon(PaymentsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.transfers = enable_transfers(cls.env, cls.company, cls.bank)

    def begin(self, request):
        """The payer chooses to transfer: core's controller makes the transaction pending."""
        transaction = make_transaction(self.transfers, request, operation="online_redirect")
        transaction.sudo()._process("custom", {"reference": transaction.reference})
        transaction.sudo()._post_process()  # the poll of the status page
        return transaction
