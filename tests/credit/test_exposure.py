"""What counts against a credit limit, part by part, each at its boundary (CRE-03)."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.exposure import ExposureCommon


@tagged("post_install", "-at_install")
class TestExposure(ExposureCommon):
    def test_nothing_is_nothing(self):
        self.assertParts("")
        self.assertEqual(self.read_parts(self.env["res.partner"]), {})

    # ------------------------------------------------------------------
    # Open items
    # ------------------------------------------------------------------

    def test_open_items_and_credits(self):
        item = self.invoice(1000)
        self.invoice(150, move_type="out_refund")
        self.assertParts("items 1000.00, credits -150.00")
        self.receipt([(item, 400)], [self.cash_value(400)]).action_post()
        self.assertParts("items 600.00, credits -150.00")
        self.receipt([], [self.cash_value(50)]).action_post()
        self.assertParts("items 600.00, credits -200.00")

    def test_a_contact_owes_for_its_company(self):
        contact = self.env["res.partner"].create({"name": "Ana", "parent_id": self.customer.id})
        self.invoice(70, partner=contact)
        self.order([(1, 30)], partner=contact)
        self.assertParts("items 70.00, orders 30.00")
        [standing] = self.read_standings(contact).values()
        self.assertEqual(standing.customer.id, self.customer.id)

    def test_a_cancelled_or_draft_order_is_nothing(self):
        self.order([(1, 30)], confirm=False)
        self.order([(1, 40)])._action_cancel()
        self.assertParts("")

    # ------------------------------------------------------------------
    # Drafts
    # ------------------------------------------------------------------

    def test_a_draft_counts_until_it_is_posted_and_once(self):
        item = self.invoice(80)
        item.move_id.button_draft()
        self.assertParts("drafts 80.00")
        item.move_id.action_post()
        self.assertParts("items 80.00")
        item.move_id.button_draft()
        item.move_id.button_cancel()
        self.assertParts("")

    def test_a_draft_credit_note_gives_nothing_yet(self):
        refund = self.invoice(80, move_type="out_refund").move_id
        refund.button_draft()
        self.assertParts("")

    # ------------------------------------------------------------------
    # Orders
    # ------------------------------------------------------------------

    def test_an_order_counts_once_while_it_is_invoiced(self):
        """1,000 and 21 % all the way: ordered, part in a draft, posted, then the rest."""
        order = self.order([(10, 100)], tax=21)
        self.assertParts("orders 1210.00")
        first = self.invoice_order(order, quantity=4)
        self.assertParts("drafts 484.00, orders 726.00")
        first.action_post()
        self.assertParts("items 484.00, orders 726.00")
        second = self.invoice_order(order)
        self.assertParts("items 484.00, drafts 726.00")
        second.action_post()
        self.assertParts("items 1210.00")

    def test_what_is_invoiced_as_delivered_counts_from_the_order(self):
        order = self.order([(10, 100)], policy="delivery")
        self.assertParts("orders 1000.00")
        order.order_line.qty_delivered = 12
        self.assertParts("orders 1200.00")
        self.invoice_order(order).action_post()
        self.assertParts("items 1200.00")

    def test_a_down_payment_is_not_counted_twice(self):
        order = self.order([(1, 1000)])
        advance = self.invoice_advance(order, 300)
        self.assertParts("drafts 300.00, orders 700.00")
        advance.action_post()
        self.assertParts("items 300.00, orders 700.00")
        self.invoice_order(order).action_post()
        self.assertParts("items 1000.00")

    def test_a_discount_of_the_order_lowers_it(self):
        self.order([(1, 1000), (1, -100)])
        self.assertParts("orders 900.00")

    def test_an_order_invoiced_beyond_lowers_no_other(self):
        order = self.order([(1, 100)])
        draft = self.invoice_order(order)
        draft.invoice_line_ids.quantity = 3
        self.order([(1, 50)])
        self.assertParts("drafts 300.00, orders 50.00")

    def test_a_draft_credit_note_of_an_order_is_not_added(self):
        order = self.order([(1, 100)])
        invoice = self.invoice_order(order)
        invoice.action_post()
        invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        self.assertParts("items 100.00")

    # ------------------------------------------------------------------
    # What the company counts
    # ------------------------------------------------------------------

    def test_drafts_that_do_not_count_stay_in_their_order(self):
        self.company.cobranzas_credit_count_drafts = False
        item = self.invoice(80)
        item.move_id.button_draft()
        self.assertParts("")
        order = self.order([(10, 100)])
        draft = self.invoice_order(order, quantity=4)
        self.assertParts("orders 1000.00")
        draft.action_post()
        self.assertParts("items 400.00, orders 600.00")
        self.invoice_order(order)
        self.assertParts("items 400.00, orders 600.00")
        advance = self.invoice_advance(self.order([(1, 50)], partner=self.other_customer), 20)
        self.assertParts("orders 50.00", self.other_customer)
        advance.action_post()
        self.assertParts("items 20.00, orders 30.00", self.other_customer)

    def test_what_an_invoice_replaces(self):
        """Exposure before, less what it replaces, and with the invoice, is exposure after."""
        reader = self.env["cobranzas.credit.reader"]
        for drafts, replaced in ((True, 0), (False, 484_00)):
            with self.subTest(drafts=drafts):
                self.company.cobranzas_credit_count_drafts = drafts
                draft = self.invoice_order(self.order([(10, 100)], tax=21), quantity=4)
                other = self.invoice(70).move_id
                other.button_draft()
                self.assertEqual(reader._read_replaced(draft | other), {draft: replaced, other: 0})
                draft.button_cancel()
        eur = self.make_rates({"2026-01-01": 0.5, str(self.today): 0.25})
        order = self.order([(1, 7)], currency=eur)
        order.sudo().currency_rate = 0.5
        draft = self.invoice_order(order)
        for day, replaced in (("today", 28_00), ("document", 14_00)):
            self.company.cobranzas_credit_rate_day = day
            self.assertEqual(reader._read_replaced(draft), {draft: replaced})
        self.company.cobranzas_credit_count_orders = False
        draft = self.invoice_order(self.order([(1, 100)]))
        self.assertEqual(reader._read_replaced(draft), {draft: 0})

    def test_each_part_by_its_setting(self):
        self.invoice(1000)
        self.invoice(150, move_type="out_refund")
        self.order([(1, 30)])
        self.receipt([], [], [self.check(200)]).action_post()
        parts = {"items": 1000, "orders": 30, "checks": 200, "credits": -350}
        for part in ("drafts", "orders", "checks", "postdated", "credits"):
            with self.subTest(part=part):
                name = f"cobranzas_credit_count_{part}"
                self.company[name] = False
                found = self.read_parts(self.customer)[self.customer]
                self.assertNotIn(part, found)
                counted = {key: units / 100 for key, units in found.items() if units}
                self.assertEqual(
                    counted, {key: amount for key, amount in parts.items() if key != part}
                )
                self.company[name] = True

    # ------------------------------------------------------------------
    # Cheques and post-dated documents
    # ------------------------------------------------------------------

    def receive_check(self, days, number=None):
        """The cheque that paid a new customer's invoice of 500, payable in so many days."""
        customer = self.env["res.partner"].create({"name": f"En {days} días"})
        day = str(self.today + timedelta(days=days))
        receipt = self.receipt(
            [self.invoice(500, partner=customer)],
            [],
            [self.check(500, number=number or f"{1000 + days}", pay_date=day)],
            partner_id=customer.id,
        )
        receipt.action_post()
        return receipt, receipt.check_ids.check_id

    def test_a_cheque_counts_while_in_hand(self):
        for days in (-3, 0, 3):
            with self.subTest(days=days):
                receipt, _check = self.receive_check(days)
                self.assertParts("checks 500.00", receipt.partner_id)
                receipt.action_void("2026-02-02", "Wrong")
                self.assertParts("items 500.00", receipt.partner_id)

    def test_a_cheque_elsewhere_counts_until_its_day(self):
        """Deposited early, or endorsed: it may come back until it is payable."""
        for number, take in enumerate((self.endorse_check, self.deposit_check)):
            for days, table in ((0, ""), (1, "checks 500.00")):
                with self.subTest(take=take.__name__, days=days):
                    receipt, check = self.receive_check(days, f"{number}{days}")
                    take(check)
                    self.assertParts(table, receipt.partner_id)

    def deposit_check(self, check):
        self.env["l10n_latam.payment.mass.transfer"].create(
            {
                "payment_date": "2026-02-05",
                "destination_journal_id": self.bank.id,
                "check_ids": check.ids,
                "journal_id": self.portfolio.id,
            }
        )._create_payments()

    def test_a_cheque_on_account_is_no_debt(self):
        self.receipt([], [], [self.check(200)]).action_post()
        self.assertParts("checks 200.00, credits -200.00")

    def test_a_returned_cheque_counts_once(self):
        receipt, check = self.receive_check(10)
        customer = receipt.partner_id
        operation = self.env["cobranzas.operation"].create(
            {
                "kind": "returned_check",
                "company_id": self.company.id,
                "date": "2026-02-10",
                "check_ids": [Command.set(check.ids)],
            }
        )
        operation.action_confirm()
        self.assertParts("items 500.00", customer)
        for day, since in (("2026-02-09", None), ("2026-02-10", 0), ("2026-02-25", 15)):
            self.assertEqual(self.read_standing(customer, day).returned_checks, since)

    def test_a_postdated_document_is_a_part_of_its_own_until_its_day(self):
        kinds = ("postdated", "promissory_note")
        for kind, days, part in (
            (kind, days, part) for kind in kinds for days, part in ((1, "postdated"), (0, "items"))
        ):
            with self.subTest(kind=kind, days=days):
                customer = self.env["res.partner"].create({"name": "Con pagaré"})
                paper = {
                    "name": f"P {days}",
                    "amount": 300,
                    "date_due": self.today + timedelta(days=days),
                    "kind": kind,
                }
                self.receipt(
                    [self.invoice(300, partner=customer)],
                    partner_id=customer.id,
                    document_ids=[Command.create(paper)],
                ).action_post()
                self.assertParts(f"{part} 300.00", customer)

    # ------------------------------------------------------------------
    # Companies and currencies
    # ------------------------------------------------------------------

    def test_currencies(self):
        """At today's rate, not at that of the document: 100 euros booked at 2, worth 4 now."""
        eur = self.make_rates({"2026-01-01": 0.5, str(self.today): 0.25})
        self.invoice(100, currency=eur)
        self.invoice(10, currency=eur, move_type="out_refund")
        self.order([(1, 7)], currency=eur).sudo().currency_rate = 0.5
        self.assertParts("items 400.00, orders 28.00, credits -40.00")
        self.company.cobranzas_credit_rate_day = "document"
        self.assertParts("items 200.00, orders 14.00, credits -20.00")

    def test_a_company_in_euros_converts_the_other_way(self):
        """The rate of the company's own currency counts, too: 100 pesos at 0.25 are 25 euros."""
        eur = self.make_rates({"2026-01-01": 0.25})
        other = self.setup_other_company(name="Europa", currency_id=eur.id)["company"]
        rate = {"name": "2026-01-01", "rate": 4, "currency_id": self.company.currency_id.id}
        self.env["res.currency.rate"].create({**rate, "company_id": other.id})
        company, self.__class__.company = self.company, other
        try:
            self.invoice(100, currency=company.currency_id)
        finally:
            self.__class__.company = company
        self.assertParts("items 25.00", company=other)
        self.assertParts("")

    def test_branches_count_for_the_company(self):
        branch = self.env["res.company"].create({"name": "Sucursal", "parent_id": self.company.id})
        self.env.user.company_ids |= branch
        self.invoice(100)
        company, self.__class__.company = self.company, branch
        try:
            self.order([(1, 7)])
        finally:
            self.__class__.company = company
        for each in (company, branch):
            self.assertParts("items 100.00, orders 7.00", company=each)

    def test_each_company_by_itself(self):
        other = self.setup_other_company(name="Otra")["company"]
        self.invoice(100)
        company, self.__class__.company = self.company, other
        try:
            self.invoice(30)
        finally:
            self.__class__.company = company
        self.assertParts("items 100.00")
        self.assertParts("items 30.00", company=other)
