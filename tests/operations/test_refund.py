"""Refund: a credit goes back to the customer by transfer, cash or own cheque (OPS-04)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestRefund(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accounts = cls.env["account.account"].create(
            [
                {"name": name, "code": code, "account_type": "asset_current", "reconcile": True}
                for name, code in (("Cash Out", "CSOUT"), ("Bank Out", "BKOUT"))
            ]
        )
        cls.cash.outbound_payment_method_line_ids.payment_account_id = accounts[0]
        cls.bank_out = accounts[1]
        cls.give_checks(cls.bank)
        cls.credit = cls.invoice(500, move_type="out_refund")

    @classmethod
    def give_checks(cls, bank):
        """Let a bank pay by own cheques too, all out of one account."""
        method = cls.env.ref("l10n_latam_check.account_payment_method_own_checks")
        bank.outbound_payment_method_line_ids = [Command.create({"payment_method_id": method.id})]
        bank.outbound_payment_method_line_ids.payment_account_id = cls.bank_out

    @classmethod
    def refund(cls, items=None, confirm=True, **kw):
        return cls.operation(
            "refund", items or [cls.credit], confirm=confirm, **{"journal_id": cls.cash.id, **kw}
        )

    def test_part_in_cash(self):
        before = self.ledger_snapshot()
        done = self.refund([(self.credit, -200)])
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 200.00 | 0.00 | 0.00
            Cash Out | Almacén El Ceibo | 0.00 | 200.00 | -200.00
            """,
        )
        self.assertEqual(self.credit.amount_residual, -300)
        self.assertEqual(done.name, "REF-00001")
        payment = done.payment_ids
        self.assertEqual((payment.payment_type, payment.amount), ("outbound", 200))
        self.assertEqual(done.move_ids.cobranzas_origin_ids, self.credit.move_id)
        self.assertUndoes(done, before)
        self.assertEqual(done.payment_ids.state, "canceled")

    def test_several_credits_by_transfer(self):
        other = self.invoice(100, move_type="out_refund")
        before = self.ledger_snapshot()
        done = self.refund([self.credit, other], journal_id=self.bank.id)
        self.assertEqual(len(done.payment_ids), 1)
        self.assertEqual((self.credit | other).mapped("amount_residual"), [0, 0])
        self.assertUndoes(done, before)

    @classmethod
    def by_own_checks(cls, bank=None):
        bank = bank or cls.bank
        method = bank.outbound_payment_method_line_ids.filtered(
            lambda line: line.code == "own_checks"
        )
        return {"journal_id": bank.id, "payment_method_line_id": method.id}

    @staticmethod
    def own_checks(*rows):
        """Cheques of our own. ``rows``: (number, pay date or None, amount or none)."""
        names = ("number", "payment_date", "amount")
        return [
            Command.create(dict(zip(names, (str(number), *rest), strict=False)))
            for number, *rest in rows
        ]

    def test_own_cheque(self):
        kw = self.by_own_checks()
        with self.assertRaisesRegex(UserError, "number of the cheque"):
            self.refund(**kw)
        before = self.ledger_snapshot()
        done = self.refund(own_check_ids=self.own_checks((77, "2026-03-15")), **kw)
        self.assertEqual(done.own_check_ids.amount, 500)
        check = done.payment_ids.l10n_latam_new_check_ids
        self.assertEqual((check.name, check.amount, check.issue_state), ("00000077", 500, "handed"))
        self.assertEqual(check.outstanding_line_id.date_maturity, self.day("2026-03-15"))
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 500.00 | 0.00 | 0.00
            Bank Out | Almacén El Ceibo | 0.00 | 500.00 | -500.00
            """,
        )
        returned = self.operation("returned_check", check_ids=[Command.set(check.ids)])
        with self.assertRaisesRegex(UserError, "00000077 is one of our own: void it"):
            returned.action_confirm()
        returned.unlink()
        self.reconcile_check_and_undo(done, check)
        self.assertUndoes(done, before)
        self.assertEqual(check.issue_state, "voided")

    def test_several_own_cheques(self):
        """One payment and one entry, with an item for each cheque, due when it is."""
        before = self.ledger_snapshot()
        done = self.refund(
            own_check_ids=self.own_checks(
                (78, "2026-03-15", 200), (79, "2026-04-15", 200.01), (80, None)
            ),
            **self.by_own_checks(),
        )
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 500.00 | 0.00 | 0.00
            Bank Out | Almacén El Ceibo | 0.00 | 200.00 | -200.00
            Bank Out | Almacén El Ceibo | 0.00 | 200.01 | -200.01
            Bank Out | Almacén El Ceibo | 0.00 | 99.99 | -99.99
            """,
        )
        self.assertRecordValues(
            done.payment_ids.l10n_latam_new_check_ids.sorted("id"),
            [
                {"name": name, "amount": amount, "payment_date": self.day(day)}
                for name, amount, day in (
                    ("00000078", 200, "2026-03-15"),
                    ("00000079", 200.01, "2026-04-15"),
                    ("00000080", 99.99, "2026-02-01"),
                )
            ],
        )
        checks = done.payment_ids.l10n_latam_new_check_ids.sorted("id")
        self.assertEqual(
            [(check.outstanding_line_id.credit, check.issue_state) for check in checks],
            [(200, "handed"), (200.01, "handed"), (99.99, "handed")],
        )
        self.assertEqual(
            checks.outstanding_line_id.mapped("date_maturity"),
            [self.day(day) for day in ("2026-03-15", "2026-04-15", "2026-02-01")],
        )
        self.assertEqual(done.own_check_ids.mapped("amount"), [200, 200.01, 99.99])
        self.assertEqual(self.credit.amount_residual, 0)
        # the bank pays the second one
        entry = self.reconcile_own_check(checks[1], "2026-04-15")
        self.assertEqual(checks.mapped("issue_state"), ["handed", "debited", "handed"])
        with self.assertRaisesRegex(UserError, f"is reconciled with {entry.name}"):
            done.action_undo("2026-04-20", "test")
        (checks[1].outstanding_line_id).remove_move_reconcile()
        entry.button_draft()
        entry.button_cancel()
        self.assertUndoes(done, before)
        self.assertEqual(set(checks.mapped("issue_state")), {"voided"})

    def reconcile_own_check(self, check, date):
        """Let the bank debit a cheque; return the bank's entry."""
        item = check.outstanding_line_id
        sides = ((item.account_id, 1), (self.bank.default_account_id, -1))
        entry = self.env["account.move"].create(
            {
                "journal_id": self.bank.id,
                "date": date,
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": sign * item.credit})
                    for account, sign in sides
                ],
            }
        )
        entry.action_post()
        (item | entry.line_ids.filtered("debit")).reconcile()
        return entry

    def test_several_own_cheques_in_foreign_currency(self):
        """The credit at its rate, shared by the cheques to the cent."""
        euro = self.make_rates({"2026-01-01": 3})
        credit = self.invoice(100, currency=euro, move_type="out_refund")
        bank = self.env["account.journal"].create(
            {"name": "Bank in Euro", "code": "BEUR", "type": "bank", "currency_id": euro.id}
        )
        self.give_checks(bank)
        before = self.ledger_snapshot()
        done = self.refund(
            [credit],
            own_check_ids=self.own_checks((81, None, 33), (82, None, 33), (83, None)),
            **self.by_own_checks(bank),
        )
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 33.33 | 0.00 | 0.00
            Bank Out | Almacén El Ceibo | 0.00 | 11.00 | -11.00
            Bank Out | Almacén El Ceibo | 0.00 | 11.00 | -11.00
            Bank Out | Almacén El Ceibo | 0.00 | 11.33 | -11.33
            """,
        )
        self.assertEqual(done.payment_ids.amount, 100)
        self.assertFalse(done.partial_ids.exchange_move_id)
        self.assertUndoes(done, before)

    def test_own_cheques_that_do_not_fit(self):
        kw = self.by_own_checks()
        self.refund([(self.credit, -1)], own_check_ids=self.own_checks((90, None)), **kw)
        for rows, sentence in (
            ([], "number of the cheque"),
            ([(" ", None, 499)], "number of the cheque"),
            ([(1, None, 200), (2, None, 200)], "400.00.*499.00.* is given back"),
            ([(1, None, 300), (2, None, 200)], "500.00.*499.00.* is given back"),
            ([(1, None, 499), (2, None)], "499.00.*499.00.* is given back"),
            ([(1, None), (2, None)], "amount of each cheque"),
            ([(1, None, 500), (2, None, -1)], "amount of each cheque"),
            ([(1, None, 200), ("00000001", None)], "00000001 stands twice"),
            ([(90, None)], "Cheque 00000090 of Bank was issued before"),
        ):
            with self.subTest(rows=rows):
                draft = self.refund(confirm=False, own_check_ids=self.own_checks(*rows), **kw)
                draft.line_ids.amount = -499
                self.assertRegex(draft.refusal, sentence)
                with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
                    draft.action_confirm()
        # by another method its cheques don't count
        done = self.refund(own_check_ids=self.own_checks((1, None, 5)), items=[(self.credit, -9)])
        self.assertFalse(done.payment_ids.l10n_latam_new_check_ids)

    def test_cheques_of_a_done_refund_stay(self):
        done = self.refund(own_check_ids=self.own_checks((84, None)), **self.by_own_checks())
        for change in (
            lambda: done.own_check_ids.write({"amount": 1}),
            done.own_check_ids.unlink,
            lambda: done.own_check_ids.create({"operation_id": done.id, "number": "85"}),
            lambda: done.write({"own_check_ids": self.own_checks((85, None))}),
        ):
            with self.assertRaisesRegex(UserError, "no longer a draft"), self.env.cr.savepoint():
                change()

    def reconcile_check_and_undo(self, done, check):
        """What the bank debited is not undone until its line is unmatched."""
        item = check.outstanding_line_id
        statement = self.env["account.move"].create(
            {
                "journal_id": self.bank.id,
                "date": "2026-03-15",
                "line_ids": [
                    Command.create({"account_id": item.account_id.id, "debit": 500}),
                    Command.create({"account_id": self.bank.default_account_id.id, "credit": 500}),
                ],
            }
        )
        statement.action_post()
        matched = item | statement.line_ids.filtered("debit")
        matched.reconcile()
        with self.assertRaisesRegex(UserError, statement.name):
            done.action_undo("2026-03-20", "test")
        matched.remove_move_reconcile()
        statement.button_draft()
        statement.button_cancel()

    def test_overdue_debt(self):
        self.invoice(500, due="2026-01-20")
        with self.assertRaisesRegex(UserError, "owes .*500.00 overdue: apply the credit or tick"):
            self.refund()
        self.assertEqual(self.refund(refund_anyway=True).state, "done")

    def test_overdue_debt_of_the_group(self):
        """A group that shares credits could pay it with this one (REC-11)."""
        group = self.env["cobranzas.debtor.group"].create(
            {
                "name": "Los Alerces",
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in (self.customer, self.other_customer)
                ],
            }
        )
        theirs = self.invoice(300, partner=self.other_customer, due="2026-01-20")
        alone = "Los Alerces, which shares credits, owes .*300.00 overdue \\(Ñandú.*\\): apply"
        with self.assertRaisesRegex(UserError, alone):
            self.refund()
        mine = self.invoice(100, due="2026-01-20")
        with self.assertRaisesRegex(UserError, "Los Alerces.* owes .*400.00 overdue .*Ceibo"):
            self.refund()
        with self.assertRaisesRegex(UserError, "Los Alerces.* owes .*400.00 overdue"):
            self.refund([self.invoice(5, partner=self.other_customer, move_type="out_refund")])
        self.receipt(
            [theirs], [self.cash_value(300)], partner_id=self.other_customer.id
        ).action_post()
        with self.assertRaisesRegex(UserError, "Ceibo owes .*100.00 overdue: apply the credit or"):
            self.refund([(self.credit, -200)])
        self.receipt([mine], [self.cash_value(100)]).action_post()
        self.invoice(300, partner=self.other_customer, due="2026-01-20")
        group.allocate_across = False
        self.assertEqual(self.refund([(self.credit, -200)]).state, "done")
        group.allocate_across = True
        self.assertEqual(self.refund([(self.credit, -200)], refund_anyway=True).state, "done")

    def test_debt_not_due_yet(self):
        self.invoice(500, due="2026-02-01")
        self.assertEqual(self.refund().state, "done")

    def test_foreign_in_its_currency(self):
        euro = self.make_rates({"2026-01-01": 0.5, "2026-02-01": 0.25})
        credit = self.invoice(100, currency=euro, move_type="out_refund")
        self.cash.currency_id = euro
        before = self.ledger_snapshot()
        done = self.refund([(credit, -30)])
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 60.00 | 0.00 | 0.00
            Cash Out | Almacén El Ceibo | 0.00 | 60.00 | -60.00
            """,
        )
        self.assertEqual((done.payment_ids.amount, done.payment_ids.currency_id), (30, euro))
        self.assertFalse(done.partial_ids.exchange_move_id)
        self.assertEqual(credit.amount_residual_currency, -70)
        self.assertUndoes(done, before)

    def test_foreign_paid_in_local_currency(self):
        euro = self.make_rates({"2026-01-01": 0.5, "2026-02-01": 0.25})
        credit = self.invoice(100, currency=euro, move_type="out_refund")
        before = self.ledger_snapshot()
        done = self.refund([(credit, -30)])
        self.assertEqual(done.payment_ids.amount, 120)
        exchange = done.partial_ids.exchange_move_id.line_ids
        self.assertEqual(sum(exchange.mapped("debit")), 60)
        self.assertEqual((credit.amount_residual_currency, credit.amount_residual), (-70, -140))
        self.assertUndoes(done, before)

    def test_local_paid_in_foreign_currency(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        self.cash.currency_id = euro
        before = self.ledger_snapshot()
        done = self.refund([(self.credit, -200)])
        self.assertEqual((done.payment_ids.amount, done.payment_ids.currency_id), (100, euro))
        self.assertUndoes(done, before)

    def test_balance_of_a_receipt(self):
        receipt = self.receipt([], [self.cash_value(300)])
        receipt.action_post()
        balance = receipt._get_receivable_items()
        done = self.refund([balance], date="2026-02-02")
        self.assertEqual(balance.amount_residual, 0)
        with self.assertRaisesRegex(UserError, done.name):
            receipt.action_void("2026-02-05", "test")

    def test_more_than_is_left(self):
        with self.assertRaisesRegex(UserError, "500.00.* left, not"):
            self.refund([(self.credit, -600)])

    def test_debt(self):
        with self.assertRaisesRegex(UserError, "can't be taken by Refund"):
            self.refund([self.invoice(100, due="2026-12-01")])

    def test_several_currencies(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        credit = self.invoice(100, currency=euro, move_type="out_refund")
        with self.assertRaisesRegex(UserError, "one currency"):
            self.refund([self.credit, credit])

    def test_method_of_the_other_side(self):
        inbound = self.cash.inbound_payment_method_line_ids[:1]
        with self.assertRaisesRegex(UserError, "Choose the bank or cash"):
            self.refund(payment_method_line_id=inbound.id)

    def test_preview_shows_what_is_booked(self):
        draft = self.refund([(self.credit, -200)], confirm=False)
        self.assertFalse(draft.refusal)
        for text in ("Cash Out", "200.00", "-500.00", "-300.00"):
            self.assertIn(text, draft.preview)
        draft.action_confirm()
        self.assertIn("200.00", draft.preview)

    def test_rights(self):
        user = self.make_user("cajera.dev", "l10n_cobranzas.group_cobranzas_cashier")
        draft = self.refund(confirm=False)
        with self.assertRaisesRegex(Exception, "Only an accountant"):
            draft.with_user(user).action_confirm()
