"""The dashboard: which debtors, companies and currencies each user sees."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.dashboard import DashboardScenarioCommon


@tagged("post_install", "-at_install")
class TestDashboardFilters(DashboardScenarioCommon):
    # ------------------------------------------------------------------
    # Whose, where, in what
    # ------------------------------------------------------------------

    def test_collector_sees_own_debtors(self):
        self.customer.cobranzas_collector_id = self.collector
        mine = self.data("collector")
        self.assertEqual(mine["collectors"], [])
        self.assertEqual([each["label"] for each in mine["largest"]], [self.customer.name])
        values = self.values(mine)
        self.assertEqual(
            (values["debts"], values["credits"], values["collected"], values["checks"]),
            (1600, -350, 140, 90),
        )
        self.assertEqual(self.bars(mine["weeks"], "checks")[1], (0,))
        filtered = self.data(collector_id=self.collector.id)
        self.assertEqual(self.values(filtered), values)
        self.assertIn(self.collector.id, [each["id"] for each in filtered["collectors"]])
        for place, figure in self.every_figure(mine):
            with self.subTest(place=place):
                self.assertLessEqual(self.rows(figure, "collector").partner_id, self.customer)

    def test_collector_chooses_no_other(self):
        other = self.env["cobranzas.collector"].create({"name": "Otro"})
        self.other_customer.cobranzas_collector_id = other
        data = self.data("collector", collector_id=other.id)
        self.assertTrue(data["is_empty"])
        self.assertFalse(data["filters"]["collector_id"])

    def test_one_currency(self):
        data = self.data(currency_mode="one", currency_id=self.eur.id)
        self.assertEqual(data["currency_id"], self.eur.id)
        values = self.values(data)
        self.assertEqual((values["balance"], values["overdue"], values["collected"]), (100, 0, 0))
        self.assertEqual(self.bars(data["weeks"], "debts")[3], (100,))
        home = self.data(currency_mode="one", currency_id=self.company.currency_id.id)
        self.assertEqual(home["figures"]["debts"]["value"], 3600)
        self.assertEqual(home["figures"]["checks"]["value"], 90)

    def test_cheque_of_another_currency_at_the_rate_of_its_payment(self):
        receipt = self.receipt(
            [],
            date="2026-03-17",
            currency_id=self.eur.id,
            checks=[self.check(10, "3", "2026-03-19", currency_id=self.eur.id)],
        )
        receipt.action_post()
        self.assertEqual(self.data()["figures"]["checks"]["value"], 90 + 20)
        data = self.data(currency_mode="one", currency_id=self.eur.id)
        self.assertEqual(data["figures"]["checks"]["value"], 10)
        self.assertEqual(self.bars(data["weeks"], "checks")[0], (10,))

    def invoice_elsewhere(self, amount, **company):
        """Another company of the cashier's, where the customer owes the amount."""
        other = self.setup_other_company(**company)["company"]
        self.users["cashier"].company_ids |= other
        line = {"name": "x", "price_unit": amount, "tax_ids": [Command.clear()]}
        move = (
            self.env["account.move"]
            .with_company(other)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_date": "2026-01-01",
                    "company_id": other.id,
                    "invoice_line_ids": [Command.create(line)],
                }
            )
        )
        move.action_post()
        return other

    def test_companies(self):
        other = self.invoice_elsewhere(7, name="Sucursal")
        both = self.company | other
        for companies, debts in ((self.company, 3800), (other, 7), (both, 3807)):
            self.assertEqual(self.data(company=companies)["figures"]["debts"]["value"], debts)

    def test_books_in_two_currencies_are_never_added_up(self):
        other = self.invoice_elsewhere(7, name="Exterior", currency_id=self.eur.id)
        self.assertEqual(other.currency_id, self.eur)
        both = self.company | other
        choices = [
            (choice["currency_mode"], choice["currency_id"])
            for choice in self.data(company=both)["currencies"][:2]
        ]
        self.assertEqual(
            choices, [("company", self.company.currency_id.id), ("company", self.eur.id)]
        )
        for currency, debts in ((self.company.currency_id, 3800), (self.eur, 7)):
            data = self.data(company=both, currency_mode="company", currency_id=currency.id)
            self.assertEqual(data["figures"]["debts"]["value"], debts)
        alone = self.data(company=both, currency_mode="one", currency_id=self.eur.id)
        self.assertEqual(alone["figures"]["debts"]["value"], 107)

    def test_filters_not_offered_take_their_default(self):
        for filters in (
            {"currency_mode": "one", "currency_id": 0},
            {"currency_mode": "all", "currency_id": self.eur.id},
            {"currency_id": "1) OR (1=1"},
            {"collector_id": -1},
            {"collector_id": "x"},
        ):
            with self.subTest(filters=filters):
                self.assertEqual(
                    self.data(**filters)["filters"],
                    {
                        "currency_mode": "company",
                        "currency_id": self.company.currency_id.id,
                        "collector_id": False,
                    },
                )

    def test_without_the_right(self):
        self.users["stranger"] = self.make_user("dashboard_stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self.data("stranger")
