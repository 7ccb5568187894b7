"""What an agency earns: of which payments, at which rate, billed once (COL-09)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.agency import AgencyCommon


@tagged("post_install", "-at_install")
class TestAgencyCommission(AgencyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency.product_id = cls.env["product.product"].create(
            {"name": "Comisión", "type": "service", "supplier_taxes_id": False}
        )

    def owed(self, until=None):
        """What is to be billed, as rows: document's amount, collected, commission."""
        self.env.invalidate_all()
        return [
            (each.line.amount, each.collected, each.commission)
            for each in self.agency._find_owed(until or self.today)
        ]

    def test_the_rate_is_that_of_the_age_at_the_hand_over(self):
        new, old = self.owe(1000, 30), self.owe(2000, 100)
        self.hand_over()
        self.collect(new)
        self.collect(old, 500)
        self.assertEqual(self.owed(), [(2000, 500, 100), (1000, 1000, 100)])

    def test_by_area(self):
        argentina = self.env.ref("base.ar")
        rosario = self.env["res.country.state"].search(
            [("country_id", "=", argentina.id), ("code", "=", "S")]
        )
        self.customer.vat = False
        self.customer.write({"country_id": argentina.id, "state_id": rosario.id})
        self.agency.rate_ids[0].copy(
            {"percent": 5, "state_ids": rosario.ids, "sequence": 1, "agency_id": self.agency.id}
        )
        item, other = self.owe(1000, 30), self.owe(1000, 30, partner=self.other_customer)
        self.hand_over()
        self.collect(item)
        self.collect(other)
        self.assertEqual(sorted(self.owed()), [(1000, 1000, 50), (1000, 1000, 100)])

    def test_what_is_no_money_earns_nothing(self):
        item = self.owe(1000, 30)
        self.hand_over()
        note = self.invoice(300, date=self.today, move_type="out_refund")
        (item | note).reconcile()
        self.assertEqual(item.amount_residual, 700)
        self.assertEqual(self.owed(), [])

    def test_only_while_the_agency_has_it(self):
        item = self.owe(1000, 30)
        self.collect(item, 100, date=self.days_ago(5))
        batch = self.hand_over(date=self.days_ago(4))
        self.collect(item, 200, date=self.days_ago(3))
        batch.line_ids._end("recalled", "Fin")
        batch.line_ids.sudo().date_end = self.days_ago(2)
        self.collect(item, 300, date=self.days_ago(1))
        self.assertEqual(self.owed(), [(900, 200, 20)])

    def test_handed_over_again_a_payment_counts_for_one(self):
        item = self.owe(1000, 30)
        batch = self.hand_over()
        batch.line_ids._end("returned", "No lo encuentran")
        other = self.make_agency("Sur", rates=((1, 0, 50),))
        self.hand_over(other)
        self.collect(item, 200)
        self.assertEqual(self.owed(), [])
        self.assertEqual([each.commission for each in other._find_owed(self.today)], [100])

    def test_billed_once_and_for_a_period(self):
        item = self.owe(1000, 30)
        self.hand_over(date=self.days_ago(10))
        self.collect(item, 100, date=self.days_ago(8))
        self.collect(item, 200, date=self.days_ago(2))
        bill = self.agency._settle(self.days_ago(5))
        self.assertEqual(bill.amount_total, 10)
        with self.assertRaisesRegex(UserError, "Nothing is owed"):
            self.agency._settle(self.days_ago(5))
        self.assertEqual(self.owed(), [(1000, 200, 20)])
        self.assertEqual(self.agency._settle(self.today).amount_total, 20)
        self.assertEqual(self.owed(), [])

    def test_a_bill_that_goes_away_is_owed_again(self):
        item = self.owe(1000, 30)
        self.hand_over()
        self.collect(item, 100)
        self.agency._settle(self.today).unlink()
        self.assertEqual(self.owed(), [(1000, 100, 10)])
        bill = self.agency._settle(self.today)
        bill.button_cancel()
        self.assertEqual(self.owed(), [(1000, 100, 10)])
        bill = self.agency._settle(self.today)
        bill.action_post()
        bill._reverse_moves([{"invoice_date": self.today}], cancel=True)
        self.assertEqual(self.owed(), [(1000, 100, 10)])

    def test_a_void_after_the_bill_is_taken_off_the_next(self):
        item = self.owe(1000, 30)
        self.hand_over()
        receipt = self.collect(item, 500)
        self.agency._settle(self.today).action_post()
        receipt.action_void(self.today, "Rebotó")
        self.assertEqual(self.owed(), [(1000, -500, -50)])
        self.collect(item, 800)
        bill = self.agency._settle(self.today)
        self.assertEqual((bill.move_type, bill.amount_total), ("in_invoice", 30))
        self.assertEqual(self.owed(), [])

    def test_without_a_product(self):
        item = self.owe(1000, 30)
        self.hand_over()
        self.collect(item, 500)
        self.agency.product_id = False
        with self.assertRaisesRegex(UserError, "Choose the product"):
            self.agency._settle(self.today)

    def test_cents(self):
        items = [self.owe(amount, 30) for amount in (33.33, 66.67, 0.05)]
        self.agency.rate_ids.percent = 12.5
        self.hand_over()
        for item in items:
            self.collect(item)
        bill = self.agency._settle(self.today)
        self.assertEqual(bill.amount_total, 4.17 + 8.33 + 0.01)
