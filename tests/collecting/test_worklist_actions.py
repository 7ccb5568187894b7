"""The worklist at work: reasons, put off, contacted today, who sees what (COL-07, COL-10)."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.worklist import WorklistCommon

COLLECTOR = "l10n_cobranzas.group_cobranzas_collector"


@tagged("post_install", "-at_install")
class TestWorklistActions(WorklistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.make_user("cobra", COLLECTOR)
        cls.collector = cls.env["cobranzas.collector"].create(
            {"name": "Raúl", "user_id": cls.user.id}
        )

    def order_of(self):
        return [row.name for row in self.rows()]

    # ------------------------------------------------------------------
    # Order
    # ------------------------------------------------------------------

    def test_who_was_contacted_today_drops_behind(self):
        self.owe(1000, 100)
        self.owe(10, 100, partner=self.other_customer)
        first, second = self.customer.name, self.other_customer.name
        self.assertEqual(self.order_of(), [first, second])
        self.log(date=fields.Datetime.subtract(fields.Datetime.now(), days=2))
        self.assertEqual(self.order_of(), [first, second])
        self.assertTrue(self.row().last_contact)
        self.log(user_id=self.env.ref("base.user_root").id, channel="email")
        self.assertEqual(self.row().contacted_today, 0)  # what the system sent is no work done
        self.log()
        self.assertEqual(self.order_of(), [second, first])
        self.assertEqual(self.row().contacted_today, 1)
        self.assertIn("Contacted today", self.row().reasons)

    # ------------------------------------------------------------------
    # Reasons
    # ------------------------------------------------------------------

    def test_reasons_in_words_with_the_money_the_weightiest_first(self):
        self.owe(200_000, 95)
        self.promise(120_000, -1)
        order = self.hold(80_000)
        money = self.company.currency_id.format
        self.assertEqual(
            self.row().reasons.split(" · "),
            [
                f"95 days late (oldest), {money(200_000)} to collect",
                f"Promise of {money(120_000)} broken today",
                f"Order {order.name} held ({money(80_000)})",
                "Never contacted",
            ],
        )
        self.assertEqual(
            (self.row().risk, self.row().priority), (270_000, 270_000 + 60_000 + 20_000 + 20_000)
        )

    def test_reasons_of_several_orders_and_of_what_is_covered(self):
        self.owe(100, 5)
        money = self.company.currency_id.format
        for amount in (10, 20):
            self.hold(amount, kind="manual")
        self.assertIn(f"2 orders held ({money(30)})", self.row().reasons)
        self.promise(100, 5)
        self.assertEqual(self.row().reasons, f"{money(100)} promised in time")

    def test_reasons_of_a_page_take_as_many_queries_as_those_of_one(self):
        partners = self.env["res.partner"].create([{"name": f"P{n}"} for n in range(6)])
        for partner in partners:
            self.owe(100, 5, partner=partner)
            self.promise(50, -2, partner=partner)
            self.hold(10, partner=partner)

        def count(rows):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows.mapped("reasons")
            return self.env.cr.sql_log_count - before

        one, all_rows = (
            self.row(partners[0]),
            self.rows(domain=[("partner_id", "in", partners.ids)]),
        )
        count(one)
        self.assertEqual(len(all_rows), 6)
        self.assertLessEqual(count(all_rows), count(one) + 1)

    # ------------------------------------------------------------------
    # Put off
    # ------------------------------------------------------------------

    def snooze(self, row, days=3, **vals):
        """Put a row off as its dialog does."""
        action = row.action_snooze()
        dialog = (
            row.env[action["res_model"]]
            .with_context(**action["context"])
            .create({"until": fields.Date.add(self.today, days=days), "reason": "De viaje", **vals})
        )
        dialog.action_save()
        self.env.invalidate_all()

    def test_put_off_until_a_day_and_brought_back_by_hand(self):
        self.owe(100, 5)
        self.snooze(self.row())
        self.assertEqual(self.row().snoozed_until, fields.Date.add(self.today, days=3))
        [snooze] = self.env["cobranzas.worklist.snooze"].search([])
        self.assertEqual((snooze.reason, snooze.user_id), ("De viaje", self.env.user))
        self.row().action_wake()
        self.assertFalse(self.row().snoozed_until)
        self.assertTrue(snooze.exists())
        self.snooze(self.row())
        self.env["cobranzas.worklist.snooze"].search([]).sudo()._write({"until": self.today})
        self.assertFalse(self.row().snoozed_until)

    def test_what_happens_meanwhile_brings_the_debtor_back(self):
        self.owe(100, 5)
        promise = self.promise(20, -1)  # broken before it was put off
        self.snooze(self.row())
        self.assertTrue(self.row().snoozed_until)
        order = self.hold(10, since=fields.Datetime.add(self.env.cr.now(), seconds=1))
        self.assertFalse(self.row().snoozed_until)
        order.sudo().cobranzas_hold = False
        self.assertTrue(self.row().snoozed_until)
        self.env.cr.execute(
            "UPDATE cobranzas_worklist_snooze SET create_date = create_date - interval '2 days'"
        )
        self.assertFalse(self.row().snoozed_until)
        promise.sudo().line_ids.state = "kept"
        self.assertTrue(self.row().snoozed_until)

    def test_bad_input_gets_a_sentence(self):
        self.owe(100, 5)
        row = self.row()
        for vals, pattern in (
            ({"days": 0}, "day after today"),
            ({"reason": "  "}, "Say why"),
        ):
            with self.assertRaisesRegex(UserError, pattern), self.env.cr.savepoint():
                self.snooze(row, **vals)
        with self.assertRaisesRegex(UserError, "one record at a time"):
            (row | self.env["cobranzas.worklist"].browse(row.id + 1)).action_open_debtor()
        self.collect(
            self.env["account.move.line"].search(
                [
                    ("partner_id", "=", self.customer.id),
                    ("account_type", "=", "asset_receivable"),
                    ("amount_residual", ">", 0),
                ]
            )
        )
        self.assertFalse(row.action_open_debtor())
        for method in (row.action_snooze, row.action_wake, row.action_log_contact):
            with self.assertRaisesRegex(UserError, "overdue any more"):
                method()

    def test_a_dialog_forged_for_what_is_not_in_the_list_is_refused(self):
        self.owe(100, 5)
        mine = self.env(user=self.user)
        dialog = mine["cobranzas.worklist.snooze.new"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "until": fields.Date.add(self.today, days=3),
                "reason": "Ajeno",
            }
        )
        with self.assertRaisesRegex(UserError, "not in your worklist"):
            dialog.action_save()

    # ------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------

    def test_a_collector_sees_own_debtors_and_works_on_them(self):
        self.owe(100, 5)
        self.owe(50, 5, partner=self.other_customer)
        self.customer.cobranzas_collector_id = self.collector
        self.hold(10, since=self.days_ago(1))
        mine = self.env(user=self.user)
        [row] = self.rows(mine)
        self.assertEqual((row.partner_id.id, row.to_collect), (self.customer.id, 100))
        self.assertIn("held", row.reasons)
        self.assertEqual(row.action_open_debtor()["params"]["id"], self.customer.id)
        self.assertEqual(row.action_log_contact()["res_model"], "cobranzas.contact.log.new")
        self.snooze(row)
        self.assertTrue(self.rows(mine).snoozed_until)
        self.assertEqual(len(mine["cobranzas.worklist.snooze"].search([])), 1)
        self.customer.cobranzas_collector_id = False
        self.assertFalse(self.rows(mine))
        self.assertFalse(mine["cobranzas.worklist"].browse(row.id).action_open_debtor())
        with self.assertRaises(UserError):
            mine["cobranzas.worklist"].browse(row.id).action_wake()

    def test_a_substitute_sees_the_debtors_of_who_is_absent(self):
        self.owe(100, 5)
        self.customer.cobranzas_collector_id = self.collector
        user = self.make_user("suplente", COLLECTOR)
        substitute = self.env["cobranzas.collector"].create({"name": "Sol", "user_id": user.id})
        self.assertFalse(self.rows(self.env(user=user)))
        self.env["cobranzas.collector.absence"].create(
            {
                "collector_id": self.collector.id,
                "substitute_id": substitute.id,
                "date_from": self.today,
                "date_to": self.today,
            }
        )
        [row] = self.rows(self.env(user=user))
        self.snooze(row)
        self.assertTrue(self.rows(self.env(user=self.user)).snoozed_until)

    def test_a_cashier_and_a_reader_of_the_books_see_all(self):
        self.owe(100, 5)
        self.owe(50, 5, partner=self.other_customer)
        for group in ("l10n_cobranzas.group_cobranzas_cashier", "account.group_account_readonly"):
            user = self.make_user(group, group)
            self.assertEqual(len(self.rows(self.env(user=user))), 2)

    def test_others_see_nothing_and_nobody_writes(self):
        self.owe(100, 5)
        row = self.row()
        clerk = self.make_user("empleada", "base.group_user")
        with self.assertRaises(AccessError):
            self.rows(self.env(user=clerk))
        with self.assertRaises(AccessError):
            row.with_user(clerk).action_open_debtor()
        for method in (lambda: row.write({"overdue": 1}), row.unlink):
            with self.assertRaises(AccessError):
                method()
        for env in (self.env, self.env(user=self.user)):
            with self.assertRaises(AccessError):
                env["cobranzas.worklist.snooze"].create(
                    {
                        "partner_id": self.customer.id,
                        "company_id": self.company.id,
                        "until": fields.Date.add(self.today, days=3),
                        "reason": "x",
                    }
                )

    def test_a_collector_of_one_company_sees_nothing_of_another(self):
        self.owe(100, 5)
        other = self.setup_other_company()["company"]
        user = self.make_user("otra", "l10n_cobranzas.group_cobranzas_cashier")
        user.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.env.flush_all()
        self.assertFalse(self.env(user=user)["cobranzas.worklist"].search([]))

    def test_the_load_of_collectors(self):
        self.customer.cobranzas_collector_id = self.collector
        self.owe(100, 5)
        self.owe(50, 5, partner=self.other_customer)
        self.log()
        self.env.flush_all()
        found = self.env["cobranzas.worklist"]._read_group(
            [("company_id", "=", self.company.id)],
            ["collector_id"],
            ["__count", "to_collect:sum", "contacted_today:sum"],
        )
        self.assertEqual(
            {collector.name: rest for collector, *rest in found},
            {"Raúl": [1, 100, 1], False: [1, 50, 0]},
        )
