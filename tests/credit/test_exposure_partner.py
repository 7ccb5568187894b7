"""The credit used on the form of a customer: figure, bar, and what opens (CRE-03)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.exposure import ExposureCommon


@tagged("post_install", "-at_install")
class TestExposurePartner(ExposureCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice(1000)
        cls.invoice(150, move_type="out_refund")
        cls.order([(1, 30)])

    def test_figure_and_bar(self):
        self.customer.credit_limit = 800
        contact = self.env["res.partner"].create({"name": "Ana", "parent_id": self.customer.id})
        for partner in self.customer | contact:
            self.assertEqual(partner.cobranzas_exposure, 880)
            bar = partner.cobranzas_exposure_bar
            self.assertEqual(
                [(part["part"], part["amount"]) for part in bar["parts"]],
                [("items", 1000), ("orders", 30), ("credits", -150)],
            )
            self.assertEqual((bar["total"], bar["limit"], bar["available"]), (880, 800, -80))
        bar = self.other_customer.cobranzas_exposure_bar
        self.assertEqual((bar["parts"], bar["limit"], bar["available"]), ([], None, None))
        self.assertEqual(
            self.customer._cobranzas_exposure(),
            {
                self.customer: {
                    "items": 1000,
                    "drafts": 0,
                    "orders": 30,
                    "checks": 0,
                    "postdated": 0,
                    "credits": -150,
                }
            },
        )

    def test_what_opens_sums_up_to_the_part(self):
        items = self.env["cobranzas.exposure.item"]
        for part, amount in (("items", 1000), ("orders", 30), ("credits", -150), (None, 880)):
            with self.subTest(part=part):
                action = self.customer.action_open_cobranzas_exposure(part)
                found = items.search(action["domain"])
                self.assertEqual(sum(found.mapped("exposure")), amount)
                self.assertTrue(found[:1].action_open_document()["res_id"])
        action = self.customer.action_open_cobranzas_exposure("orders")
        self.assertEqual(
            items.search(action["domain"]).action_open_document()["res_model"], "sale.order"
        )

    def test_who_may_not_read_it(self):
        with self.assertRaisesRegex(UserError, "no such part"):
            self.customer.action_open_cobranzas_exposure("everything")
        with self.assertRaisesRegex(UserError, "choose one"):
            (self.customer | self.other_customer).action_open_cobranzas_exposure("items")
        plain = self.make_user("nadie", "base.group_user")
        with self.assertRaises(AccessError):
            self.customer.with_user(plain).action_open_cobranzas_exposure("items")
        with self.assertRaises(AccessError):
            self.customer.with_user(plain).read(["cobranzas_exposure"])

    def test_a_collector_opens_those_of_theirs_alone(self):
        user = self.make_user("cobra", "l10n_cobranzas.group_cobranzas_collector")
        items = self.env["cobranzas.exposure.item"].with_user(user)
        domain = [("partner_id", "=", self.customer.id)]
        self.assertFalse(items.search(domain))
        self.customer.cobranzas_collector_id = self.env["cobranzas.collector"].create(
            {"name": "Cobra", "user_id": user.id}
        )
        self.assertEqual(sum(items.search(domain).mapped("exposure")), 880)

    def test_as_many_queries_for_many_as_for_one(self):
        many = self.env["res.partner"].create([{"name": str(number)} for number in range(30)])
        names = ["cobranzas_exposure", "cobranzas_exposure_bar"]
        counts = []
        for partners in (many, many[:1], many):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners.read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
