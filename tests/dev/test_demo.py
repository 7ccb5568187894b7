"""The demo data: what make demo shows, on the generic chart of accounts."""

from datetime import timedelta

import pytest
from odoo.addons.l10n_cobranzas.demo.settings import company
from odoo.tests import TransactionCase, tagged

from ..lib.demo import DemoCommon

pytestmark = pytest.mark.slow


@tagged("post_install", "-at_install")
class TestDemo(DemoCommon):
    def test_an_order_is_held_and_another_overridden(self):
        orders = self.env["sale.order"].search([("company_id", "=", self.company.id)], order="id")
        self.assertEqual(orders.mapped("state"), ["sale", "draft"])
        self.assertEqual(orders.mapped("cobranzas_hold"), [False, "credit"])
        verdicts = [order.cobranzas_credit_decision_ids.mapped("verdict") for order in orders]
        self.assertEqual(verdicts, [["override"], ["refuse"]])

    def test_company_is_ready_to_collect(self):
        self.assertEqual(self.company.currency_id.name, "ARS")
        self.assertEqual(self.company.cobranzas_rounding_tolerance, 1)
        self.assertEqual(self.company.cobranzas_change_journal_id.type, "cash")
        books = self.env["cobranzas.receipt.book"].search([("company_id", "=", self.company.id)])
        self.assertEqual(sorted(books.mapped("kind")), ["application", "receipt", "receipt"])

    def test_debtors_stand_in_groups_and_have_a_collector(self):
        debtors = self.env["res.partner"].search([("ref", "=like", "C00__")])
        self.assertIn(len(debtors), range(38, 43))
        self.assertTrue(all(debtors.mapped("cobranzas_collector_id")))
        self.assertTrue(all(debtor.vat and debtor.email and debtor.phone for debtor in debtors))
        self.assertEqual(len(set(debtors.mapped("vat"))), len(debtors))
        groups = self.env["cobranzas.debtor.group"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(groups), 6)
        self.assertEqual(len(groups.member_ids), 24)
        collectors = debtors.cobranzas_collector_id
        self.assertEqual(len(collectors), 3)
        self.assertEqual(sorted(collectors.user_id.mapped("login")), ["calle", "collector"])

    def test_tax_ids_have_their_check_digit(self):
        from stdnum.ar import cuit

        debtors = self.env["res.partner"].search([("ref", "=like", "C00__")])
        for number in [self.company.vat, *debtors.mapped("vat")]:
            self.assertTrue(cuit.is_valid(number), number)

    def test_invoices_of_a_year_in_three_currencies(self):
        invoices = self.documents(
            ("move_type", "=", "out_invoice"), ("debit_origin_id", "=", False)
        )
        count = {
            currency.name: len(found) for currency, found in invoices.grouped("currency_id").items()
        }
        self.assertEqual(count, {"ARS": 271 + 41 + 1 + 1 + 7, "USD": 25 + 4 + 2, "EUR": 4})
        self.assertLessEqual(max(invoices.mapped("invoice_date")), self.today)
        self.assertGreater(min(invoices.mapped("invoice_date")), self.today - timedelta(days=370))
        self.assertTrue(all(invoice.amount_tax > 0 for invoice in invoices))
        paid = invoices.filtered(lambda invoice: invoice.payment_state == "paid")
        self.assertIn(len(paid), range(210, 280))
        self.assertTrue(invoices.filtered(lambda invoice: invoice.payment_state == "partial"))

    def test_notes(self):
        debit_notes = self.documents(("debit_origin_id", "!=", False))
        self.assertEqual(len(debit_notes), 4 + 3)  # interest, surcharge, exchange difference
        credit_notes = self.documents(("move_type", "=", "out_refund"))
        self.assertEqual(len(credit_notes), 20 + 2 + 2)  # the discounts
        states = credit_notes.grouped("payment_state")
        self.assertGreaterEqual(len(states["paid"]), 8)
        self.assertGreaterEqual(len(states["not_paid"]), 4)

    def test_nothing_is_dated_in_the_future(self):
        self.assertFalse(self.documents(("date", ">", self.today)))
        self.assertLessEqual(max(self.receipts.mapped("date")), self.today)

    def test_receipts_by_state(self):
        count = {
            key: len(found)
            for key, found in self.receipts.grouped(lambda r: (r.kind, r.state)).items()
        }
        self.assertIn(count.pop(("receipt", "posted")), range(220, 330))
        self.assertEqual(
            count,
            {("receipt", "draft"): 7, ("receipt", "voided"): 1, ("application", "posted"): 3},
        )
        on_account = self.posted.filtered(lambda r: r.amount_on_account and not r.line_ids)
        self.assertEqual(len(on_account), 5)
        over = self.posted.filtered(lambda r: r.amount_on_account and r.line_ids)
        self.assertEqual(len(over), 1)
        self.assertEqual(len(self.posted.filtered("amount_change")), 1)
        self.assertTrue(self.posted.filtered("amount_difference"))
        self.assertTrue(self.posted.filtered(lambda r: r.currency_id.name == "USD"))
        legends = self.posted.filtered(lambda r: r.kind == "receipt").legend_ids
        self.assertEqual(set(legends.title_id.mapped("name")), {"Recibido por", "Planilla de ruta"})
        self.assertTrue(all(legends.mapped("text")))

    def test_checks_of_today_and_deferred(self):
        checks = self.posted.check_ids
        deferred = checks.filtered(lambda check: check.payment_date > check.receipt_id.date)
        self.assertGreater(len(deferred), 50)
        self.assertGreater(len(checks - deferred), 20)
        self.assertTrue(deferred.filtered(lambda check: check.payment_date > self.today))
        self.assertTrue(any(len(receipt.check_ids) > 2 for receipt in self.posted))
        in_hand = checks.check_id.filtered(
            lambda check: check.current_journal_id == check.original_journal_id
        )
        self.assertTrue(in_hand)
        self.assertLess(len(in_hand), len(checks))

    def test_coupons_and_deposits(self):
        coupons = self.posted.value_ids.filtered("is_card")
        self.assertEqual(
            sorted(coupons.mapped("coupon_state")), ["portfolio", "portfolio", "settled"]
        )
        deposits = self.env["cobranzas.deposit"].search([("company_id", "=", self.company.id)])
        states = sorted(deposits.mapped("state"))
        self.assertEqual(states, ["draft", *["pending"] * 4, "used"])

    def test_residuals_lie_between_zero_and_their_origin(self):
        for item in self.receivables():
            amount, residual = item.amount_currency, item.amount_residual_currency
            self.assertGreaterEqual(residual * amount, 0, item.display_name)
            self.assertLessEqual(abs(residual), abs(amount), item.display_name)
            self.assertEqual(item.currency_id.is_zero(residual), not item.amount_residual)

    def test_the_ledger_holds_what_the_receipts_say(self):
        """Every entry of a receipt balances, and what it booked on receivables is its total."""
        by_receipt = self.receipts.move_ids.line_ids.grouped(
            lambda item: item.move_id.cobranzas_receipt_id
        )
        for receipt in self.posted.filtered(lambda r: r.kind == "receipt"):
            items = by_receipt[receipt]
            self.assertAlmostEqual(sum(items.mapped("balance")), 0, 2, receipt.name)
            liquid = sum(
                receipt._to_company_currency(value.amount, value.currency_id)
                for value in receipt.value_ids
            )
            change = receipt._to_company_currency(receipt.amount_change, receipt.currency_id)
            withheld = sum(receipt.withholding_ids.mapped("amount_effective"))
            booked = {
                "asset_receivable": 0.0,
                "withheld": 0.0,
            }
            for item in items:
                if item.tax_line_id:
                    booked["withheld"] += item.balance
                elif item.account_type == "asset_receivable":
                    booked["asset_receivable"] += item.balance
            self.assertAlmostEqual(booked["withheld"], withheld, 2, receipt.name)
            lost = -sum(
                item.balance
                for item in items
                if item.account_id
                in self.company.cobranzas_rounding_gain_account_id
                | self.company.cobranzas_rounding_loss_account_id
            )
            self.assertAlmostEqual(
                booked["asset_receivable"], change - liquid - withheld + lost, 1, receipt.name
            )

    def test_values_are_the_payments(self):
        def amounts(records):
            return sorted((record.currency_id.name, record.amount) for record in records)

        for receipt in self.posted:
            received = receipt.payment_ids.filtered(lambda p: p.payment_type == "inbound")
            self.assertEqual(amounts(receipt.value_ids), amounts(received), receipt.name)
            self.assertLess(abs(receipt.amount_difference), 1)

    def test_debts_of_every_age(self):
        items = self.receivables().filtered(lambda item: item.amount_residual > 0)
        ages = [(self.today - item.date_maturity).days for item in items]
        for first, last, least in ((-70, 0, 10), (1, 30, 5), (31, 90, 3), (91, 400, 10)):
            found = sum(first <= age <= last for age in ages)
            self.assertGreaterEqual(found, least, f"due {first} to {last} days ago")

    def test_withholdings(self):
        certificates = self.posted.withholding_ids
        self.assertIn(len(certificates.receipt_id), range(20, 32))
        self.assertEqual(
            set(certificates.tax_id.mapped("name")),
            {"Ret. IVA", "Ret. Ganancias", "Ret. IIBB Buenos Aires", "Ret. IIBB CABA"},
        )
        self.assertEqual(len(certificates.move_id), len(certificates))
        accounts = certificates.move_id.line_ids.filtered("tax_line_id").account_id
        self.assertEqual(len(accounts), 4)
        self.assertEqual(set(certificates.state_id.mapped("code")), {"B", "C"})
        final = certificates.filtered("provisional_id")
        self.assertEqual((len(final), final.provisional_id.kind), (1, "cpr"))
        self.assertGreater(final.receipt_id.date, final.provisional_id.receipt_id.date)
        self.assertGreater(final.amount_effective, 0)

    def test_groups_are_paid_together(self):
        together = self.posted.filtered("allocate_by_group")
        self.assertEqual(len(together), 5)
        self.assertTrue(all(len(receipt.line_ids.partner_id) > 1 for receipt in together))
        credit = together.line_ids.filtered(lambda line: line.amount < 0)
        self.assertEqual(len(credit), 1)
        payers = credit.receipt_id.allocation_ids.filtered(lambda row: row.credit_id == credit)
        self.assertNotIn(credit.partner_id, payers.line_id.partner_id)
        self.assertEqual(credit.move_line_id.amount_residual, 0)

    def test_rates_of_every_day_but_today(self):
        for code in ("USD", "EUR"):
            days = self.env["res.currency.rate"].search(
                [
                    ("company_id", "=", self.company.id),
                    ("currency_id", "=", self.env.ref(f"base.{code}").id),
                ]
            )
            self.assertEqual(max(days.mapped("name")), self.today - timedelta(days=1))
            self.assertEqual(len(days), (self.today - min(days.mapped("name"))).days)
        asking = self.receipts.filtered(lambda receipt: receipt._get_missing_rates())
        self.assertEqual(set(asking.mapped("date")), {self.today})
        self.assertIn("draft", asking.mapped("state"))

    def test_rates_of_receipts_own(self):
        own = self.posted.filtered(
            lambda receipt: any(rate.rate != rate.recorded_rate for rate in receipt.rate_ids)
        )
        self.assertEqual(len(own), 3)
        both = own.filtered(lambda receipt: len(receipt.value_ids.currency_id) == 2)
        self.assertEqual(len(both), 1)
        for item in own.line_ids.move_line_id:
            self.assertEqual((item.amount_residual_currency, item.amount_residual), (0, 0))

    def test_documents(self):
        documents = self.env["cobranzas.document"].search([("company_id", "=", self.company.id)])
        kinds = documents.grouped("kind")
        count = {kind: len(found) for kind, found in kinds.items()}
        self.assertEqual(
            count,
            {
                "promissory_note": 13 + 6,
                "bill": 1,
                "postdated": 3,
                "credit_invoice": 4,
                "third_party_credit_invoice": 1,
            },
        )
        self.assertEqual(
            sorted(kinds["credit_invoice"].mapped("state")),
            ["issued", "issued", "portfolio", "portfolio"],
        )
        notes = kinds["promissory_note"].grouped("state")
        self.assertEqual(
            {state: len(found) for state, found in notes.items()},
            {"collected": 2, "partial": 1, "portfolio": 10 + 6},
        )
        self.assertEqual(len(kinds["promissory_note"].filtered("is_overdue")), 4)
        soon = self.today + timedelta(days=7)
        self.assertTrue(
            documents.filtered(
                lambda document: (
                    document.state == "portfolio" and self.today <= document.date_due <= soon
                )
            )
        )
        held = documents.filtered(lambda document: document.state in ("portfolio", "partial"))
        accounts = (
            self.company.cobranzas_document_account_id
            | self.company.cobranzas_credit_invoice_account_id
        )
        booked = self.receivables().filtered(lambda item: item.account_id in accounts)
        self.assertAlmostEqual(
            sum(held.mapped("amount_residual")), sum(booked.mapped("amount_residual")), 2
        )
        mipyme = self.documents(("cobranzas_is_mipyme", "=", True))
        self.assertEqual(sorted(mipyme.mapped("cobranzas_mipyme_state")), ["accepted", "pending"])

    def test_operations_of_every_kind(self):
        operations = self.env["cobranzas.operation"].search([("company_id", "=", self.company.id)])
        online = {"returned_payment", "provider_fee"}  # of payments online, which the demo has none
        self.assertEqual(set(operations.mapped("kind")), set(operations._get_kinds()) - online)
        self.assertEqual(set(operations.mapped("state")), {"done"})

    def test_credit_control(self):
        self.assertTrue(self.company.cobranzas_credit_active)
        debtors = self.env["res.partner"].search([("ref", "=like", "C00__")])
        limits = debtors._cobranzas_get_limits(self.company)
        amounts = [limit.amount for limit in limits.values() if limit.amount is not None]
        self.assertEqual((len(amounts), min(amounts)), (4, 0))
        self.assertEqual(sum(bool(limit.extra) for limit in limits.values()), 1)
        self.assertEqual(len(debtors.filtered("cobranzas_blocked")), 1)
        self.assertTrue(debtors._cobranzas_is_cash(self.company))
        near = debtors.filtered(lambda debtor: debtor.ref == "C0028")
        self.assertLess(near.credit_limit - near.cobranzas_balance, 61000)
        groups = self.env["cobranzas.debtor.group"].search([("company_id", "=", self.company.id)])
        shared = groups._get_limits(self.company)
        self.assertEqual(list(shared), [groups.filtered("share_credit_limit")])
        self.assertEqual(self.env["cobranzas.credit.rule"].search_count([]), 4)
        request = self.env["cobranzas.credit.request"].search([])
        self.assertEqual((request.partner_id, request.state), (near, "draft"))

    def test_charges_of_every_kind(self):
        """Brought by receipts; one debt still bears interest, one difference waits for its note."""
        charges = self.env["cobranzas.charge"].search([("company_id", "=", self.company.id)])
        found = sorted((charge.kind, charge.amount > 0) for charge in charges)
        kinds = [("date_adjustment", False), ("date_adjustment", True), ("early_payment", False)]
        self.assertEqual(found, [*kinds, ("exchange", True), ("interest", True)])
        self.assertTrue(all(charges.receipt_id) and all(charges.note_id))
        items = self.receivables().filtered(lambda item: item.amount_residual)
        self.assertEqual(len(items.filtered("cobranzas_is_pending_difference")), 1)
        self.assertTrue(items.filtered("cobranzas_alternative_ids"))
        bearing = items.filtered("cobranzas_interest_policy_id")
        self.assertTrue(any(item._cobranzas_get_interest(self.today) for item in bearing))

    def test_invoiced_advance_is_deducted_by_the_final_invoice(self):
        operations = self.env["cobranzas.operation"]
        advance = operations.search([("kind", "=", "invoiced_advance")]).move_ids
        self.assertEqual((advance.amount_untaxed, advance.state), (90000, "posted"))
        self.assertGreater(advance.amount_tax, 0)
        line = self.env["account.move.line"].search(
            [
                ("product_id", "=", self.company.cobranzas_advance_product_id.id),
                ("move_id", "!=", advance.id),
            ]
        )
        self.assertEqual((line.price_subtotal, line.parent_state), (-90000, "draft"))
        self.assertEqual(line.account_id, advance.invoice_line_ids.account_id)
        self.assertGreater(line.move_id.amount_total, 0)
        self.assertEqual(line.move_id.cobranzas_advances_left, 0)

    def test_a_paper_book_with_a_spoiled_form(self):
        paper = self.posted.filtered(lambda receipt: receipt.book_id.mode == "preprinted")
        self.assertGreater(len(paper), 5)
        self.assertEqual(paper.collector_id.name, "Rubén Acosta")
        spoiled = paper.book_id.spoiled_ids
        self.assertEqual(len(spoiled), 1)
        numbers = set(paper.mapped("number"))
        self.assertEqual(numbers | {spoiled.number}, set(range(1501, max(numbers) + 1)))

    def test_classifications_and_profiles(self):
        self.assertEqual(set(self.posted.classification_id.mapped("code")), {"COB-INT", "COB-LOC"})
        profiles = self.env["cobranzas.profile"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(profiles), 2)
        self.assertEqual(set(profiles.user_ids.mapped("login")), {"calle", "mostrador"})
        street = self.env["res.users"].search([("login", "=", "calle")])
        receipt = self.env["cobranzas.receipt"].with_user(street)
        draft = receipt.create({"partner_id": self.posted[0].partner_id.id})
        self.assertEqual(draft.book_id.mode, "preprinted")

    def test_drafts_of_today(self):
        drafts = self.receipts.filtered(lambda receipt: receipt.state == "draft")
        by_hand = drafts.filtered("allocated_by_hand")
        self.assertEqual(len(by_hand.line_ids), 13)
        self.assertFalse(by_hand.allocation_warning)
        group = drafts.filtered("allocate_by_group")
        self.assertGreater(len(group.line_ids.partner_id), 1)
        withheld = drafts.filtered("withholding_ids")
        self.assertTrue(withheld.check_ids)
        dollars = drafts.filtered(lambda receipt: receipt.currency_id.name == "USD")
        asked = dollars.with_context(cobranzas_ask=True).action_post()
        self.assertEqual(asked["res_model"], "cobranzas.receipt.confirm")
        ready = by_hand + group + withheld
        self.assertIs(ready.with_context(cobranzas_ask=True).action_post(), True)
        self.assertEqual(set(ready.mapped("state")), {"posted"})

    def test_a_second_load_does_nothing(self):
        before = self.env["account.move"].search_count([])
        self.assertEqual(self.env["res.company"]._cobranzas_load_demo(), self.company)
        self.assertEqual(self.env["account.move"].search_count([]), before)


@tagged("post_install", "-at_install")
class TestDemoCompany(TransactionCase):
    def test_a_company_with_entries_is_left_alone(self):
        main = self.env.ref("base.main_company")
        self.env["account.move"].create({"move_type": "entry", "company_id": main.id})
        name, chart = main.name, main.chart_template
        other = company.make(self.env, main)
        self.assertNotEqual(other, main)
        self.assertEqual((main.name, main.chart_template), (name, chart))
        self.assertEqual(other.currency_id.name, "ARS")
        self.assertTrue(other.chart_template)
