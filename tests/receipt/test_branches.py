"""A receipt pays documents of its company and of branches below it, as core's register does."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestBranches(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch, cls.sibling = cls.env["res.company"].create(
            [{"name": name, "parent_id": cls.company.id} for name in ("Rosario", "Córdoba")]
        )
        cls.env.cr.precommit.run()  # the chart of accounts of the branches
        cls.stranger = cls.setup_other_company(name="Otra")["company"]
        companies = cls.company | cls.branch | cls.sibling | cls.stranger
        cls.env.user.company_ids |= companies
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": companies.ids})
        cls.own = cls.invoice(1000)
        cls.below = cls.invoice_of(cls.branch, 400)
        cls.beside = cls.invoice_of(cls.sibling, 300)

    @classmethod
    def invoice_of(cls, company, amount, move_type="out_invoice"):
        income = cls.env["account.account"].search(
            [("account_type", "=", "income"), ("company_ids", "parent_of", company.id)], limit=1
        )
        move = (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": move_type,
                    "partner_id": cls.customer.id,
                    "invoice_date": "2026-01-12",
                    "invoice_date_due": "2026-01-12",
                    "invoice_payment_term_id": False,
                    "company_id": company.id,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Mercadería",
                                "account_id": income.id,
                                "price_unit": amount,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
        )
        move.action_post()
        return cls.item(move)

    def assertPaid(self, items):
        self.assertEqual(set(items.mapped("amount_residual")), {0})

    def test_core_pays_them_together(self):
        """What is asked for is what core's own register does."""
        items = self.own | self.below
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move.line", active_ids=items.ids)
            .create({"group_payment": True, "journal_id": self.bank.id})
        )
        payment = wizard._create_payments()
        self.assertEqual((payment.company_id, payment.amount), (self.company, 1400))
        self.assertPaid(items)

    def test_parent_company_and_branches(self):
        items = self.own | self.below | self.beside
        receipt = self.receipt(items, [self.cash_value(1700)])
        receipt.action_post()
        self.assertPaid(items)
        self.assertEqual(receipt.move_ids.company_id, self.company)
        receipt.action_void("2026-02-02", "Error")
        self.assertEqual(items.mapped("amount_residual"), [1000, 400, 300])

    def test_branches_alone(self):
        """The receipt is the root's, as core's payment of sibling branches is."""
        items = self.below | self.beside
        receipt = self.receipt(items, [self.cash_value(700)])
        receipt.action_post()
        self.assertPaid(items)

    def test_they_are_proposed_and_listed(self):
        receipt = self.receipt([], [self.cash_value(1700)])
        receipt.action_propose()
        self.assertEqual(receipt.line_ids.move_line_id, self.own | self.below | self.beside)

    def test_register_from_the_documents(self):
        items = self.own | self.below
        action = items.action_cobranzas_register_receipt()
        vals = action["context"]
        self.assertEqual(vals.get("default_company_id"), self.company.id, "one receipt for both")
        self.assertEqual(len(vals["default_line_ids"]), 2)

    def test_balance_on_account_of_the_parent_pays_a_branch(self):
        receipt = self.receipt([], [self.cash_value(400)])
        receipt.action_post()
        credit = self.item(receipt.move_ids)
        self.receipt([self.below, credit], kind="application", date="2026-02-03").action_post()
        self.assertPaid(self.below | credit)

    def test_credit_note_of_a_branch_pays_the_parents_invoice(self):
        credit = self.invoice_of(self.branch, 250, "out_refund")
        self.receipt([(self.own, 250), credit], kind="application").action_post()
        self.assertEqual((self.own.amount_residual, credit.amount_residual), (750, 0))

    def test_a_branch_pays_nothing_of_its_parent_or_of_another_branch(self):
        """Core would book such a payment in the parent company: the receipt is made there."""
        for item in (self.own, self.beside):
            receipt = self.receipt([item], [self.cash_value(100)])
            with self.assertRaises(UserError), self.env.cr.savepoint():
                receipt.company_id = self.branch
                receipt.action_post()

    def test_another_company_is_refused_by_name(self):
        foreign = self.invoice_of(self.stranger, 100)
        with self.assertRaisesRegex(UserError, "Otra"), self.env.cr.savepoint():
            self.receipt([foreign], [self.cash_value(100)]).action_post()

    def test_a_branch_has_closed_periods_of_its_own(self):
        """Core says it only where it books something in the branch, and names no branch."""
        self.branch.fiscalyear_lock_date = "2026-02-28"
        receipt = self.receipt(self.own | self.below, [self.cash_value(1400)])
        refused = r"Rosario, whose documents it pays, has closed the period of 02/01/2026"
        with self.assertRaisesRegex(UserError, refused), self.env.cr.savepoint():
            receipt.action_post()
        self.receipt(self.own | self.beside, [self.cash_value(1300)]).action_post()
        self.branch.fiscalyear_lock_date = False
        other = self.receipt(self.below, [self.cash_value(400)])
        other.action_post()
        self.branch.fiscalyear_lock_date = "2026-02-28"
        with self.assertRaisesRegex(UserError, "Rosario"), self.env.cr.savepoint():
            other.action_void("2026-02-10", "Error")
