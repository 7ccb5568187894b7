"""Sessions at once on one limit: never beyond it, nobody refused who fits, no raw error."""

import os
import random
from concurrent.futures import ThreadPoolExecutor

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.transactions import TransactionsCommon

SESSIONS = 8
#: random schedules of one run; the long search names more: CREDIT_SCHEDULES=500
SCHEDULES = int(os.environ.get("CREDIT_SCHEDULES", "6"))


@tagged("post_install", "-at_install")
class TestCreditAtOnce(TransactionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            env = cls._env(cr)
            company = env["res.company"].browse(cls.company_id)
            company.write(
                {
                    "cobranzas_credit_active": True,
                    "cobranzas_credit_on_order": "control",
                    "cobranzas_credit_on_invoice": "control",
                }
            )
            cls.product_id = (
                env["product.product"]
                .create({"name": "Harina", "type": "service", "taxes_id": False})
                .id
            )

    def _make(self, amounts, limit, shared=False):
        """Commit a customer a quotation, or one of all; return the ids of the quotations."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            count = len(amounts) if shared else 1
            customers = env["res.partner"].create([{"name": "Cliente"}] * count)
            if shared:
                env["cobranzas.debtor.group"].create(
                    {
                        "name": f"Grupo {customers[0].id}",
                        "share_credit_limit": True,
                        "credit_limit": limit,
                        "member_ids": [
                            Command.create({"partner_id": customer.id}) for customer in customers
                        ],
                    }
                )
            else:
                customers.write({"use_partner_credit_limit": True, "credit_limit": limit})
            orders = env["sale.order"].create(
                [
                    {
                        "partner_id": customers[index if shared else 0].id,
                        "company_id": self.company_id,
                        "order_line": [
                            Command.create(
                                {
                                    "product_id": self.product_id,
                                    "price_unit": amount,
                                    "tax_ids": [Command.clear()],
                                }
                            )
                        ],
                    }
                    for index, amount in enumerate(amounts)
                ]
            )
            return orders.ids

    def _confirm(self, order_id):
        return lambda env: env["sale.order"].browse(order_id).action_confirm()

    def _read(self, ids):
        with self.registry.cursor() as cr:
            orders = self._env(cr)["sale.order"].browse(ids)
            return [(order.state, order.cobranzas_hold, order.amount_total) for order in orders]

    def _check(self, ids, limit, answers):
        """Nothing beyond the limit, each order held would not have fitted, and no errors."""
        self.assertEqual(answers, [True] * len(ids))
        rows = self._read(ids)
        used = sum(amount for state, _hold, amount in rows if state == "sale")
        self.assertLessEqual(used, limit)
        for state, hold, amount in rows:
            self.assertEqual(hold, False if state == "sale" else "credit")
            if hold:
                self.assertGreater(used + amount, limit)

    def _spread(self, calls, rng):
        """Run the calls in sessions of their own, some a moment later than others."""
        with ThreadPoolExecutor(SESSIONS) as pool:
            return (
                list(pool.map(self._call, calls)) if rng.random() < 0.5 else self._at_once(*calls)
            )

    def test_of_orders_that_fit_one_by_one_one_passes(self):
        for shared in (False, True):
            with self.subTest(shared=shared):
                ids = self._make([60] * SESSIONS, 100, shared)
                answers = self._at_once(*map(self._confirm, ids))
                self._check(ids, 100, answers)
                self.assertEqual([row[0] for row in self._read(ids)].count("sale"), 1)

    def test_a_refused_invoice_leaves_its_decision(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            vals = {"name": "Cliente", "use_partner_credit_limit": True, "credit_limit": 100}
            invoice_id = (
                env["account.move"]
                .create(
                    {
                        "move_type": "out_invoice",
                        "invoice_date": "2026-01-10",
                        "partner_id": env["res.partner"].create(vals).id,
                        "invoice_line_ids": [
                            Command.create(
                                {"name": "x", "price_unit": 101, "tax_ids": [Command.clear()]}
                            )
                        ],
                    }
                )
                .id
            )
        answer = self._call(lambda env: env["account.move"].browse(invoice_id).action_post())
        self.assertIsInstance(answer, UserError)
        with self.registry.cursor() as cr:
            invoice = self._env(cr)["account.move"].browse(invoice_id)
            self.assertEqual(invoice.state, "draft")
            self.assertEqual(invoice.cobranzas_credit_decision_ids.mapped("verdict"), ["refuse"])

    def test_what_is_posted_by_itself_leaves_its_refusals_once(self):
        """Tried with others, then alone, and on the next rounds: one decision a day."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            vals = {"name": "Cliente", "use_partner_credit_limit": True, "credit_limit": 100}
            customer = env["res.partner"].create(vals)
            line = {"name": "x", "tax_ids": [Command.clear()]}
            ids = (
                env["account.move"]
                .create(
                    [
                        {
                            "move_type": "out_invoice",
                            "auto_post": "at_date",
                            "invoice_date": "2026-01-10",
                            "date": "2026-01-10",
                            "partner_id": customer.id,
                            "invoice_line_ids": [Command.create({**line, "price_unit": amount})],
                        }
                        for amount in (101, 60)
                    ]
                )
                .ids
            )
        for _each in range(3):
            with self.registry.cursor() as cr:
                self._env(cr)["account.move"]._autopost_draft_entries()
        with self.registry.cursor() as cr:
            refused, posted = self._env(cr)["account.move"].browse(ids)
            self.assertEqual((refused.state, posted.state), ("draft", "posted"))
            [decision] = refused.cobranzas_credit_decision_ids
            self.assertEqual((decision.verdict, decision.amount), ("refuse", 101))
            self.assertEqual(decision._get_decision().reasons[0].excess, 61_00)
            self.assertFalse(posted.cobranzas_credit_decision_ids)
            refused.auto_post = "no"

    def test_random_schedules(self):
        rng = random.Random(13)
        for number in range(SCHEDULES):
            shared, limit = rng.random() < 0.5, rng.randrange(50, 400)
            amounts = [rng.randrange(1, 120) for _each in range(SESSIONS)]
            with self.subTest(number=number, amounts=amounts, limit=limit, shared=shared):
                ids = self._make(amounts, limit, shared)
                self._check(ids, limit, self._spread([*map(self._confirm, ids)], rng))
