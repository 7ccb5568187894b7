"""The worklist: what is to be collected of each debtor, live (COL-07)."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.worklist import WorklistCommon


@tagged("post_install", "-at_install")
class TestWorklist(WorklistCommon):
    # ------------------------------------------------------------------
    # Amount to collect = overdue - promised - disputed - received
    # ------------------------------------------------------------------

    def test_only_what_is_past_its_due_date(self):
        self.owe(100, -5)
        self.owe(50, 0)
        self.assertFalse(self.row())
        self.owe(30, 1)
        self.assertRow("30 - 0 - 0 - 0 = 30")
        self.assertEqual(self.row().overdue, self.customer.cobranzas_overdue)

    def test_a_payment_takes_the_debtor_off_at_once_and_its_void_brings_it_back(self):
        item = self.owe(100, 10)
        receipt = self.collect(item, 60)
        self.assertRow("40 - 0 - 0 - 0 = 40")
        rest = self.collect(item)
        self.assertFalse(self.row())
        rest.action_void(self.today, "Test")
        receipt.action_void(self.today, "Test")
        self.assertRow("100 - 0 - 0 - 0 = 100")

    def test_promises_in_time_count_and_late_ones_do_not(self):
        self.owe(100, 10)
        self.promise(30, 0)
        self.promise(20, 5)
        self.promise(15, -1)
        self.promise(9, 5, state="kept")
        self.promise(9, 5, state="cancelled")
        self.promise(9, 5, state="replaced")
        row = self.assertRow("100 - 50 - 0 - 0 = 50")
        self.assertEqual(row.broken, 15)

    def test_a_promise_of_documents_covers_no_more_than_is_due_of_these(self):
        due, later = self.owe(100, 10), self.owe(500, -20)
        self.promise(500, 5, items=[later])
        self.assertRow("100 - 0 - 0 - 0 = 100")
        self.promise(300, 5, items=[due, later])
        self.assertRow("100 - 100 - 0 - 0 = 0")
        self.dispute(due, 40)
        self.assertRow("100 - 60 - 40 - 0 = 0")

    def test_disputes_that_are_open_count_up_to_the_balance(self):
        item, other = self.owe(100, 10), self.owe(70, -10)
        self.dispute(item, 30)
        self.dispute(item, 20, state="rejected")
        self.dispute(other, 70)  # it is not due
        self.assertRow("100 - 0 - 30 - 0 = 70")
        self.collect(item, 90)
        self.assertRow("10 - 0 - 10 - 0 = 0")

    def test_what_a_rejected_dispute_gave_grace_is_fresh(self):
        item = self.owe(100, 200)
        self.assertEqual(self.row().risk, 142.5)
        dispute = self.dispute(item, 100, state="rejected", date_grace=self.today)
        self.assertEqual((self.row().to_collect, self.row().risk), (100, 25))
        dispute.date_grace = self.days_ago(1)
        self.assertEqual(self.row().risk, 142.5)

    def test_what_was_received_and_is_not_applied(self):
        self.owe(100, 10)
        self.invoice(15, date=self.days_ago(3), move_type="out_refund")
        self.assertRow("100 - 0 - 0 - 15 = 85")
        receipt = self.receipt([], [], [self.check(25, number="77")], date=self.today)
        self.assertRow("100 - 0 - 0 - 40 = 60")  # the cheque is in hand, the receipt a draft
        receipt.action_post()
        self.assertRow("100 - 0 - 0 - 40 = 60")  # and not twice
        receipt.action_void(self.today, "Test")
        self.assertRow("100 - 0 - 0 - 15 = 85")

    def test_a_cheque_that_settled_its_document_counts_for_no_other(self):
        paid = self.owe(100, 20)
        self.owe(40, 10)
        self.receipt([paid], [], [self.check(100, number="78")], date=self.today).action_post()
        self.assertRow("40 - 0 - 0 - 0 = 40")

    def test_online_payments_that_are_pending(self):
        self.owe(100, 10)
        provider = self.env["payment.provider"].create({"name": "P", "code": "none"})
        method = self.env["payment.method"].create({"name": "M", "code": "m"})
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": "T1",
                "amount": 30,
                "currency_id": self.company.currency_id.id,
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "operation": "online_direct",
                "state": "pending",
                "last_state_change": fields.Datetime.now(),
            }
        )
        transaction.company_id = self.company
        self.assertRow("100 - 0 - 0 - 30 = 70")
        transaction.last_state_change = fields.Datetime.subtract(fields.Datetime.now(), days=16)
        self.assertRow("100 - 0 - 0 - 0 = 100")
        transaction.write({"state": "cancel", "last_state_change": fields.Datetime.now()})
        self.assertRow("100 - 0 - 0 - 0 = 100")

    def test_more_received_than_owed_is_nothing_to_collect(self):
        self.owe(100, 10)
        self.promise(90, 5)
        self.invoice(50, date=self.today, move_type="out_refund")
        row = self.assertRow("100 - 90 - 0 - 50 = 0")
        self.assertEqual((row.risk, row.priority), (0, 0))

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    def test_a_contact_owes_for_its_company_and_a_group_for_its_members(self):
        contact = self.env["res.partner"].create({"name": "Ana", "parent_id": self.customer.id})
        self.owe(10, 5, partner=contact)
        self.owe(20, 90, partner=self.other_customer)
        self.assertEqual(self.rows().partner_id, self.customer | self.other_customer)
        group = self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo",
                "member_ids": [
                    Command.create({"partner_id": each.id})
                    for each in self.customer | self.other_customer
                ],
            }
        )
        [row] = self.rows()
        self.assertEqual((row.debtor_group_id, row.name), (group, "Grupo"))
        self.assertEqual((row.overdue, row.days_overdue, row.partner_id.ids), (30, 90, []))
        self.assertEqual(self.rows(domain=[("debtor_group_id", "=", group.id)]), row)
        self.assertEqual(self.rows(domain=[("id", "=", row.id)]).overdue, 30)

    def test_members_of_two_collectors_are_two_rows(self):
        self.owe(10, 5)
        self.owe(20, 5, partner=self.other_customer)
        self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo",
                "member_ids": [
                    Command.create({"partner_id": each.id})
                    for each in self.customer | self.other_customer
                ],
            }
        )
        collector = self.env["cobranzas.collector"].create({"name": "Raúl"})
        self.other_customer.cobranzas_collector_id = collector
        rows = self.rows()
        self.assertEqual(len(rows), 2)
        self.assertEqual(
            {row.collector_id: row.overdue for row in rows}, {collector: 20, collector[:0]: 10}
        )

    def owe_elsewhere(self, company, accounts, amount):
        """A debt of another company, nine days late, by an entry."""
        day = self.days_ago(9)
        owed = accounts["default_account_receivable"]
        sides = ((owed, amount, day), (accounts["default_account_revenue"], -amount, False))
        move = self.env["account.move"].create(
            {
                "company_id": company.id,
                "journal_id": accounts["default_journal_misc"].id,
                "date": day,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": self.customer.id,
                            "balance": balance,
                            "date_maturity": due,
                        }
                    )
                    for account, balance, due in sides
                ],
            }
        )
        move.action_post()
        self.env.flush_all()

    def test_a_branch_counts_with_its_company(self):
        branch = self.env["res.company"].create({"name": "Sucursal", "parent_id": self.company.id})
        self.env.user.company_ids |= branch
        self.owe(10, 5)
        self.owe_elsewhere(branch, self.company_data, 7)
        worklist = self.env["cobranzas.worklist"].with_context(
            allowed_company_ids=[self.company.id, branch.id]
        )
        [row] = worklist.search([("partner_id", "=", self.customer.id)])
        self.assertEqual((row.company_id, row.overdue), (self.company, 17))
        only = worklist.with_context(allowed_company_ids=branch.ids)
        [row] = only.search([("partner_id", "=", self.customer.id)])
        self.env.invalidate_all()
        self.assertEqual((row.company_id.id, row.overdue), (self.company.id, 7))

    def test_the_rows_of_another_company_have_ids_of_their_own(self):
        accounts = self.setup_other_company()
        other = accounts["company"]
        self.env.user.company_ids |= other
        self.owe(10, 5)
        self.owe_elsewhere(other, accounts, 7)
        worklist = self.env["cobranzas.worklist"].with_context(
            allowed_company_ids=[self.company.id, other.id]
        )
        rows = worklist.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(rows.company_id, self.company | other)
        self.assertEqual(
            {row.company_id: row.overdue for row in rows}, {self.company: 10, other: 7}
        )
        for row in rows:
            self.env.invalidate_all()
            self.assertEqual(worklist.search([("id", "=", row.id)]), row)
