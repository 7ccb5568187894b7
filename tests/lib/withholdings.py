"""Taxes that customers withhold, and the certificates of them that a receipt takes."""

from odoo.fields import Command

from .common import CollectionsCommon
from .kept import kept


class WithholdingsCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.vat_account, cls.gross_account = cls.env["account.account"].create(
            [
                {"name": name, "code": code, "account_type": "asset_current"}
                for name, code in (("VAT withheld", "RIVA"), ("Gross income withheld", "RIB"))
            ]
        )
        cls.tag = cls.env["account.account.tag"].create(
            {"name": "RET IVA", "applicability": "taxes"}
        )
        cls.vat = cls._make_tax("Ret. IVA", cls.vat_account, -10, cls.tag)
        cls.gross = cls._make_tax("Ret. IIBB", cls.gross_account, -3)

    @classmethod
    def _make_tax(cls, name, account, amount, tags=None):
        document = [
            Command.create({"repartition_type": "base"}),
            Command.create(
                {
                    "repartition_type": "tax",
                    "account_id": account.id,
                    "tag_ids": [Command.set(tags.ids)] if tags else [],
                }
            ),
        ]
        return cls.env["account.tax"].create(
            {
                "name": name,
                "amount": amount,
                "type_tax_use": "sale",
                "is_withholding_tax_on_payment": True,
                "company_id": cls.company.id,
                "invoice_repartition_line_ids": document,
                "refund_repartition_line_ids": document,
            }
        )

    @classmethod
    def certificate(cls, amount, tax=None, number="0001-00000007", **kw):
        return {
            "tax_id": (tax or cls.vat).id,
            "name": number,
            "base_amount": amount * 10,
            "amount": amount,
            **kw,
        }

    def withheld(self, lines, values, certificates, **kw):
        return self.receipt(
            lines, values, withholding_ids=[Command.create(vals) for vals in certificates], **kw
        )
