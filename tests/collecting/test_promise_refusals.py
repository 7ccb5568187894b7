"""Promises that can't be made: one sentence each, and nothing is left behind (COL-06)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.promises import PromisesCommon


@tagged("post_install", "-at_install")
class TestPromiseRefusals(PromisesCommon):
    def refuse(self, words, *args, **kw):
        before = self.Promise.search_count([])
        with self.assertRaisesRegex(UserError, words) as caught:
            self.promise(*args, **kw)
        self.assertNotIn("\n", caught.exception.args[0])
        self.assertEqual(self.Promise.search_count([]), before)

    def test_dates(self):
        self.refuse("has passed", {-1: 1000}, [self.old])
        self.refuse("91 days|more than 90 days ahead", {91: 1000}, [self.old])
        self.promise({90: 1000}, [self.old])
        self.refuse("Add at least one date", {}, [self.next], line_ids=[])
        self.refuse("above zero", {3: 0}, [self.next])

    def test_amounts(self):
        self.refuse("dates add up to", {3: 999}, [self.old])
        self.refuse("owes .*2,000.00", {3: 2000.01})
        self.refuse("no more than that can be promised", {3: 1001}, {self.old: 1001})
        self.refuse("above zero", {}, amount=0)
        self.refuse("tolerance in money is less", {3: 1000}, [self.old], tolerance_amount=1000)
        self.refuse("0 to 30 days", {3: 1000}, [self.old], tolerance_days=31)
        self.refuse("Tick the documents", {3: 1000}, [])

    def test_documents(self):
        foreign = self.debt(50, -5, partner=self.other_customer)
        self.refuse("is of another debtor", {3: 50}, [foreign])
        self.pay((self.next, 600))
        self.refuse("is paid already", {3: 600}, {self.next: 600})
        euro = self.make_rates({"2026-01-01": 0.5})
        dollars = self.debt(50, -5, currency=euro)
        self.refuse("is in EUR", {3: 50}, [dollars])

    def test_what_is_promised_already(self):
        first = self.promise({3: 1000}, [self.old])
        self.refuse(f"promised already in {first.name}", {4: 1600}, [self.old, self.next])
        self.refuse(f"{first.name} is still open", {4: 100})
        self.promise({3: 600}, [self.next])
        replaced = self.promise({9: 1000}, [self.old], replaces_id=first.id)
        self.assertEqual((first.state, first.replaced_by_id), ("replaced", replaced))
        self.assertEqual((replaced.level, first.line_ids.state), (2, "replaced"))
        self.refuse("no other one takes its place", {9: 1000}, [self.old], replaces_id=first.id)

    def test_a_broken_one_is_replaced_too(self):
        first = self.promise({3: 1000}, [self.old])
        first.sudo().write({"state": "broken"})
        third = self.promise({9: 1000}, [self.old], replaces_id=first.id)
        self.assertEqual(third.level, 2)

    def test_replaced_and_cancelled_ones_are_left_alone_by_payments(self):
        first = self.promise({3: 1000}, [self.old])
        second = self.promise({9: 1000}, [self.old], replaces_id=first.id)
        self.pay((self.old, 1000))
        self.assertEqual((first.state, second.state), ("replaced", "kept"))

    def test_cancel(self):
        promise = self.promise({3: 1000}, [self.old])
        with self.assertRaisesRegex(UserError, "Say why"):
            promise.action_cancel(" ")
        promise.action_cancel("Noted on the wrong customer")
        self.assertEqual((promise.state, promise.line_ids.state), ("cancelled", "cancelled"))
        self.assertRegex(self.customer.message_ids[0].body, "Noted on the wrong customer")
        with self.assertRaisesRegex(UserError, "not open any more"):
            promise.action_cancel("Again")

    def test_nobody_writes_what_came_of_it(self):
        promise = self.promise({3: 1000}, [self.old])
        promise.write({"note": "Spoke with the owner"})
        for vals in ({"state": "kept"}, {"amount": 1}, {"partner_id": self.other_customer.id}):
            with self.assertRaisesRegex(UserError, "not changed"):
                promise.write(vals)
        with self.assertRaises(AccessError):
            promise.line_ids.write({"date": self.at(30)})
        with self.assertRaises(AccessError):
            promise.unlink()

    def test_bad_input_of_clients(self):
        model = self.env["cobranzas.promise.new"]
        for vals in (
            {"partner_id": 2**40},
            {"partner_id": self.customer.id, "date_first": "soon"},
            {"partner_id": self.customer.id, "amount": float("nan")},
            {"partner_id": self.customer.id, "count": 10**12},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                model.create(vals)
        with self.assertRaisesRegex(UserError, "from 1 to 60"), self.env.cr.savepoint():
            model.create({"partner_id": self.customer.id, "count": 61})
