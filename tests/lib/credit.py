"""What tests of credit control at documents share: a company that controls, a customer."""

from odoo import fields
from odoo.fields import Command

from .common import CollectionsCommon
from .kept import kept


class CreditCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids |= cls.env.ref("sales_team.group_sale_manager") | cls.env.ref(
            "l10n_cobranzas.group_cobranzas_credit_override"
        )
        cls.company.write(
            {
                "cobranzas_credit_active": True,
                "cobranzas_credit_on_quotation": "nothing",
                "cobranzas_credit_on_order": "control",
                "cobranzas_credit_on_invoice": "control",
                "cobranzas_credit_on_debit_note": "control",
                "cobranzas_credit_on_charge": "nothing",
            }
        )
        cls.today = fields.Date.today()
        cls.product = cls.env["product.product"].create(
            {"name": "Harina", "type": "service", "invoice_policy": "order", "taxes_id": False}
        )
        cls.set_limit(cls.customer, 2_000_000)
        cls.salesman = cls.env["res.users"].create(
            {
                "name": "Vendedora",
                "login": "vendedora",
                "email": "vendedora@example.com",
                "group_ids": [
                    Command.set([cls.env.ref("sales_team.group_sale_salesman_all_leads").id])
                ],
                "company_ids": [Command.set(cls.company.ids)],
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def set_limit(cls, partner, amount):
        partner.write({"use_partner_credit_limit": True, "credit_limit": amount})

    @classmethod
    def order(cls, amount, partner=None, product=None, **vals):
        """A quotation of one line without taxes, of the salesperson."""
        return cls.env["sale.order"].create(
            {
                "partner_id": (partner or cls.customer).id,
                "company_id": cls.company.id,
                "user_id": cls.salesman.id,
                "payment_term_id": False,
                "order_line": [
                    Command.create(
                        {
                            "product_id": (product or cls.product).id,
                            "product_uom_qty": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **vals,
            }
        )

    @classmethod
    def draft_invoice(cls, amount, partner=None, **vals):
        """A draft invoice of one line without taxes."""
        return cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or cls.customer).id,
                "company_id": cls.company.id,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **vals,
            }
        )

    @classmethod
    def debt(cls, amount, partner=None, days=0):
        """A posted invoice without control, due ``days`` before today; returns its item."""
        cls.company.cobranzas_credit_active = False
        day = fields.Date.subtract(cls.today, days=days)
        item = cls.invoice(amount, date=day, partner=partner)
        cls.company.cobranzas_credit_active = True
        return item

    def collect(self, item, amount=None):
        """Post a receipt of today that settles an item by a transfer; end the request."""
        amount = amount or item.amount_residual
        receipt = self.env["cobranzas.receipt"].create(
            {
                "partner_id": item.partner_id.id,
                "company_id": self.company.id,
                "date": self.today,
                "line_ids": [Command.create({"move_line_id": item.id, "amount": amount})],
                "value_ids": [
                    Command.create(
                        {
                            "journal_id": self.bank.id,
                            "amount": amount,
                            "operation_number": "TR 1",
                        }
                    )
                ],
            }
        )
        receipt.action_post()
        self.end_request()
        return receipt

    def end_request(self):
        """Run what a request does before it is committed."""
        self.env.cr.precommit.run()
        self.env.flush_all()

    def exposure(self):
        """Return what counts against the limit of the customer."""
        return sum(self.customer._cobranzas_exposure(self.company)[self.customer].values())

    def activities(self, order, name):
        """Return who has an activity of a kind on the order."""
        kind = self.env.ref(f"l10n_cobranzas.mail_activity_credit_{name}")
        return order.activity_ids.filtered(lambda each: each.activity_type_id == kind).user_id
