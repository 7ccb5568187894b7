"""Documents received as values: the debt moves to them, and they are collected (REC-05, REC-15)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.documents import DocumentsCommon


@tagged("post_install", "-at_install")
class TestDocuments(DocumentsCommon):
    def test_the_debt_moves_to_the_document(self):
        self.company.cobranzas_document_account_id = self.portfolio_account
        item = self.invoice(1000)
        receipt = self.documented([item], [self.document(1000)])
        self.assertEqual((receipt.amount_values, receipt.amount_difference), (1000, 0))
        document = receipt.document_ids
        self.assertEqual((document.state, document.partner_id), ("draft", self.customer))
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            f"""
            Documents to collect | {self.customer.name} | 1000.00 | 0.00 | 1000.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 1000.00 | 0.00
            """,
        )
        self.assertEqual((item.amount_residual, document.state), (0, "portfolio"))
        self.assertEqual(document.move_line_id.date_maturity, self.day("2026-05-01"))
        self.assertEqual(document.move_line_id._cobranzas_document_name(), document.display_name)
        self.assertEqual(document.amount_residual, 1000)

    def test_without_an_account_it_stays_on_the_customers(self):
        document = self.posted_document(kind="bill")
        self.assertEqual(document.move_line_id.account_id, self.receivable)
        self.assertEqual(document.receipt_id.move_ids.line_ids.mapped("amount_residual"), [1000, 0])

    def test_is_collected_in_part_then_wholly(self):
        document = self.posted_document()
        first = self.receipt([(document.move_line_id, 400)], [self.cash_value(400)])
        first.action_post()
        self.assertEqual((document.state, document.amount_residual), ("partial", 600))
        second = self.receipt([document.move_line_id], [self.cash_value(600)])
        second.action_post()
        self.assertEqual((document.state, document.amount_residual), ("collected", 0))
        self.assertEqual(document.collection_receipt_ids, first | second)
        second.action_void("2026-02-03", "Error")
        self.assertEqual((document.state, document.collection_receipt_ids), ("partial", first))

    def test_void_gives_the_debt_back(self):
        item = self.invoice(1000)
        ledger = self.ledger_snapshot()
        receipt = self.documented([item], [self.document(700)], [self.cash_value(300)])
        receipt.action_post()
        self.assertEqual(item.amount_residual, 0)
        receipt.action_void("2026-02-03", "Error")
        self.assertEqual(receipt.document_ids.state, "voided")
        self.assertRestored(ledger)
        with self.assertRaisesRegex(UserError, "left to collect"):
            receipt.document_ids.action_collect()

    def test_void_is_refused_once_it_was_collected_even_in_part(self):
        document = self.posted_document()
        later = self.receipt([(document.move_line_id, 1)], [self.cash_value(1)])
        later.action_post()
        with self.assertRaisesRegex(
            UserError, f"123 was collected by {later.name}: void {later.name}"
        ):
            document.receipt_id.action_void("2026-02-03", "Error")
        later.action_void("2026-02-03", "Error")
        document.receipt_id.action_void("2026-02-03", "Error")
        self.assertEqual(document.state, "voided")

    def test_third_party_credit_invoice_is_owed_by_its_debtor(self):
        item = self.invoice(1000)
        vals = self.document(1000, kind="third_party_credit_invoice")
        receipt = self.documented([item], [vals])
        with self.assertRaisesRegex(UserError, "its debtor"):
            receipt.action_post()
        receipt.document_ids.debtor_id = self.customer
        with self.assertRaisesRegex(UserError, "owed by the customer itself"):
            receipt.action_post()
        receipt.document_ids.debtor_id = self.other_customer
        self.company.cobranzas_credit_invoice_account_id = self.portfolio_account
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            f"""
            Documents to collect | {self.other_customer.name} | 1000.00 | 0.00 | 1000.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 1000.00 | 0.00
            """,
        )
        self.assertEqual(receipt.document_ids.partner_id, self.other_customer)

    def test_what_it_exceeds_stays_on_account(self):
        item = self.invoice(100)
        receipt = self.documented([item], [self.document(150)])
        self.assertEqual(receipt.amount_on_account, 50)
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            f"""
            {self.receivable.name} | {self.customer.name} | 150.00 | 0.00 | 150.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 100.00 | 0.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 50.00 | -50.00
            """,
        )

    def test_a_little_over_is_rounding(self):
        gain, loss = self.env["account.account"].create(
            [
                {"name": "Rounding gain", "code": "RG1", "account_type": "income_other"},
                {"name": "Rounding loss", "code": "RL1", "account_type": "expense"},
            ]
        )
        self.company.write(
            {
                "cobranzas_rounding_tolerance": 1,
                "cobranzas_rounding_gain_account_id": gain.id,
                "cobranzas_rounding_loss_account_id": loss.id,
            }
        )
        receipt = self.documented([self.invoice(100)], [self.document(100.5)])
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            f"""
            {self.receivable.name} | {self.customer.name} | 100.50 | 0.00 | 100.50
            {self.receivable.name} | {self.customer.name} | 0.00 | 100.00 | 0.00
            Rounding gain | {self.customer.name} | 0.00 | 0.50 | 0.00
            """,
        )

    def test_in_another_currency_at_the_receipts_rate(self):
        dollar = self.setup_other_currency("EUR", rates=[("2026-01-01", 0.5)])
        item = self.invoice(1000)
        ledger = self.ledger_snapshot()
        receipt = self.documented([item], [self.document(400, currency_id=dollar.id)])
        receipt.rate_ids.rate = 2.5
        self.assertEqual((receipt.amount_values, receipt.amount_difference), (1000, 0))
        receipt.action_post()
        own = receipt.document_ids.move_line_id
        self.assertEqual((own.currency_id, own.amount_currency, own.balance), (dollar, 400, 1000))
        self.assertEqual(item.amount_residual, 0)
        documented = self.ledger_snapshot()
        collect = self.receipt(
            [own], [self.cash_value(400, currency_id=dollar.id)], currency_id=dollar.id
        )
        collect.action_post()
        self.assertEqual((own.amount_residual, own.amount_residual_currency), (0, 0))
        self.assertEqual(receipt.document_ids.state, "collected")
        collect.action_void("2026-02-01", "Error")
        self.assertRestored(documented)
        receipt.action_void("2026-02-01", "Error")
        self.assertRestored(ledger)

    def test_pays_for_the_whole_group(self):
        group = self.env["cobranzas.debtor.group"].create({"name": "Grupo"})
        for partner in (self.customer, self.other_customer):
            self.env["cobranzas.debtor.group.member"].create(
                {"group_id": group.id, "partner_id": partner.id}
            )
        mine, theirs = self.invoice(100), self.invoice(50, partner=self.other_customer)
        receipt = self.documented([mine, theirs], [self.document(150)], allocate_by_group=True)
        receipt.action_post()
        self.assertLedger(
            receipt.move_ids,
            f"""
            {self.receivable.name} | {self.customer.name} | 150.00 | 0.00 | 150.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 100.00 | 0.00
            {self.receivable.name} | {self.other_customer.name} | 0.00 | 50.00 | 0.00
            """,
        )

    def test_refusals(self):
        for vals, sentence in (
            (self.document(10, number=" "), "needs its number"),
            (self.document(0), "above zero"),
            (self.document(10, due="2026-01-31"), "fell due on"),
        ):
            with self.subTest(sentence=sentence), self.assertRaisesRegex(UserError, sentence):
                self.documented([self.invoice(10)], [vals]).action_post()
        receipt = self.documented([], [self.document(10)], kind="application")
        with self.assertRaisesRegex(UserError, "takes no values"):
            receipt.action_post()

    def test_posted_ones_do_not_change(self):
        document = self.posted_document()
        cashier = self.make_user("doc_cashier", "l10n_cobranzas.group_cobranzas_cashier")
        mine = document.with_user(cashier)
        for vals in ({"amount": 1}, {"name": "x"}, {"receipt_id": False}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                mine.write(vals)
        with self.assertRaises(UserError):
            mine.unlink()
        for field in ("move_line_id", "void_receipt_id", "origin_line_id", "amount_withheld"):
            with self.subTest(field=field), self.assertRaises(UserError):
                document.with_user(cashier).write({field: False})
        with self.assertRaises(AccessError):
            self.env["cobranzas.document"].with_user(cashier).create(self.document(5))

    def test_collector_sees_those_of_own_debtors(self):
        user = self.make_user("doc_collector", "l10n_cobranzas.group_cobranzas_collector")
        document = self.posted_document()
        mine = document.with_user(user)
        self.assertFalse(mine.search([("id", "=", document.id)]))
        self.customer.cobranzas_collector_id = self.env["cobranzas.collector"].create(
            {"name": "Mariana", "user_id": user.id}
        )
        self.assertEqual(mine.search([("id", "=", document.id)]), document)
        self.assertEqual(mine.amount_residual, 1000)
        self.assertEqual(mine.action_collect()["res_model"], "cobranzas.receipt")

    def test_collector_of_the_debtor_collects_a_third_party_one(self):
        user = self.make_user("doc_collector", "l10n_cobranzas.group_cobranzas_collector")
        self.other_customer.cobranzas_collector_id = self.env["cobranzas.collector"].create(
            {"name": "Mariana", "user_id": user.id}
        )
        document = self.posted_document(
            kind="third_party_credit_invoice", debtor_id=self.other_customer.id
        )
        self.assertEqual(
            document.with_user(user).action_collect()["res_model"], "cobranzas.receipt"
        )
        receipt = (
            self.env["cobranzas.receipt"]
            .with_user(user)
            .create({"partner_id": self.other_customer.id, "date": "2026-05-01"})
        )
        receipt.action_load_documents()
        self.assertEqual(receipt.line_ids.move_line_id.ids, document.move_line_id.ids)
        receipt.invalidate_recordset()
        self.assertEqual(receipt.line_ids.name, document.display_name)

    def test_several_are_collected_in_one_receipt(self):
        documents = self.posted_document(100, number="1") | self.posted_document(200, number="2")
        action = documents.action_collect()
        receipt = self.env["cobranzas.receipt"].with_context(**action["context"]).create({})
        self.assertEqual(receipt.line_ids.move_line_id, documents.move_line_id)
        self.assertEqual(receipt.amount_documents, 300)

    def test_state_and_overdue_are_searched(self):
        document = self.posted_document(due="2026-02-15")
        self.assertTrue(document.is_overdue)
        found = self.env["cobranzas.document"].search(
            [("state", "=", "portfolio"), ("date_due", "<", "2026-03-01")]
        )
        self.assertIn(document, found)

    def test_their_accounts_are_receivable(self):
        with self.assertRaisesRegex(UserError, "is not a receivable account"):
            self.company.cobranzas_document_account_id = self.outstanding

    def test_several_receipts_at_once(self):
        receipts = self.env["cobranzas.receipt"]
        for number in ("1", "2", "3"):
            receipts |= self.documented(
                [self.invoice(100)], [self.document(60, number), self.document(40, number + "b")]
            )
        receipts.action_post()
        documents = receipts.document_ids
        self.assertEqual(documents.mapped("state"), ["portfolio"] * 6)
        self.assertEqual(
            documents.mapped("amount_residual"), documents.move_line_id.mapped("debit")
        )
        receipts.action_void("2026-02-02", "Error")
        self.assertEqual(set(receipts.move_ids.line_ids.mapped("amount_residual")), {0})
        self.assertEqual(receipts.line_ids.move_line_id.mapped("amount_residual"), [100] * 3)

    def test_form_counts_what_is_typed(self):
        self.company.cobranzas_show_documents = "request"  # the document is listed by hand
        item = self.invoice(100)
        with Form(self.env["cobranzas.receipt"].with_context(default_kind="receipt")) as form:
            form.partner_id = self.customer
            with form.line_ids.new() as line:
                line.move_line_id = item
            with form.document_ids.new() as document:
                document.name = "5"
                self.assertEqual(document.amount, 100)
                document.amount = 90
            self.assertEqual((form.amount_values, form.amount_difference), (90, -10))
        self.assertEqual(form.record.document_ids.partner_id, self.customer)

    def test_pdf_lists_them(self):
        receipt = self.posted_document().receipt_id
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("l10n_cobranzas.report_receipt", receipt.ids)[0]
            .decode()
        )
        self.assertIn("0001-123", html)
        self.assertIn("Promissory Note", html)

    def test_who_owes_is_reckoned_anew(self):
        """A draft written by RPC can't lay the customer's note on somebody else."""
        receipt = self.receipt(
            [self.invoice(100)],
            document_ids=[Command.create({"name": "P 1", "amount": 100, "date_due": "2026-05-01"})],
        )
        receipt.document_ids.partner_id = self.other_customer
        receipt.action_post()
        self.assertEqual(receipt.document_ids.partner_id, self.customer)
        self.assertEqual(receipt.document_ids.move_line_id.partner_id, self.customer)
        self.assertEqual((self.customer.credit, self.other_customer.credit), (100, 0))
