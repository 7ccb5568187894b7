"""Month-end runs that make the notes of alternative dates left undone (CHG-02)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.alternatives import AlternativesCommon
from ..lib.charge_runs import ChargeRunsCommon


@tagged("post_install", "-at_install")
class TestChargeRunsDates(ChargeRunsCommon, AlternativesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late = cls.term((14, 10 / 3), (29, 10))
        cls.early = cls.term((-30, -20 / 3), (-16, -2), lines=[(100, 30)])

    def adjustments(self, date="2026-10-31", **kw):
        return self.make_run("date_adjustment", date=date, **kw)

    def test_paid_late_without_the_surcharge(self):
        """A-03: 15,000 due 01-10, 15,500 until 15-10. Paid 15,000 on 10-10: pending 500."""
        item = self.invoice_on(self.late, 15000, "2026-10-01")
        self.assertEqual(item.cobranzas_alternative_ids.mapped("amount"), [15500, 16500])
        receipt = self.pay(item, 15000, "2026-10-10")
        self.assertFalse(receipt.charge_operation_ids)
        self.assertEqual(item.amount_residual, 0)
        run = self.adjustments()
        self.assertEqual(self.grid(run), [(item, 9, 15000, 500, "pending")])
        self.book(run)
        note = run.line_ids.note_id
        self.assertEqual((note.move_type, note.amount_total), ("out_invoice", 500))
        self.assertEqual((note.amount_residual, note.cobranzas_origin_ids), (500, item.move_id))
        self.assertIn("10/10/2026", note.invoice_line_ids[0].name.replace("-", "/"))
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.adjustments()

    def test_paid_early_without_the_discount(self):
        """A-04: 14,000 by 01-09 leaves 1,000, which the credit note cancels; 13,000 gets none."""
        item, other = (self.invoice_on(self.early, 15000, "2026-09-01") for _number in range(2))
        self.assertEqual(item.cobranzas_alternative_ids.mapped("amount"), [14000, 14700])
        self.pay(item, 14000, "2026-09-01")
        self.pay(other, 13000, "2026-09-01")
        run = self.adjustments()
        self.assertEqual([g[0::3] for g in self.grid(run)], [(item, -1000)])
        self.book(run)
        note = run.line_ids.note_id
        self.assertEqual((note.move_type, note.amount_total), ("out_refund", 1000))
        self.assertEqual((item.amount_residual, other.amount_residual), (0, 2000))

    def test_what_the_receipt_charged_is_done(self):
        self.company.cobranzas_adjustment_at_receipt = "always"
        item = self.invoice_on(self.late, 15000, "2026-10-01")
        receipt = self.receipt([item], [self.cash_value(15500)], date="2026-10-10")
        receipt.action_post()
        self.assertEqual(receipt.charge_operation_ids.move_ids.amount_total, 500)
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.adjustments()

    def test_void_and_undo(self):
        item = self.invoice_on(self.late, 15000, "2026-10-01")
        receipt = self.pay(item, 15000, "2026-10-10")
        before = self.ledger_snapshot()
        run = self.adjustments()
        self.book(run)
        run.operation_ids.action_undo("2026-10-31", "test")
        self.assertRestored(before)
        again = self.adjustments()
        self.assertEqual(again.line_ids.amount, 500)
        receipt.action_void("2026-10-31", "test")
        self.book(again)
        self.assertEqual((again.skipped_count, again.done_count), (1, 0))

    def test_condoned_and_waived(self):
        items = [self.invoice_on(self.late, 15000, "2026-10-01") for _number in range(2)]
        for item in items:
            self.pay(item, 15000, "2026-10-10")
        run = self.adjustments()
        for scope, line in zip(("period", "always"), run.line_ids, strict=True):
            line._leave_out(scope, "Acordado")
        self.assertEqual(items[0].cobranzas_charge_ids.mapped("state"), ["waived"])
        self.assertTrue(items[1].cobranzas_condoned)
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.adjustments()
        items[0].cobranzas_charge_ids.action_reinstate("test")
        self.assertEqual(self.adjustments().line_ids.move_line_id, items[0])

    def test_surcharges_by_customer_discounts_by_document(self):
        late = [self.invoice_on(self.late, 15000, "2026-10-01") for _number in range(2)]
        early = [self.invoice_on(self.early, 15000, "2026-09-01") for _number in range(2)]
        for item in late:
            self.pay(item, 15000, "2026-10-10")
        for item in early:
            self.pay(item, 14000, "2026-09-01")
        run = self.adjustments(grouping="customer")
        self.book(run)
        totals = sorted(run.operation_ids.move_ids.mapped("amount_total_signed"))
        self.assertEqual(totals, [-1000, -1000, 1000])

    def test_partners_apart(self):
        mine = self.invoice_on(self.late, 15000, "2026-10-01")
        theirs = self.invoice_on(self.late, 15000, "2026-10-01", partner_id=self.other_customer.id)
        for item in (mine, theirs):
            self.pay(item, 15000, "2026-10-10")
        run = self.adjustments(partner_ids=[Command.set(self.other_customer.ids)])
        self.assertEqual(run.line_ids.move_line_id, theirs)
