"""Promissory notes and the like, received as values of a receipt."""

from odoo.fields import Command

from .common import CollectionsCommon
from .kept import kept


class DocumentsCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.portfolio_account = cls.env["account.account"].create(
            {
                "name": "Documents to collect",
                "code": "DOC1",
                "account_type": "asset_receivable",
                "reconcile": True,
            }
        )

    @classmethod
    def document(cls, amount, number="0001-123", due="2026-05-01", **kw):
        return {"name": number, "amount": amount, "date_due": due, **kw}

    def documented(self, lines, documents, values=(), **kw):
        return self.receipt(
            lines, values, document_ids=[Command.create(vals) for vals in documents], **kw
        )

    def posted_document(self, amount=1000, **kw):
        """A document that paid an invoice of its amount, in portfolio."""
        receipt = self.documented([self.invoice(amount)], [self.document(amount, **kw)])
        receipt.action_post()
        return receipt.document_ids
