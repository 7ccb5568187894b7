"""Promises that debtors make on their page: the same as inside, within the company's limits."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.portal_ask import PortalAskCommon


@tagged("post_install", "-at_install")
class TestPortalPromise(PortalAskCommon):
    def refused(self, words, *args, **kwargs):
        count = self.Promise.search_count([])
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            self.promise_by_page(*args, **kwargs)
        self.assertEqual(self.Promise.search_count([]), count)

    def test_of_documents(self):
        """The oldest documents chosen take what is promised, in instalments."""
        promise = self.promise_by_page({3: 700, 10: 500}, [self.next, self.old], note="Hola")
        self.assertPromise(promise, "open", left=1200)
        self.assertEqual(
            {item.move_line_id: item.amount for item in promise.item_ids},
            {self.old: 1000, self.next: 200},
        )
        self.assertEqual(
            [(line.date, line.amount) for line in promise.line_ids],
            [(self.at(3), 700), (self.at(10), 500)],
        )
        row = self.log()[0]
        self.assertEqual(
            (row.channel, row.direction, row.contact_id, row.reached),
            ("portal", "in", self.contact, True),
        )
        self.assertIn(promise.name, row.note)
        self.assertEqual(promise.note, "Hola")

    def test_in_the_worklist_at_once(self):
        self.assertEqual((self.row().promised, self.row().to_collect), (0, 1600))
        promise = self.promise_by_page({3: 1000}, [self.old])
        row = self.row()
        self.assertEqual((row.promised, row.to_collect), (1000, 600))
        self.assertFalse(row.contacted_today)
        promise.action_cancel("Se desdijo")
        self.assertEqual((self.row().promised, self.row().to_collect), (0, 1600))

    def test_kept_when_paid(self):
        promise = self.promise_by_page({3: 1600})
        self.assertTrue(promise.is_account)
        receipt = self.pay((self.old, 1000), (self.next, 600))
        promise._evaluate()
        self.assertPromise(promise, "kept", kept=1600, left=0)
        receipt.action_void(reason="Mistake")
        promise._evaluate()
        self.assertPromise(promise, "open", kept=0, left=1600)

    def test_limits(self):
        self.company.cobranzas_portal_promise_days = 10
        self.refused("too far ahead", {11: 1000})
        self.refused("has passed", {-1: 1000})
        self.refused("320.00 or more, which is 20 %", {3: 319})  # of what is overdue
        self.refused("320.00 or more", {3: 319}, [self.old, self.next])
        self.refused("1,600.00 is owed", {3: 1601}, [self.old, self.next])
        self.refused("owes .*2,000.00", {3: 2001})
        self.refused("above zero", {3: 0})
        self.refused("above zero|at least one date", {})
        self.refused("not owed any more", {3: 700}, [self.foreign])
        self.refused("shorten", {3: 1000}, note="x" * 2001)
        self.promise_by_page({10: 320})

    def test_what_is_promised_already(self):
        first = self.promise_by_page({3: 1000}, [self.old])
        self.refused(f"in your promise {first.name}", {4: 1000}, [self.old])
        self.refused(f"Your promise {first.name} is still open", {4: 600})
        self.promise_by_page({4: 600}, [self.next])

    def test_how_often(self):
        self.company.cobranzas_portal_promise_most = 2
        first, _second = (self.promise_by_page({3: 500}, [item]) for item in (self.old, self.next))
        self.refused("2 promises", {3: 400}, [self.later])
        first.action_cancel("No")  # one that was taken back does not count
        self.promise_by_page({3: 400}, [self.later])

    def test_not_offered(self):
        self.company.cobranzas_portal_promise = False
        self.refused("does not offer", {3: 1000})

    def test_of_a_group(self):
        group = self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo",
                "member_ids": [
                    (0, 0, {"partner_id": each.id}) for each in (self.customer, self.other_customer)
                ],
            }
        )
        access = self.visit(group, self.contact)
        promise = self.promise_by_page({3: 700}, [self.foreign], access)
        self.assertEqual(
            (promise.debtor_group_id, promise.partner_id), (group, self.other_customer)
        )
        self.assertEqual(self.log(self.other_customer)[0].contact_id, self.contact)
