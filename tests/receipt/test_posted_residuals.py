"""Documents, deposits, coupons, credits and *Find* count what posted entries left (REP-02)."""

from odoo.fields import Command, Domain
from odoo.tests import tagged

from ..lib.deposits import DepositsCommon
from ..lib.documents import DocumentsCommon
from ..lib.truth import TruthCommon


@tagged("post_install", "-at_install")
class TestPostedResiduals(DocumentsCommon, DepositsCommon, TruthCommon):
    """Odoo keeps the matching of an entry that goes back to draft, and with it lower residuals."""

    def entry(self, item, amount):
        """An entry against ``item``, reconciled with it, and back in draft."""
        other = self.company_data["default_account_revenue"]
        sign = 1 if item.balance > 0 else -1
        entry = self.env["account.move"].create(
            {
                "date": "2026-02-18",
                "journal_id": self.company_data["default_journal_misc"].id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": item.account_id.id,
                            "partner_id": item.partner_id.id,
                            "balance": -sign * amount,
                        }
                    ),
                    Command.create({"account_id": other.id, "balance": sign * amount}),
                ],
            }
        )
        entry.action_post()
        (
            item | entry.line_ids.filtered(lambda line: line.account_id == item.account_id)
        ).reconcile()
        entry.button_draft()
        return entry

    def test_document_is_in_portfolio(self):
        document = self.posted_document(1000)
        entry = self.entry(document.move_line_id, 1000)
        self.assertEqual(document.move_line_id.amount_residual_currency, 0)
        self.assertRecordValues(document, [{"state": "portfolio", "amount_residual": 1000}])
        groups = document._read_group([("id", "=", document.id)], [], ["amount_residual:sum"])
        self.assertEqual(groups, [(1000,)])
        self.env.flush_all()
        self.assertEqual(document.search_count([("state", "=", "portfolio")]), 1)
        entry.action_post()
        self.assertRecordValues(document, [{"state": "collected", "amount_residual": 0}])

    def test_document_partly_collected(self):
        document = self.posted_document(1000)
        self.entry(document.move_line_id, 400)
        self.assertRecordValues(document, [{"state": "portfolio", "amount_residual": 1000}])

    def test_deposit_is_pending(self):
        deposit = self.deposit(1000, "DEP 1")
        entry = self.entry(deposit.item_id, 1000)
        self.assertEqual(deposit.state, "pending")
        entry.action_post()
        self.assertEqual(deposit.state, "used")

    def test_coupon_is_in_portfolio(self):
        coupons = self.env["account.account"].create(
            {"name": "Cards", "code": "CARDS", "account_type": "asset_current", "reconcile": True}
        )
        method = self.env["account.payment.method.line"].create(
            {
                "journal_id": self.bank.id,
                "payment_method_id": self.env.ref("l10n_cobranzas.account_payment_method_card").id,
                "payment_account_id": coupons.id,
            }
        )
        value = {
            "payment_method_line_id": method.id,
            "amount": 1000,
            "card_brand_id": self.env.ref("l10n_cobranzas.cobranzas_card_brand_visa").id,
            "coupon_number": "42",
            "batch_number": "7",
            "instalments": 1,
        }
        receipt = self.receipt([], [value])
        receipt.action_post()
        item = receipt.move_ids.line_ids.filtered(lambda line: line.account_id == coupons)
        entry = self.entry(item, 1000)
        mine = receipt.value_ids
        wanted = {"coupon_state": "portfolio", "amount_open": 1000, "date_settled": False}
        self.assertRecordValues(mine, [wanted])
        self.assertEqual(mine.search([("coupon_state", "=", "portfolio")]), mine)
        self.assertFalse(mine.search([("coupon_state", "=", "settled")]))
        entry.action_post()
        self.assertEqual(mine.coupon_state, "settled")
        self.assertEqual(mine.search([("coupon_state", "=", "settled")]), mine)

    def test_find(self):
        """The list of *Find*, its filters, sums and order, and what it brings to the form."""
        debt, other = self.invoice(10000), self.invoice(500)
        self.core_payment(debt, 10000).action_draft()
        items = self.env["account.move.line"]
        open_items = self.env.ref("l10n_cobranzas.account_move_line_action_open")
        own = Domain("partner_id", "=", self.customer.id)
        domain = own & Domain(eval(open_items.domain))  # noqa: S307
        self.assertEqual(items.search(domain), debt | other)
        self.assertEqual(items.search(domain, order="cobranzas_residual desc"), debt | other)
        debts = items.search(domain & Domain("cobranzas_residual", ">", 600))
        self.assertEqual(debts, debt)
        self.assertRecordValues(
            debts, [{"cobranzas_residual": 10000, "cobranzas_residual_company": 10000}]
        )
        names = ["cobranzas_residual:sum", "cobranzas_residual_company:sum"]
        self.assertEqual(items._read_group(domain, [], names), [(10500, 10500)])
        receipt = self.receipt([], [self.cash_value(10000)])
        receipt.form_command = f"find:{debt.id}"
        receipt._onchange_form_command()
        self.assertEqual([line.amount for line in receipt.line_ids], [10000])

    def test_apply_balance(self):
        """A credit that only a draft has used up is there to be applied."""
        receipt = self.receipt([], [self.cash_value(300)])
        receipt.action_post()
        credit = self.item(receipt.move_ids)
        draft = self.invoice(300)
        (draft | credit).reconcile()
        draft.move_id.button_draft()
        self.invoice(900)
        self.assertTrue(receipt.has_open_credits)
        for action in (
            receipt.action_apply_balance,
            self.customer.action_cobranzas_apply_balance,
            credit.action_cobranzas_apply_balance,
        ):
            lines = action()["context"]["default_line_ids"]
            amounts = [vals["amount"] for _command, _id, vals in lines]
            self.assertEqual(sorted(amounts), [-300, 300])

    def test_describing_the_fields_reads_nothing(self):
        """Core describes the fields of an item at every write of one."""
        items = self.env["account.move.line"]
        items.fields_get()
        self.env.flush_all()
        with self.assertQueryCount(0):
            described = items.fields_get(["cobranzas_residual", "cobranzas_residual_company"])
        self.assertTrue(all(field["sortable"] for field in described.values()))
