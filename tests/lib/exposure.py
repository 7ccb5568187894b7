"""What the tests of credit control share: orders, their invoices, and exposure as text."""

from odoo import fields
from odoo.fields import Command

from .common import CollectionsCommon
from .kept import kept


class ExposureCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.company.cobranzas_credit_active = True
        for kind in ("quotation", "order", "invoice", "debit_note", "charge"):
            cls.company[f"cobranzas_credit_on_{kind}"] = "nothing"  # what is read, not what passes
        cls.company.cobranzas_credit_count_drafts = True
        cls.env.user.group_ids |= cls.env.ref("sales_team.group_sale_manager")

    @classmethod
    def order(cls, lines, tax=0, confirm=True, **kw):
        """A confirmed order of (quantity, price) lines, each of its own product.

        :param kw: ``partner``, ``currency``, ``policy`` of invoicing
        """
        taxes = cls._make_tax(tax) if tax else cls.env["account.tax"]
        products = cls.env["product.product"].create(
            [
                {
                    "name": f"Producto {number}",
                    "invoice_policy": kw.get("policy", "order"),
                    "type": "service",
                }
                for number, _line in enumerate(lines)
            ]
        )
        currency = kw.get("currency", cls.company.currency_id)
        pricelist = cls.env["product.pricelist"].create(
            {"name": currency.name, "currency_id": currency.id, "company_id": cls.company.id}
        )
        order = cls.env["sale.order"].create(
            {
                "partner_id": kw.get("partner", cls.customer).id,
                "company_id": cls.company.id,
                "pricelist_id": pricelist.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.set(taxes.ids)],
                        }
                    )
                    for product, (quantity, price) in zip(products, lines, strict=True)
                ],
            }
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _make_tax(cls, rate):
        name = f"IVA {rate}"
        found = cls.env["account.tax"].search(
            [("name", "=", name), ("company_id", "=", cls.company.id)]
        )
        return found or cls.company_data["default_tax_sale"].copy(
            {"name": name, "amount": rate, "price_include_override": "tax_excluded"}
        )

    @classmethod
    def invoice_order(cls, order, quantity=None):
        """The draft invoice of what is left of an order, or of so much of its first line."""
        invoice = order._create_invoices(final=True)
        if quantity is not None:
            invoice.invoice_line_ids[:1].quantity = quantity
        return invoice

    @classmethod
    def invoice_advance(cls, order, amount):
        """The draft invoice of a down payment."""
        wizard = cls.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": [Command.set(order.ids)],
                "advance_payment_method": "fixed",
                "fixed_amount": amount,
            }
        )
        return wizard._create_invoices(order)

    def read_parts(self, customers, company=None):
        reader = self.env["cobranzas.credit.reader"]
        return reader._read_parts(customers, company or self.company)

    def read_standings(self, customers, day=None):
        reader = self.env["cobranzas.credit.reader"]
        day = fields.Date.to_date(day) or self.today
        return reader._read_standings(customers, self.company, day)

    def read_standing(self, customer=None, day=None):
        [standing] = self.read_standings(customer or self.customer, day).values()
        return standing

    def assertParts(self, table, customer=None, company=None):
        """Compare the parts that are not zero, as text: ``items 10.00, drafts 5.00``."""
        customer = customer or self.customer
        parts = self.read_parts(customer, company)[customer]
        amounts = {part: f"{units / 100:.2f}" for part, units in parts.items() if units}
        found = ", ".join(f"{part} {amount}" for part, amount in amounts.items())
        self.assertEqual(found, table)
