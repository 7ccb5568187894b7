"""Who may see what a customer owes by credit control, and who may change what it says."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.credit_terms import CreditTermsCommon


@tagged("post_install", "-at_install")
class TestCreditRights(CreditTermsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.give_limit(100)
        cls.company.cobranzas_credit_active = False
        cls.invoice(98765.43)
        cls.company.cobranzas_credit_active = True
        cls.portal = cls.env["res.users"].create(
            {
                "name": "Deudora",
                "login": "deudora",
                "partner_id": cls.customer.id,
                "group_ids": [(6, 0, cls.env.ref("base.group_portal").ids)],
                "company_ids": [(6, 0, cls.company.ids)],
                "company_id": cls.company.id,
            }
        )

    def order(self, **vals):
        return (
            self.env["sale.order"]
            .sudo()
            .create(
                {
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "user_id": self.salesman.id,
                    **vals,
                }
            )
        )

    def refuse(self, action, *args, pattern="", error=UserError):
        with self.assertRaisesRegex(error, pattern), self.env.cr.savepoint():
            action(*args)
            self.env.flush_all()
        self.env.invalidate_all()

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def test_the_portal_reads_its_order_without_the_panel(self):
        order = self.order()
        order.message_subscribe(self.customer.ids)
        mine = order.with_user(self.portal)
        self.assertEqual(mine.read(["name"])[0]["name"], order.name)
        for name in (
            "cobranzas_credit_panel",
            "cobranzas_credit_status",
            "cobranzas_hold_reason",
            "cobranzas_credit_decision_ids",
        ):
            with self.subTest(name):
                self.refuse(mine.read, [name], error=AccessError)
        self.customer.with_user(self.portal).read(["name"])
        for name in ("cobranzas_limit_words", "cobranzas_grace_words", "cobranzas_block_words"):
            with self.subTest(name):
                self.refuse(self.customer.with_user(self.portal).read, [name], error=AccessError)

    def test_the_panel_of_a_typed_document_is_of_what_the_user_sees(self):
        far = self.setup_other_company(name="Lejos")["company"]
        secret = self.env["res.partner"].create({"name": "Ajeno", "company_id": far.id})
        orders = self.env["sale.order"].with_user(self.salesman)
        spec = {"cobranzas_credit_panel": {}}
        for vals, shown in (
            ({"partner_id": self.customer.id, "company_id": self.company.id}, True),
            ({"partner_id": secret.id, "company_id": self.company.id}, False),
            ({"partner_id": self.customer.id, "company_id": far.id}, False),
        ):
            far.cobranzas_credit_active = True
            self.env.invalidate_all()
            with self.subTest(vals):
                try:
                    answer = orders.onchange(vals, list(vals), spec)
                except AccessError:
                    answer = {"value": {}}
                panel = answer["value"].get("cobranzas_credit_panel") or ""
                self.assertEqual("98,765.43" in panel, shown)
                self.assertNotIn("Ajeno", panel)

    def test_a_collector_reads_what_own_debtors_owe(self):
        mine = self.customer.with_user(self.collector)
        self.assertEqual(mine.cobranzas_exposure, 0)
        self.assertFalse(mine.cobranzas_exposure_bar["parts"])
        trials = self.env["cobranzas.credit.trial"].with_user(self.collector)
        vals = {"partner_id": self.customer.id, "amount": 5, "company_id": self.company.id}
        spec = {"panel": {}, "control": {}}
        self.refuse(trials.onchange, vals, list(vals), spec, error=AccessError)
        self.customer.cobranzas_collector_id = self.env["cobranzas.collector"].create(
            {"name": "Cobradora", "user_id": self.collector.id}
        )
        self.env.invalidate_all()
        self.assertEqual(mine.cobranzas_exposure, 98765.43)
        self.assertIn("98,765.43", trials.onchange(vals, list(vals), spec)["value"]["panel"])

    def test_wizards_are_of_who_opened_them(self):
        trials = self.env["cobranzas.credit.trial"]
        made = trials.with_user(self.manager).create({"partner_id": self.customer.id, "amount": 5})
        self.refuse(made.with_user(self.salesman).read, ["amount"], error=AccessError)

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------

    def test_a_request_asks_for_the_customer_that_it_shows(self):
        other = self.other_customer
        request = (
            self.env["cobranzas.credit.request"]
            .with_user(self.salesman)
            .create(
                {
                    "partner_id": self.customer.id,
                    "customer_id": other.id,
                    "company_id": self.company.id,
                    "amount": 900,
                    "reason": "x",
                }
            )
        )
        request.write({"customer_id": other.id})
        self.assertEqual(request.customer_id, self.customer)
        request.with_user(self.manager).action_approve()
        self.assertEqual(other.with_company(self.company).credit_limit, 0)
        self.assertEqual(self.customer.with_company(self.company).credit_limit, 900)

    def test_a_decided_request_stays_decided(self):
        vals = {
            "partner_id": self.customer.id,
            "company_id": self.company.id,
            "amount": 900,
            "reason": "x",
        }
        request = self.env["cobranzas.credit.request"].with_user(self.salesman).create(vals)
        request.with_user(self.manager).action_refuse("No")
        for forged in ({"state": "draft"}, {"answer": False}, {"decided_by_id": False}):
            self.refuse(request.write, forged, pattern="A manager decides")
        request.write({"state": "refused"})
        self.refuse(request.action_approve, error=AccessError)
        self.assertRecordValues(
            request.copy(), [{"state": "draft", "answer": False, "user_id": self.salesman.id}]
        )

    def test_a_block_is_not_moved_away(self):
        block = self.block().with_user(self.accountant)
        self.refuse(block.write, {"partner_id": self.other_customer.id}, pattern="is not moved")
        block.write({"customer_id": self.other_customer.id, "partner_id": self.customer.id})
        self.assertEqual(block.customer_id, self.customer)

    def test_who_sells_gives_no_credit_to_a_cash_customer(self):
        cash = self.env["account.payment.term"].create(
            {
                "name": "Contado",
                "cobranzas_is_cash": True,
                "line_ids": [(0, 0, {"value": "percent", "value_amount": 100, "nb_days": 0})],
            }
        )
        customer = self.customer.with_company(self.company)
        customer.property_payment_term_id = cash
        self.salesman.group_ids |= self.env.ref("base.group_partner_manager")
        mine = customer.with_user(self.salesman)
        self.refuse(mine.write, {"property_payment_term_id": False}, pattern="Only a manager")
        mine.write({"property_payment_term_id": cash.id, "comment": "x"})
        customer.with_user(self.manager).sudo().property_payment_term_id = False
        mine.write({"property_payment_term_id": cash.id})
        self.assertEqual(customer.property_payment_term_id, cash)

    def test_a_salesperson_neither_limits_nor_rules_nor_blocks(self):
        mine = self.customer.with_user(self.salesman)
        company = self.company.id
        for model, vals in (
            ("rule", {"kind": "days", "company_id": company}),
            ("extra", {"amount": 9, "date_end": self.today, "company_id": company}),
            ("block", {}),
        ):
            records = self.env[f"cobranzas.credit.{model}"].with_user(self.salesman)
            vals = {**vals, "partner_id": self.customer.id, "reason": "x"}
            with self.subTest(model):
                self.refuse(records.create, vals, error=AccessError)
        for vals in ({"use_partner_credit_limit": True, "credit_limit": 9}, {"credit_limit": 9}):
            self.refuse(mine.write, vals, error=AccessError)
        self.refuse(mine.action_cobranzas_block, error=AccessError)
        self.refuse(mine.action_cobranzas_unblock, error=AccessError)
