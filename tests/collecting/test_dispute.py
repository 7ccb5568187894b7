"""Disputes: raised, resolved, apart in aging and statement (COL-06)."""

from odoo.addons.l10n_cobranzas.reports.reader.report_query import ReportQuery
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.promises import PromisesCommon


@tagged("post_install", "-at_install")
class TestDispute(PromisesCommon):
    def test_raised(self):
        dispute = self.dispute(self.old, 300, note="Two boxes came broken")
        self.assertEqual(
            (dispute.state, dispute.amount, dispute.amount_company, dispute.move_id),
            ("open", 300, 300, self.old.move_id),
        )
        self.assertEqual((dispute.date_target, dispute.responsible_id), (self.at(7), self.env.user))
        activity = dispute.activity_id
        self.assertEqual((activity.date_deadline, activity.res_id), (self.at(7), self.customer.id))
        self.assertEqual(self.Dispute._cobranzas_disputed(self.old | self.next), {self.old.id: 300})
        self.assertEqual(self.customer.cobranzas_disputed, 300)
        self.assertEqual(self.old.move_id.cobranzas_dispute_state, "open")
        self.assertRegex(self.customer.message_ids[0].body, "Disputed.*300.00")
        dispute.write({"date_target": self.at(2)})
        self.assertEqual(activity.date_deadline, self.at(2))

    def test_never_more_than_is_owed(self):
        self.dispute(self.old, 300)
        for words, item, amount in (
            ("700.00 is owed and not disputed", self.old, 701),
            ("above zero", self.old, 0),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.dispute(item, amount)
        self.pay((self.old, 900))
        self.assertEqual(self.Dispute._cobranzas_disputed(self.old), {self.old.id: 100})
        self.pay((self.next, 600))
        with self.assertRaisesRegex(UserError, "Nothing is owed"):
            self.dispute(self.next, 10)
        with self.assertRaisesRegex(UserError, "Nothing is owed"):
            self.next.move_id.action_cobranzas_dispute()
        with self.assertRaisesRegex(UserError, "has passed"):
            self.dispute(self.later, 10, date_target=self.at(-1))

    def test_accepted_wholly(self):
        dispute = self.dispute(self.old, 1000)
        self.resolve(dispute, "accepted")
        note = dispute.credit_note_id
        self.assertEqual(dispute.state, "accepted")
        self.assertEqual((note.state, note.move_type), ("draft", "out_refund"))
        self.assertEqual(note.reversed_entry_id, self.old.move_id)
        self.assertFalse(dispute.activity_id.active)
        note.action_post()
        self.assertLedger(
            note,
            """Product Sales | Almacén El Ceibo | 1000.00 | 0.00 | 0.00
            Account Receivable | Almacén El Ceibo | 0.00 | 1000.00 | 0.00""",
        )
        self.assertEqual(self.old.amount_residual, 0)

    def test_partly_with_taxes_to_the_cent(self):
        dates = {"invoice_date": self.at(-60), "invoice_date_due": self.at(-9)}
        move = self.old.move_id.copy(dates)
        move.invoice_line_ids.write(
            {"price_unit": 333.33, "tax_ids": [(6, 0, self.company_data["default_tax_sale"].ids)]}
        )
        move.action_post()
        item = self.item(move)
        self.assertEqual(item.amount_residual, 383.33)
        dispute = self.dispute(item, 200)
        with self.assertRaisesRegex(UserError, "less than"):
            self.resolve(dispute, "partly", 200)
        self.resolve(dispute, "partly", 123.45)
        note = dispute.credit_note_id
        self.assertEqual((dispute.state, dispute.amount_accepted), ("partly", 123.45))
        self.assertEqual((note.state, note.amount_total), ("draft", 123.45))
        self.assertEqual(dispute.date_grace, self.at(7))
        note.action_post()
        self.assertLedger(
            note,
            """Product Sales | Almacén El Ceibo | 107.35 | 0.00 | 0.00
            Account Receivable | Almacén El Ceibo | 0.00 | 123.45 | 0.00
            Tax Received | Almacén El Ceibo | 16.10 | 0.00 | 0.00""",
        )
        self.assertEqual(item.amount_residual, 259.88)

    def test_rejected_and_withdrawn(self):
        self.company.cobranzas_dispute_grace_days = 5
        rejected, withdrawn = self.dispute(self.old, 300), self.dispute(self.next, 100)
        self.resolve(rejected, "rejected", words="The delivery was signed")
        self.resolve(withdrawn, "withdrawn")
        self.assertEqual((rejected.date_grace, withdrawn.date_grace), (self.at(5), False))
        self.assertFalse(rejected.credit_note_id | withdrawn.credit_note_id)
        self.assertEqual(self.Dispute._cobranzas_disputed(self.old | self.next), {})
        self.assertEqual(self.customer.cobranzas_disputed, 0)
        with self.assertRaisesRegex(UserError, "closed already"):
            self.resolve(rejected, "withdrawn")
        with self.assertRaisesRegex(UserError, "is closed"):
            rejected.write({"date_target": self.at(9)})
        bodies = "".join(self.customer.message_ids.mapped("body"))
        self.assertIn("The delivery was signed", bodies)

    def test_resolved_once_its_activity_was_done(self):
        dispute = self.dispute(self.old, 300)
        dispute.activity_id.action_feedback(feedback="Seen")
        count = len(self.customer.message_ids)
        self.resolve(dispute, "withdrawn")
        self.assertEqual(dispute.state, "withdrawn")
        self.assertEqual(len(self.customer.message_ids), count + 1)  # of the dispute alone

    def test_apart_in_the_aging(self):
        report = self.env["cobranzas.report"].create(
            {"report": "aging", "date_to": self.today, "partner_ids": [(6, 0, self.customer.ids)]}
        )
        names = [column.name for column in report._get_definition()._get_columns(report)]
        self.assertNotIn("disputed", names)
        dispute = self.dispute(self.old, 300)
        items = self.env["cobranzas.open.item"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(
            [(item.id, item.disputed_amount, item.residual) for item in items],
            [(self.old.id, 300, 1000), (self.next.id, 0, 600), (self.later.id, 0, 400)],
        )
        (total,) = ReportQuery(report).get_groups()[1]
        self.assertEqual((total.values["disputed"], total.values["balance"]), (300, 2000))
        report.date_to = self.at(-1)
        names = [column.name for column in report._get_definition()._get_columns(report)]
        self.assertNotIn("disputed", names)
        report.date_to = self.today
        self.pay((self.old, 900))
        self.resolve(dispute, "withdrawn")
        (total,) = ReportQuery(report).get_groups()[1]
        self.assertNotIn("disputed", total.values)

    def test_marked_in_the_statement(self):
        self.dispute(self.old, 300)
        self.customer.email = "ceibo@example.com"
        self.env["cobranzas.statement.run"]._action_send_for(self.customer)
        lines = self.env["cobranzas.statement.run.line"].search(
            [("partner_id", "=", self.customer.id)], order="id desc", limit=1
        )
        (statement,) = lines.run_id._fetch_statements(lines).values()
        names = [document.name for document in statement.documents]
        self.assertEqual(
            names,
            [
                f"{self.old.move_id.name} (disputed: 300.00)",
                self.next.move_id.name,
                self.later.move_id.name,
            ],
        )
