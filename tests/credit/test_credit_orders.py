"""Orders beyond the customer's credit are held with their reasons and let go by themselves."""

from lxml import etree
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..lib.credit import CreditCommon


@tagged("post_install", "-at_install")
class TestCreditOrders(CreditCommon):
    def test_seed_004_is_held_with_its_figures(self):
        order = self.order(2_023_000)
        order.action_confirm()
        self.assertEqual((order.state, order.cobranzas_hold), ("draft", "credit"))
        for figure in ("2,000,000", "2,023,000", "23,000"):
            self.assertIn(figure, order.cobranzas_hold_reason)
        decision = order.cobranzas_credit_decision_ids
        self.assertEqual((decision.verdict, decision.amount), ("refuse", 2_023_000))
        self.assertEqual(decision._get_decision().reasons[0].excess, 23_000_00)

    def test_a_limit_exactly_reached_passes_and_a_cent_over_is_held(self):
        reached, over = self.order(2_000_000), self.order(2_000_000.01)
        over.action_confirm()
        self.assertEqual((over.state, over.cobranzas_hold), ("draft", "credit"))
        reached.action_confirm()
        self.assertEqual((reached.state, reached.cobranzas_hold), ("sale", False))

    def test_a_batch_counts_in_order(self):
        orders = self.order(1_500_000) | self.order(600_000) | self.order(500_000)
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "draft", "sale"])
        self.assertEqual(orders.mapped("cobranzas_hold"), [False, "credit", False])

    def test_orders_count_and_their_invoice_never_twice(self):
        order = self.order(2_000_000)
        order.action_confirm()
        self.assertEqual(self.exposure(), 2_000_000)
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(self.exposure(), 2_000_000)

    def test_a_part_invoiced_order_counts_once(self):
        order = self.order(1_000_000)
        order.order_line.write({"product_uom_qty": 2, "price_unit": 1_000_000})
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 1
        invoice.action_post()
        self.assertEqual(self.exposure(), 2_000_000)
        rest = order._create_invoices()
        rest.action_post()
        self.assertEqual(rest.state, "posted")

    def test_a_receipt_releases_and_tells(self):
        item = self.debt(1_500_000)
        order = self.order(1_000_000)
        order.action_confirm()
        self.assertEqual(order.cobranzas_hold, "credit")
        self.assertEqual(self.activities(order, "held"), self.salesman)
        self.collect(item, 499_999)
        self.assertEqual(order.cobranzas_hold, "credit")
        self.collect(item, 1)
        self.assertEqual((order.state, order.cobranzas_hold), ("draft", False))
        self.assertEqual(self.activities(order, "released"), self.salesman)
        self.assertFalse(self.activities(order, "held"))

    def test_a_receipt_releases_and_confirms_by_setting(self):
        self.company.cobranzas_credit_release = "confirm"
        item = self.debt(1_500_000)
        first, second = self.order(1_000_000), self.order(1_000_000)
        (first | second).action_confirm()
        self.collect(item)
        self.assertEqual((first | second).mapped("state"), ["sale", "sale"])
        self.assertEqual(self.activities(first, "released"), self.salesman)

    def test_release_confirms_only_what_fits(self):
        self.company.cobranzas_credit_release = "confirm"
        item = self.debt(2_000_000)
        first, second = self.order(1_500_000), self.order(1_000_000)
        (first | second).action_confirm()
        self.collect(item, 1_800_000)
        self.assertEqual(first.state, "sale")
        self.assertEqual((second.state, second.cobranzas_hold), ("draft", "credit"))

    def test_a_raised_limit_and_a_credit_note_release(self):
        order = self.order(2_023_000)
        order.action_confirm()
        self.set_limit(self.customer, 2_023_000)
        self.end_request()
        self.assertFalse(order.cobranzas_hold)
        self.set_limit(self.customer, 2_000_000)
        order.action_confirm()
        self.assertEqual(order.cobranzas_hold, "credit")
        self.invoice(23_000, date=self.today, move_type="out_refund")
        self.end_request()
        self.assertFalse(order.cobranzas_hold)

    def test_what_is_taken_back_releases(self):
        self.company.cobranzas_credit_release = "confirm"
        first, second, third = (self.order(amount) for amount in (1_500_000, 1_600_000, 900_000))
        (first | second | third).action_confirm()
        self.assertEqual(first.state, "sale")
        self.assertEqual((second | third).mapped("cobranzas_hold"), ["credit", "credit"])
        first._action_cancel()
        self.end_request()
        self.assertEqual(second.state, "sale")
        self.assertEqual(third.cobranzas_hold, "credit")
        invoice = second._create_invoices()
        invoice.action_post()
        second.order_line.price_unit = 0
        invoice.button_draft()
        invoice.unlink()
        self.set_limit(self.customer, 2_000_000)
        self.end_request()
        self.assertEqual(third.state, "sale")

    def test_an_allocation_ends_what_was_late(self):
        late = self.debt(100, days=40)
        order = self.order(10)
        order.action_confirm()
        self.assertIn("overdue", order.cobranzas_hold_reason)
        credit = self.invoice(100, date=self.today, move_type="out_refund")
        self.env["account.move.line"]._cobranzas_allocate([(late, credit, 100)])
        self.end_request()
        self.assertFalse(order.cobranzas_hold)

    def test_what_is_held_by_hand_is_released_by_hand_alone(self):
        order = self.order(100)
        order.action_cobranzas_hold("Espera la firma")
        with self.assertRaisesRegex(UserError, "held by hand"):
            order.action_confirm()
        self.env["sale.order"].sudo()._cron_cobranzas_release()
        self.assertEqual(order.cobranzas_hold, "manual")
        with self.assertRaises(AccessError):
            order.with_user(self.salesman).action_cobranzas_release()
        order.action_cobranzas_release()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_hold_needs_a_reason(self):
        with self.assertRaisesRegex(UserError, "Say why"):
            self.order(100).action_cobranzas_hold("  ")

    def test_the_panel_follows_what_is_typed_over_a_saved_order(self):
        order = self.order(2_023_000)
        self.env["cobranzas.credit.override"].create(
            {"order_id": order.id, "amount": 2_023_000, "reason": "La dueña responde"}
        ).action_override()
        with Form(order) as form:
            for price, status in (
                (2_023_001, "refuse"),
                (2_022_000, "override"),
                (1_000_000, "override"),
            ):
                with form.order_line.edit(0) as line:
                    line.price_unit = price
                with self.subTest(price):
                    self.assertEqual(form.cobranzas_credit_status, status)

    def test_an_override_lets_pass_once_and_up_to_its_amount(self):
        order = self.order(2_023_000)
        order.action_confirm()
        wizard = self.env["cobranzas.credit.override"].create(
            {"order_id": order.id, "amount": 2_023_000, "reason": "La dueña responde"}
        )
        wizard.action_override()
        self.assertFalse(order.cobranzas_hold)
        order.order_line.price_unit = 2_024_000
        order.action_confirm()
        self.assertEqual((order.state, order.cobranzas_hold), ("draft", "credit"))
        order.order_line.price_unit = 2_023_000
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        override = order.cobranzas_credit_decision_ids.filtered("is_used")
        self.assertEqual((override.verdict, override.reason), ("override", "La dueña responde"))
        with self.assertRaisesRegex(UserError, "beyond the credit"):
            order.order_line.price_unit = 2_023_001

    def test_reasons_are_read_in_the_language_of_the_reader(self):
        order = self.order(2_023_000)
        order.with_context(lang="es_419").action_confirm()
        for lang, words in (("en_US", "has a credit limit"), ("es_419", "límite de crédito")):
            with self.subTest(lang=lang):
                read = order.with_context(lang=lang)
                self.assertIn(words, read.cobranzas_hold_words)
                self.assertIn(words, read.cobranzas_credit_decision_ids.words)
        before = len(order.activity_ids)
        order.with_context(lang="en_US").action_confirm()  # the same reasons: nobody is told again
        self.assertEqual(len(order.activity_ids), before)
        order._cobranzas_end_hold()
        order.action_cobranzas_hold("Espera la firma")
        self.assertEqual(order.cobranzas_hold_words, "Espera la firma")

    def test_who_may_override_is_asked_where_a_confirmed_order_grows(self):
        order = self.order(1_000)
        self.assertFalse(order.cobranzas_may_ask_to_grow)
        order.action_confirm()
        self.assertTrue(order.cobranzas_may_ask_to_grow)
        view = self.env["sale.order"].get_view(view_type="form")["arch"]
        buttons = etree.fromstring(view).xpath("//header/button[@name='action_cobranzas_override']")
        self.assertEqual(len(buttons), 1)
        action = order.action_cobranzas_override()
        self.assertEqual(action["context"], {"default_order_id": order.id, "default_amount": 1_000})
        order.action_lock()
        self.assertFalse(order.cobranzas_may_ask_to_grow)
        self.company.cobranzas_credit_on_order = "warn"
        order.action_unlock()
        self.assertFalse(order.cobranzas_may_ask_to_grow)

    def test_an_override_takes_its_right(self):
        order = self.order(2_023_000)
        with self.assertRaises(AccessError):
            order.with_user(self.salesman).action_cobranzas_override()
        with self.assertRaises(AccessError):
            self.env["cobranzas.credit.override"].with_user(self.salesman).create(
                {"order_id": order.id, "amount": 1, "reason": "x"}
            )

    def test_a_confirmed_order_grows_within_the_limit_only(self):
        order = self.order(1_500_000)
        order.action_confirm()
        order.order_line.price_unit = 2_000_000
        self.assertEqual(order.amount_total, 2_000_000)
        with self.assertRaisesRegex(UserError, "beyond the credit"), self.env.cr.savepoint():
            order.order_line.write({"product_uom_qty": 2, "price_unit": 1_000_001})
        with self.assertRaisesRegex(UserError, "beyond the credit"), self.env.cr.savepoint():
            order.order_line.copy({"order_id": order.id, "price_unit": 0.01})
        order.order_line.price_unit = 10
        self.assertEqual(order.amount_total, 10)

    def test_a_quotation_beyond_the_limit_is_not_sent(self):
        self.company.cobranzas_credit_on_quotation = "control"
        order = self.order(2_023_000)
        for send in (order.action_quotation_send, order.action_quotation_sent):
            with self.assertRaisesRegex(UserError, "beyond the credit"):
                send()
        self.assertEqual(order.state, "draft")
        self.order(2_000_000).action_quotation_sent()

    def test_warned_orders_pass_and_it_is_kept(self):
        self.company.cobranzas_credit_on_order = "warn"
        order = self.order(2_023_000)
        self.assertEqual(order.cobranzas_credit_status, "warn")
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.cobranzas_credit_decision_ids.verdict, "warn")

    def test_without_control_nothing_is_asked(self):
        self.company.cobranzas_credit_active = False
        order = self.order(2_023_000)
        self.assertFalse(order.cobranzas_credit_status)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_switched_off_control_holds_nothing(self):
        order = self.order(2_023_000)
        order.action_confirm()
        self.company.cobranzas_credit_active = False
        self.end_request()
        self.assertEqual((order.state, order.cobranzas_hold), ("draft", False))

    def test_the_panel_tells_before_confirming(self):
        self.debt(1_500_000)
        order = self.order(1_000_000)
        self.assertEqual(order.cobranzas_credit_status, "refuse")
        for words in ("1,500,000", "2,500,000", "500,000", "Ways out"):
            self.assertIn(words, order.cobranzas_credit_panel)
        self.assertEqual(self.order(400_000).cobranzas_credit_status, "pass")
        request = order.action_cobranzas_ask_credit()["context"]
        self.assertEqual(request["default_amount"], 2_500_000)

    def test_a_forged_growth_changes_nothing(self):
        order = self.order(2_023_000).with_context(cobranzas_grown=5, cobranzas_credit_kind="x")
        order.action_confirm()
        self.assertEqual(order.cobranzas_hold, "credit")
