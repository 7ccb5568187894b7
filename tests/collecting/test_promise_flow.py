"""A promise from the dialog to what came of it: kept, taken back, broken (COL-06)."""

from unittest.mock import patch

from freezegun import freeze_time
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.promises import PromisesCommon


@tagged("post_install", "-at_install")
class TestPromiseFlow(PromisesCommon):
    def test_the_dialog_opens_with_what_is_overdue(self):
        action = self.customer.action_cobranzas_promise()
        form = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual((form.balance, form.overdue, form.amount), (2000, 1600, 1600))
        self.assertEqual(
            [(row["is_chosen"], row["amount"]) for row in form.item_ids._records],
            [(True, 1000), (True, 600), (False, 400)],
        )
        self.assertEqual(len(form.line_ids), 1)
        form.count, form.period, form.date_first = 3, "fortnight", self.at(1)
        wizard = form.save()
        self.assertEqual(
            [(line.date, line.amount) for line in wizard.line_ids],
            [(self.at(1), 533.33), (self.at(16), 533.33), (self.at(31), 533.34)],
        )
        wizard.action_save()
        made = self.Promise.search([("partner_id", "=", self.customer.id)])
        self.assertEqual((made.amount, len(made.line_ids), len(made.item_ids)), (1600, 3, 2))
        self.assertRegex(self.customer.message_ids[0].body, "Promised.*533.33")

    def test_kept_taken_back_kept_and_broken(self):
        """promise → receipt → kept → void → open → paid late → broken."""
        promise = self.promise({5: 1000}, [self.old])
        self.assertPromise(promise, "open", kept=0, left=1000)
        receipt = self.pay((self.old, 1000))
        self.assertPromise(promise, "kept", kept=1000, left=0)
        self.assertEqual(promise.line_ids.state, "kept")
        self.assertRegex(self.customer.message_ids[0].body, "Open → Kept.*1,000.00")
        self.assertLedger(
            receipt.move_ids,
            """Outstanding Receipts | Almacén El Ceibo | 1000.00 | 0.00 | 1000.00
            Account Receivable | Almacén El Ceibo | 0.00 | 1000.00 | 0.00""",
        )
        receipt.action_void(self.today, "Wrong customer")
        self.env.cr.flush()
        self.assertPromise(promise, "open", kept=0, left=1000)
        self.assertEqual(self.old.amount_residual, 1000)
        with freeze_time(self.at(6)):
            self.Promise._cron_evaluate()
            self.assertPromise(promise, "broken", kept=0, left=1000)
            self.assertEqual(promise.date_missed, self.at(5))
            self.pay((self.old, 1000), date=self.at(6))
            self.assertPromise(promise, "broken", kept=0, left=0)  # paid, a day late

    def test_part_of_it(self):
        promise = self.promise({5: 600, 10: 400}, [self.old])
        self.pay((self.old, 700))
        self.assertPromise(promise, "open", kept=700, left=300)
        self.assertEqual(promise.line_ids.mapped("state"), ["kept", "open"])
        self.assertEqual(promise.date_next, self.at(10))
        with freeze_time(self.at(11)):
            self.Promise._cron_evaluate()
            self.assertPromise(promise, "partly", kept=700, left=300)
            self.assertEqual(promise.line_ids.mapped("state"), ["kept", "partly"])

    def test_another_document_paid_does_not_keep_it(self):
        promise = self.promise({5: 1000}, [self.old])
        self.pay((self.next, 600))
        self.assertPromise(promise, "open", kept=0)

    def test_of_the_account_any_document_counts(self):
        promise = self.promise({5: 900})
        self.pay((self.next, 600), (self.later, 200))
        self.assertPromise(promise, "open", kept=800, left=100)
        self.pay((self.old, 100))
        self.assertPromise(promise, "kept", kept=900, left=0)

    def test_of_the_account_what_was_paid_earlier_the_same_day_does_not_count(self):
        self.pay((self.next, 600))
        promise = self.promise({5: 500})
        self.assertEqual(promise.amount_before, 600)
        self.assertPromise(promise, "open", kept=0, left=500)
        self.pay((self.old, 500))
        self.assertPromise(promise, "kept", kept=500)

    def test_of_a_document_paid_in_part_before(self):
        self.pay((self.old, 400))
        promise = self.promise({5: 600}, [self.old])
        self.assertPromise(promise, "open", kept=0, left=600)
        self.pay((self.old, 600), date=self.at(-3))  # entered later, dated earlier: it is paid
        self.assertPromise(promise, "kept", kept=600)

    def _receive_check(self, item, amount):
        """A posted receipt of a cheque that pays an item; returns the cheque."""
        account = self.company_data["default_account_assets"].copy(
            {"reconcile": True, "name": "Cheques", "code": "CHQ1"}
        )
        self.portfolio.inbound_payment_method_line_ids.payment_account_id = account
        self.portfolio.outbound_payment_method_line_ids.payment_account_id = account
        checks = [self.check(amount, pay_date=str(self.at(3)))]
        receipt = self.receipt([(item, amount)], checks=checks, date=self.today)
        receipt.action_post()
        self.env.cr.flush()
        return receipt.check_ids.check_id

    def test_a_cheque_that_comes_back_breaks_it(self):
        """Its allocation stays, and the debt is a new item: the promise knows all the same."""
        named = self.promise({5: 1000}, [self.old])
        check = self._receive_check(self.old, 1000)
        self.assertPromise(named, "kept")
        with freeze_time(self.at(8)):
            operation = self.env["cobranzas.operation"].create(
                {
                    "kind": "returned_check",
                    "date": self.at(8),
                    "company_id": self.company.id,
                    "check_ids": [Command.set(check.ids)],
                }
            )
            operation.action_confirm()
            self.env.cr.flush()
            self.assertLedger(
                operation.move_ids,
                """Account Receivable | Almacén El Ceibo | 1000.00 | 0.00 | 1000.00
                Cheques | Almacén El Ceibo | 0.00 | 1000.00 | -1000.00""",
            )
            self.assertEqual(self.old.amount_residual, 0)
            self.assertPromise(named, "broken", kept=0, left=1000)
            note = self.customer.message_ids[0].body
            self.assertRegex(note, "Kept → Broken.*cheque that paid it came back")
            operation.action_undo(self.at(8), "It was paid after all")
            self.env.cr.flush()
            self.assertPromise(named, "kept", kept=1000, left=0)

    def test_of_the_account_a_cheque_that_comes_back(self):
        """And what pays the returned cheque counts; the new debt itself does not."""
        promise = self.promise({5: 1000})
        check = self._receive_check(self.old, 1000)
        self.assertPromise(promise, "kept")
        operation = self.env["cobranzas.operation"].create(
            {
                "kind": "returned_check",
                "date": self.today,
                "company_id": self.company.id,
                "check_ids": [Command.set(check.ids)],
            }
        )
        operation.action_confirm()
        self.env.cr.flush()
        self.assertPromise(promise, "open", kept=0, left=1000)
        again = self.item(operation.move_ids)
        self.pay((again, 1000))
        self.assertPromise(promise, "kept", kept=1000)

    def test_tolerance(self):
        """Working days and an amount, shown when promising."""
        self.company.resource_calendar_id = self.week
        self.company.cobranzas_promise_tolerance_days = 2
        self.company.cobranzas_promise_tolerance_amount = 10
        wizard = self.dialog()
        self.assertEqual((wizard.tolerance_days, wizard.tolerance_amount), (2, 10))
        day = 5 + (4 - self.at(5).weekday()) % 7  # a Friday
        promise = self.promise({day: 1000}, [self.old])
        self.assertEqual(promise.line_ids.date_limit, self.at(day + 4))  # Monday and Tuesday
        with freeze_time(self.at(day + 4)):
            self.Promise._cron_evaluate()
            self.assertPromise(promise, "open")
            self.pay((self.old, 990), date=self.at(day + 4))
            self.assertPromise(promise, "kept", kept=990, left=0)

    def test_the_nightly_look_is_done_in_slices(self):
        first, second = self.promise({5: 1000}, [self.old]), self.promise({5: 600}, [self.next])
        done = []
        path = "odoo.addons.l10n_cobranzas.models.collecting.promise_evaluate.SLICE"
        with freeze_time(self.at(6)), patch(path, 1):
            self.Promise._cron_evaluate(lambda count=0, remaining=None: done.append(count))
        self.assertEqual((first | second).mapped("state"), ["broken", "broken"])
        self.assertEqual((done[0], set(done[1:])), (0, {1}))
        self.assertGreater(len(done), 2)

    def test_nothing_changes_once_the_nightly_look_is_done_twice(self):
        promise = self.promise({5: 1000}, [self.old])
        with freeze_time(self.at(6)):
            self.Promise._cron_evaluate()
            notes = len(self.customer.message_ids)
            self.Promise._cron_evaluate()
            promise._evaluate()
        self.assertEqual(len(self.customer.message_ids), notes)
        self.assertEqual(promise.date_state, self.at(6))
