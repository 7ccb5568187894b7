"""Month-end runs: listed, booked in slices by customer, each once (OPS-11 to OPS-14)."""

import io
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.operations import OperationsCommon

RUN = "cobranzas.operation.run"


@tagged("post_install", "-at_install")
class TestRuns(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_adjustment_accounts()

    def make_run(self, kind="application", prepare=True, **kw):
        run = self.env[RUN].create({"kind": kind, "date": "2026-02-01", **kw})
        if prepare:
            run.action_prepare()
        return run

    def book(self, run):
        """Start the run and let the scheduled action do it, without its commits."""
        run.action_start()
        with patch.object(self.registry["ir.cron"], "_commit_progress", return_value=1.0):
            self.env[RUN]._cron_run()

    def rows(self, run):
        return [(line.partner_id, line.amount, line.state) for line in run.line_ids]

    def test_application_of_two_customers(self):
        mine = self.invoice(100), self.invoice(50, move_type="out_refund")
        theirs = (
            self.invoice(30, partner=self.other_customer),
            self.invoice(40, move_type="out_refund", partner=self.other_customer),
        )
        alone = self.env["res.partner"].create({"name": "Sin deuda"})
        self.invoice(10, move_type="out_refund", partner=alone)
        run = self.make_run()
        self.assertCountEqual(
            self.rows(run),
            [
                (self.customer, -50, "pending"),
                (self.other_customer, -30, "pending"),
                (alone, 0, "skipped"),
            ],
        )
        reason = run.line_ids.filtered(lambda line: line.partner_id == alone).reason
        self.assertIn("Owes nothing", reason)
        before = self.ledger_snapshot()
        self.book(run)
        self.assertEqual((run.state, run.done_count, run.progress), ("done", 2, 100))
        self.assertEqual([i.amount_residual for i in (*mine, *theirs)], [50, 0, 0, -10])
        self.assertEqual(len(run.operation_ids), 2)
        self.assertEqual(set(run.operation_ids.mapped("done_by")), {self.env.user})
        with self.assertRaisesRegex(UserError, "Prepare the list first"):
            run.action_start()
        run.operation_ids.action_undo("2026-02-10", "test")
        self.assertRestored(before)

    def test_filters(self):
        small = self.invoice(100, date="2026-01-05"), self.invoice(50, move_type="out_refund")
        self.invoice(40, move_type="out_refund", partner=self.other_customer)
        self.invoice(40, partner=self.other_customer)
        run = self.make_run(partner_ids=[Command.set(self.other_customer.ids)])
        self.assertEqual(run.line_ids.partner_id, self.other_customer)
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.make_run(age_min=25)  # the credits are of 10 January
        group = self.env["cobranzas.debtor.group"].create(
            {"name": "G", "member_ids": [Command.create({"partner_id": self.customer.id})]}
        )
        run = self.make_run(debtor_group_ids=[Command.set(group.ids)])
        self.assertEqual(run.line_ids.move_line_id, small[1])
        kinds = [Command.create({"kind": "credit_note"})]
        with self.assertRaisesRegex(UserError, "No document matches"):
            self.make_run(kind_ids=kinds)

    def test_small_balances_within_a_range(self):
        self.company.cobranzas_small_balance_max = 5
        items = []
        for left in (1, 3, 8):
            item = self.invoice(100)
            self.receipt([(item, 100 - left)], [self.cash_value(100 - left)]).action_post()
            items.append(item)
        peso = self.company.currency_id
        ranges = [Command.create({"currency_id": peso.id, "amount_from": 2, "amount_to": 10})]
        run = self.make_run("small_balance", currency_ids=ranges, reason="Cierre")
        self.assertEqual(
            [(line.move_line_id, line.state) for line in run.line_ids],
            [(items[1], "pending"), (items[2], "skipped")],
        )
        self.assertIn("more than the", run.line_ids[1].reason)
        self.book(run)
        self.assertEqual([item.amount_residual for item in items], [1, 0, 8])
        self.assertEqual(run.operation_ids.reason, "Cierre")

    def test_rounding(self):
        self.allow_rounding(0.5)
        below, above = self.invoice(100.25), self.invoice(100.75)
        run = self.make_run("rounding")
        self.book(run)
        self.assertEqual((below.amount_residual, above.amount_residual), (100, 100.75))
        self.assertEqual((run.done_count, run.skipped_count), (1, 1))

    def test_rounding_up_tells_what_each_balance_will_be(self):
        self.allow_rounding(0.8)
        debt, credit = self.invoice(100.25), self.invoice(20.75, move_type="out_refund")
        run = self.make_run("rounding", rounding_direction="up")
        told = {line.move_line_id: (line.amount, line.reason) for line in run.line_ids}
        self.assertEqual(told[debt][0], 0.25)
        self.assertRegex(told[debt][1], "Rounded to .*101.00")
        self.assertRegex(told[credit][1], "Rounded to .*-21.00")
        self.book(run)
        self.assertEqual(set(run.line_ids.mapped("state")), {"done"})
        items = (debt | credit) + run.operation_ids.result_ids
        self.assertEqual(sum(items.mapped("amount_residual")), 101 - 21)

    def test_revaluation_of_each_currency(self):
        euro = self.make_rates({"2026-01-01": 0.01, "2026-01-20": 0.005})
        yen = self.make_rates({"2026-01-01": 1.0}, code="JPY")
        self.invoice(10, currency=euro)
        self.invoice(10, currency=yen)
        self.invoice(10)
        rates = [
            Command.create({"currency_id": euro.id}),
            Command.create({"currency_id": yen.id, "rate": 2}),
        ]
        run = self.make_run("revaluation", currency_ids=rates)
        self.book(run)
        changes = run.operation_ids.result_ids.sorted("balance").mapped("balance")
        self.assertEqual(changes, [10, 1000])
        without = self.make_run("revaluation")
        self.assertEqual(without.skipped_count, 1)

    def test_netting(self):
        self.invoice(100)
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-01-10",
                "date": "2026-01-10",
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 60, "tax_ids": [Command.clear()]})
                ],
            }
        )
        bill.action_post()
        self.invoice(30, partner=self.other_customer)
        credit = self.invoice(20, move_type="out_refund")  # nothing that is owed to a vendor
        run = self.make_run("netting")
        self.assertNotIn(credit, run.line_ids.move_line_id)
        self.assertEqual((run.pending_count, run.skipped_count), (2, 1))
        self.book(run)
        self.assertEqual(bill.amount_residual, 0)
        self.assertEqual(run.operation_ids.amount, 60)

    def test_one_that_fails_leaves_the_others(self):
        self.company.cobranzas_small_balance_max = 5
        for partner in (self.customer, self.other_customer):
            item = self.invoice(100, partner=partner)
            value = [self.cash_value(98)]
            self.receipt([(item, 98)], value, partner_id=partner.id).action_post()
        run = self.make_run("small_balance")
        kind = self.registry["cobranzas.operation.kind.small_balance"]
        check = kind._check

        def refuse(model, operation):
            if operation.partner_id == self.customer:
                raise UserError("Not this one")
            return check(model, operation)

        with patch.object(kind, "_check", refuse):
            self.book(run)
        failed = run.line_ids.filtered(lambda line: line.state == "failed")
        self.assertEqual((failed.partner_id, failed.reason), (self.customer, "Not this one"))
        self.assertEqual((run.state, run.done_count, run.failed_count), ("done", 1, 1))
        run.action_retry()
        with patch.object(self.registry["ir.cron"], "_commit_progress", return_value=1.0):
            self.env[RUN]._cron_run()
        self.assertEqual((run.state, run.done_count, run.failed_count), ("done", 2, 0))

    def test_what_changed_since_the_list(self):
        invoice, credit = self.invoice(100), self.invoice(50, move_type="out_refund")
        self.invoice(40, move_type="out_refund")
        run = self.make_run()
        self.operation("application", [invoice, credit], confirm=True)
        run.line_ids.filtered(lambda line: line.amount == -40).action_leave_out()
        self.book(run)
        self.assertEqual(set(run.line_ids.mapped("state")), {"skipped"})
        self.assertIn("changed since", run.line_ids[0].reason)
        self.assertEqual(invoice.amount_residual, 50)
        self.assertFalse(run.operation_ids)

    def test_spreadsheet(self):
        import openpyxl

        self.invoice(100)
        self.invoice(50, move_type="out_refund")
        run = self.make_run()
        self.book(run)
        sheet = openpyxl.load_workbook(io.BytesIO(run._render_xlsx())).active
        rows = list(sheet.values)
        self.assertEqual(len(rows), 2)
        self.assertIn(-50, rows[1])
        self.assertIn(run.operation_ids.display_name, rows[1])
        self.assertIn("/web/content/", run.action_export()["url"])

    def test_rights(self):
        self.invoice(100)
        self.invoice(50, move_type="out_refund")
        run = self.make_run()
        cashier = self.make_user("caja", "l10n_cobranzas.group_cobranzas_cashier")
        with self.assertRaises(AccessError):
            run.with_user(cashier).action_start()
        self.assertEqual(run.with_user(cashier).line_count, 1)
        accountant = self.make_user("cont", "l10n_cobranzas.group_cobranzas_accountant")
        with self.assertRaises(AccessError):
            run.with_user(accountant).write({"state": "done"})
        with self.assertRaises(AccessError):
            run.line_ids.with_user(accountant).write({"state": "done"})
        with self.assertRaises(AccessError):
            self.env["cobranzas.operation"].with_user(accountant).create(
                {"kind": "application", "run_id": run.id}
            )
        self.book(run.with_user(accountant))
        self.assertEqual(run.operation_ids.done_by, accountant)

    def test_queries_do_not_grow_with_the_items(self):
        """One operation of many items asks as many queries beside core's reconciliation."""
        counts = []
        for size in (20, 200):
            partner = self.env["res.partner"].create({"name": f"Cliente {size}"})
            items = [self.invoice(10, partner=partner) for _number in range(size)]
            credit = self.invoice(10 * size, partner=partner, move_type="out_refund")
            draft = self.operation("application", [*items, credit])
            core = [self.invoice(10, partner=partner) for _number in range(size)]
            theirs = self.invoice(10 * size, partner=partner, move_type="out_refund")
            pair = self.env["account.move.line"].union(*core, theirs)
            counts.append(self._count(draft.action_confirm) - self._count(pair.reconcile))
        self.assertLess(counts[1] - counts[0], 20, counts)

    def _count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - start
