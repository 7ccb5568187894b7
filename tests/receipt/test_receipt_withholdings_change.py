"""Withholdings added, corrected and taken off a posted receipt, audited (REC-16)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..lib.withholdings import WithholdingsCommon


@tagged("post_install", "-at_install")
class TestReceiptWithholdingsChange(WithholdingsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt = cls.invoice(1000)

    def _posted(self, certificates=(), paid=900, settled=None):
        lines = [(self.debt, settled if settled is not None else paid + len(certificates) * 50)]
        receipt = self.withheld(lines, [self.cash_value(paid)], certificates)
        receipt.action_post()
        return receipt

    def _totals(self, receipt):
        self.assertAlmostEqual(
            receipt.amount_values + receipt.amount_withholdings,
            receipt.amount_documents + receipt.amount_on_account,
        )
        self.assertEqual(receipt.amount_total, receipt.amount_values + receipt.amount_withholdings)
        booked = sum(receipt.move_ids.line_ids.mapped("balance"))
        self.assertAlmostEqual(booked, 0)
        return receipt.amount_withholdings, receipt.amount_documents, receipt.amount_on_account

    def test_a_certificate_that_arrives_later_pays_what_was_left(self):
        ledger = self.ledger_snapshot()
        receipt = self._posted()
        self.assertEqual(self.debt.amount_residual, 100)
        receipt.action_change_withholdings(add=[self.certificate(120)], reason="Arrived")
        self.assertEqual(self._totals(receipt), (120, 1000, 20))
        self.assertEqual(receipt.line_ids.amount, 1000)
        self.assertLedger(
            receipt.withholding_ids.move_id,
            f"""
            VAT withheld | {self.customer.name} | 120.00 | 0.00 | 0.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 100.00 | 0.00
            {self.receivable.name} | {self.customer.name} | 0.00 | 20.00 | -20.00
            """,
        )
        self.assertEqual((self.debt.amount_residual, self.customer.credit), (0, -20))
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_a_certificate_taken_off(self):
        ledger = self.ledger_snapshot()
        receipt = self._posted([self.certificate(50), self.certificate(50, self.gross, "9")])
        self.assertEqual(self.debt.amount_residual, 0)
        receipt.action_change_withholdings(
            remove=receipt.withholding_ids[1].ids, reason="Not theirs"
        )
        self.assertEqual(self._totals(receipt), (50, 950, 0))
        self.assertEqual((self.debt.amount_residual, len(receipt.withholding_ids)), (50, 1))
        gross = receipt.move_ids.line_ids.filtered(
            lambda line: line.account_id == self.gross_account
        )
        self.assertEqual(sorted(gross.mapped("balance")), [-50, 50])
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_a_corrected_amount_and_date(self):
        receipt = self._posted([self.certificate(50)])
        row = receipt.withholding_ids
        receipt.action_change_withholdings(
            change={row.id: {"amount": 80, "date": "2026-01-31", "tax_id": self.gross.id}},
            reason="Typed wrong",
        )
        self.assertEqual(self._totals(receipt), (80, 980, 0))
        self.assertEqual(
            (self.debt.amount_residual, row.move_id.date), (20, self.day("2026-01-31"))
        )
        self.assertEqual(row.move_id.line_ids[:1].account_id, self.gross_account)

    def test_number_and_jurisdiction_leave_the_ledger_alone(self):
        receipt = self._posted([self.certificate(50)])
        entries, partials = receipt.move_ids, receipt.partial_ids
        row = receipt.withholding_ids
        receipt.action_change_withholdings(
            change={row.id: {"name": "0009", "state_id": self.env.ref("base.state_ar_b").id}},
            reason="Typed wrong",
        )
        self.assertEqual((receipt.move_ids, receipt.partial_ids), (entries, partials))
        self.assertEqual(row.move_id.ref, f"{receipt.name} RET Ret. IVA 0009")

    def test_audit_a_person_can_read(self):
        receipt = self._posted([self.certificate(50)])
        row = receipt.withholding_ids
        receipt.action_change_withholdings(
            change={row.id: {"amount": 80}},
            add=[self.certificate(5, self.gross, "<b>1</b>")],
            reason="<script>x</script>",
        )
        body = receipt.message_ids[0].body
        self.assertIn("RET Ret. IVA 0001-00000007, 02/01/2026, $&nbsp;50.00 →", body)
        self.assertIn("80.00", body)
        self.assertIn("∅ → RET Ret. IIBB &lt;b&gt;1&lt;/b&gt;", body)
        self.assertNotIn("<script>", body)
        self.assertEqual(receipt.message_ids[0].author_id, self.env.user.partner_id)

    def test_dialog(self):
        receipt = self._posted([self.certificate(50)])
        wizard = Form(
            self.env["cobranzas.receipt.withholdings"].with_context(default_receipt_id=receipt.id)
        )
        wizard.reason = "Corrected"
        with wizard.line_ids.edit(0) as line:
            self.assertEqual((line.amount, line.name), (50, "0001-00000007"))
            line.amount = 60
        with wizard.line_ids.new() as line:
            line.tax_id, line.name, line.amount = self.gross, "2", 10
            line.date = "2026-02-01"
        wizard.save().action_confirm()
        self.assertEqual(self._totals(receipt), (70, 970, 0))
        self.assertEqual(receipt.withholding_ids.mapped("amount"), [60, 10])

    def test_dialog_opened_before_somebody_else_corrected(self):
        receipt = self._posted([self.certificate(50)])
        wizard = Form(
            self.env["cobranzas.receipt.withholdings"].with_context(default_receipt_id=receipt.id)
        )
        wizard.reason = "Corrected"
        receipt.action_change_withholdings(add=[self.certificate(9, number="9")], reason="Other")
        with self.assertRaisesRegex(UserError, "open the dialog again"):
            wizard.save().action_confirm()
        self.assertEqual(len(receipt.withholding_ids), 2)

    def test_rounding_that_came_out_of_the_certificate(self):
        self.company.write(
            {
                "cobranzas_rounding_tolerance": 1,
                "cobranzas_rounding_gain_account_id": self.vat_account.id,
                "cobranzas_rounding_loss_account_id": self.vat_account.id,
            }
        )
        receipt = self.withheld([self.debt], [], [self.certificate(1000.5)])
        receipt.with_context(cobranzas_confirmed=True).action_post()
        row = receipt.withholding_ids
        self._refused(receipt, "void the receipt", change={row.id: {"amount": 900}})

    def test_nothing_changes_without_a_change(self):
        receipt = self._posted([self.certificate(50)])
        entries = receipt.move_ids
        wizard = Form(
            self.env["cobranzas.receipt.withholdings"].with_context(default_receipt_id=receipt.id)
        )
        wizard.reason = "Looked"
        wizard.save().action_confirm()
        self.assertEqual(receipt.move_ids, entries)

    def test_a_final_one_for_the_provisional_one_of_the_same_receipt(self):
        ledger = self.ledger_snapshot()
        receipt = self._posted([self.certificate(50, self.gross, "CP 1", kind="cpr")])
        receipt.action_change_withholdings(
            add=[self.certificate(60, provisional_id=receipt.withholding_ids.id)], reason="Final"
        )
        self.assertEqual(self._totals(receipt), (60, 960, 0))
        self.assertEqual(self.debt.amount_residual, 40)
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_a_provisional_one_corrected_under_the_final_one_of_the_same_receipt(self):
        ledger = self.ledger_snapshot()
        receipt = self._posted([self.certificate(50, number="CP 1", kind="cpr")])
        provisional = receipt.withholding_ids
        receipt.action_change_withholdings(
            add=[self.certificate(60, provisional_id=provisional.id)], reason="Final"
        )
        receipt.action_change_withholdings(change={provisional.id: {"amount": 55}}, reason="Typed")
        self.assertEqual(self._totals(receipt), (60, 960, 0))
        self.assertEqual(self.debt.amount_residual, 40)
        withheld = receipt.move_ids.line_ids.filtered(
            lambda line: line.account_id == self.vat_account
        )
        self.assertEqual(sum(withheld.mapped("balance")), 60)
        self._refused(receipt, "takes the place of", remove=provisional.ids)
        receipt.action_change_withholdings(remove=receipt.withholding_ids.ids, reason="None")
        self.assertEqual(self._totals(receipt), (0, 900, 0))
        self.assertEqual(self.debt.amount_residual, 100)
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_after_change_was_given(self):
        self.company.cobranzas_change_journal_id = self.cash
        ledger = self.ledger_snapshot()
        receipt = self.withheld(
            [(self.debt, 100)], [self.cash_value(80)], [self.certificate(50)], excess="change"
        )
        receipt.action_post()
        row = receipt.withholding_ids
        receipt.action_change_withholdings(change={row.id: {"amount": 70}}, reason="Typed wrong")
        self.assertEqual((receipt.amount_change, receipt.amount_on_account), (30, 0))
        self.assertEqual((receipt.line_ids.amount, self.debt.amount_residual), (120, 880))
        receipt.action_change_date("2026-02-02", "Received later")
        receipt.action_change_withholdings(remove=row.ids, reason="Not theirs")
        self.assertEqual((self.debt.amount_residual, self.customer.credit), (950, 950))
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    # ------------------------------------------------------------------
    # Refusals: nothing is half done
    # ------------------------------------------------------------------

    def _refused(self, receipt, sentence, error=UserError, **kw):
        entries = receipt.move_ids
        with self.assertRaisesRegex(error, sentence), self.env.cr.savepoint():
            receipt.action_change_withholdings(**{"reason": "Why", **kw})
        self.assertEqual(receipt.move_ids, entries)

    def test_refusals(self):
        receipt = self._posted([self.certificate(50)])
        row = receipt.withholding_ids
        self._refused(receipt, "Say why", remove=row.ids, reason=" ")
        self._refused(receipt, "must be above zero", change={row.id: {"amount": 0}})
        self._refused(receipt, "is already in receipt", add=[self.certificate(5, number=row.name)])
        self.company.fiscalyear_lock_date = "2026-01-31"
        self._refused(receipt, "is closed", change={row.id: {"date": "2026-01-15"}})
        self.company.fiscalyear_lock_date = "2026-02-28"
        self._refused(receipt, "is closed", remove=row.ids)
        draft = self.receipt([], [self.cash_value(5)], date="2026-03-02")
        self._refused(draft, "is not a posted receipt", add=[self.certificate(5)])

    def test_balance_on_account_used_later(self):
        receipt = self.withheld([], [self.cash_value(55)], [self.certificate(50)])
        receipt.action_post()
        credit = self.item(receipt.withholding_ids.move_id)
        later = self.receipt([credit, (self.debt, 50)], kind="application")
        later.action_post()
        self._refused(receipt, f"is used by {later.name}", remove=receipt.withholding_ids.ids)

    def test_right(self):
        receipt = self._posted()
        cashier = self.make_user("caja-ret", "l10n_cobranzas.group_cobranzas_cashier")
        self._refused(
            receipt.with_user(cashier),
            "Only an accountant",
            AccessError,
            add=[self.certificate(5)],
        )
        with self.assertRaises(UserError):
            self.env["cobranzas.receipt.withholding"].with_context(
                cobranzas_correction=True
            ).create({"receipt_id": receipt.id, **self.certificate(5)})

    def test_a_new_date_leaves_certificates_and_what_was_undone(self):
        ledger = self.ledger_snapshot()
        receipt = self._posted([self.certificate(50, date="2026-01-20")])
        receipt.action_change_withholdings(
            change={receipt.withholding_ids.id: {"amount": 60}}, reason="Typed wrong"
        )
        receipt.action_change_date("2026-02-03", "Received later")
        self.assertEqual(receipt.payment_ids.move_id.date, self.day("2026-02-03"))
        others = receipt.move_ids - receipt.payment_ids.move_id
        self.assertEqual((len(others), set(others.mapped("date"))), (3, {self.day("2026-01-20")}))
        receipt.action_void("2026-02-10", "Error")
        self.assertRestored(ledger)

    def test_allocations_shown_follow(self):
        receipt = self._posted([self.certificate(50)])
        row = receipt.withholding_ids
        self.assertEqual(sorted(receipt.allocation_ids.mapped("amount")), [50, 900])
        receipt.action_change_withholdings(change={row.id: {"amount": 80}}, reason="Typed wrong")
        self.assertEqual(sorted(receipt.allocation_ids.mapped("amount")), [80, 900])
        receipt.action_change_withholdings(remove=row.ids, reason="Not theirs")
        self.assertEqual(receipt.allocation_ids.mapped("amount"), [900])
