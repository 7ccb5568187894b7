"""Debts, limits, groups and rules of customers as the credit engine gets them (CRE-03, CRE-08)."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.exposure import ExposureCommon


@tagged("post_install", "-at_install")
class TestStandings(ExposureCommon):
    def test_grace_limit_and_settings_of_a_standing(self):
        item = self.invoice(100, due="2026-02-01")
        self.customer.credit_limit = 250
        self.customer.write({"cobranzas_has_grace": True, "cobranzas_grace_days": 15})
        standing = self.read_standing(day="2026-02-16")
        [debt] = standing.customer.debts
        self.assertEqual((debt.id, debt.late_from), (item.id, self.day("2026-02-17")))
        self.assertEqual(standing.customer.limit.total, 250_00)
        self.assertFalse(standing.cash or standing.blocks or standing.rules)

    def test_late_debts_alone(self):
        """Enough to judge: what is late on the day, and of a cash customer all that is pending."""
        self.company.cobranzas_credit_grace_days = 5
        self.other_customer.write({"cobranzas_has_grace": True, "cobranzas_grace_days": 0})
        cash = self.env["res.partner"].create({"name": "De contado"})
        term = {"name": "Contado", "line_ids": [Command.create({"nb_days": 0})]}
        term = self.env["account.payment.term"].create({**term, "cobranzas_is_cash": True})
        cash.property_payment_term_id = term
        for partner in self.customer | self.other_customer | cash:
            for due in ("2026-02-01", "2026-02-02", "2026-02-09"):
                self.invoice(10, due=due, partner=partner)
        customers = self.customer | self.other_customer | cash
        found = self.env["cobranzas.credit.reader"]._read_standings(
            customers, self.company, self.day("2026-02-07"), late_only=True
        )
        self.assertEqual(
            {
                standing.customer.name: [str(debt.due) for debt in standing.customer.debts]
                for standing in found.values()
            },
            {
                self.customer.name: ["2026-02-01"],
                self.other_customer.name: ["2026-02-01", "2026-02-02"],
                cash.name: ["2026-02-01", "2026-02-02", "2026-02-09"],
            },
        )
        self.assertTrue(found[cash].cash)
        self.assertEqual(found[self.customer].customer.exposure, 30_00)

    def test_debts_in_order_of_their_due_dates(self):
        late = self.invoice(100, due="2026-03-01")
        first = self.invoice(50, due="2026-02-01")
        self.invoice(10, move_type="out_refund")
        self.invoice(20).move_id.button_draft()
        debts = self.read_standing().customer.debts
        self.assertEqual(
            [(debt.id, debt.name, debt.amount, debt.due) for debt in debts],
            [
                (first.id, first.move_id.name, 50_00, self.day("2026-02-01")),
                (late.id, late.move_id.name, 100_00, self.day("2026-03-01")),
            ],
        )

    def test_a_group_holds_what_its_members_owe(self):
        group = self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo",
                "share_credit_limit": True,
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in self.customer | self.other_customer
                ],
            }
        )
        self.invoice(100)
        self.invoice(40, partner=self.other_customer)
        self.order([(1, 9)], partner=self.other_customer)
        standing = self.read_standing()
        self.assertEqual(standing.customer.exposure, 100_00)
        self.assertEqual(
            (standing.group.id, standing.group.kind, standing.group.exposure),
            (group.id, "group", 149_00),
        )
        self.assertEqual([debt.amount for debt in standing.group.debts], [100_00, 40_00])
        group.share_credit_limit = False
        self.assertIsNone(self.read_standing().group)

    def test_the_seller_may_see_nothing_of_it(self):
        """Control counts what the customer owes, whoever sells."""
        self.invoice(100)
        seller = self.make_user("vende", "sales_team.group_sale_salesman")
        reader = self.env["cobranzas.credit.reader"].with_user(seller)
        found = reader._read_parts(self.customer.with_user(seller), self.company)
        self.assertEqual(found[self.customer]["items"], 100_00)

    def test_as_many_queries_for_fifty_as_for_one(self):
        many = self.env["res.partner"].create([{"name": str(number)} for number in range(50)])
        for partner in many:
            self.invoice(10, partner=partner)
        reader = self.env["cobranzas.credit.reader"]
        counts = {}
        for customers in (many, many[:1], many):  # the first time, what is cached
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            reader._read_parts(customers, self.company)
            exposure = self.env.cr.sql_log_count
            reader._read_standings(customers, self.company, fields.Date.today())
            counts[len(customers)] = (exposure - before, self.env.cr.sql_log_count - exposure)
        self.assertEqual(counts[1], counts[50])
        self.assertEqual(counts[50][0], 2)
