"""Documentation: debts become documents in instalments, interest included (OPS-09)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestDocumentation(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat = cls.env["account.tax"].create(
            {"name": "IVA 16 %", "amount": 16, "type_tax_use": "sale"}
        )
        cls.product = cls.env["product.product"].create(
            {"name": "Interest", "type": "service", "taxes_id": [Command.set(cls.vat.ids)]}
        )
        cls.company.cobranzas_documentation_product_id = cls.product

    @classmethod
    def documentation(cls, items, **kw):
        return cls.operation(
            "documentation", items, **{"count": 3, "date_first": "2026-03-10", **kw}
        )

    def _rows(self, operation):
        return [(str(row.date_due), row.amount) for row in operation.instalment_ids]

    def test_three_documents(self):
        invoice = self.invoice(10000)
        before = self.ledger_snapshot()
        done = self.documentation([invoice], confirm=True)
        self.assertLedger(
            done.move_ids,
            """
            Account Receivable | Almacén El Ceibo | 3333.33 | 0.00 | 3333.33
            Account Receivable | Almacén El Ceibo | 3333.33 | 0.00 | 3333.33
            Account Receivable | Almacén El Ceibo | 3333.34 | 0.00 | 3333.34
            Account Receivable | Almacén El Ceibo | 0.00 | 10000.00 | 0.00
            """,
        )
        documents = done.document_ids.sorted("date_due")
        self.assertEqual(documents.mapped("name"), ["PAG-00001", "PAG-00002", "PAG-00003"])
        self.assertEqual(set(documents.mapped("state")), {"portfolio"})
        self.assertEqual(documents.partner_id, self.customer)
        self.assertEqual(
            [str(day) for day in done.result_ids.mapped("date_maturity")],
            ["2026-03-10", "2026-04-10", "2026-05-10"],
        )
        self.assertEqual(invoice.amount_residual, 0)
        self.assertUndoes(done, before)
        self.assertEqual(set(documents.mapped("state")), {"voided"})

    def test_six_with_interest_and_its_vat(self):
        """10,000 + 2,000 + VAT of 320 in six: the figures of seed 003."""
        invoice = self.invoice(10000)
        before = self.ledger_snapshot()
        draft = self.documentation([invoice], count=6, interest_amount=2000)
        self.assertFalse(draft.refusal)
        self.assertEqual(
            draft.instalment_ids.mapped("amount"), [2053.33] * 5 + [2053.35], draft.refusal
        )
        self.assertIn("12,320.00", draft.preview)
        draft.action_confirm()
        note = draft.move_ids.filtered(lambda move: move.move_type == "out_invoice")
        self.assertEqual((note.debit_origin_id, note.amount_total), (invoice.move_id, 2320))
        self.assertEqual(note.amount_residual, 0)
        self.assertLedger(
            draft.move_ids - note,
            "\n".join(
                ["Account Receivable | Almacén El Ceibo | 2053.33 | 0.00 | 2053.33"] * 5
                + [
                    "Account Receivable | Almacén El Ceibo | 2053.35 | 0.00 | 2053.35",
                    "Account Receivable | Almacén El Ceibo | 0.00 | 10000.00 | 0.00",
                    "Account Receivable | Almacén El Ceibo | 0.00 | 2320.00 | 0.00",
                ]
            ),
        )
        self.assertUndoes(draft, before)
        self.assertEqual(note.reversal_move_ids.move_type, "out_refund")

    def test_the_preview_is_what_is_booked(self):
        draft = self.documentation([self.invoice(1000)], count=2, interest_amount=100)
        plan = draft._prepare_plan()
        planned = sorted((item.account.id, item.booked) for item in plan.get_items())
        draft.action_confirm()
        booked = sorted(
            (line.account_id.id, round(line.balance * 100)) for line in draft.move_ids.line_ids
        )
        self.assertEqual(booked, planned)

    def test_several_origins_partly_paid_in_dollars(self):
        """In a foreign currency: at the rates of the debts, the note at that of its document."""
        dollar = self.make_rates({"2026-01-01": 0.5, "2026-01-20": 0.25}, code="EUR")
        first = self.invoice(100, currency=dollar)
        second = self.invoice(50, date="2026-01-25", currency=dollar)
        before = self.ledger_snapshot()
        done = self.documentation([(first, 70), second], count=3, interest_amount=10, confirm=True)
        documents = done.result_ids
        self.assertEqual(documents.mapped("amount_residual_currency"), [43.86, 43.86, 43.88])
        self.assertAlmostEqual(sum(documents.mapped("amount_residual")), 70 * 2 + 50 * 4 + 11.6 * 2)
        self.assertFalse(done.partial_ids.exchange_move_id)
        self.assertEqual(first.amount_residual_currency, 30)
        self.assertUndoes(done, before)

    def test_month_ends_stay(self):
        draft = self.documentation([self.invoice(1000)], date="2026-01-31", date_first="2026-01-31")
        self.assertEqual(
            [row[0] for row in self._rows(draft)], ["2026-01-31", "2026-02-28", "2026-03-31"]
        )

    def test_the_grid(self):
        """What is typed stays, the other rows share the rest, and all of them sum to the total."""
        draft = self.documentation([self.invoice(10000)])
        draft.instalment_ids[0].amount = 4000
        self.assertEqual(draft.instalment_ids.mapped("amount"), [4000, 3000, 3000])
        draft.write(
            {"instalment_ids": [Command.update(draft.instalment_ids[0].id, {"amount": 5000})]}
        )
        self.assertEqual(draft.instalment_ids.mapped("amount"), [5000, 2500, 2500])
        draft.instalment_ids[1].date_due = "2026-04-15"
        draft.count = 4
        self.assertEqual(
            self._rows(draft),
            [
                ("2026-03-10", 5000.0),
                ("2026-04-15", 1666.66),
                ("2026-05-10", 1666.66),
                ("2026-06-10", 1666.68),
            ],
        )
        draft.action_confirm()
        self.assertEqual(draft.document_ids.mapped("amount"), [5000, 1666.66, 1666.66, 1666.68])

    def test_the_grid_in_the_form(self):
        with Form(self.documentation([self.invoice(10000)], count=2)) as form:
            with form.instalment_ids.edit(0) as row:
                row.amount = 6000
            form.count = 3
        self.assertEqual(form.record.instalment_ids.mapped("amount"), [6000, 2000, 2000])
        with Form(form.record) as again:
            with again.instalment_ids.edit(0) as row:
                row.amount = 4000
            again.count = 2
        self.assertEqual(form.record.instalment_ids.mapped("amount"), [4000, 6000])

    def test_amounts_that_do_not_sum(self):
        draft = self.documentation([self.invoice(10000)], count=2)
        for row in draft.instalment_ids:
            row.amount = 4000
        with self.assertRaisesRegex(UserError, "sum to .*8,000.00.*, not .*10,000.00"):
            draft.action_confirm()

    def test_refinancing(self):
        """Documents are documented again; a receipt collects them as any other."""
        first = self.documentation([self.invoice(1000)], count=2, confirm=True)
        again = self.documentation(
            first.result_ids, document_kind="bill", date_first="2026-06-01", confirm=True
        )
        self.assertEqual(set(first.document_ids.mapped("state")), {"collected"})
        self.assertEqual(again.document_ids[0].name, "LET-00001")
        receipt = self.receipt(
            [again.document_ids[0].move_line_id], [self.cash_value(333.33)], date="2026-06-01"
        )
        receipt.action_post()
        self.assertEqual(again.document_ids[0].state, "collected")
        self.assertEqual(again.document_ids[0].collection_receipt_ids, receipt)
        with self.assertRaisesRegex(Exception, receipt.name):
            again.action_undo("2026-06-10", "test")
        with self.assertRaisesRegex(Exception, again.name):
            first.action_undo("2026-06-10", "test")

    def test_collected_as_documents_received(self):
        done = self.documentation([self.invoice(900)], confirm=True)
        action = done.document_ids[0].action_collect()
        self.assertEqual(action["res_model"], "cobranzas.receipt")
        self.assertIn("PAG-00001", done.preview)  # the voucher shows the numbers

    def test_counter_receipt_and_document_account(self):
        account = self.receivable.copy({"name": "Documents", "code": "DOCS"})
        self.company.cobranzas_document_account_id = account
        done = self.documentation(
            [self.invoice(100), self.invoice(50)],
            count=1,
            document_kind="counter_receipt",
            confirm=True,
        )
        self.assertEqual(done.result_ids.account_id, account)
        self.assertEqual(done.document_ids.name, "CRE-00001")
        self.assertEqual(done.document_ids.amount, 150)

    def test_names_in_reports(self):
        done = self.documentation([self.invoice(900)], confirm=True)
        items = self.env["cobranzas.open.item"].search(
            [("move_line_id", "in", done.result_ids.ids)], order="date_due"
        )
        self.assertEqual(items.mapped("name"), ["PAG-00001", "PAG-00002", "PAG-00003"])
        self.assertEqual(set(items.mapped("kind")), {"documentation"})
        self.assertEqual(done.result_ids[0]._cobranzas_document_name(), "Promissory Note PAG-00001")
        movements = self.env["cobranzas.movement"].search(
            [("move_line_id", "in", done.result_ids.ids)]
        )
        self.assertEqual(set(movements.mapped("state")), {"open"})
        entry = self.env["cobranzas.movement"].search(
            [("move_id", "in", done.move_ids.ids), ("kind", "=", "operation")]
        )
        self.assertEqual((entry.name, entry.total), ("DOC-00001", -900))
        done.action_undo("2026-02-10", "test")
        self.env.invalidate_all()
        self.assertEqual(set(movements.mapped("state")), {"voided"})

    def test_refusals(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        invoice = self.invoice(1000)
        cases = [
            ([invoice], {"count": 0}, "at least one"),
            ([invoice], {"count": 361}, "At most 360"),
            ([invoice], {"date_first": "2026-01-31"}, "before the date"),
            ([invoice], {"date_first": False}, "fill in First Due Date"),
            ([invoice, self.invoice(5, currency=euro)], {}, "one currency"),
            ([invoice], {"interest_amount": -5}, "negative"),
            ([(invoice, 0.02)], {}, "sum to|no amount"),
            ([], {}, "Choose what"),
            ([(invoice, 2000)], {}, "1,000.00.* left"),
        ]
        for items, parameters, sentence in cases:
            with self.subTest(parameters), self.assertRaisesRegex(UserError, sentence):
                self.documentation(items, **parameters).action_confirm()

    def test_interest_without_product(self):
        self.company.cobranzas_documentation_product_id = False
        draft = self.documentation([self.invoice(1000)], interest_amount=10)
        self.assertIn("Interest of Documents", draft.refusal)
        with self.assertRaisesRegex(UserError, "Interest of Documents"):
            draft.action_confirm()

    def test_rights(self):
        draft = self.documentation([self.invoice(1000)])
        cashier = self.make_user("doc_cashier", "l10n_cobranzas.group_cobranzas_cashier")
        theirs = draft.with_user(cashier)
        self.assertEqual(len(theirs.instalment_ids), 3)
        with self.assertRaises(AccessError):
            theirs.instalment_ids[0].amount = 5
        with self.assertRaises(AccessError):
            theirs.action_confirm()
        accountant = self.make_user("doc_accountant", "l10n_cobranzas.group_cobranzas_accountant")
        with self.assertRaises(AccessError):  # what only confirming writes
            draft.instalment_ids[0].with_user(accountant).name = "PAG-00009"
        draft.action_confirm()
        with self.assertRaises(UserError):
            draft.instalment_ids[0].with_user(accountant).amount = 5
        with self.assertRaises(UserError):
            draft.document_ids[0].with_user(accountant).amount = 5
