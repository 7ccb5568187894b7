"""The debtor page during a call, and a collector's morning with the worklist (COL-07)."""

from datetime import timedelta

from odoo import fields
from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestDebtorPageBrowser(CollectionsCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = fields.Date.today()
        cls.company.cobranzas_contact_active = False  # the tour runs on any day and hour
        cls.user = cls.make_user("llamada", "l10n_cobranzas.group_cobranzas_collector")
        collector = cls.env["cobranzas.collector"].create(
            {"name": "Cobrador de la llamada", "user_id": cls.user.id}
        )
        cls.customer.write(
            {
                "name": "Deudora de la llamada",
                "phone": "11 4444-5555",
                "cobranzas_collector_id": collector.id,
            }
        )
        cls.other_customer.write({"name": "Ajena de la llamada", "phone": "11 4444-5555"})
        for amount, days in ((1000, 40), (500, 10)):
            day = today - timedelta(days=days)
            cls.invoice(amount, day, day)

    def test_a_call_with_a_promise(self):
        self.start_tour(
            "/odoo/cobranzas-debtor", "cobranzas_debtor_page_tour", login="llamada", timeout=120
        )
        [promise] = self.env["cobranzas.promise"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((promise.user_id, promise.amount), (self.user, 1500))
        log = self.env["cobranzas.contact.log"].search([("partner_id", "=", self.customer.id)])
        self.assertIn("Paga el viernes", log.mapped("note"))

    def _open(self, address, shown):
        """The page of an address, in a browser that was just opened, until it shows a text."""
        self.browser_js(
            address,
            f"""
            const wait = setInterval(() => {{
                const page = document.querySelector(".o_cobranzas_debtor_page");
                if (page.innerText.includes({shown!r})) {{
                    clearInterval(wait);
                    const isUnnamed = page.innerText.includes("Unnamed");
                    console[isUnnamed ? "error" : "log"]("test successful");
                }}
            }}, 200);
            """,
            ready="!!document.querySelector('.o_cobranzas_debtor_page')",
            login="llamada",
        )

    def test_the_address_names_the_debtor(self):
        self._open(f"/odoo/cobranzas-debtor/{self.customer.id}", "1,500.00")

    def test_the_address_of_a_group(self):
        group = self.env["cobranzas.debtor.group"].create({"name": "Grupo de la llamada"})
        group.member_ids = [Command.create({"partner_id": self.customer.id})]
        self._open(f"/odoo/cobranzas-debtor-group/{group.id}", "1,500.00")

    def test_one_sentence_for_anybody_elses_debtor(self):
        self._open(f"/odoo/cobranzas-debtor/{self.other_customer.id}", "none of your debtors")


@tagged("post_install", "-at_install")
class TestCollectingMorning(CollectionsCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cobranzas_contact_active = False  # the test passes at night too
        cls.collector = cls.make_user("cobradora", "l10n_cobranzas.group_cobranzas_collector")
        cls.make_user("gerencia", "l10n_cobranzas.group_cobranzas_manager")
        cls.cashier = cls.make_user("cajera", "l10n_cobranzas.group_cobranzas_cashier")
        owner = cls.env["cobranzas.collector"].create(
            {"name": "Cobradora de la mañana", "user_id": cls.collector.id}
        )
        third = cls.env["res.partner"].create({"name": "Tercera de la mañana"})
        cls.customer.name = "Primera de la mañana"
        cls.other_customer.name = "Segunda de la mañana"
        cls.debtors = cls.customer | cls.other_customer | third
        cls.debtors.write({"cobranzas_collector_id": owner.id})
        today = fields.Date.today()
        for debtor, amount, days in zip(
            cls.debtors, (10000, 5000, 1000), (60, 45, 30), strict=True
        ):
            day = today - timedelta(days=days)
            item = cls.invoice(amount, day, day, partner=debtor)
            if debtor == cls.customer:
                cls.debt = item

    def test_a_morning(self):
        self.start_tour(
            "/odoo/cobranzas-worklist",
            "cobranzas_collecting_morning_tour",
            login="cobradora",
            timeout=120,
        )
        self.env.invalidate_all()
        promise = self.env["cobranzas.promise"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual((promise.state, promise.amount), ("open", 10000))
        notes = self.env["cobranzas.contact.log"].search([("partner_id", "in", self.debtors.ids)])
        self.assertIn("Paga el viernes", notes.mapped("note"))
        self.assertIn("No atiende", notes.mapped("note"))
        self._pay()
        self.assertEqual((promise.state, promise.amount_kept), ("kept", 10000))
        self.start_tour(
            "/odoo/cobranzas-worklist", "cobranzas_collecting_paid_tour", login="cobradora"
        )
        self.start_tour("/odoo/cobranzas-load", "cobranzas_collecting_load_tour", login="gerencia")

    def _pay(self):
        """The debtor comes to the till: a cashier takes the money."""
        values = [self.cash_value(10000)]
        receipt = self.receipt([(self.debt, 10000)], values, date=fields.Date.today())
        receipt.with_user(self.cashier).action_post()
        self.env.cr.flush()
        self.env.invalidate_all()
