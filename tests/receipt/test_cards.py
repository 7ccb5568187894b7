"""Values by card: the coupon, the portfolio it rests in, and its way out (REC-05, REC-15)."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestCards(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coupons = cls.env["account.account"].create(
            {
                "name": "Cards in Portfolio",
                "code": "CARDS",
                "account_type": "asset_current",
                "reconcile": True,
            }
        )
        cls.method = cls.env["account.payment.method.line"].create(
            {
                "journal_id": cls.bank.id,
                "payment_method_id": cls.env.ref("l10n_cobranzas.account_payment_method_card").id,
                "payment_account_id": cls.coupons.id,
            }
        )
        cls.visa = cls.env.ref("l10n_cobranzas.cobranzas_card_brand_visa")
        cls.amex = cls.env.ref("l10n_cobranzas.cobranzas_card_brand_amex")

    @classmethod
    def card_value(cls, amount, coupon="0042", batch="7", **kw):
        return {
            "payment_method_line_id": cls.method.id,
            "amount": amount,
            "card_brand_id": cls.visa.id,
            "coupon_number": coupon,
            "batch_number": batch,
            "instalments": 3,
            **kw,
        }

    def _settle(self, receipt):
        """The card company pays, less its fee; returns the bank's entry."""
        coupon = receipt.move_ids.line_ids.filtered(lambda line: line.account_id == self.coupons)
        fee = self.company_data["default_account_expense"]
        entry = self.env["account.move"].create(
            {
                "journal_id": self.bank.id,
                "date": "2026-02-18",
                "line_ids": [
                    Command.create({"account_id": self.bank.default_account_id.id, "debit": 970}),
                    Command.create({"account_id": fee.id, "debit": 30}),
                    Command.create({"account_id": self.coupons.id, "credit": 1000}),
                ],
            }
        )
        entry.action_post()
        (coupon | entry.line_ids.filtered("credit")).reconcile()
        return entry

    def _refused(self, sentence, *values, **kw):
        receipt = self.receipt([], values, **kw)
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            receipt.action_post()
        self.assertEqual(receipt.state, "draft")

    def test_a_card_pays_an_invoice(self):
        item = self.invoice(1000)
        receipt = self.receipt([item], [self.card_value(1000, card_last_digits="1234")])
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            """
            Cards in Portfolio | Almacén El Ceibo | 1000.00 | 0.00    | 1000.00
            Account Receivable | Almacén El Ceibo | 0.00    | 1000.00 | 0.00
            """,
        )
        self.assertEqual(item.amount_residual, 0)
        self.assertRecordValues(
            receipt.value_ids,
            [
                {
                    "coupon_state": "portfolio",
                    "amount_open": 1000,
                    "date_settled": False,
                    "details": "Visa ···1234 · coupon 0042 · batch 7 · 3 instalments",
                }
            ],
        )

    def test_settled_by_the_ledger(self):
        receipt = self.receipt([], [self.card_value(1000)])
        receipt.action_post()
        other = self.receipt([], [self.card_value(500, "77")])
        other.action_post()
        self._settle(receipt)
        self.assertRecordValues(
            receipt.value_ids,
            [
                {
                    "coupon_state": "settled",
                    "amount_open": 0,
                    "date_settled": self.day("2026-02-18"),
                }
            ],
        )
        find = lambda state: self.env["cobranzas.receipt.value"].search(  # noqa: E731
            [("is_card", "=", True), ("coupon_state", "=", state)]
        )
        self.assertEqual(find("settled"), receipt.value_ids)
        self.assertEqual(find("portfolio"), other.value_ids)
        other.action_void("2026-02-20", "Error")
        self.assertFalse(find("portfolio"))
        self.assertEqual(find("voided"), other.value_ids)
        self.assertEqual(other.value_ids.coupon_state, "voided")

    def test_void_in_portfolio_then_again(self):
        item = self.invoice(1000)
        receipt = self.receipt([item], [self.card_value(1000)])
        receipt.action_post()
        receipt.action_void("2026-02-03", "Error")
        self.assertLedger(
            receipt.move_ids.sorted("id"),
            """
            Cards in Portfolio | Almacén El Ceibo | 1000.00 | 0.00    | 0.00
            Account Receivable | Almacén El Ceibo | 0.00    | 1000.00 | 0.00
            Cards in Portfolio | Almacén El Ceibo | 0.00    | 1000.00 | 0.00
            Account Receivable | Almacén El Ceibo | 1000.00 | 0.00    | 0.00
            """,
        )
        self.assertEqual(item.amount_residual, 1000)
        again = self.receipt([item], [self.card_value(1000)])  # its coupon is free again
        again.action_post()
        self.assertEqual(item.amount_residual, 0)

    def test_void_refused_once_settled(self):
        receipt = self.receipt([], [self.card_value(1000)])
        receipt.action_post()
        entry = self._settle(receipt)
        sentence = (
            f"Coupon 0042 of Visa left the portfolio: undo its settlement by {entry.name} first"
        )
        with self.assertRaisesRegex(UserError, sentence):
            receipt.action_void("2026-02-20", "Error")
        entry.line_ids.remove_move_reconcile()
        receipt.action_void("2026-02-20", "Error")
        self.assertEqual(receipt.state, "voided")

    def test_what_a_coupon_needs(self):
        for sentence, vals in (
            ("Choose the card", {"card_brand_id": False}),
            ("needs its coupon number", {"coupon_number": " "}),
            ("in how many instalments", {"instalments": 0}),
        ):
            with self.subTest(sentence=sentence):
                self._refused(sentence, self.card_value(10, **vals))
        self.method.write(
            {"cobranzas_coupon_required": False, "cobranzas_instalments_required": False}
        )
        receipt = self.receipt([], [self.card_value(10, False, False, instalments=0)])
        receipt.action_post()
        self.assertEqual(receipt.value_ids.details, "Visa")
        other = self.receipt([], [self.card_value(10, False, False, instalments=0)])
        other.action_post()  # without numbers nothing says it is the same coupon

    def test_operation_number_as_the_method_says(self):
        self.assertFalse(self.method.cobranzas_operation_number_required)
        self.method.cobranzas_operation_number_required = True
        self._refused("needs its operation number", self.card_value(10))
        self.receipt([], [self.card_value(10, operation_number="AUT 1")]).action_post()

    def test_never_the_whole_number(self):
        for digits in ("4509953566233704", "12345", "12a4", "-123"):
            with (
                self.subTest(digits=digits),
                self.assertRaisesRegex(ValidationError, "only the last four digits"),
                self.env.cr.savepoint(),
            ):
                self.receipt([], [self.card_value(10, card_last_digits=digits)])

    def test_the_same_coupon_twice(self):
        receipt = self.receipt([], [self.card_value(1000)])
        receipt.action_post()
        sentence = f"Coupon 42 of Visa is already in {receipt.name}"
        self._refused(sentence, self.card_value(5, "42", "007"), partner_id=self.other_customer.id)
        self._refused("is already in", self.card_value(5, "9"), self.card_value(6, "9"))
        pair = self.receipt([], [self.card_value(5, "8")]) | self.receipt(
            [], [self.card_value(5, "8")]
        )
        with self.assertRaisesRegex(UserError, "is already in"), self.env.cr.savepoint():
            pair.action_post()
        for vals in ({"batch_number": "8"}, {"card_brand_id": self.amex.id}):
            self.receipt([], [self.card_value(5, **vals)]).action_post()

    def test_the_database_refuses_it_too(self):
        """What two cashiers post at the same moment, no search sees."""
        one, two = (self.receipt([], [self.card_value(5)]) for _time in range(2))
        one.action_post()
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE cobranzas_receipt_value SET coupon_key = %s WHERE id = %s",
                (one.value_ids.coupon_key, two.value_ids.id),
            )

    def test_nobody_takes_a_coupon_by_hand(self):
        receipt = self.receipt([], [self.card_value(5)])
        cashier = self.make_user("card_cashier", "l10n_cobranzas.group_cobranzas_cashier")
        with self.assertRaises(AccessError):
            receipt.value_ids.with_user(cashier).coupon_key = "1/2/3"

    def test_account_of_the_method(self):
        self.coupons.reconcile = False
        self._refused("can't hold coupons", self.card_value(10))
        self.method.payment_account_id = False  # then coupons wait with the transfers
        receipt = self.receipt([], [self.card_value(10)])
        receipt.action_post()
        self.assertEqual(receipt.value_ids.coupon_state, "portfolio")
        self.assertEqual(receipt.value_ids._get_portfolio_items().account_id, self.outstanding)

    def test_printed(self):
        receipt = self.receipt([], [self.card_value(1000)])
        receipt.action_post()
        html = self.env["ir.actions.report"]._render_qweb_html(
            "l10n_cobranzas.report_receipt", receipt.ids
        )[0]
        self.assertIn("Visa · coupon 0042 · batch 7 · 3 instalments", html.decode())

    def test_found_by_coupon(self):
        receipt = self.receipt([], [self.card_value(1000)])
        found = self.env["cobranzas.receipt"].search([("value_ids.coupon_number", "ilike", "042")])
        self.assertEqual(found, receipt)

    def test_columns_only_when_a_card_is_there(self):
        receipt = self.receipt([], [self.cash_value(10)])
        self.assertFalse(receipt.has_card)
        with Form(receipt) as form, form.value_ids.new() as value:
            value.payment_method_line_id = self.method
            value.card_brand_id = self.visa
            value.coupon_number = "1"
            value.instalments = 1
            value.amount = 5
        self.assertTrue(receipt.has_card)

    def test_journals_take_cards_when_told(self):
        journal = self.env["account.journal"].create(
            {"name": "Otro", "code": "OTRO", "type": "bank", "company_id": self.company.id}
        )
        codes = journal.inbound_payment_method_line_ids.mapped("code")
        self.assertEqual(codes, ["manual"])
        codes = set(journal.available_payment_method_ids.mapped("code"))
        self.assertLessEqual({"cobranzas_card", "cobranzas_deposit"}, codes)
        self.assertNotIn("cobranzas_deposit", self.cash.available_payment_method_ids.mapped("code"))

    def test_managers_say_what_methods_ask_for(self):
        users = {
            role: self.make_user(f"card_{role}", f"l10n_cobranzas.group_cobranzas_{role}")
            for role in ("accountant", "manager")
        }
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            self.method.with_user(users["accountant"]).cobranzas_coupon_required = False
        view = "l10n_cobranzas.account_payment_method_line_view_list"
        manager = self.env(user=users["manager"])
        with Form(self.method.with_env(manager), view=view) as form:
            form.cobranzas_coupon_required = False
            form.cobranzas_operation_number_required = True
        self.assertRecordValues(
            self.method,
            [{"cobranzas_coupon_required": False, "cobranzas_operation_number_required": True}],
        )
        with Form(manager["account.payment.method.line"], view=view) as form:
            form.journal_id = self.cash.with_env(manager)
            form.payment_method_id = self.method.payment_method_id.with_env(manager)
        self.assertTrue(form.record.cobranzas_instalments_required)
