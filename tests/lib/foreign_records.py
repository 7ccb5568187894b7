"""Records that a user may not see, of each way in which they may be out of reach."""

from odoo.fields import Command

from .common import CollectionsCommon
from .kept import kept

ROLES = ("collector", "cashier", "accountant")
#: what every record out of reach bears in its name or reference
SECRET = "Sueldos de diciembre"
PAYROLL, ELSEWHERE = f"{SECRET} pagados", f"{SECRET} lejanos"
#: what the receipt of another collector's customer bears: texts, amounts as read and as shown
ANOTHERS = f"{SECRET} ajenos"
THEIRS = (
    ANOTHERS,
    *("98765.43", "98,765.43", "88665.43", "88,665.43", "10100.0", "10,100.00"),
    *("54321.09", "54,321.09"),
)


class ForeignRecordsCommon(CollectionsCommon):
    """A payroll entry, the receipt of another collector's customer, and another company."""

    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: cls.make_user(f"test_{role}", f"l10n_cobranzas.group_cobranzas_{role}")
            for role in ROLES
        }
        cls.customer.cobranzas_collector_id = cls.env["cobranzas.collector"].create(
            {"name": "Mariana Ruiz", "user_id": cls.users["collector"].id}
        )
        cls.other_customer.name = SECRET
        cls.payroll = cls._make_payroll()
        cls.theirs = cls._make_receipt_of_another()
        cls.elsewhere = cls._make_other_company()
        cls.env.flush_all()

    @classmethod
    def _make_payroll(cls):
        """An entry that has nothing to do with customers."""
        payroll = cls.env["account.move"].create(
            {
                "date": "2026-01-31",
                "journal_id": cls.company_data["default_journal_misc"].id,
                "ref": PAYROLL,
                "line_ids": [
                    Command.create(
                        {
                            "name": PAYROLL,
                            "account_id": cls.company_data[f"default_account_{name}"].id,
                            "balance": amount,
                        }
                    )
                    for name, amount in (("expense", 987654), ("assets", -987654))
                ],
            }
        )
        payroll.action_post()
        return payroll

    @classmethod
    def _make_receipt_of_another(cls):
        """A posted receipt of another collector's customer, with rows of each kind."""
        cls.invoice(54321.09, partner=cls.other_customer).move_id.ref = ANOTHERS
        invoice = cls.invoice(98765.43, partner=cls.other_customer)
        invoice.move_id.ref = invoice.move_id.payment_reference = ANOTHERS
        receipt = cls.receipt(
            [invoice],
            [cls.transfer_value(88665.43, ANOTHERS)],
            [cls.check(10100, ANOTHERS)],
            partner_id=cls.other_customer.id,
            note=ANOTHERS,
        )
        receipt.action_post()
        return receipt

    @classmethod
    def _make_other_company(cls):
        """Another company, with a customer, a draft receipt and settings of its own."""
        company = cls.setup_other_company(name=ELSEWHERE)["company"]
        env = cls.env(context={"allowed_company_ids": company.ids})
        partner = env["res.partner"].create({"name": ELSEWHERE, "company_id": company.id})
        journal = env["account.journal"].search(
            [("type", "=", "cash"), ("company_id", "=", company.id)], limit=1
        )
        env["cobranzas.receipt"].create(
            {
                "partner_id": partner.id,
                "company_id": company.id,
                "value_ids": [Command.create({"journal_id": journal.id, "amount": 987})],
            }
        )
        group = env["cobranzas.debtor.group"].create({"name": ELSEWHERE, "company_id": company.id})
        env["cobranzas.debtor.group.member"].create(
            {"group_id": group.id, "partner_id": partner.id}
        )
        env["cobranzas.collector"].create({"name": ELSEWHERE, "company_id": company.id})
        env["cobranzas.profile"].create({"name": ELSEWHERE, "company_id": company.id})
        env["cobranzas.deposit"].create(
            {
                "amount": 987,
                "reference": ELSEWHERE,
                "company_id": company.id,
                "journal_id": env["account.journal"]
                .search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
                .id,
            }
        )
        return company

    def _own_models(self):
        return [
            model
            for name, model in sorted(self.env.items())
            if name.startswith("cobranzas.") and not model._abstract
        ]

    def _spec(self, model):
        spec = {}
        for name, field in model._fields.items():
            if field.relational:
                spec[name] = {"fields": {"display_name": {}}}
            elif name not in ("id", "__last_update"):
                spec[name] = {}
        return spec
