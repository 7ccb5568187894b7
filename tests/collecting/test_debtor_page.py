"""The debtor page: all of a debtor on one screen, for a phone call (COL-07)."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.addons.l10n_cobranzas.models.collecting import debtor_page_payments
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestDebtorPage(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.company.cobranzas_contact_active = False  # these tests run on any day and hour
        cls.cobradora = cls.env["cobranzas.collector"].create({"name": "Cobradora"})
        cls.customer.write({"phone": "11 4444-5555", "cobranzas_collector_id": cls.cobradora.id})
        cls.person = cls.env["res.partner"].create(
            {
                "name": "Ana <script>alert(1)</script>",
                "parent_id": cls.customer.id,
                "phone": "+54 9 11 6666-7777",
                "function": "Pagos",
            }
        )
        cls.old = cls.due(1000, 100)
        cls.late = cls.due(500, 10)
        cls.coming = cls.due(300, -20)

    @classmethod
    def ago(cls, days):
        return str(cls.today - timedelta(days=days))

    @classmethod
    def due(cls, amount, days, **kw):
        """An invoice that fell due so many days ago."""
        return cls.invoice(amount, cls.ago(max(days, 0) + 30), cls.ago(days), **kw)

    def read(self, debtor=None, tz="UTC"):
        """The page as the client asks for it, with nothing read before."""
        self.env.invalidate_all()
        client = (debtor or self.customer).with_context(lang="en_US", tz=tz)
        return client.get_cobranzas_debtor_page()

    def figures(self, page):
        return {figure["key"]: figure["value"] for figure in page["figures"]}

    def rows(self, page, key):
        (found,) = (each for each in page["lists"] if each["key"] == key)
        return found["rows"]

    def count(self, action):
        """How many rows an action lists, and what is left of them if they are items."""
        return self.env[action["res_model"]].search(action["domain"])

    def make_group(self):
        return self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo",
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in (self.customer, self.other_customer)
                ],
            }
        )

    def test_what_is_owed(self):
        credit = self.invoice(200, self.ago(5), move_type="out_refund")
        page = self.read()
        self.assertEqual(
            self.figures(page),
            {"balance": 1600, "overdue": 1500, "credits": 200, "to_collect": 1300},
        )
        self.assertEqual(
            [(age["label"], age["value"]) for age in page["ages"] if age["value"]],
            [("Not Due", 300), ("1–15", 500), ("Over 90", 1000)],
        )
        by_key = {figure["key"]: figure for figure in page["figures"]}
        for key, items in (
            ("balance", self.old | self.late | self.coming | credit),
            ("overdue", self.old | self.late),
            ("credits", credit),
        ):
            found = self.count(by_key[key]["action"])
            self.assertEqual(found.move_line_id, items, key)
        for age, item in zip(
            (each for each in page["ages"] if each["value"]),
            (self.coming, self.late, self.old),
            strict=True,
        ):
            self.assertEqual(self.count(age["action"]).move_line_id, item)
        self.assertEqual(by_key["overdue"]["note"], "100 days")
        self.assertEqual(by_key["balance"]["value"], self.customer.cobranzas_balance)
        self.assertEqual(by_key["overdue"]["value"], self.customer.cobranzas_overdue)
        self.assertEqual(
            [row["label"] for row in self.rows(page, "documents")],
            [self.old.move_id.name, self.late.move_id.name],
        )

    def test_to_collect_is_that_of_the_worklist(self):
        self.receipt([], [self.cash_value(70)]).action_post()
        self.env.flush_all()
        [row] = self.env["cobranzas.worklist"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(self.figures(self.read())["to_collect"], row.to_collect)
        self.assertEqual(row.to_collect, 1430)

    def test_whom_to_call(self):
        page = self.read()
        self.assertEqual(
            [(each["name"], each["role"], each["phone"]) for each in page["contacts"]],
            [
                (self.customer.name, "", "11 4444-5555"),
                ("Ana <script>alert(1)</script>", "Pagos", "+54 9 11 6666-7777"),
            ],
        )
        self.assertEqual(page["header"]["collector"], "Cobradora")
        [answer] = page["answers"]
        self.assertTrue(answer["allowed"])

    def test_a_rule_says_when_one_may_call(self):
        self.company.cobranzas_contact_active = True
        sunday, moment = "2026-11-29 15:00:00", "odoo.fields.Datetime.now"
        with patch(moment, lambda: fields.Datetime.to_datetime(sunday)):
            page = self.read()
        [answer] = page["answers"]
        self.assertFalse(answer["allowed"])
        self.assertTrue(answer["rule"] and answer["next"])
        self.assertEqual([each["allowed"] for each in page["contacts"]], [False, False])

    def test_of_a_contact_the_page_of_its_company(self):
        self.assertEqual(self.read(self.person)["id"], self.customer.id)

    def test_foreign_balances_apart(self):
        euro = self.make_rates({"2000-01-01": 0.01})
        self.due(7, 10, currency=euro)
        page = self.read()
        self.assertEqual(self.figures(page)["balance"], 1800 + 700)
        [balance] = page["foreign"]
        self.assertIn("7.00", balance["text"])
        self.assertIn("700.00", balance["worth"])
        self.assertEqual(self.count(balance["action"]).currency_id, euro)

    def test_payments_and_how_it_pays(self):
        self.assertFalse(self.rows(self.read(), "payments"))
        day = self.today - timedelta(days=4)
        receipt = self.receipt(
            [(self.late, 400)],
            [self.cash_value(300)],
            checks=[self.check(100, pay_date=str(self.today + timedelta(days=30)))],
            date=day,
        )
        receipt.action_post()
        page = self.read()
        rows = self.rows(page, "payments")
        self.assertEqual({row["label"] for row in rows}, {receipt.name})
        self.assertEqual({(row["model"], row["id"]) for row in rows}, {(receipt._name, receipt.id)})
        (payments,) = (each for each in page["lists"] if each["key"] == "payments")
        texts = [note["text"] for note in payments["notes"]]
        self.assertEqual(texts[0], "Pays 6 days late on average")
        self.assertIn("75 %", texts[1])
        self.assertTrue(self.count(payments["notes"][0]["action"]))
        [check] = self.rows(page, "checks")
        self.assertIn("100.00", check["amount"])
        (checks,) = (each for each in page["lists"] if each["key"] == "checks")
        found = self.env["l10n_latam.check"].search(self.customer._get_cobranzas_checks_domain())
        self.assertEqual(self.count(checks["action"]), found)
        receipt.action_void(self.today, "Error")
        page = self.read()
        self.assertFalse(self.rows(page, "payments"))
        self.assertFalse(self.rows(page, "checks"))
        self.assertEqual(self.figures(page)["balance"], 1800)

    def test_habits_of_the_newest_payments(self):
        """Of thousands of payments, the newest tell the habit, of whichever contact they are."""
        old = self.receipt([(self.old, 1000)], [self.cash_value(1000)], date=self.ago(20))
        new = self.receipt([(self.late, 500)], [self.cash_value(500)], date=self.ago(10))
        (old | new).action_post()
        self.env.flush_all()
        self.env.cr.execute(  # of a contact of the customer, as core's register leaves them
            "UPDATE account_payment SET partner_id = %s WHERE id IN %s",
            [self.person.id, new.payment_ids._ids],
        )
        for limit, text, shown in (
            (200, "Pays 53 days late on average", self.old | self.late),
            (1, "Pays on time on average", self.late),
        ):
            with patch.object(debtor_page_payments, "LAST", limit), self.subTest(limit=limit):
                page = self.read()
                (found,) = (each for each in page["lists"] if each["key"] == "payments")
                self.assertEqual(
                    [row["label"] for row in found["rows"]], [new.name, old.name]
                )
                habit = found["notes"][0]
                self.assertEqual(habit["text"], text)
                self.assertEqual(self.count(habit["action"]).move_line_id, shown)

    def test_what_came_back(self):
        """A returned cheque is told apart; one of somebody else is none of this debtor's."""
        day = self.today + timedelta(days=30)
        for customer, amount in ((self.customer, 500), (self.other_customer, 70)):
            debt = self.due(amount, 10, partner=customer)
            receipt = self.receipt(
                [debt],
                checks=[self.check(amount, pay_date=str(day), number=f"30{amount}")],
                date=self.ago(5),
                partner_id=customer.id,
            )
            receipt.action_post()
            returned = self.env["cobranzas.operation"].create(
                {
                    "kind": "returned_check",
                    "date": self.ago(2),
                    "company_id": self.company.id,
                    "check_ids": [Command.set(receipt.check_ids.check_id.ids)],
                }
            )
            returned.action_confirm()
        page = self.read()
        self.assertEqual(self.figures(page)["returned"], 500)
        (figure,) = (each for each in page["figures"] if each["key"] == "returned")
        self.assertEqual(sum(self.count(figure["action"]).mapped("residual")), 500)
        returned.action_undo(self.today, "Error")
        self.assertEqual(self.figures(self.read())["returned"], 500)

    def test_activities_and_log(self):
        self.customer.activity_schedule(
            "mail.mail_activity_data_call", self.today, summary="Llamar por el cheque"
        )
        self.env["cobranzas.contact.log"]._cobranzas_log(
            [{"partner_id": self.person.id, "channel": "call", "note": "Paga el viernes"}]
        )
        page = self.read()
        [activity] = self.rows(page, "activities")
        self.assertEqual(activity["label"], "Llamar por el cheque")
        [row] = self.rows(page, "log")
        self.assertEqual(row["note"], "Paga el viernes")
        self.assertIn(self.person.name, row["label"])

    def test_moments_by_the_clock_of_the_client(self):
        self.env.user.tz = "Europe/Madrid"
        self.log(date="2026-02-03 15:30:00")
        for tz, hour in (("America/Santiago", "12:30"), ("UTC", "3:30"), (False, "4:30")):
            [row] = self.rows(self.read(tz=tz), "log")
            with self.subTest(tz):
                self.assertIn(f", {hour}", row["detail"])

    def log(self, **vals):
        """A call to the customer in the log."""
        self.env["cobranzas.contact.log"]._cobranzas_log(
            [{"partner_id": self.customer.id, "channel": "call", **vals}]
        )

    def test_a_group_is_the_sum_of_its_members(self):
        self.due(50, 3, partner=self.other_customer)
        group = self.make_group()
        page = self.read(group)
        self.assertEqual(self.figures(page)["balance"], 1850)
        self.assertEqual(page["header"]["name"], "Grupo")
        self.assertEqual(len(page["header"]["members"]), 2)
        self.assertEqual(self.read()["header"]["group_id"], group.id)
        context = group.action_cobranzas_register_receipt()["context"]
        self.assertTrue(context["default_allocate_by_group"])

    def test_a_group_of_nobody(self):
        group = self.env["cobranzas.debtor.group"].create({"name": "Vacío"})
        page = self.read(group)
        self.assertEqual(self.figures(page), {"balance": 0, "overdue": 0})

    def test_opened_with_the_next_ones(self):
        action = (self.customer | self.other_customer).action_cobranzas_debtor_page()
        self.assertEqual(
            (action["tag"], action["path"]), ("cobranzas_debtor_page", "cobranzas-debtor")
        )
        self.assertEqual(
            action["params"]["debtors"],
            [("res.partner", self.customer.id), ("res.partner", self.other_customer.id)],
        )

    def test_as_many_queries_for_500_items_as_for_5(self):
        counts = {True: [], False: []}
        self.log()
        self.read()
        move = self.old.move_id
        for count in (2, 495):
            copies = self.env["account.move"]
            for _number in range(count):
                copies |= move.copy({"invoice_date": move.invoice_date})
            copies.action_post()
            for is_active, found in counts.items():
                self.company.cobranzas_contact_active = is_active
                self.env.flush_all()
                before = self.env.cr.sql_log_count
                self.read()
                found.append(self.env.cr.sql_log_count - before)
        for is_active, most in ((False, 8), (True, 12)):  # the rules of contact are the rest
            with self.subTest(is_active=is_active):
                self.assertEqual(*counts[is_active])
                self.assertLessEqual(counts[is_active][0], most)
