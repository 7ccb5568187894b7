"""Cash and cheques taken to the bank: what is booked, undone, returned, printed (COL-08)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.bank_deposits import BankDepositsCommon


@tagged("post_install", "-at_install")
class TestBankDeposit(BankDepositsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.held = cls.cheques((1000, "00000303", "2026-03-01"), (250.55, "00000304", "2026-03-05"))

    # ------------------------------------------------------------------
    # What is booked
    # ------------------------------------------------------------------

    def test_cheques_and_cash_in_one_slip(self):
        with self.assertUndoRestores():
            deposit = self.bank_deposit(self.held, cash=99.45, slip_number="B-77")
            self.assertLedger(
                deposit.move_ids,
                """
                Cheques Out | company_1_data | 0.00 | 1250.55 | -1250.55
                Transfers | company_1_data | 1250.55 | 0.00 | 0.00
                Cash Out | company_1_data | 0.00 | 99.45 | -99.45
                Transfers | company_1_data | 99.45 | 0.00 | 0.00
                Bank In | company_1_data | 1250.55 | 0.00 | 1250.55
                Transfers | company_1_data | 0.00 | 1250.55 | 0.00
                Bank In | company_1_data | 99.45 | 0.00 | 99.45
                Transfers | company_1_data | 0.00 | 99.45 | 0.00
                """,
            )
            self.assertEqual(
                (deposit.name, deposit.state, deposit.amount), ("DEP-00001", "done", 1350)
            )
            self.assertEqual(self.held.current_journal_id, self.bank)
            self.assertEqual(
                [check._cobranzas_get_place()[0] for check in self.held], ["deposited"] * 2
            )
            self.assertEqual(set(deposit.move_ids.mapped("date")), {self.day("2026-03-10")})
            self.assertEqual(len(deposit.partial_ids), 2)
            self.assertFalse(deposit.partial_ids.exchange_move_id)
            deposit.action_undo("2026-03-12", "El banco no los tomó")
            self.assertEqual(deposit.state, "undone")
        self.assertEqual(self.held.current_journal_id, self.portfolio)
        self.assertEqual(set(deposit.payment_ids.mapped("state")), {"canceled"})
        again = self.bank_deposit(self.held, date="2026-03-12", slip_number="B-77")
        self.assertEqual(again.name, "DEP-00002")

    def test_cash_alone(self):
        with self.assertUndoRestores():
            deposit = self.bank_deposit(cash=500)
            self.assertLedger(
                deposit.move_ids,
                """
                Cash Out | company_1_data | 0.00 | 500.00 | -500.00
                Transfers | company_1_data | 500.00 | 0.00 | 0.00
                Bank In | company_1_data | 500.00 | 0.00 | 500.00
                Transfers | company_1_data | 0.00 | 500.00 | 0.00
                """,
            )
            deposit.action_undo("2026-03-12", "test")

    def test_cheques_of_two_portfolios(self):
        other = self._make_portfolio("CH2")
        other.inbound_payment_method_line_ids.payment_account_id = self.checks_in
        # without an account of its own, the cheques leave the one where they are
        other.outbound_payment_method_line_ids.payment_account_id = False
        method = other.inbound_payment_method_line_ids.filtered(
            lambda line: line.code == "new_third_party_checks"
        )
        receipt = self.receipt([], [], [self.check(40, "00000500")])
        receipt.check_ids.payment_method_line_id = method
        receipt.action_post()
        check = receipt.check_ids.check_id
        self.assertEqual(check.current_journal_id, other)
        with self.assertUndoRestores():
            deposit = self.bank_deposit(self.held[:1] | check)
            self.assertLedger(
                deposit.move_ids,
                """
                Cheques Out | company_1_data | 0.00 | 1000.00 | -1000.00
                Transfers | company_1_data | 1000.00 | 0.00 | 0.00
                Cheques In | company_1_data | 0.00 | 40.00 | -40.00
                Transfers | company_1_data | 40.00 | 0.00 | 0.00
                Bank In | company_1_data | 1040.00 | 0.00 | 1040.00
                Transfers | company_1_data | 0.00 | 1040.00 | 0.00
                """,
            )
            deposit.action_undo("2026-03-12", "test")

    def test_foreign_cheques_go_at_what_they_are_booked_for(self):
        euro = self.make_rates({"2026-01-01": 1 / 1000, "2026-03-01": 1 / 1300})
        eur_bank = self.bank.copy(
            {"name": "Banco en euros", "code": "BEUR", "currency_id": euro.id}
        )
        eur_bank.inbound_payment_method_line_ids.payment_account_id = self.bank_in
        receipt = self.receipt(
            [],
            [],
            [self.check(33.33, "00000700"), self.check(66.67, "00000701")],
            currency_id=euro.id,
        )
        receipt.check_ids.currency_id = euro
        receipt.action_post()
        checks = receipt.check_ids.check_id
        self.assertEqual(checks.currency_id, euro)
        with self.assertUndoRestores():
            deposit = self.bank_deposit(checks[0], journal_id=eur_bank.id, cash_journal_id=False)
            self.assertLedger(
                deposit.move_ids,
                """
                Cheques Out | company_1_data | 0.00 | 33330.00 | -33330.00
                Transfers | company_1_data | 33330.00 | 0.00 | 0.00
                Bank In | company_1_data | 33330.00 | 0.00 | 33330.00
                Transfers | company_1_data | 0.00 | 33330.00 | 0.00
                """,
            )
            amounts = deposit.move_ids.line_ids.sorted("id").mapped("amount_currency")
            self.assertEqual(amounts, [-33.33, 33.33, 33.33, -33.33])
            deposit.action_undo("2026-03-12", "test")
        refused = self.bank_deposit(checks[1], confirm=False)
        self.assertRefused("Cheque 00000701 is in EUR: deposit it to a bank account", refused)

    def test_preview_is_what_is_booked(self):
        deposit = self.bank_deposit(self.held, cash=10, confirm=False)
        shown = str(deposit.preview)
        for words in ("Cheques Out", "Transfers", "Bank In", "1,250.55", "2 cheques to"):
            self.assertIn(words, shown)
        self.assertFalse(deposit.refusal)
        plan = deposit._prepare_plan()
        deposit.action_confirm()
        booked = [
            (line.account_id, round(line.balance * 100))
            for line in deposit.move_ids.line_ids.sorted("id")
        ]
        self.assertEqual([(item.account, item.booked) for item in plan.get_items()], booked)
        self.assertIn(deposit.move_ids[0].name, str(deposit.preview))

    def test_no_query_for_each_cheque(self):
        held = self.env["l10n_latam.check"].union(
            *(self.cheques((10, f"{number:08d}", "2026-03-01")) for number in range(900, 908))
        )
        counts = []
        for checks in (held[:2], held):
            deposit = self.bank_deposit(checks, confirm=False)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(deposit.preview)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0], counts)

    # ------------------------------------------------------------------
    # Form
    # ------------------------------------------------------------------

    def test_form_proposes_and_adds_up(self):
        self.held.payment_id.env["cobranzas.deposit.account"].create({"journal_id": self.bank.id})
        with Form(self.env["cobranzas.bank.deposit"]) as form:
            self.assertEqual(form.journal_id, self.bank)
            self.assertEqual(form.cash_journal_id, self.cash)
            form.date = "2026-03-04"
            form.check_ids.add(self.held[0])
            form.amount_cash = 12.5
            self.assertEqual((form.amount_checks, form.amount), (1000, 1012.5))
            self.assertFalse(form.refusal)
            self.assertIn("1,000.00", form.preview)
            form.check_ids.add(self.held[1])
            self.assertIn("Cheque 00000304 is payable on 03/05/2026", form.refusal)
            form.before_date = True
            self.assertFalse(form.refusal)
            self.assertEqual(form.early_count, 1)

    def test_take_due(self):
        deposit = self.bank_deposit(confirm=False, date="2026-03-10", due_until="2026-03-01")
        deposit.action_take_due()
        self.assertEqual(deposit.check_ids, self.held[0])
        deposit.due_until = "2026-03-10"
        deposit.action_take_due()
        self.assertEqual(deposit.check_ids, self.held)
        with self.assertRaisesRegex(UserError, "No other cheque in hand in USD is payable until"):
            deposit.action_take_due()
        deposit.due_until = "2026-03-11"
        with self.assertRaisesRegex(UserError, "choose that day at most, or tick"):
            deposit.action_take_due()

    def test_from_the_list_of_cheques(self):
        action = self.held.action_cobranzas_deposit()
        deposit = self.env["cobranzas.bank.deposit"].with_context(**action["context"]).create({})
        self.assertEqual(deposit.check_ids, self.held)
        self.assertEqual(deposit.amount, 1250.55)
        self.bank_deposit(self.held)
        with self.assertRaisesRegex(UserError, "no cheque in hand here"):
            self.held.action_cobranzas_deposit()

    # ------------------------------------------------------------------
    # After it
    # ------------------------------------------------------------------

    def test_returned_after_the_deposit_is_debt_again(self):
        deposit = self.bank_deposit(self.held)
        before = self.ledger_snapshot()
        returned = self.operation(
            "returned_check",
            date="2026-03-20",
            confirm=True,
            check_ids=[Command.set(self.held[0].ids)],
        )
        self.assertLedger(
            returned.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 1000.00 | 0.00 | 1000.00
            Bank Out | Almacén El Ceibo | 0.00 | 1000.00 | -1000.00
            """,
        )
        with self.assertRaisesRegex(UserError, r"Cheque 00000303 moved on \(.*RCH-00001\)"):
            deposit.action_undo("2026-03-21", "test")
        self.assertUndoes(returned, before, "2026-03-21")
        deposit.action_undo("2026-03-21", "test")
        self.assertEqual(self.held.current_journal_id, self.portfolio)

    def test_only_the_net_shown_settles_the_deposit(self):
        deposit = self.bank_deposit(self.held, cash=5)
        returned = self.operation(
            "returned_check",
            date="2026-03-20",
            confirm=True,
            bank_shows="net",
            check_ids=[Command.set(self.held[0].ids)],
        )
        in_bank = deposit.move_ids.line_ids.filtered(lambda line: line.account_id == self.bank_in)
        self.assertEqual(sorted(in_bank.mapped("amount_residual")), [5, 250.55])
        self.assertEqual(returned.result_ids.amount_residual, 1000)

    def test_receipt_names_the_deposit_that_is_in_the_way(self):
        deposit = self.bank_deposit(self.held)
        receipt = self.held.payment_id.cobranzas_receipt_id
        with self.assertRaisesRegex(UserError, "no longer in the portfolio: undo DEP-00001") as way:
            receipt.action_void("2026-03-20", "test")
        self.assertEqual(way.exception.args[1]["res_model"], "cobranzas.bank.deposit")
        self.assertEqual(way.exception.args[1]["res_id"], deposit.id)

    def test_links_and_position(self):
        deposit = self.bank_deposit(self.held[:1])
        receipt = self.held.payment_id.cobranzas_receipt_id
        for records, name in (
            (self.held[:1], "action_cobranzas_open_bank_deposits"),
            (self.portfolio, "action_cobranzas_open_bank_deposits"),
            (self.bank, "action_cobranzas_open_bank_deposits"),
            (receipt, "action_open_bank_deposits"),
        ):
            action = getattr(records, name)()
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(found, deposit, records)
        place = self.env["cobranzas.position"]
        check = place.get_position("l10n_latam.check", self.held[0].id)
        self.assertEqual({row["name"] for row in check["after"]}, {deposit.display_name})
        node = place.get_position("cobranzas.bank.deposit", deposit.id)
        self.assertEqual([row["name"] for row in node["before"]], [self.held[0].display_name])

    def test_slip(self):
        deposit = self.bank_deposit(self.held, cash=10, date="2026-03-04", before_date=True)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("l10n_cobranzas.report_bank_deposit", deposit.ids)[0]
            .decode()
        )
        for words in ("00000303", "Banco Nación", "Almacén El Ceibo", "1,260.55", "03/05/2026"):
            self.assertIn(words, html)
        self.assertEqual(html.count("* Payable after the date"), 1)
        deposit.slip_number = "B-9"  # known once the bank has stamped it
        self.assertEqual(deposit.slip_number, "B-9")
