"""The allocation tree: who pays what, decided by a person, and what the ledger shows (REC-04)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..lib.allocations import AllocationsCommon


@tagged("post_install", "-at_install")
class TestReceiptAllocations(AllocationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old, cls.new = cls.invoice(100), cls.invoice(100, date="2026-01-20")

    def _two_values(self, *lines, amounts=(120, 80), **kw):
        values = [self.cash_value(amounts[0]), self.transfer_value(amounts[1])]
        receipt = self.receipt(lines or [self.old, self.new], values, **kw)
        return receipt, *receipt.value_ids

    def _refused(self, sentence):
        return self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint()

    # What is decided is what is booked

    def test_automatic_unless_decided(self):
        receipt, cash, bank = self._two_values()
        tree = receipt.get_allocation_tree()
        self.assertEqual(
            [(row["source"], row["document"], row["amount"]) for row in tree["rows"]],
            [
                (f"cobranzas.receipt.value,{cash.id}", receipt.line_ids[0].id, 100),
                (f"cobranzas.receipt.value,{cash.id}", receipt.line_ids[1].id, 20),
                (f"cobranzas.receipt.value,{bank.id}", receipt.line_ids[1].id, 80),
            ],
        )
        self.assertEqual((tree["by_hand"], tree["editable"], tree["warning"]), (False, True, False))
        self.assertFalse(receipt.allocation_ids)
        self.assertEqual({type(key) for key in tree["rates"]}, {str})  # XML-RPC takes no other

    def test_by_hand(self):
        ledger = self.ledger_snapshot()
        receipt, cash, bank = self._two_values()
        self._allocate(receipt, (cash, self.old, 20), (cash, self.new, 100), (bank, self.old, 80))
        self.assertTrue(receipt.allocated_by_hand)
        receipt.action_post()
        self.assertEqual(
            self._partials(receipt),
            {
                (cash.payment_id.move_id, self.old): 20,
                (cash.payment_id.move_id, self.new): 100,
                (bank.payment_id.move_id, self.old): 80,
            },
        )
        self.assertLedger(
            bank.payment_id.move_id,
            f"""
            {self.outstanding.name} | Almacén El Ceibo | 80.00 | 0.00 | 80.00
            {self.receivable.name} | Almacén El Ceibo | 0.00 | 80.00 | 0.00
            """,
        )
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)
        self.assertEqual(len(receipt.allocation_ids), 3)

    def test_what_a_value_has_left_stays_on_account(self):
        receipt, cash, bank = self._two_values(self.old)
        self._allocate(receipt, (cash, self.old, 40), (bank, self.old, 60))
        receipt.action_post()
        self.assertLedger(
            (cash.payment_id | bank.payment_id).sorted("id").move_id,
            f"""
            {self.outstanding.name} | Almacén El Ceibo | 120.00 | 0.00 | 120.00
            {self.receivable.name} | Almacén El Ceibo | 0.00 | 40.00 | 0.00
            {self.receivable.name} | Almacén El Ceibo | 0.00 | 80.00 | -80.00
            {self.outstanding.name} | Almacén El Ceibo | 80.00 | 0.00 | 80.00
            {self.receivable.name} | Almacén El Ceibo | 0.00 | 60.00 | 0.00
            {self.receivable.name} | Almacén El Ceibo | 0.00 | 20.00 | -20.00
            """,
        )
        self.assertEqual(receipt.amount_on_account, 100)

    def test_change_comes_out_of_what_is_left(self):
        self.company.cobranzas_change_journal_id = self.cash
        receipt, cash, bank = self._two_values(self.old, excess="change")
        self._allocate(receipt, (cash, self.old, 20), (bank, self.old, 80))
        receipt.action_post()
        self.assertEqual(self.old.amount_residual, 0)
        self.assertEqual(receipt.payment_ids.sorted("id").mapped("amount"), [120, 80, 100])
        self.assertFalse(any(receipt._get_receivable_items().mapped("amount_residual")))

    def test_a_credit_pays_the_document_chosen(self):
        """Of the same customer, account and currency: a pair, without an entry."""
        credit = self.invoice(30, move_type="out_refund")
        receipt = self.receipt([self.old, self.new, credit], [self.cash_value(170)])
        cash = receipt.value_ids
        self._allocate(receipt, (credit, self.new, 30), (cash, self.old, 100), (cash, self.new, 70))
        receipt.action_post()
        self.assertEqual(receipt.move_ids, cash.payment_id.move_id)
        self.assertEqual(self._partials(receipt)[credit.move_id, self.new], 30)
        self.assertEqual((credit | self.old | self.new).mapped("amount_residual"), [0, 0, 0])

    def test_withholding(self):
        account = self.company_data["default_account_assets"]
        document = [
            Command.create({"repartition_type": "base"}),
            Command.create({"repartition_type": "tax", "account_id": account.id}),
        ]
        tax = self.env["account.tax"].create(
            {
                "name": "Ret. IIBB",
                "type_tax_use": "sale",
                "is_withholding_tax_on_payment": True,
                "amount": 1,
                "invoice_repartition_line_ids": document,
                "refund_repartition_line_ids": document,
            }
        )
        withholding = {"tax_id": tax.id, "name": "1", "amount": 10, "base_amount": 100}
        receipt = self.receipt(
            [self.old, self.new],
            [self.cash_value(190)],
            withholding_ids=[Command.create(withholding)],
        )
        cash, certificate = receipt.value_ids, receipt.withholding_ids
        self._allocate(
            receipt, (cash, self.old, 100), (cash, self.new, 90), (certificate, self.new, 10)
        )
        receipt.action_post()
        self.assertEqual(self._partials(receipt)[certificate.move_id, self.new], 10)
        self.assertFalse(any((self.old | self.new).mapped("amount_residual")))

    def test_rounding_falls_where_decided(self):
        rounding = self.env["account.account"].create(
            {"name": "Redondeo", "code": "RND", "account_type": "income_other"}
        )
        self.company.write(
            {
                "cobranzas_rounding_tolerance": 1,
                "cobranzas_rounding_gain_account_id": rounding.id,
                "cobranzas_rounding_loss_account_id": rounding.id,
            }
        )
        receipt, cash, bank = self._two_values(amounts=(119.5, 80))
        self._allocate(receipt, (cash, self.old, 99.5), (cash, self.new, 20), (bank, self.new, 80))
        receipt.action_post()
        settlement = receipt.move_ids - receipt.payment_ids.move_id
        self.assertLedger(
            settlement,
            f"""
            {self.receivable.name} | Almacén El Ceibo | 0.00 | 0.50 | 0.00
            Redondeo | Almacén El Ceibo | 0.50 | 0.00 | 0.00
            """,
        )
        self.assertEqual(settlement.line_ids[0].matched_debit_ids.debit_move_id, self.old)

    # What was allocated stays to be seen

    def test_posted_and_voided_show_what_was_allocated(self):
        credit = self.invoice(30, move_type="out_refund")
        receipt = self.receipt([self.old, self.new, credit], [self.cash_value(170)])
        receipt.action_post()
        names = {item: item.move_name for item in self.old | self.new | credit}
        cash = f"{self.cash.name}"
        expected = [
            (names[credit], names[self.old], 30),
            (cash, names[self.old], 70),
            (cash, names[self.new], 100),
        ]
        self.assertEqual(self._stored(receipt), expected)
        for state in ("posted", "voided"):
            tree = receipt.get_allocation_tree()
            self.assertEqual([row["amount"] for row in tree["rows"]], [30, 70, 100])
            self.assertEqual((tree["state"], tree["editable"]), (state, False))
            if state == "posted":
                receipt.action_void("2026-02-10", "Error")
        with self.assertRaisesRegex(UserError, "is no longer a draft"):
            receipt.save_allocations(None)

    def test_recalculate(self):
        receipt, cash, bank = self._two_values()
        self._allocate(receipt, (cash, self.old, 20), (cash, self.new, 100), (bank, self.old, 80))
        self.assertEqual(receipt.get_allocation_tree(True)["rows"][0]["amount"], 100)
        receipt.action_recalculate_allocations()
        self.assertFalse(receipt.allocated_by_hand or receipt.allocation_ids)
        receipt.action_post()
        self.assertEqual(self._partials(receipt)[cash.payment_id.move_id, self.old], 100)

    def test_allocating_anew_forgets_what_was_decided(self):
        receipt, cash, bank = self._two_values()
        self._allocate(receipt, (cash, self.old, 20), (cash, self.new, 100), (bank, self.old, 80))
        receipt.action_propose()
        receipt.action_post()
        self.assertEqual([row[2] for row in self._stored(receipt)], [100, 20, 80])

    def test_a_copy_is_automatic(self):
        receipt, cash, bank = self._two_values()
        self._allocate(receipt, (cash, self.old, 20), (cash, self.new, 100), (bank, self.old, 80))
        copied = receipt.copy()
        self.assertFalse(copied.allocated_by_hand or copied.allocation_ids)

    # What no longer fits

    def test_refusals(self):
        receipt, cash, bank = self._two_values()
        name = self.old.move_name
        credit = self.invoice(30, move_type="out_refund")
        with_credit = self.receipt([self.old, self.new, credit], [self.cash_value(170)])
        for sentence, one, table in (
            (rf"101\.00 was allocated by hand to {name}", receipt, [(cash, self.old, 101)]),
            (r"Cash has .*120\.00, and .*121\.00 of it was allocated by hand", receipt,
             [(cash, self.old, 100), (cash, self.new, 21), (bank, self.new, 79)]),
            (rf"Nothing pays .*0\.01 of {name}, while \S+ TR 1 has .*0\.01 left", receipt,
             [(cash, self.old, 99.99), (cash, self.new, 20.01), (bank, self.new, 79.99)]),
            (r"Nothing pays", receipt, []),
            (r"5\.00 of credit \S+ was allocated to no document", with_credit,
             [(credit, self.old, 25), (with_credit.value_ids, self.old, 75)]),
            (r"RINV\S+ has .*30\.00, and .*40\.00 of it was allocated by hand", with_credit,
             [(credit, self.old, 40)]),
        ):  # fmt: skip
            refused, savepoint = self._refused(sentence)
            with self.subTest(sentence=sentence), refused, savepoint:
                self._allocate(one, *table)

    def test_the_values_do_not_reach_yet(self):
        """A draft may be saved before all its values are in; posting says what is missing."""
        receipt, cash, bank = self._two_values(amounts=(60, 80))
        self._allocate(receipt, (cash, self.old, 60), (bank, self.new, 80))
        self.assertFalse(receipt.allocation_warning)
        with self.assertRaisesRegex(UserError, r"60\.00 short"):
            receipt.action_post()

    def test_changes_after_deciding(self):
        """The form warns, posting refuses naming what does not fit, recalculating mends it."""

        def lower(receipt):
            receipt.line_ids[0].amount = 90

        def raise_value(receipt):
            receipt.line_ids[1].amount = 90
            receipt.value_ids[0].amount = 110

        def untick(receipt):
            receipt.line_ids[1].unlink()

        def drop_value(receipt):
            receipt.value_ids[1].unlink()
            receipt.value_ids[0].amount = 200

        for change, sentence in (
            (lower, rf"100\.00 was allocated by hand to {self.old.move_name}"),
            (raise_value, rf"100\.00 was allocated by hand to {self.new.move_name}"),
            (drop_value, rf"Nothing pays .*80\.00 of {self.old.move_name}"),
            (untick, None),
        ):
            receipt, cash, bank = self._two_values()
            self._allocate(
                receipt, (cash, self.old, 20), (cash, self.new, 100), (bank, self.old, 80)
            )
            change(receipt)
            receipt.invalidate_recordset(["allocation_warning"])
            with self.subTest(change=change.__name__):
                if sentence is None:  # what is left fits: 100 of the cash stay on account
                    self.assertFalse(receipt.allocation_warning)
                    continue
                self.assertRegex(receipt.allocation_warning, sentence)
                self.assertEqual(
                    receipt.get_allocation_tree()["warning"], receipt.allocation_warning
                )
                refused, savepoint = self._refused(sentence)
                with refused, savepoint:
                    receipt.action_post()
                receipt.action_recalculate_allocations()
                with self.env.cr.savepoint() as point:
                    receipt.action_post()
                    point.rollback()
            receipt.unlink()

    # The door

    def test_hostile_rows(self):
        receipt, cash, _bank = self._two_values()
        other = self.receipt([self.old], [self.cash_value(100)])
        good = self._rows(receipt, [(cash, self.old, 20)])[0]
        theirs = self._rows(other, [(other.value_ids, self.old, 20)])[0]
        for rows in (
            "x",
            {},
            7,
            False,
            [None],
            [[]],
            [{}],
            [good, good],
            [{**good, "more": 1}],
            [{**good, "source": theirs["source"]}],
            [{**good, "source": f"res.users,{self.env.uid}"}],
            [{**good, "source": 5}],
            [{**good, "source": None}],
            [{**good, "document": theirs["document"]}],
            [{**good, "document": True}],
            [{**good, "document": str(good["document"])}],
            [{**good, "document": [good["document"]]}],
            [{**good, "amount": -20}],
            [{**good, "amount": 0}],
            [{**good, "amount": 0.004}],
            [{**good, "amount": 20.004}],
            [{**good, "amount": 10**30}],
            [{**good, "amount": float("nan")}],
            [{**good, "amount": float("inf")}],
            [{**good, "amount": "20"}],
            [{**good, "amount": True}],
            [{**good, "amount": None}],
        ):
            with self.subTest(rows=rows), self.assertRaises(UserError), self.env.cr.savepoint():
                receipt.save_allocations(rows)
        self.assertFalse(receipt.allocated_by_hand or receipt.allocation_ids)

    def test_rights(self):
        receipt, cash, bank = self._two_values()
        rows = self._rows(
            receipt, [(cash, self.old, 20), (cash, self.new, 100), (bank, self.old, 80)]
        )
        collector = self.make_user("cobrador", "l10n_cobranzas.group_cobranzas_collector")
        reader = self.make_user("lectora", "account.group_account_readonly")
        person = self.env["cobranzas.collector"].create(
            {"name": "Cobrador", "user_id": collector.id}
        )
        with self.assertRaises(AccessError):
            receipt.with_user(collector).get_allocation_tree()
        with self.assertRaises(AccessError):
            receipt.with_user(collector).save_allocations(rows)
        self.assertFalse(receipt.with_user(reader).get_allocation_tree()["editable"])
        with self.assertRaises(AccessError):
            receipt.with_user(reader).save_allocations(rows)
        self.customer.cobranzas_collector_id = person
        mine = receipt.with_user(collector)
        mine.save_allocations(rows)
        self.assertTrue(mine.get_allocation_tree()["editable"])
        self.assertEqual(len(mine.allocation_ids), 3)
        with self.assertRaises(AccessError):
            mine.allocation_ids.write({"amount": 1})
        with self.assertRaises(AccessError):
            mine.allocation_ids.unlink()
        with self.assertRaises(AccessError):
            mine.allocation_ids.copy()
        mine.action_recalculate_allocations()
        self.assertFalse(mine.allocation_ids)

    def test_the_database_keeps_one_source(self):
        receipt, cash, _bank = self._two_values()
        vals = {"receipt_id": receipt.id, "line_id": receipt.line_ids[0].id, "amount": 1}
        both = {"value_id": cash.id, "credit_id": receipt.line_ids[1].id}
        for bad in (vals, {**vals, **both}, {**vals, "value_id": cash.id, "amount": 0}):
            with (
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env["cobranzas.receipt.allocation"].sudo().create(bad)

    def test_documents_only_listed_take_no_part(self):
        receipt = self.receipt([], [self.cash_value(100)])
        receipt.action_load_documents()
        self.assertFalse(receipt.get_allocation_tree()["documents"])
        receipt.line_ids[0].amount = 100
        self.assertEqual(len(receipt.get_allocation_tree()["rows"]), 1)
