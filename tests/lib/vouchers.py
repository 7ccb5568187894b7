"""What the tests of vouchers share: accounts, sales, redemptions in a receipt, refunds."""

from odoo.fields import Command

from .kept import kept
from .operations import OperationsCommon


class VouchersCommon(OperationsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        rows = {
            "account": ("Vouchers Outstanding", "liability_current", True),
            "expense_account": ("Promotion", "expense", False),
            "income_account": ("Vouchers Expired", "income_other", False),
        }
        for number, (key, (name, kind, reconcile)) in enumerate(rows.items()):
            account = cls.env["account.account"].create(
                {
                    "name": name,
                    "code": f"VOU{number}",
                    "account_type": kind,
                    "reconcile": reconcile,
                }
            )
            cls.company[f"cobranzas_voucher_{key}_id"] = account

    def sale(self, amount=1000, **kw):
        kw = {"partner_id": self.customer.id, "amount": amount, "code": "VALE1", **kw}
        return self.operation("voucher_sale", confirm=True, **kw)

    def redemption(self, items, amount, code="VALE1", **kw):
        row = Command.create({"code": code, "amount": amount})
        return self.receipt(items, voucher_ids=[row], **kw)

    def pay(self, sale):
        receipt = self.receipt([sale.result_ids], [self.cash_value(sale.amount)])
        receipt.action_post()
        return receipt

    def invoice_gone(self, invoice):
        """Cancel the invoice by its reversal, so that the snapshot before it can be compared."""
        refund = invoice.move_id._reverse_moves([{"date": "2026-02-06"}], cancel=True)
        self.assertEqual(refund.state, "posted")

    def refund(self, voucher, **kw):
        return self.operation(
            "voucher_refund",
            voucher_id=voucher.id,
            journal_id=self.cash.id,
            reason="Asked for",
            confirm=True,
            **kw,
        )

    @classmethod
    def set_single_purpose(cls, tax=None):
        """Vouchers are sold with a tax, 21 % if none is said, by a product of its own account."""
        standard = cls.company_data["default_tax_sale"]
        cls.tax = tax or standard.copy({"name": "IVA 21", "amount": 21})
        deferred = cls.env["account.account"].create(
            {
                "name": "Deferred Income",
                "code": "VOU9",
                "account_type": "liability_current",
                "reconcile": True,
            }
        )
        cls.product = cls.env["product.product"].create(
            {
                "name": "Canasta escolar",
                "taxes_id": [Command.set(cls.tax.ids)],
                "property_account_income_id": deferred.id,
            }
        )
        cls.company.cobranzas_voucher_product_id = cls.product
        cls.company.cobranzas_voucher_single_purpose = True
