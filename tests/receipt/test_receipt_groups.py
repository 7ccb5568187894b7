"""Receipts that pay documents of a debtor group: each customer's account stays right (REC-11)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptGroups(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.env["res.partner"].create(
            [{"name": f"Sucursal {number}"} for number in range(1, 5)]
        )
        cls.group = cls.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo Los Alerces",
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in cls.customer | cls.members
                ],
            }
        )

    def _group_receipt(self, lines, values=(), **kw):
        return self.receipt(lines, values, allocate_by_group=True, **kw)

    def _balances(self):
        """Return each member's balance, as its own ledger has it, and as its open items do."""
        items = self.env["account.move.line"].search(
            [
                ("partner_id", "in", (self.customer | self.members).ids),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ]
        )
        found = []
        for partner in self.customer | self.members:
            mine = items.filtered(lambda item, partner=partner: item.partner_id == partner)
            found.append((sum(mine.mapped("balance")), sum(mine.mapped("amount_residual"))))
        return found

    def test_one_payer_five_customers(self):
        items = self.invoice(100)
        for number, partner in enumerate(self.members, start=1):
            items |= self.invoice(100 * number, partner=partner)
        ledger = self.ledger_snapshot()
        receipt = self._group_receipt(items, [self.cash_value(700), self.transfer_value(430)])
        receipt.action_post()
        self.assertLedger(
            receipt.payment_ids.sorted("id").move_id,
            f"""
            {self.outstanding.name} | Almacén El Ceibo | 700.00 | 0.00 | 700.00
            {self.receivable.name} | Almacén El Ceibo | 0.00 | 100.00 | 0.00
            {self.receivable.name} | Sucursal 1 | 0.00 | 100.00 | 0.00
            {self.receivable.name} | Sucursal 2 | 0.00 | 200.00 | 0.00
            {self.receivable.name} | Sucursal 3 | 0.00 | 300.00 | 0.00
            {self.outstanding.name} | Almacén El Ceibo | 430.00 | 0.00 | 430.00
            {self.receivable.name} | Sucursal 4 | 0.00 | 400.00 | 0.00
            {self.receivable.name} | Almacén El Ceibo | 0.00 | 30.00 | -30.00
            """,
        )
        self.assertEqual(self._balances(), [(-30, -30), (0, 0), (0, 0), (0, 0), (0, 0)])
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_statement_and_aging_of_each_member(self):
        """Core's own reports by partner (partner ledger, aged balance) read these items."""
        items = self.invoice(100) | self.invoice(100, partner=self.members[0])
        self._group_receipt([items[0], (items[1], 40)], [self.cash_value(140)]).action_post()
        self.assertEqual(self._balances()[:2], [(0, 0), (60, 60)])
        self.assertEqual((self.customer.credit, self.members[0].credit), (0, 60))

    def test_credit_of_one_member_pays_another(self):
        """A transfer entry moves the credit: each customer's own account stays right."""
        credit = self.invoice(80, partner=self.members[0], move_type="out_refund")
        debt = self.invoice(100, partner=self.members[1])
        ledger = self.ledger_snapshot()
        receipt = self._group_receipt([credit, debt], [self.cash_value(20)])
        receipt.action_post()
        settlement = receipt.move_ids - receipt.payment_ids.move_id
        self.assertLedger(
            settlement,
            f"""
            {self.receivable.name} | Sucursal 1 | 80.00 | 0.00 | 0.00
            {self.receivable.name} | Sucursal 2 | 0.00 | 80.00 | 0.00
            """,
        )
        self.assertEqual(self._balances(), [(0, 0)] * 5)
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_own_credits_pay_own_debts_first(self):
        """What a credit can pay as it is needs no entry: only the rest crosses."""
        credit = self.invoice(80, partner=self.members[0], move_type="out_refund")
        own = self.invoice(50, partner=self.members[0])
        other = self.invoice(30, partner=self.members[1])
        receipt = self._group_receipt([credit, other, own], kind="application")
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            f"""
            {self.receivable.name} | Sucursal 1 | 30.00 | 0.00 | 0.00
            {self.receivable.name} | Sucursal 2 | 0.00 | 30.00 | 0.00
            """,
        )
        self.assertEqual(self._balances(), [(0, 0)] * 5)

    def test_credit_in_another_currency(self):
        """A credit in USD pays a debt in pesos of another member, at the receipt's rate."""
        usd = self.env["res.currency"].create({"name": "XUS", "symbol": "U", "rounding": 0.01})
        self.env["res.currency.rate"].create(
            {"name": "2026-01-01", "inverse_company_rate": 1000, "currency_id": usd.id}
        )
        credit = self.invoice(10, partner=self.members[0], move_type="out_refund", currency=usd)
        debt = self.invoice(12000, partner=self.members[1])
        ledger = self.ledger_snapshot()
        receipt = self._group_receipt([credit, debt], kind="application")
        receipt.rate_ids.rate = 1200
        receipt.action_post()
        self.assertEqual(
            [(i.amount_residual_currency, i.amount_residual) for i in credit | debt], [(0, 0)] * 2
        )
        self.assertEqual(self._balances()[1:3], [(0, 0), (0, 0)])
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_group_that_does_not_share_credits(self):
        self.group.allocate_across = False
        credit = self.invoice(80, partner=self.members[0], move_type="out_refund")
        debt = self.invoice(100, partner=self.members[1])
        receipt = self._group_receipt([credit, debt], [self.cash_value(20)])
        with self.assertRaisesRegex(UserError, r"80\.00 of credit RINV/\S+ is left over"):
            receipt.action_post()

    def test_outside_the_group_is_refused(self):
        stranger = self.invoice(100, partner=self.other_customer)
        receipt = self._group_receipt([stranger], [self.cash_value(100)])
        with self.assertRaisesRegex(UserError, "is of another customer, Ñandú Hnos"):
            receipt.action_post()

    def test_member_needs_the_receipt_to_be_by_group(self):
        receipt = self.receipt([self.invoice(5, partner=self.members[0])], [self.cash_value(5)])
        with self.assertRaisesRegex(UserError, "is of another customer, Sucursal 1"):
            receipt.action_post()

    def test_member_that_left_the_group(self):
        receipt = self._group_receipt(
            [self.invoice(5, partner=self.members[0])], [self.cash_value(5)]
        )
        self.group.member_ids.filtered(lambda row: row.partner_id == self.members[0]).unlink()
        with self.assertRaisesRegex(UserError, "is of another customer, Sucursal 1"):
            receipt.action_post()

    def test_automatic_allocation_over_the_group(self):
        old = self.invoice(100, date="2026-01-01", partner=self.members[0])
        new = self.invoice(100, date="2026-01-20")
        credit = self.invoice(30, partner=self.members[1], move_type="out_refund")
        receipt = self._group_receipt([credit], [self.cash_value(100)])
        receipt.action_propose()
        self.assertEqual(
            {line.move_line_id: line.amount for line in receipt.line_ids},
            {credit: -30, old: 100, new: 30},
        )
        receipt.action_post()
        self.assertEqual(self._balances()[:3], [(70, 70), (0, 0), (0, 0)])

    def test_listing_shows_the_group(self):
        self.invoice(100)
        self.invoice(100, partner=self.members[0])
        self.invoice(100, partner=self.other_customer)
        receipt = self._group_receipt([])
        receipt.action_load_documents()
        self.assertEqual(receipt.line_ids.partner_id, self.customer | self.members[0])
        receipt.allocate_by_group = False
        receipt._onchange_partner_id()
        self.assertEqual(receipt.line_ids.partner_id, self.customer)
