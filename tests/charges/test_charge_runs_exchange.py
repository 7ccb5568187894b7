"""Month-end runs that make the notes of exchange differences that wait for them (CHG-01)."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.charge_runs import ChargeRunsCommon


@tagged("post_install", "-at_install")
class TestChargeRunsExchange(ChargeRunsCommon):
    def wait(self, amount, date="2026-02-20"):
        """A difference that a receipt left waiting for its note; returns the item that waits."""
        item = self.taxed_invoice(12100)
        receipt = self.pay(item, 12100, date)
        operation = self.env["cobranzas.operation"].create(
            {
                "kind": "exchange_difference",
                "company_id": self.company.id,
                "partner_id": self.customer.id,
                "date": date,
                "line_ids": [Command.create({"move_line_id": item.id, "amount": amount})],
            }
        )
        operation.sudo().receipt_id = receipt
        operation.sudo()._action_confirm()
        return operation.result_ids

    def test_notes_of_what_waits(self):
        """X-01: a note for the difference, its tax inside, settles the item that waited."""
        up, down = self.wait(1210), self.wait(-605)
        self.assertEqual([up.amount_residual, down.amount_residual], [-1210, 605])
        run = self.make_run("exchange_note")
        self.assertCountEqual([row[0::3] for row in self.grid(run)], [(up, 1210), (down, -605)])
        self.book(run)
        self.assertEqual((run.state, run.done_count), ("done", 2))
        totals = {line.move_line_id: line.note_id.amount_total_signed for line in run.line_ids}
        self.assertEqual(totals, {up: 1210, down: -605})
        self.assertTrue(all(run.line_ids.note_id.mapped("amount_tax")))
        self.assertEqual([up.amount_residual, down.amount_residual], [0, 0])
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.make_run("exchange_note")

    def test_undone_it_waits_again(self):
        item = self.wait(1210)
        run = self.make_run("exchange_note")
        self.book(run)
        run.operation_ids.action_undo("2026-03-31", "test")
        self.assertEqual(item.amount_residual, -1210)
        self.assertEqual(self.make_run("exchange_note").line_ids.move_line_id, item)

    def test_it_is_left_out_only_for_a_time(self):
        self.wait(1210)
        run = self.make_run("exchange_note")
        for scope in ("period", "always"):
            with self.assertRaisesRegex(UserError, "stays on the account"):
                run.line_ids._leave_out(scope, "test")
        run.line_ids._leave_out("once", "")
        self.assertEqual(run.line_ids.state, "skipped")
