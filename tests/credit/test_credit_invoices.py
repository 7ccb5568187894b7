"""Invoices, debit notes and charges are judged when they are posted, whatever the door."""

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.credit import CreditCommon


@tagged("post_install", "-at_install")
class TestCreditInvoices(CreditCommon):
    def test_an_invoice_beyond_the_limit_is_refused_and_stays_a_draft(self):
        invoice = self.draft_invoice(2_023_000)
        with self.assertRaisesRegex(UserError, "2,000,000.*2,023,000.*23,000"):
            invoice.action_post()
        self.assertEqual(invoice.state, "draft")
        self.draft_invoice(2_000_000).action_post()

    def test_a_batch_is_refused_as_a_whole(self):
        first, second = self.draft_invoice(1_500_000), self.draft_invoice(600_000)
        with self.assertRaisesRegex(UserError, "2,100,000"):
            (first | second).action_post()
        first.action_post()
        self.assertEqual((first.state, second.state), ("posted", "draft"))

    def test_drafts_that_count_count_once(self):
        self.company.cobranzas_credit_count_drafts = True
        first, second = self.draft_invoice(1_500_000), self.draft_invoice(600_000)
        self.assertEqual(self.exposure(), 2_100_000)
        with self.assertRaisesRegex(UserError, "2,100,000"):
            first.action_post()
        second.unlink()
        first.action_post()
        self.assertEqual(first.state, "posted")

    def test_seed_004_grace(self):
        """Due 16/12/2019 with 15 days of grace: passes on 31/12, refused on 01/01 and 17/01."""
        self.customer.with_company(self.company).cobranzas_grace_days = 15
        self.company.cobranzas_credit_active = False
        late = self.invoice(1_000, date="2019-12-01", due="2019-12-16")
        self.company.cobranzas_credit_active = True
        with freeze_time("2019-12-31 12:00:00"):
            self.draft_invoice(10).action_post()
        for day in ("2020-01-01 12:00:00", "2020-01-17 12:00:00"):
            with freeze_time(day), self.assertRaisesRegex(UserError, late.move_id.name):
                self.draft_invoice(10).action_post()

    def test_the_day_is_that_of_the_company_at_midnight(self):
        """The last day of grace ends at midnight where the company is, whoever posts, and where."""
        self.customer.with_company(self.company).cobranzas_grace_days = 15
        self.company.partner_id.tz = "America/Argentina/Buenos_Aires"
        self.company.cobranzas_credit_active = False
        self.invoice(1_000, date="2019-12-01", due="2019-12-16")
        self.company.cobranzas_credit_active = True
        with freeze_time("2020-01-01 02:59:00"):  # still 31/12 in Buenos Aires
            self.draft_invoice(10).action_post()
        with freeze_time("2020-01-01 03:00:00"), self.assertRaises(UserError):
            self.draft_invoice(10).with_context(tz="Asia/Tokyo").action_post()

    def test_problems_are_the_reasons_of_a_document_nobody_makes(self):
        self.debt(1_500_000)
        self.assertEqual(self.customer._cobranzas_credit_problems(500_000), [])
        (reason,) = self.customer._cobranzas_credit_problems(500_000.01, kind="invoice")
        self.assertEqual((reason.rule, reason.excess), ("limit", 1))

    def test_a_credit_note_is_never_asked_and_frees_credit(self):
        self.debt(2_000_000)
        refund = self.draft_invoice(500_000, move_type="out_refund")
        refund.action_post()
        self.draft_invoice(500_000).action_post()
        with self.assertRaises(UserError):
            self.draft_invoice(0.01).action_post()

    def test_a_debit_note_is_a_kind_of_its_own(self):
        origin = self.debt(2_000_000).move_id
        note = self.draft_invoice(10, debit_origin_id=origin.id)
        with self.assertRaises(UserError):
            note.action_post()
        self.company.cobranzas_credit_on_debit_note = "warn"
        note.action_post()
        self.assertEqual(note.cobranzas_credit_decision_ids.mapped("verdict"), ["warn"])

    def test_a_contact_of_the_customer_uses_its_limit(self):
        contact = self.env["res.partner"].create(
            {"name": "Depósito", "parent_id": self.customer.id}
        )
        with self.assertRaisesRegex(UserError, "2,023,000"):
            self.draft_invoice(2_023_000, partner=contact).action_post()

    def test_an_invoice_in_another_currency(self):
        dollars = self.make_rates({"2020-01-01": 0.001})
        self.draft_invoice(2_000, currency_id=dollars.id).action_post()
        with self.assertRaisesRegex(UserError, "1,000"):
            self.draft_invoice(1, currency_id=dollars.id).action_post()

    def test_an_invoice_posted_later_is_judged_later(self):
        invoice = self.draft_invoice(2_023_000, auto_post="at_date", invoice_date="2100-01-01")
        invoice.date = "2100-01-01"
        invoice._post(soft=True)
        self.assertEqual(invoice.state, "draft")

    def test_an_override_lets_an_invoice_pass_once(self):
        invoice = self.draft_invoice(2_023_000)
        self.env["cobranzas.credit.override"].create(
            {"move_id": invoice.id, "amount": 2_023_000, "reason": "Pago en camino"}
        ).action_override()
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")
        invoice.button_draft()
        with self.assertRaises(UserError):
            invoice.action_post()

    def test_blocks_of_a_category_refuse_what_sells_it(self):
        category = self.env["product.category"].create({"name": "Bebidas"})
        child = category.copy({"name": "Vinos", "parent_id": category.id})
        self.env["cobranzas.credit.block"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "category_id": category.id,
                "reason": "Sin licencia",
            }
        )
        self.draft_invoice(10).action_post()
        self.product.categ_id = child
        with self.assertRaisesRegex(UserError, "Sin licencia"):
            self.draft_invoice(10).action_post()

    def test_the_log_is_never_written_by_hand(self):
        log = self.env["cobranzas.credit.decision"].with_user(self.salesman)
        self.assertFalse(log.has_access("create") or log.has_access("write"))

    def test_line_commands_do_not_go_round(self):
        invoice = self.draft_invoice(2_000_000)
        invoice.write(
            {
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 1, "tax_ids": [Command.clear()]})
                ]
            }
        )
        with self.assertRaises(UserError):
            invoice.action_post()
