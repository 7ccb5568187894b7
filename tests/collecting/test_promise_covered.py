"""Which documents promises in time are about, for groups and by currency (COL-06)."""

from freezegun import freeze_time
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.promises import PromisesCommon


@tagged("post_install", "-at_install")
class TestPromiseCovered(PromisesCommon):
    def covered(self, *items):
        items = self.old.union(*items) if items else self.old | self.next | self.later
        return self.Promise._cobranzas_covered(items)

    def test_named_documents(self):
        self.promise({5: 700}, {self.old: 500, self.next: 200})
        self.assertEqual(self.covered(), {self.old.id: 500, self.next.id: 200})
        self.pay((self.old, 300))
        self.assertEqual(self.covered(), {self.old.id: 200, self.next.id: 200})
        with freeze_time(self.at(6)):
            self.assertEqual(self.covered(), {})

    def test_only_what_is_still_in_time(self):
        self.promise({2: 400, 9: 600}, [self.old])
        with freeze_time(self.at(3)):
            self.Promise._cron_evaluate()
            self.assertEqual(self.covered(), {self.old.id: 600})

    def test_of_the_account_the_oldest_first(self):
        self.promise({5: 1200})
        self.assertEqual(self.covered(), {self.old.id: 1000, self.next.id: 200})
        self.assertEqual(self.Promise._cobranzas_covered(self.next), {self.next.id: 200})

    def test_of_a_group_payments_of_any_member_count(self):
        group = self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo",
                "member_ids": [
                    Command.create({"partner_id": self.customer.id}),
                    Command.create({"partner_id": self.other_customer.id}),
                ],
            }
        )
        theirs = self.debt(300, -50, partner=self.other_customer)
        promise = self.promise({5: 800}, debtor=group)
        self.assertEqual((promise.debtor_group_id, promise.partner_id), (group, self.customer))
        self.assertEqual(self.covered(theirs), {theirs.id: 300, self.old.id: 500})
        self.pay((theirs, 300), partner_id=self.other_customer.id)
        self.assertPromise(promise, "open", kept=300, left=500)
        self.assertRegex(group.message_ids[0].body, "Promised")

    def test_currencies_do_not_mix(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        foreign = self.debt(100, -5, currency=euro)
        promise = self.promise({5: 100}, [foreign], currency_id=euro.id)
        self.assertEqual(promise.line_ids.amount_left_company, 200)
        self.assertEqual(self.covered(foreign), {foreign.id: 100})
        self.assertEqual(self.customer.cobranzas_promised, 200)
        self.pay((self.old, 1000))
        self.assertPromise(promise, "open", kept=0)

    def test_a_fixed_number_of_queries(self):
        items = self.old | self.next | self.later
        self.promise({5: 100})
        self.covered()
        counts = []
        for number in range(3):
            for _each in range(number * 2):
                partner = self.env["res.partner"].create({"name": "Otro"})
                item = self.debt(100, -5, partner=partner)
                self.promise({5: 50}, debtor=partner)
                items |= item
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Promise._cobranzas_covered(items)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 1)
