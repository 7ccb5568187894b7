"""Month-end runs that charge late interest: a grid, then notes, each once (CHG-03)."""

import io

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.charge_runs import RUN, ChargeRunsCommon


@tagged("post_install", "-at_install")
class TestChargeRuns(ChargeRunsCommon):
    def test_grid_and_notes(self):
        """Overdue, and paid late; what was paid in time or is not due yet is not there."""
        owed = self.invoice(1000, due="2026-03-01")  # 30 days at 3 % a month
        late = self.invoice(600, due="2026-02-01")
        self.pay(late, 600, "2026-02-21")  # 20 days
        in_time = self.invoice(500, due="2026-02-01")
        self.pay(in_time, 500, "2026-02-01")
        self.invoice(400, due="2026-04-15")
        theirs = self.invoice(200, due="2026-03-21", partner=self.other_customer)  # 10 days
        run = self.make_run()
        self.assertCountEqual(
            self.grid(run),
            [
                (owed, 30, 1000, 30, "pending"),
                (late, 20, 600, 12, "pending"),
                (theirs, 10, 200, 2, "pending"),
            ],
        )
        self.book(run)
        self.assertEqual((run.state, run.done_count, run.failed_count), ("done", 3, 0))
        self.assertCountEqual(
            self.notes(run),
            [
                (self.customer, 42, owed.move_id | late.move_id),
                (self.other_customer, 2, theirs.move_id),
            ],
        )
        note = run.line_ids.filtered(lambda line: line.move_line_id == owed).note_id
        self.assertEqual(str(note.invoice_date), "2026-03-31")
        self.assertTrue(note.amount_tax)
        self.assertEqual(owed.amount_residual, 1000)

    def test_boxes(self):
        owed = self.invoice(1000, due="2026-03-01")
        late = self.invoice(600, due="2026-02-01")
        self.pay(late, 600, "2026-02-21")
        ahead = self.invoice(400, due="2026-04-15")
        self.assertEqual(self.make_run(takes_settled=False).line_ids.move_line_id, owed)
        self.assertEqual(self.make_run(takes_open=False).line_ids.move_line_id, late)
        with self.assertRaisesRegex(UserError, "Tick which documents"):
            self.make_run(takes_open=False, takes_settled=False)
        with self.assertRaisesRegex(UserError, "it is a simulation"):
            self.make_run(date_until="2026-04-30")
        run = self.make_run(
            date_until="2026-04-30", takes_not_due=True, takes_open=False, takes_settled=False
        )
        self.assertEqual(self.grid(run), [(ahead, 15, 400, 6, "skipped")])
        self.assertIn("Simulation", run.line_ids.reason)
        with self.assertRaisesRegex(UserError, "nothing to do"):
            run.action_start()

    def test_filters(self):
        first = self.invoice(1000, due="2026-03-01", date="2026-01-05")
        second = self.invoice(1000, due="2026-03-11", date="2026-01-20")
        theirs = self.invoice(1000, due="2026-03-01", partner=self.other_customer)
        paid = self.invoice(1000, due="2026-02-01", date="2026-01-08")
        self.pay(paid, 1000, "2026-02-16")
        collector = self.env["cobranzas.collector"].create({"name": "Zona sur"})
        self.other_customer.commercial_partner_id.cobranzas_collector_id = collector
        group = self.env["cobranzas.debtor.group"].create(
            {"name": "G", "member_ids": [Command.create({"partner_id": self.customer.id})]}
        )
        everything, other = first | second | theirs | paid, self.monthly.copy({"name": "Otra"})
        for wanted, filters in [
            (theirs, {"partner_ids": [Command.set(self.other_customer.ids)]}),
            (first | second | paid, {"debtor_group_ids": [Command.set(group.ids)]}),
            (theirs, {"collector_ids": [Command.set(collector.ids)]}),
            (second, {"due_from": "2026-03-02"}),
            (paid, {"due_to": "2026-02-28"}),
            (second, {"issued_from": "2026-01-15"}),
            (first, {"issued_to": "2026-01-06"}),
            (paid, {"paid_from": "2026-02-01", "paid_to": "2026-02-28"}),
            (paid, {"paid_to": "2026-02-16"}),
            (
                second,
                {"document_from": second.move_name, "document_to": second.move_name},
            ),
            (everything, {"interest_policy_ids": [Command.set(self.monthly.ids)]}),
            (self.env["account.move.line"], {"interest_policy_ids": [Command.set(other.ids)]}),
            (self.env["account.move.line"], {"paid_from": "2026-02-17"}),
        ]:
            with self.subTest(filters=filters):
                run = self.make_run(prepare=False, **filters)
                if wanted:
                    run.action_prepare()
                    self.assertEqual(run.line_ids.move_line_id, wanted)
                else:
                    with self.assertRaisesRegex(UserError, "No document matches"):
                        run.action_prepare()

    def test_terms_and_salespersons(self):
        mine, other = self.invoice(1000, due="2026-03-01"), self.invoice(900, due="2026-03-01")
        seller = self.make_user("vende", "l10n_cobranzas.group_cobranzas_collector")
        mine.move_id.invoice_user_id = seller
        self.assertEqual(
            self.make_run(salesperson_ids=[Command.set(seller.ids)]).line_ids.move_line_id, mine
        )
        other.move_id.invoice_user_id = False
        other.partner_id.commercial_partner_id.user_id = seller
        self.assertEqual(
            self.make_run(salesperson_ids=[Command.set(seller.ids)]).line_ids.move_line_id,
            mine | other,
        )

    def test_policy_of_the_run_is_not_stored(self):
        owed = self.invoice(1000, due="2026-03-01")
        double = self.monthly.copy({"name": "Mora 6 %", "rate": 6.0})
        run = self.make_run(interest_policy_id=double.id)
        self.assertEqual(self.grid(run), [(owed, 30, 1000, 60, "pending")])
        self.book(run)
        self.assertEqual(self.notes(run), [(self.customer, 60, owed.move_id)])
        self.assertEqual(owed.cobranzas_interest_policy_id, self.monthly)

    def test_documents_without_policy_by_hand(self):
        alone = self.env["res.partner"].create({"name": "Sin mora"})
        item = self.invoice(1000, due="2026-03-01", partner=alone)
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.make_run()
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.make_run(interest_policy_id=self.monthly.id)
        run = self.make_run(interest_policy_id=self.monthly.id, takes_without_policy=True)
        self.assertEqual(self.grid(run), [(item, 30, 1000, 30, "pending")])
        self.book(run)
        self.assertEqual(run.done_count, 1)

    def test_note_for_each(self):
        first, second = self.invoice(1000, due="2026-03-01"), self.invoice(500, due="2026-03-01")
        run = self.make_run(grouping="instalment")
        self.book(run)
        self.assertCountEqual(
            self.notes(run),
            [(self.customer, 30, first.move_id), (self.customer, 15, second.move_id)],
        )
        self.monthly.grouping = "instalment"
        run = self.make_run(date="2026-04-30")
        self.book(run)
        self.assertEqual(len(self.notes(run)), 2)
        run = self.make_run(date="2026-05-31", grouping="customer")
        self.book(run)
        self.assertEqual(len(self.notes(run)), 1)

    def test_a_minimum_is_of_the_note(self):
        """Of 30 and 15, one note reaches 40; notes of their own do not."""
        self.monthly.minimum = 40
        self.invoice(1000, due="2026-03-01")
        self.invoice(500, due="2026-03-01")
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.make_run(grouping="instalment")
        run = self.make_run()
        self.assertEqual(len(run.line_ids), 2)
        self.book(run)
        self.assertEqual([amount for _partner, amount, _origins in self.notes(run)], [45])

    def test_twice_is_nothing(self):
        owed = self.invoice(1000, due="2026-03-01")
        run, same = self.make_run(), self.make_run()
        self.book(run)
        with self.assertRaisesRegex(UserError, "Prepare the list first"):
            run.action_start()
        self.book(same)  # prepared before, it finds nothing left
        self.assertEqual((same.done_count, same.skipped_count), (0, 1))
        self.assertFalse(same.operation_ids)
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.make_run()
        later = self.make_run(date="2026-04-30")
        self.assertEqual(self.grid(later), [(owed, 30, 1000, 30, "pending")])
        self.assertEqual(str(later.line_ids.date_last_note), "2026-03-31")

    def test_charged_again_after_undo(self):
        owed = self.invoice(1000, due="2026-03-01")
        before = self.ledger_snapshot()
        run = self.make_run()
        self.book(run)
        run.operation_ids.action_undo("2026-03-31", "test")
        self.assertRestored(before)
        again = self.make_run()
        self.assertEqual(self.grid(again), [(owed, 30, 1000, 30, "pending")])
        self.book(again)
        self.assertEqual(again.done_count, 1)

    def test_charged_again_after_the_receipt_is_voided(self):
        """The days until it were late anyway; it turns out that those after it are, too."""
        owed = self.invoice(1000, due="2026-03-01")
        receipt = self.pay(owed, 1000, "2026-03-11")
        run = self.make_run(date="2026-03-20")
        self.assertEqual(self.grid(run), [(owed, 10, 1000, 10, "pending")])
        self.book(run)
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.make_run()
        receipt.action_void("2026-03-20", "test")
        run = self.make_run()
        self.assertEqual(self.grid(run), [(owed, 20, 1000, 20, "pending")])

    def test_collected_base_charged_again_after_the_void(self):
        """On what was collected: voided, nothing was collected; paid anew, that is charged."""
        self.monthly.base = "collected"
        owed = self.invoice(1000, due="2026-03-01")
        receipts = [self.pay(owed, amount, "2026-03-11") for amount in (400, 600)]
        run = self.make_run()
        self.book(run)
        self.assertEqual(sorted(owed.cobranzas_charge_ids.mapped("amount")), [4, 6])
        refused = self.assertRaisesRegex(UserError, "charged interest on what was paid")
        with refused, self.env.cr.savepoint():
            receipts[0].action_void("2026-03-31", "test")
        run.operation_ids.action_undo("2026-03-31", "test")
        for receipt in receipts:
            receipt.action_void("2026-03-31", "test")
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.make_run()
        self.pay(owed, 1000, "2026-03-21")
        run = self.make_run()
        self.assertEqual(self.grid(run), [(owed, 20, 1000, 20, "pending")])

    def test_a_month_undone_before_another_that_stands(self):
        """March is charged again though April was charged after it."""
        owed = self.invoice(1000, due="2026-03-01")
        march = self.make_run()
        self.book(march)
        april = self.make_run(date="2026-04-30")
        self.book(april)
        self.pay(owed, 1000, "2026-04-30")
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.make_run(date="2026-05-31")
        march.operation_ids.action_undo("2026-03-31", "test")
        run = self.make_run(date="2026-05-31")
        self.assertEqual(self.grid(run), [(owed, 30, 1000, 30, "pending")])

    def test_typed_amounts(self):
        owed = self.invoice(1000, due="2026-03-01")
        run = self.make_run()
        accountant = self.make_user("cont", "l10n_cobranzas.group_cobranzas_accountant")
        line = run.line_ids.with_user(accountant)
        with self.assertRaisesRegex(UserError, "type an amount"):
            line.amount = 0
        with self.assertRaisesRegex(UserError, "type an amount"):
            line.amount = -5
        run.with_user(accountant).write({"line_ids": [Command.update(line.id, {"amount": 25})]})
        self.book(run)
        self.assertEqual(self.notes(run), [(self.customer, 25, owed.move_id)])
        self.assertEqual(owed.cobranzas_charge_ids.mapped("amount_computed"), [30])
        self.assertIn("agreed", run.line_ids.note_id.invoice_line_ids.name)
        with self.assertRaisesRegex(UserError, "Stop the run first"):
            line.amount = 20

    def test_what_was_typed_for_another_amount_is_refused(self):
        owed = self.invoice(1000, due="2026-03-01")
        other = self.invoice(500, due="2026-03-01")
        run = self.make_run(grouping="instalment")
        run.line_ids.filtered(lambda line: line.move_line_id == owed).amount = 25
        for item, half in ((owed, 500), (other, 250)):
            self.pay(item, half, "2026-03-11")
        self.book(run)
        states = {line.move_line_id: (line.state, line.amount) for line in run.line_ids}
        self.assertEqual(states, {owed: ("failed", 20), other: ("done", 10)})
        self.assertIn("look at it again", run.line_ids.filtered("reason").reason)
        run.action_retry()
        self.work()
        self.assertEqual(sorted(n[1] for n in self.notes(run)), [10, 20])

    def test_failures_are_kept(self):
        self.invoice(1000, due="2026-03-01")
        theirs = self.invoice(500, due="2026-03-01", partner=self.other_customer)
        run = self.make_run()
        other = self.other_customer.with_company(self.company)
        account = other.property_account_receivable_id
        other.property_account_receivable_id = False
        self.book(run)
        failed = run.line_ids.filtered(lambda line: line.state == "failed")
        self.assertEqual(failed.move_line_id, theirs)
        self.assertIn("has no receivable account", failed.reason)
        self.assertEqual((run.state, run.done_count, run.failed_count), ("done", 1, 1))
        other.property_account_receivable_id = account
        run.action_retry()
        self.work()
        self.assertEqual((run.state, run.done_count, run.failed_count), ("done", 2, 0))

    def test_closed_period(self):
        self.invoice(1000, due="2026-03-01")
        run = self.make_run()
        self.company.fiscalyear_lock_date = "2026-03-31"
        self.book(run)
        self.assertEqual((run.state, run.failed_count), ("done", 1))
        self.assertTrue(run.line_ids.reason)
        self.assertFalse(run.operation_ids)
        self.company.fiscalyear_lock_date = False
        run.action_retry()
        self.work()
        self.assertEqual(run.done_count, 1)

    def test_without_product(self):
        self.company.cobranzas_interest_product_id = False
        self.invoice(1000, due="2026-03-01")
        run = self.make_run()
        self.book(run)
        self.assertIn("Choose the Product for Late Interest", run.line_ids.reason)

    def test_foreign_documents_of_two_rates_are_two_notes(self):
        dollar = self.make_rates({"2026-01-01": 0.001, "2026-01-20": 0.0008})
        self.invoice(100, due="2026-03-01", date="2026-01-10", currency=dollar)
        self.invoice(200, due="2026-03-01", date="2026-01-25", currency=dollar)
        self.invoice(1000, due="2026-03-01")
        run = self.make_run()
        self.book(run)
        self.assertCountEqual(
            [
                (note.currency_id, note.amount_untaxed, round(note.amount_untaxed_signed, 2))
                for note in run.operation_ids.move_ids
            ],
            [(dollar, 3, 3000), (dollar, 6, 7500), (self.company.currency_id, 30, 30)],
        )

    def test_spreadsheet(self):
        import openpyxl

        self.invoice(1000, due="2026-03-01")
        run = self.make_run()
        self.book(run)
        sheet = openpyxl.load_workbook(io.BytesIO(run._render_xlsx())).active
        header, row = list(sheet.values)
        found = dict(zip(header, row, strict=True))
        self.assertEqual((found["Days"], found["Suggested"]), (30, 30))
        self.assertEqual(f"{found['Due']:%d-%m-%Y}", "01-03-2026")
        self.assertEqual(found["Note"], run.line_ids.note_id.display_name)

    def test_queries_do_not_grow_with_the_items(self):
        counts = []
        for size in (5, 50):
            partners = self.env["res.partner"].create(
                [{"name": f"C{n}", "cobranzas_bears_interest": True} for n in range(size)]
            )
            for partner in partners:
                item = self.invoice(100, due="2026-03-01", partner=partner)
                self.invoice(100, due="2026-03-05", partner=partner)
                self.pay(item, 100, "2026-03-11")
            run = self.make_run(prepare=False, partner_ids=[Command.set(partners.ids)])
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            run.action_prepare()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
            self.assertEqual(len(run.line_ids), 2 * size)
        self.assertLess(counts[1] - counts[0], 10, counts)

    # ------------------------------------------------------------------
    # Left out
    # ------------------------------------------------------------------

    def leave_out(self, lines, scope, reason="Acordado", **kw):
        action = lines.action_leave_out()
        self.env["cobranzas.operation.run.leave.out"].with_context(**action["context"]).create(
            {"scope": scope, "reason": reason}
        ).action_leave_out()

    def test_left_out_only_this_time(self):
        first, second = self.invoice(1000, due="2026-03-01"), self.invoice(500, due="2026-03-01")
        run = self.make_run()
        self.leave_out(run.line_ids[0], "once", "")
        self.leave_out(run.line_ids[1], "once", "")
        run.line_ids[1].action_put_back()
        self.book(run)
        self.assertEqual(self.notes(run), [(self.customer, 15, second.move_id)])
        run.line_ids[0].action_put_back()
        self.book(run)
        self.assertEqual([note[1:] for note in self.notes(run)][1], (30, first.move_id))

    def test_waived_for_these_days(self):
        owed = self.invoice(1000, due="2026-03-01")
        run = self.make_run()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.leave_out(run.line_ids, "period", "")
        self.leave_out(run.line_ids, "period")
        self.assertEqual(run.line_ids.state, "skipped")
        [charge] = owed.cobranzas_charge_ids
        self.assertEqual((charge.state, charge.reason, charge.amount), ("waived", "Acordado", 30))
        with self.assertRaisesRegex(UserError, "Nothing of this was left out only"):
            run.line_ids.action_put_back()
        later = self.make_run(date="2026-04-30")
        self.assertEqual(self.grid(later), [(owed, 30, 1000, 30, "pending")])
        charge.action_reinstate("test")
        self.assertEqual(self.make_run(date="2026-04-30").line_ids.amount, 60)

    def test_what_was_waived_goes_with_its_payment(self):
        self.monthly.base = "collected"
        owed = self.invoice(1000, due="2026-03-01")
        receipts = [self.pay(owed, amount, "2026-03-11") for amount in (400, 600)]
        self.leave_out(self.make_run().line_ids, "period")
        self.assertEqual(owed.cobranzas_charge_ids.mapped("state"), ["waived"] * 2)
        for receipt in receipts:
            receipt.action_void("2026-03-31", "test")
        self.assertEqual(owed.cobranzas_charge_ids.mapped("state"), ["freed"] * 2)
        self.pay(owed, 1000, "2026-03-21")
        self.assertEqual(self.grid(self.make_run()), [(owed, 20, 1000, 20, "pending")])

    def test_never_again(self):
        owed = self.invoice(1000, due="2026-03-01")
        run = self.make_run()
        self.leave_out(run.line_ids, "always")
        self.assertTrue(owed.cobranzas_interest_stopped)
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.make_run(date="2026-04-30")

    def test_stopped_since_the_list(self):
        owed = self.invoice(1000, due="2026-03-01")
        run = self.make_run()
        owed.action_cobranzas_stop_interest("Acordado", "2026-03-31")
        self.book(run)
        self.assertEqual((run.skipped_count, run.done_count), (1, 0))

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def test_rights(self):
        self.invoice(1000, due="2026-03-01")
        run = self.make_run()
        accountant = self.make_user("cont", "l10n_cobranzas.group_cobranzas_accountant")
        for login, group in (("caja", "cashier"), ("cobra", "collector")):
            user = self.make_user(login, f"l10n_cobranzas.group_cobranzas_{group}")
            line = run.with_user(user).browse(run.id).sudo().line_ids.with_user(user)
            with self.assertRaises(AccessError):
                line.amount = 5
            with self.assertRaises(AccessError):
                line._leave_out("period", "test")
            with self.assertRaises(AccessError):
                line.action_put_back()
            with self.assertRaises(AccessError):
                run.with_user(user).action_start()
        line = run.line_ids.with_user(accountant)
        for vals in ({"state": "done"}, {"amount_suggested": 5}, {"is_put_aside": True}):
            with self.assertRaises(AccessError):
                line.write(vals)
        with self.assertRaises(AccessError):
            run.with_user(accountant).write(
                {"line_ids": [Command.create({"document": "x", "amount": 5})]}
            )
        with self.assertRaises(AccessError):
            run.with_user(accountant).write({"line_ids": [Command.delete(line.id)]})
        self.book(run.with_user(accountant))
        self.assertEqual(run.operation_ids.done_by, accountant)

    def test_lines_of_other_kinds_are_not_typed(self):
        self.invoice(100)
        self.invoice(50, move_type="out_refund")
        run = self.make_run("application")
        with self.assertRaises(AccessError):
            run.line_ids.with_user(self.env.user).sudo(False).amount = 5
        run.line_ids.action_leave_out()
        self.assertEqual(run.line_ids.state, "skipped")
        self.assertFalse(self.env[RUN].browse(run.id).charges)
