"""No way round credit control: what is written, imported, moved to others, or overridden twice."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.credit import CreditCommon


@tagged("post_install", "-at_install")
class TestCreditDoors(CreditCommon):
    def refuse(self, action, *args, pattern="beyond the credit", error=UserError):
        with self.assertRaisesRegex(error, pattern), self.env.cr.savepoint():
            action(*args)
            self.env.flush_all()
        self.env.invalidate_all()

    def override(self, document, amount, **vals):
        name = document._cobranzas_decision_field
        self.env["cobranzas.credit.override"].create(
            {name: document.id, "amount": amount, "reason": "La dueña responde", **vals}
        ).action_override()

    # ------------------------------------------------------------------
    # States that are written
    # ------------------------------------------------------------------

    def test_an_order_is_not_confirmed_by_writing_its_state(self):
        order = self.order(2_023_000)
        for state in ("draft", "sent", "cancel"):
            order.state = state
            self.refuse(order.with_user(self.salesman).write, {"state": "sale"})
            self.assertEqual(order.state, state)
        forged = order.with_context(cobranzas_judged=[order.id], cobranzas_grown=1)
        self.refuse(forged.write, {"state": "sale"})
        within = self.order(2_000_000)
        within.write({"state": "sale"})
        self.assertEqual((within.state, self.exposure()), ("sale", 2_000_000))

    def test_a_hold_by_hand_is_not_written_away(self):
        order = self.order(100)
        order.action_cobranzas_hold("Espera la firma")
        mine = order.with_user(self.salesman)
        self.refuse(mine.write, {"state": "sale"}, pattern="held by hand")
        self.refuse(mine.write, {"cobranzas_hold": False}, pattern="with their buttons")
        self.refuse(
            mine.write, {"cobranzas_hold_reason": "x", "note": "x"}, pattern="with their buttons"
        )
        self.assertEqual(order.cobranzas_hold, "manual")

    def test_a_salesperson_holds_and_is_held(self):
        order = self.order(2_023_000).with_user(self.salesman)
        order.action_confirm()
        self.assertEqual((order.state, order.cobranzas_hold), ("draft", "credit"))
        order.action_cobranzas_hold("Pregunta a la dueña")
        self.assertEqual(order.cobranzas_hold, "manual")

    def test_an_order_is_not_made_confirmed(self):
        vals = self.order(2_023_000).copy_data()[0]
        self.refuse(self.env["sale.order"].create, {**vals, "state": "sale"})
        vals = self.order(2_000_000).copy_data()[0]
        self.env["sale.order"].create({**vals, "state": "sale"})
        self.assertEqual(self.exposure(), 2_000_000)

    def test_an_order_is_not_imported_confirmed(self):
        names = ["partner_id/.id", "state", "order_line/product_id/.id", "order_line/price_unit"]
        row = [str(self.customer.id), "sale", str(self.product.id), "2023000"]
        answer = self.env["sale.order"].with_company(self.company).load(names, [row])
        self.assertFalse(answer["ids"])
        self.assertIn("beyond the credit", answer["messages"][0]["message"])
        self.assertEqual(self.exposure(), 0)

    def test_an_invoice_is_not_posted_by_writing_its_state(self):
        invoice = self.draft_invoice(2_023_000)
        for state in ("draft", "cancel"):
            invoice.state = state
            self.refuse(invoice.write, {"state": "posted"})
            self.assertEqual(invoice.state, state)
        self.refuse(invoice.with_context(cobranzas_judged=[invoice.id]).write, {"state": "posted"})

    def test_invoices_of_any_door(self):
        invoice = self.draft_invoice(2_023_000)
        wizard = self.env["validate.account.move"].create({"move_ids": [Command.set(invoice.ids)]})
        self.refuse(wizard.validate_move)
        debit = self.env["account.debit.note"].with_context(
            active_model="account.move", active_ids=self.debt(1_990_000).move_id.ids
        )
        made = debit.create({"copy_lines": True}).create_debit()
        self.refuse(self.env["account.move"].browse(made["res_id"]).action_post)

    def test_posting_by_itself_leaves_what_is_refused_and_tells(self):
        beyond, within = self.draft_invoice(2_023_000), self.draft_invoice(1_000)
        for invoice in (beyond, within):
            invoice.write({"auto_post": "at_date", "invoice_date": self.today, "date": self.today})
        with self.enter_registry_test_mode():
            self.env.ref("account.ir_cron_auto_post_draft_entry").method_direct_trigger()
        self.assertEqual((beyond.state, within.state), ("draft", "posted"))
        self.assertIn("beyond the credit", "".join(beyond.message_ids.mapped("body")))

    def test_a_corrected_invoice_is_judged_again(self):
        item = self.debt(2_023_000)
        reversal = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=item.move_id.ids)
            .create({"journal_id": item.move_id.journal_id.id, "date": self.today})
        )
        corrected = self.env["account.move"].browse(reversal.modify_moves()["res_id"])
        self.assertEqual(corrected.state, "draft")
        self.refuse(corrected.action_post)

    def test_totals_are_not_what_a_client_says(self):
        order = self.order(2_023_000).with_user(self.salesman)
        order.write({"amount_total": 1, "amount_untaxed": 1, "currency_rate": 1e6})
        order.order_line.write({"price_total": 1, "price_subtotal": 1, "qty_invoiced": 1})
        order.action_confirm()
        self.assertEqual((order.amount_total, order.cobranzas_hold), (2_023_000, "credit"))
        vals = order.copy_data()[0]
        made = self.env["sale.order"].with_user(self.salesman).create({**vals, "amount_total": 1})
        self.assertEqual(made.amount_total, 2_023_000)
        invoice = self.draft_invoice(2_023_000)
        invoice.write({"amount_total": 1, "amount_total_signed": 1})
        self.refuse(invoice.action_post)
        self.assertEqual(invoice.amount_total, 2_023_000)

    # ------------------------------------------------------------------
    # Who owes, and in what
    # ------------------------------------------------------------------

    def test_a_confirmed_order_is_not_given_to_who_may_not_owe_it(self):
        order = self.order(1_500_000)
        order.action_confirm()
        self.set_limit(self.other_customer, 1_499_999.99)
        self.refuse(order.write, {"partner_invoice_id": self.other_customer.id})
        self.refuse(order.write, {"partner_id": self.other_customer.id})
        self.set_limit(self.other_customer, 1_500_000)
        order.write({"partner_invoice_id": self.other_customer.id})
        self.assertEqual(self.exposure(), 0)

    def test_a_confirmed_order_does_not_change_into_a_stronger_currency(self):
        dollars = self.make_rates({"2020-01-01": 0.001})
        order = self.order(1_500_000)
        order.action_confirm()
        self.refuse(order.write, {"currency_id": dollars.id})

    def test_an_order_of_a_contact_and_a_copy_use_the_limit(self):
        contact = self.env["res.partner"].create(
            {"name": "Depósito", "parent_id": self.customer.id}
        )
        order = self.order(1_500_000, partner=contact)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        copied = order.copy()
        copied.action_confirm()
        self.assertEqual((copied.state, copied.cobranzas_hold), ("draft", "credit"))

    # ------------------------------------------------------------------
    # Overrides
    # ------------------------------------------------------------------

    def test_an_override_is_used_up_by_cancelling_too(self):
        order = self.order(2_023_000)
        self.override(order, 2_023_000)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual((order.state, order.cobranzas_hold), ("draft", "credit"))

    def test_an_override_is_of_one_document_and_one_customer(self):
        order = self.order(2_023_000)
        self.override(order, 2_023_000)
        copied = order.copy()
        copied.action_confirm()
        self.assertEqual(copied.cobranzas_hold, "credit")
        self.set_limit(self.other_customer, 5)
        order.partner_id = self.other_customer
        order.order_line.price_unit = 2_023_000
        order.action_confirm()
        self.assertEqual((order.state, order.cobranzas_hold), ("draft", "credit"))

    def test_the_invoice_of_an_overridden_order_adds_nothing(self):
        order = self.order(2_023_000)
        self.override(order, 2_023_000)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        self.assertEqual((invoice.state, self.exposure()), ("posted", 2_023_000))

    def test_a_confirmed_order_grows_by_an_override(self):
        order = self.order(2_000_000)
        order.action_confirm()
        self.refuse(order.order_line.write, {"price_unit": 2_023_000})
        self.override(order, 2_023_000)
        order.order_line.price_unit = 2_023_000
        self.refuse(order.order_line.write, {"price_unit": 2_023_000.01})

    def test_an_override_of_what_passed_already(self):
        invoice = self.debt(10).move_id
        self.refuse(self.override, invoice, 10, pattern="nothing to override")
        self.refuse(invoice.action_cobranzas_override, pattern="nothing to override")

    def test_an_override_of_another_company_is_not_given(self):
        other = self.setup_other_company(name="Lejos")["company"]
        partner = self.env["res.partner"].create({"name": "x"})
        far = self.order(10, company_id=other.id, partner=partner)
        self.salesman.group_ids |= self.env.ref("l10n_cobranzas.group_cobranzas_credit_override")
        wizard = self.env["cobranzas.credit.override"].with_user(self.salesman)
        with self.assertRaises(AccessError):
            wizard.create({"order_id": far.id, "amount": 10, "reason": "x"})

    def test_decisions_are_written_by_nobody(self):
        order = self.order(2_023_000)
        order.action_confirm()
        decision = order.cobranzas_credit_decision_ids
        made = {"kind": "order", "verdict": "override", "amount": 1e9}
        for command in (
            Command.create({**made, "partner_id": self.customer.id, "user_id": self.salesman.id}),
            Command.update(decision.id, {"verdict": "override"}),
            Command.delete(decision.id),
            Command.clear(),
        ):
            self.refuse(
                order.with_user(self.salesman).write,
                {"cobranzas_credit_decision_ids": [command]},
                pattern="not allowed|access",
                error=AccessError,
            )

    def test_a_blocked_customer_is_only_warned_of_where_orders_are(self):
        self.company.cobranzas_credit_on_order = "warn"
        self.env["cobranzas.credit.block"].create(
            {"partner_id": self.customer.id, "reason": "Cheque rechazado"}
        )
        order = self.order(10)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.cobranzas_credit_decision_ids.verdict, "warn")
        self.assertIn("Cheque rechazado", order.cobranzas_credit_decision_ids.sentence)
