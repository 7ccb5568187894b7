"""A value is in the currency of its journal; a journal without one is in the company's (REC-12).

The currency of the receipt is never a value's by itself: a cheque in pesos is so in a receipt in
dollars too.
"""

from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestCheckCurrency(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.local = cls.company.currency_id
        cls.foreign = cls.setup_other_currency("EUR", rates=[("2025-01-01", 0.001)])  # 1000 each

    def foreign_receipt(self, lines=(), values=(), checks=()):
        return self.receipt(lines, values, checks, currency_id=self.foreign.id)

    def test_local_cheque_in_a_foreign_receipt(self):
        debt = self.invoice(150, currency=self.foreign)
        receipt = self.foreign_receipt([debt], [], [self.check(150000)])
        self.assertEqual(receipt.check_ids.currency_id, self.local)
        self.assertEqual(receipt.value_ids.currency_id, self.local)
        self.assertEqual((receipt.amount_total, receipt.amount_difference), (150, 0))
        receipt.action_post()
        self.assertRecordValues(
            receipt.payment_ids, [{"amount": 150000, "currency_id": self.local.id}]
        )
        self.assertEqual(receipt.check_ids.check_id.currency_id, self.local)
        self.assertEqual((debt.amount_residual, debt.amount_residual_currency), (0, 0))

    def test_values_of_every_kind(self):
        """Cash, a transfer, a card, a deposit: the company's currency, unless typed."""
        methods = self.cash.inbound_payment_method_line_ids | (
            self.bank.inbound_payment_method_line_ids
        )
        for code in ("cobranzas_card", "cobranzas_deposit"):
            method = self.env["account.payment.method"].search([("code", "=", code)])
            methods |= self.env["account.payment.method.line"].create(
                {"journal_id": self.bank.id, "payment_method_id": method.id, "name": code}
            )
        for method in methods:
            vals = {"journal_id": method.journal_id.id, "payment_method_line_id": method.id}
            receipt = self.foreign_receipt([], [{**vals, "amount": 1000}])
            found = (receipt.value_ids.currency_id, receipt.amount_total)
            self.assertEqual(found, (self.local, 1), method.name)

    def test_a_typed_currency_stays(self):
        vals = self.cash_value(5, currency_id=self.foreign.id)
        self.assertEqual(self.receipt([], [vals]).value_ids.currency_id, self.foreign)
        receipt = self.foreign_receipt([], [vals])
        self.assertEqual(
            (receipt.amount_total, receipt.value_ids.currency_id.id), (5, self.foreign.id)
        )

    def test_a_typed_currency_of_a_cheque_stays(self):
        receipt = self.foreign_receipt([], [], [self.check(5, currency_id=self.foreign.id)])
        self.assertEqual(receipt.check_ids.currency_id, self.foreign)
        self.assertEqual((receipt.value_ids.currency_id, receipt.amount_total), (self.foreign, 5))
        receipt.action_post()
        self.assertEqual(receipt.payment_ids.currency_id, self.foreign)
        self.assertEqual(receipt.check_ids.currency_id, self.foreign)

    def test_a_journal_in_the_foreign_currency(self):
        journal = self.env["account.journal"].create(
            {
                "name": "Caja EUR",
                "code": "CEUR",
                "type": "cash",
                "currency_id": self.foreign.id,
                "company_id": self.company.id,
            }
        )
        receipt = self.receipt([], [{"journal_id": journal.id, "amount": 2}])
        self.assertEqual(
            (receipt.value_ids.currency_id, receipt.amount_total), (self.foreign, 2000)
        )

    def test_another_currency_of_the_receipt_changes_no_value(self):
        receipt = self.receipt([], [self.cash_value(1000)], [self.check(2000)])
        receipt.currency_id = self.foreign
        self.assertEqual(set(receipt.value_ids.mapped("currency_id")), {self.local})
        self.assertEqual(receipt.check_ids.currency_id, self.local)
        self.assertEqual(receipt.amount_total, 3)

    def test_in_the_form(self):
        with Form(self.env["cobranzas.receipt"]) as form:
            form.partner_id = self.customer
            form.currency_id = self.foreign
            with form.check_ids.new() as row:
                row.name, row.bank_id, row.amount = "7", self.bank_nacion, 150000
            self.assertEqual(form.amount_total, 150)
        self.assertEqual(form.record.check_ids.currency_id, self.local)

    def test_a_cheque_created_in_its_value_counts_once(self):
        """As a program sends it: the value, with its cheques inside."""
        method = self.portfolio.inbound_payment_method_line_ids.filtered(
            lambda line: line.code == "new_third_party_checks"
        )
        value = {
            "journal_id": self.portfolio.id,
            "payment_method_line_id": method.id,
            "check_ids": [Command.create(self.check(100)), Command.create(self.check(50, "2"))],
        }
        receipt = self.receipt([self.invoice(150)], [value])
        self.assertEqual((len(receipt.value_ids), len(receipt.check_ids)), (1, 2))
        self.assertEqual((receipt.amount_values, receipt.amount_total), (150, 150))
        receipt.action_post()
        self.assertEqual(receipt.payment_ids.mapped("amount"), [150])
        self.assertEqual(len(receipt.payment_ids.l10n_latam_new_check_ids), 2)
