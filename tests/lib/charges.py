"""What the tests of charges share: products, taxed invoices, what is proposed."""

from unittest.mock import patch

from odoo.fields import Command

from .kept import kept
from .operations import OperationsCommon


class ChargesCommon(OperationsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.revenue = cls.company_data["default_account_revenue"]
        cls.tax = cls.company_data["default_tax_sale"]
        for name in ("interest", "surcharge", "discount", "exchange"):
            product = cls.env["product.product"].create(
                {
                    "name": name,
                    "taxes_id": [Command.set(cls.tax.ids)],
                    "property_account_income_id": cls.revenue.id,
                }
            )
            cls.company[f"cobranzas_{name}_product_id"] = product

    @classmethod
    def bear_interest(cls):
        """Let the customer bear interest of 2 % a month; return the policy."""
        policy = cls.env["cobranzas.interest.policy"].create(
            {"name": "2 % mensual", "company_id": cls.company.id, "rate": 2}
        )
        partner = cls.customer.with_company(cls.company)
        partner.cobranzas_bears_interest = True
        partner.cobranzas_interest_policy_id = policy
        return policy

    @classmethod
    def taxed_invoice(cls, total, date="2026-01-10", due=None, taxes=None, **kw):
        """A posted invoice of a total with its taxes inside; returns its receivable item."""
        taxes = cls.tax if taxes is None else taxes
        rate = sum(taxes.mapped("amount"))
        item = cls.invoice(round(total / (1 + rate / 100), 2), date, due, **kw)
        move = item.move_id
        move.button_draft()
        move.invoice_line_ids.tax_ids = [Command.set(taxes.ids)]
        move.action_post()
        return cls.item(move)

    def adjust(self, amounts):
        items = type(self.env["account.move.line"])
        patcher = patch.object(items, "_cobranzas_get_adjustments", lambda *_a, **_k: amounts)
        self.startPatcher(patcher)
