"""Deposits seen in the bank before it is known who made them, and receipts that use them."""

from odoo.exceptions import UserError

from .common import CollectionsCommon
from .kept import kept


class DepositsCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.unidentified = cls.env["account.account"].create(
            {
                "name": "Unidentified Deposits",
                "code": "UNIDD",
                "account_type": "liability_current",
                "reconcile": True,
            }
        )
        cls.company.cobranzas_deposit_account_id = cls.unidentified

    @classmethod
    def deposit(cls, amount, reference=False, post=True, **kw):
        deposit = cls.env["cobranzas.deposit"].create(
            {
                "journal_id": cls.bank.id,
                "date": "2026-01-20",
                "amount": amount,
                "reference": reference,
                "company_id": cls.company.id,
                **kw,
            }
        )
        if post:
            deposit.action_post()
        return deposit

    @classmethod
    def method(cls, journal=None):
        return (journal or cls.bank).inbound_payment_method_line_ids.filtered(
            lambda line: line.code == "cobranzas_deposit"
        )

    @classmethod
    def deposit_value(cls, amount, reference=False, **kw):
        return {
            "payment_method_line_id": cls.method().id,
            "amount": amount,
            "operation_number": reference,
            **kw,
        }

    def _refused(self, sentence, *values, **kw):
        receipt = self.receipt([], values, **kw)
        with self.assertRaisesRegex(UserError, sentence) as caught, self.env.cr.savepoint():
            receipt.action_post()
        self.assertEqual(receipt.state, "draft")
        return str(caught.exception)
