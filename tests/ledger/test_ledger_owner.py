"""One owner of ledger effects: what it books knows it, and changes only through it (DESIGN 1.3)."""

from odoo.addons.l10n_cobranzas.models.ledger.ownership import get_owner_fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestLedgerOwner(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_deposit_account_id = cls.env["account.account"].create(
            {
                "name": "Unidentified Deposits",
                "code": "UNIDD",
                "account_type": "liability_current",
                "reconcile": True,
            }
        )
        cls.accountant = cls.make_user(
            "owner_accountant",
            "l10n_cobranzas.group_cobranzas_accountant",
            "account.group_account_invoice",
        )
        cls.cashier = cls.make_user("owner_cashier", "l10n_cobranzas.group_cobranzas_cashier")

    @classmethod
    def deposit(cls, amount):
        deposit = cls.env["cobranzas.deposit"].create(
            {
                "journal_id": cls.bank.id,
                "date": "2026-01-20",
                "amount": amount,
                "company_id": cls.company.id,
            }
        )
        deposit.action_post()
        return deposit

    def posted(self, lines, *values, checks=(), **kw):
        receipt = self.receipt(lines, values, checks, **kw)
        receipt.action_post()
        return receipt

    def call(self, user, records, method, *args, context=None):
        """Call a public method as a client does."""
        model = self.env(user=user)[records._name]
        return call_kw(model, method, [records.ids, *args], {"context": context or {}})

    # What it owns

    def test_what_a_receipt_books_knows_it(self):
        item = self.invoice(100)
        receipt = self.posted([item], self.cash_value(60), checks=[self.check(40)])
        checks = receipt.payment_ids.l10n_latam_new_check_ids
        for records in (receipt.move_ids, receipt.payment_ids, receipt.partial_ids, checks):
            with self.subTest(model=records._name):
                self.assertTrue(records)
                self.assertEqual(
                    [owner for owner in records._cobranzas_get_owners() if owner], [receipt]
                )
        self.assertEqual(receipt.move_ids, receipt.payment_ids.move_id)
        self.assertEqual(receipt._get_owned_payments(), receipt.payment_ids)
        self.assertEqual(receipt._get_owned_partials(), item.matched_credit_ids)
        self.assertFalse(any(item.move_id._cobranzas_get_owners()))

    def test_what_a_deposit_books_knows_it(self):
        deposit = self.deposit(100)
        deposit.action_cancel("2026-02-02")
        moves = deposit.move_ids
        self.assertEqual(moves, deposit.move_id | deposit.cancel_move_id)
        self.assertEqual([owner for owner in moves._cobranzas_get_owners() if owner], [deposit])
        self.assertFalse(deposit._get_owned_payments() or deposit._get_owned_partials())

    def test_an_owner_is_found_by_the_field_it_declares(self):
        """The ledger learns of a new owner by its ``_owner_field`` alone."""
        for model, owners in (
            ("account.move", {"cobranzas.receipt", "cobranzas.deposit"}),
            ("account.payment", {"cobranzas.receipt"}),
            ("account.partial.reconcile", {"cobranzas.receipt"}),
        ):
            records = self.env[model]
            found = {records._fields[name].comodel_name for name in get_owner_fields(records)}
            self.assertLessEqual(owners, found)

    # Guards

    def _refused(self, changes, *users):
        """Assert that each change is refused with its sentence, whoever asks for it.

        :param changes: list of (records, method, arguments, sentence)
        """
        for records, method, args, sentence in changes:
            for user in users:
                with (
                    self.subTest(model=records._name, method=method, args=args, user=user.login),
                    self.assertRaisesRegex(UserError, sentence),
                    self.env.cr.savepoint(),
                ):
                    self.call(user, records, method, *args)

    def test_a_receipt_refuses_with_its_sentence(self):
        item = self.invoice(100)
        receipt = self.posted([item], self.cash_value(60), checks=[self.check(40)])
        payment, move = receipt.payment_ids[0], receipt.payment_ids[0].move_id
        check = receipt.payment_ids.l10n_latam_new_check_ids
        belongs = f"This belongs to receipt {receipt.name}: change or void it there."
        changes = [
            (payment, "action_draft", (), belongs),
            (payment, "action_cancel", (), belongs),
            (payment, "action_reject", (), belongs),
            (payment, "write", ({"amount": 1},), belongs),
            (payment, "write", ({"date": "2026-02-02"},), belongs),
            (move, "button_draft", (), belongs),
            (move, "button_cancel", (), belongs),
            (move, "write", ({"date": "2026-02-02"},), belongs),
            (check, "write", ({"amount": 39},), belongs),
            (item, "remove_move_reconcile", (), "was made by .*: void that to undo it"),
            (item.move_id, "button_draft", (), f"Receipt {receipt.name} collected this document"),
        ]
        self._refused(changes, self.env.user, self.accountant)
        self.assertEqual(item.amount_residual, 0)

    def test_a_deposit_refuses_with_its_sentence(self):
        deposit = self.deposit(100)
        sentence = "This entry belongs to anticipated deposit .*: cancel that instead."
        changes = [
            (deposit.move_id, "button_draft", (), sentence),
            (deposit.move_id, "button_cancel", (), sentence),
            (deposit.move_id, "write", ({"date": "2026-02-02"},), sentence),
        ]
        self._refused(changes, self.env.user, self.accountant)
        deposit.action_cancel("2026-02-02")
        changes = [(deposit.cancel_move_id, *change[1:]) for change in changes]
        self._refused(changes, self.env.user, self.accountant)

    def test_nobody_writes_who_owns_what(self):
        deposit = self.deposit(100)
        receipt = self.posted([], self.cash_value(60))
        free = self.invoice(10).move_id
        for records, vals in (
            (free, {"cobranzas_receipt_id": receipt.id}),
            (free, {"cobranzas_deposit_id": deposit.id}),
            (deposit.move_id, {"cobranzas_deposit_id": False}),
            (receipt.move_ids, {"cobranzas_receipt_id": False}),
            (receipt.payment_ids, {"cobranzas_receipt_id": False}),
        ):
            with (
                self.subTest(model=records._name, vals=vals),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                self.call(self.accountant, records, "write", vals)

    # What a client sends in the context

    FORGED = tuple(
        {
            "cobranzas_correction": value,
            "cobranzas_void_date": value,
            "cobranzas_allocations": value,
        }
        for value in (True, 5, "2020-01-01", [1], {"date": "2020-01-01"})
    )

    def test_a_forged_context_opens_nothing(self):
        item = self.invoice(100)
        receipt = self.posted([item], self.cash_value(100))
        payment, move = receipt.payment_ids, receipt.payment_ids.move_id
        for context in self.FORGED:
            for records, method, args in (
                (item, "remove_move_reconcile", ()),
                (receipt.partial_ids, "unlink", ()),
                (move, "write", ({"date": "2026-02-02"},)),
                (payment, "write", ({"date": "2026-02-02"},)),
                (receipt, "write", ({"date": "2026-02-02"},)),
                (receipt.value_ids, "write", ({"amount": 1},)),
                (receipt.line_ids, "write", ({"amount": 1},)),
            ):
                for user in (self.accountant, self.cashier):
                    with (
                        self.subTest(context=context, model=records._name, user=user.login),
                        self.assertRaises(UserError),  # AccessError is one
                        self.env.cr.savepoint(),
                    ):
                        self.call(user, records, method, *args, context=context)
        self.assertEqual((item.amount_residual, move.date), (0, self.day("2026-02-01")))

    def test_a_forged_context_changes_no_figure(self):
        """What core reverses by itself keeps core's date; allocations keep their amounts."""
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.01), ("2026-02-01", 0.008)])

        def story(context):
            """Pay half an invoice by hand and undo it; return the residuals and the dates."""
            debt = self.invoice(100, currency=euro)
            credit = self.invoice(50, "2026-02-01", currency=euro, move_type="out_refund")
            items = debt | credit
            self.call(self.accountant, items, "reconcile", context=context)
            exchange = items._cobranzas_get_partials().exchange_move_id
            paid = items.mapped("amount_residual_currency"), items.mapped("amount_residual")
            self.call(self.accountant, debt, "remove_move_reconcile", context=context)
            reversal = exchange.reversal_move_ids
            return paid, len(reversal), reversal.mapped("date"), items.mapped("amount_residual")

        wanted = story({})
        self.assertEqual(wanted[1], 1)
        for context in self.FORGED:
            with self.subTest(context=context):
                self.assertEqual(story(context), wanted)

    def test_a_forged_context_does_not_move_a_void(self):
        for context in self.FORGED:
            with self.subTest(context=context):
                item = self.invoice(100)
                receipt = self.posted([item], self.cash_value(100))
                self.call(
                    self.accountant, receipt, "action_void", "2026-02-10", "Error", context=context
                )
                self.assertEqual(
                    sorted(receipt.move_ids.mapped("date")),
                    [self.day("2026-02-01"), self.day("2026-02-10")],
                )
                self.assertEqual(item.amount_residual, 100)

    # Undo

    def test_a_void_restores_every_residual(self):
        euro = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.01), ("2026-02-01", 0.008)])
        self.company.cobranzas_change_journal_id = self.cash
        items = (
            self.invoice(1000)
            | self.invoice(30, move_type="out_refund")
            | self.invoice(10, currency=euro)
        )
        deposit = self.deposit(200)
        method = self.bank.inbound_payment_method_line_ids.filtered(
            lambda line: line.code == "cobranzas_deposit"
        )
        open_items = items | deposit.item_id
        fields = ("amount_residual", "amount_residual_currency", "reconciled")
        before = [open_items.mapped(name) for name in fields]
        balances = self.customer.credit
        receipt = self.posted(
            list(items),
            self.cash_value(500),
            {"payment_method_line_id": method.id, "amount": 200, "deposit_id": deposit.id},
            checks=[self.check(2000)],
        )
        self.assertEqual(deposit.state, "used")
        self.assertTrue(all(items.mapped("reconciled")))
        receipt.action_void("2026-02-10", "Error")
        self.assertEqual([open_items.mapped(name) for name in fields], before)
        self.assertEqual((deposit.state, self.customer.credit), ("pending", balances))
        self.assertFalse(receipt.partial_ids)
        own = receipt.move_ids.line_ids.filtered("account_id.reconcile")
        self.assertFalse(any(own.mapped("amount_residual")))
        self.assertEqual(set(receipt.payment_ids.mapped("state")), {"canceled"})
        deposit.action_cancel("2026-02-11")
        self.assertEqual(deposit.state, "cancelled")
