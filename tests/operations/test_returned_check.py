"""Returned cheque, from wherever the cheque is (OPS-07)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestReturnedCheck(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "Proveedor"})
        accounts = cls.env["account.account"].create(
            [
                {"name": name, "code": code, "account_type": kind, "reconcile": reconcile}
                for name, code, kind, reconcile in (
                    ("Cheques In", "CHIN", "asset_current", True),
                    ("Bank In", "BKIN", "asset_current", True),
                    ("Bank Out", "BKOUT", "asset_current", True),
                    ("Cheques Out", "CHOUT", "asset_current", True),
                    ("Bank Fees", "BKFEE", "expense", False),
                )
            ]
        )
        cls.checks_in, cls.bank_in, cls.bank_out, cls.checks_out, cls.fees = accounts
        cls.portfolio.inbound_payment_method_line_ids.payment_account_id = cls.checks_in
        cls.portfolio.outbound_payment_method_line_ids.payment_account_id = cls.checks_out
        method = cls.env.ref("l10n_latam_check.account_payment_method_return_third_party_checks")
        cls.bank.outbound_payment_method_line_ids = [
            Command.create({"payment_method_id": method.id})
        ]
        cls.bank.inbound_payment_method_line_ids.payment_account_id = cls.bank_in
        cls.bank.outbound_payment_method_line_ids.payment_account_id = cls.bank_out
        cls.rejected = cls._make_portfolio("REJ")
        cls.rejected.inbound_payment_method_line_ids.payment_account_id = cls.checks_in
        cls.rejected.outbound_payment_method_line_ids.payment_account_id = cls.checks_out
        cls.company.cobranzas_rejected_journal_id = cls.rejected
        cls.documents = cls.invoice(600) | cls.invoice(400)
        cls.paid = cls.receipt(list(cls.documents), [], [cls.check(1000, number="303")])
        cls.paid.action_post()
        cls.cheque = cls.paid.check_ids.check_id

    @classmethod
    def returned(cls, checks=None, date="2026-02-20", confirm=True, **kw):
        return cls.operation(
            "returned_check",
            date=date,
            confirm=confirm,
            check_ids=[Command.set((checks or cls.cheque).ids)],
            **kw,
        )

    @classmethod
    def deposit(cls, checks=None, date="2026-02-10"):
        checks = checks or cls.cheque
        cls.env["l10n_latam.payment.mass.transfer"].create(
            {
                "payment_date": date,
                "destination_journal_id": cls.bank.id,
                "check_ids": checks.ids,
                "journal_id": cls.portfolio.id,
            }
        )._create_payments()
        return checks[0]._get_last_operation()

    def assertPaid(self):
        self.assertEqual(self.documents.mapped("amount_residual"), [0, 0])
        self.assertEqual(self.paid.state, "posted")

    # ------------------------------------------------------------------
    # From every state
    # ------------------------------------------------------------------

    def test_in_portfolio(self):
        before = self.ledger_snapshot()
        done = self.returned()
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 1000.00 | 0.00 | 1000.00
            Cheques Out | Almacén El Ceibo | 0.00 | 1000.00 | -1000.00
            """,
        )
        self.assertFalse(self.cheque.current_journal_id)
        self.assertEqual(done.name, "RCH-00001")
        self.assertEqual(done.amount, 1000)
        self.assertEqual(done.partner_id, self.customer)
        self.assertEqual(done.result_ids.date_maturity, self.day("2026-02-20"))
        self.assertEqual(done.move_ids.cobranzas_origin_ids, self.paid.payment_ids.move_id)
        self.assertEqual(done.payment_ids.l10n_latam_move_check_ids, self.cheque)
        self.assertPaid()
        self.assertUndoes(done, before, "2026-02-25")
        self.assertEqual(self.cheque.current_journal_id, self.portfolio)
        self.assertEqual(done.payment_ids.state, "canceled")

    def test_deposited_and_both_lines_shown(self):
        self.deposit()
        before = self.ledger_snapshot()
        done = self.returned()
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 1000.00 | 0.00 | 1000.00
            Bank Out | Almacén El Ceibo | 0.00 | 1000.00 | -1000.00
            """,
        )
        self.assertFalse(self.cheque.current_journal_id)
        self.assertUndoes(done, before, "2026-02-25")
        self.assertEqual(self.cheque.current_journal_id, self.bank)

    def test_deposited_and_matched_by_the_bank(self):
        deposit = self.deposit()
        self.reconcile_with_bank(deposit._seek_for_lines()[0], "2026-02-12")
        with self.assertRaisesRegex(UserError, "is matched: the bank shows the deposit"):
            self.returned(bank_shows="net")
        before = self.ledger_snapshot()
        done = self.returned()
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 1000.00 | 0.00 | 1000.00
            Bank Out | Almacén El Ceibo | 0.00 | 1000.00 | -1000.00
            """,
        )
        self.assertUndoes(done, before, "2026-02-25")

    def test_deposited_and_only_the_net_shown(self):
        other = self.receipt([], [], [self.check(250, number="304")])
        other.action_post()
        deposit = self.deposit(self.cheque | other.check_ids.check_id)
        before = self.ledger_snapshot()
        done = self.returned(bank_shows="net")
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 1000.00 | 0.00 | 1000.00
            Bank In | Almacén El Ceibo | 0.00 | 1000.00 | 0.00
            """,
        )
        self.assertEqual(deposit._seek_for_lines()[0].amount_residual, 250)
        self.assertUndoes(done, before, "2026-02-25")
        self.assertEqual(self.cheque.current_journal_id, self.bank)

    def test_endorsed_to_a_vendor(self):
        endorsed = self.endorse_check(self.cheque)
        before = self.ledger_snapshot()
        done = self.returned()
        self.assertLedger(
            done.move_ids,
            """
            Cheques In | Ñandú Hnos. | 1000.00 | 0.00 | 1000.00
            Account Payable | Ñandú Hnos. | 0.00 | 1000.00 | -1000.00
            Account Receivable | Almacén El Ceibo | 1000.00 | 0.00 | 1000.00
            Cheques Out | Almacén El Ceibo | 0.00 | 1000.00 | -1000.00
            """,
        )
        self.assertFalse(self.cheque.current_journal_id)
        self.assertEqual(done.payment_ids.journal_id, self.rejected)
        self.assertEqual(endorsed.state, "in_process")
        self.assertPaid()
        self.assertUndoes(done, before, "2026-02-25")

    def test_vendor_already_paid_again(self):
        self.endorse_check(self.cheque)
        done = self.returned()
        payable = done.move_ids.line_ids.filtered(
            lambda item: item.account_id.account_type == "liability_payable"
        )
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.other_customer.id,
                "journal_id": self.cash.id,
                "amount": 1000,
                "date": "2026-02-22",
            }
        )
        payment.action_post()
        counterpart = payment.move_id.line_ids.filtered("debit")
        (payable | counterpart).reconcile()
        with self.assertRaisesRegex(Exception, payment.name):
            done.action_undo("2026-02-25", "test")

    # ------------------------------------------------------------------
    # Fee and charge note
    # ------------------------------------------------------------------

    def _prepare_fee(self):
        tax = self.company_data["default_tax_purchase"]
        product = self.env["product.product"].create(
            {
                "name": "Gastos de rechazo",
                "taxes_id": [Command.set(self.company_data["default_tax_sale"].ids)],
                "property_account_income_id": self.company_data["default_account_revenue"].id,
            }
        )
        self.company.write(
            {
                "cobranzas_bank_fee_account_id": self.fees.id,
                "cobranzas_bank_fee_tax_id": tax.id,
                "cobranzas_returned_check_product_id": product.id,
            }
        )

    def test_fee_and_charge_note(self):
        self._prepare_fee()
        self.deposit()
        before = self.ledger_snapshot()
        draft = self.returned(confirm=False, bank_fee=50, charge_fee=True)
        self.assertFalse(draft.refusal)
        for amount in ("50.00", "7.50", "57.50", "1,000.00"):
            self.assertIn(amount, draft.preview)
        draft.action_confirm()
        note = draft.move_ids.filtered(lambda move: move.move_type == "out_invoice")
        self.assertEqual(note.debit_origin_id, self.documents[0].move_id)
        self.assertEqual((note.amount_untaxed, note.amount_total), (50, 57.5))
        fee = draft.move_ids.filtered(
            lambda move: move.move_type == "entry" and not move.origin_payment_id
        )
        self.assertLedger(
            fee,
            """
            Bank Fees | | 50.00 | 0.00 | 0.00
            Tax Paid | | 7.50 | 0.00 | 0.00
            Bank Out | | 0.00 | 57.50 | -57.50
            """,
        )
        self.assertEqual(fee.line_ids.tax_line_id, self.company_data["default_tax_purchase"])
        self.assertEqual(sum(draft.result_ids.mapped("amount_residual")), 1057.5)
        self.assertUndoes(draft, before, "2026-02-25")

    def test_fee_without_bank_or_account(self):
        with self.assertRaisesRegex(UserError, "Choose the bank that charged"):
            self.returned(bank_fee=50, fee_expense_id=self.fees.id)
        self.deposit()
        with self.assertRaisesRegex(UserError, "account for the fee"):
            self.returned(bank_fee=50)
        with self.assertRaisesRegex(UserError, "Enter the fee"):
            self.returned(charge_fee=True)
        with self.assertRaisesRegex(UserError, "can't be negative"):
            self.returned(bank_fee=-1)

    # ------------------------------------------------------------------
    # Currency
    # ------------------------------------------------------------------

    def test_foreign_cheque_at_the_rate_of_its_receipt(self):
        euro = self.make_rates({"2026-01-01": 0.5, "2026-02-15": 0.25})
        invoice = self.invoice(100, currency=euro)
        receipt = self.receipt(
            [invoice], [], [self.check(100, number="9", currency_id=euro.id)], currency_id=euro.id
        )
        receipt.action_post()
        before = self.ledger_snapshot()
        done = self.returned(receipt.check_ids.check_id)
        self.assertEqual(done.currency_id, euro)
        debt = done.result_ids
        self.assertEqual((debt.amount_residual_currency, debt.amount_residual), (100, 200))
        self.assertUndoes(done, before, "2026-02-25")

    # ------------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------------

    def test_open_item_and_its_collection(self):
        done = self.returned()
        item = self.env["cobranzas.open.item"].search(
            [("partner_id", "=", self.customer.id), ("residual", ">", 0)]
        )
        self.assertEqual((item.kind, item.name), ("returned_check", done.name))
        self.assertEqual(item.date_due, self.day("2026-02-20"))
        paid = self.receipt([done.result_ids], [self.cash_value(1000)], date="2026-02-22")
        paid.action_post()
        self.assertEqual(done.result_ids.amount_residual, 0)
        with self.assertRaisesRegex(Exception, paid.name):
            done.action_undo("2026-02-25", "test")

    def test_receipt_is_not_voided_until_it_is_undone(self):
        done = self.returned()
        with self.assertRaisesRegex(UserError, f"no longer in the portfolio.*{done.name}"):
            self.paid.action_void("2026-02-25", "test")
        done.action_undo("2026-02-25", "test")
        self.paid.action_void("2026-02-26", "test")

    def test_postdated_column(self):
        items = self.env["cobranzas.open.item"].with_context(cobranzas_postdated=True)
        domain = [("kind", "=", "postdated_check"), ("partner_id", "=", self.customer.id)]

        def in_hand(day):
            items.invalidate_model()
            return sum(items.with_context(cobranzas_date=day).search(domain).mapped("residual"))

        done = self.returned()
        self.assertEqual((in_hand("2026-02-19"), in_hand("2026-02-20")), (-1000, 0))
        done.action_undo("2026-02-25", "test")
        self.assertEqual((in_hand("2026-02-24"), in_hand("2026-02-25")), (0, -1000))

    def test_filled_in_from_cheque_and_receipt(self):
        for action in (self.cheque.action_cobranzas_return(), self.paid.action_return_checks()):
            context = action["context"]
            draft = self.env["cobranzas.operation"].with_context(**context).create({})
            self.assertEqual(draft.check_ids, self.cheque)
            self.assertEqual((draft.partner_id, draft.amount), (self.customer, 1000))
        draft.action_confirm()
        with self.assertRaisesRegex(UserError, "was returned"):
            self.cheque.action_cobranzas_return()

    # ------------------------------------------------------------------
    # Refusals
    # ------------------------------------------------------------------

    def test_already_returned(self):
        done = self.returned()
        with self.assertRaisesRegex(UserError, f"00000303 was returned on .*{done.name}"):
            self.returned(date="2026-02-21")

    def test_before_its_last_move(self):
        self.deposit(date="2026-02-10")
        with self.assertRaisesRegex(UserError, "moved on .*it can't be returned before"):
            self.returned(date="2026-02-09")

    def test_day_to_come(self):
        with self.assertRaisesRegex(UserError, "yet to come"):
            self.returned(date="2099-02-09")

    def test_receipt_voided(self):
        self.paid.action_void("2026-02-10", "test")
        with self.assertRaisesRegex(UserError, "in no portfolio"):
            self.returned()

    def test_bank_without_the_method(self):
        self.deposit()
        self.bank.outbound_payment_method_line_ids.filtered(
            lambda line: line.code == "return_third_party_checks"
        ).unlink()
        with self.assertRaisesRegex(UserError, "Bank.* has no method “Return Third Party"):
            self.returned()

    def test_closed_period(self):
        self.company.fiscalyear_lock_date = "2026-02-28"
        with self.assertRaisesRegex(UserError, "closed"):
            self.returned()

    def test_several_currencies(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        receipt = self.receipt([], [], [self.check(100, number="9", currency_id=euro.id)])
        receipt.action_post()
        with self.assertRaisesRegex(UserError, "one currency"):
            self.returned(self.cheque | receipt.check_ids.check_id)

    def test_moved_again_after_the_return(self):
        done = self.returned()
        back = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_id": self.customer.id,
                "journal_id": self.portfolio.id,
                "payment_method_line_id": self.portfolio.inbound_payment_method_line_ids.filtered(
                    lambda line: line.code == "in_third_party_checks"
                ).id,
                "date": "2026-02-21",
                "l10n_latam_move_check_ids": [Command.set(self.cheque.ids)],
            }
        )
        back.action_post()
        with self.assertRaisesRegex(UserError, "moved again"):
            done.action_undo("2026-02-25", "test")

    def test_rights(self):
        user = self.make_user("cajera.ch", "l10n_cobranzas.group_cobranzas_cashier")
        draft = self.returned(confirm=False)
        with self.assertRaisesRegex(Exception, "Only an accountant"):
            draft.with_user(user).action_confirm()

    # ------------------------------------------------------------------
    # Where the cheque is
    # ------------------------------------------------------------------

    def test_an_old_payment_that_is_corrected_moves_no_cheque(self):
        self.deposit(date="2026-02-01")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_payment SET write_date = write_date + interval '1 hour' WHERE id = %s",
            [self.cheque.payment_id.id],
        )
        self.env.invalidate_all()
        self.cheque._compute_current_journal()
        self.assertEqual(self.cheque.current_journal_id, self.bank)
