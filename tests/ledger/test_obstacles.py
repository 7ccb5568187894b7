"""What stands in the way of an undo is named, with a button that opens it (REC-15, OPS)."""

import json

from odoo.addons.l10n_cobranzas.models.ledger.obstacles import ObstacleError
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command
from odoo.http import serialize_exception
from odoo.tests import tagged

from ..lib.documents import DocumentsCommon
from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestObstacles(OperationsCommon, DocumentsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls.make_user(
            "obstacle_accountant",
            "l10n_cobranzas.group_cobranzas_accountant",
            "account.group_account_user",
        )

    def posted(self, *args, **kw):
        receipt = self.receipt(*args, **kw)
        receipt.action_post()
        return receipt

    def assertObstacle(self, undo, sentence, record):
        """``undo()`` is refused with the sentence and a button that opens ``record``.

        An entry opens by the list of its items, where core unreconciles them.
        """
        with self.assertRaisesRegex(ObstacleError, sentence) as caught, self.env.cr.savepoint():
            undo()
        message, action, label, _more = caught.exception.args
        self.assertEqual(str(caught.exception), message)
        self.assertEqual(label, f"Open {record.display_name}")
        if record._name == "account.move" and not record.is_invoice():
            self.assertEqual(action["res_model"], "account.move.line")
            opened = self.env["account.move.line"].search(action["domain"])
            self.assertEqual(opened, record.line_ids)
        else:
            self.assertEqual((action["res_model"], action["res_id"]), (record._name, record.id))
        return caught.exception

    def void(self, receipt, date="2026-02-10"):
        return lambda: receipt.with_user(self.accountant).action_void(date, "Error")

    def undo(self, operation, date="2026-02-10"):
        return lambda: operation.with_user(self.accountant).action_undo(date, "Error")

    # ------------------------------------------------------------------
    # Receipts
    # ------------------------------------------------------------------

    def test_a_bank_line(self):
        receipt = self.posted([], [self.transfer_value(500)])
        liquidity = receipt.move_ids.line_ids.filtered("debit")
        entry = self.reconcile_with_bank(liquidity, "2026-02-02")
        self.assertObstacle(self.void(receipt), f"is reconciled with {entry.name}", entry)

    def test_a_later_application_and_an_invoice(self):
        receipt = self.posted([], [self.cash_value(500)])
        credit, invoice = self.item(receipt.move_ids), self.invoice(500)
        later = self.posted([credit, invoice], kind="application", date="2026-02-02")
        self.assertObstacle(self.void(receipt), f"is used by {later.name}", later)
        later.action_void("2026-02-03", "Error")
        (credit | invoice).reconcile()
        move = invoice.move_id
        self.assertObstacle(self.void(receipt), f"is reconciled with {move.name}", move)

    def test_a_cheque_that_moved_on(self):
        receipt = self.posted([], [], [self.check(500)])
        check = receipt.payment_ids.l10n_latam_new_check_ids
        self.endorse_check(check)
        payment = check._get_last_operation()
        sentence = f"Cheque {check.name} is no longer in the portfolio"
        self.assertObstacle(self.void(receipt), sentence, payment)

    def test_a_cheque_that_an_operation_returned(self):
        receipt = self.posted([], [], [self.check(500)])
        check = receipt.payment_ids.l10n_latam_new_check_ids
        returned = self.operation("returned_check", check_ids=[Command.set(check.ids)])
        returned.action_confirm()
        sentence = f"Cheque {check.name} is no longer in the portfolio: undo .*{returned.name}"
        self.assertObstacle(self.void(receipt), sentence, returned)

    def test_a_document_that_was_collected(self):
        document = self.posted_document()
        later = self.posted([document.move_line_id], [self.cash_value(1000)])
        sentence = f"was collected by {later.name}: void {later.name} first"
        self.assertObstacle(self.void(document.receipt_id), sentence, later)

    def test_a_closed_period_of_its_own_opens_what_it_booked(self):
        receipt = self.posted([], [self.cash_value(10)])
        self.company.fiscalyear_lock_date = "2026-02-05"
        self.assertObstacle(self.void(receipt), "period of .* is closed", receipt.move_ids)

    def test_a_closed_period_without_an_entry_has_nothing_to_open(self):
        """An application books none; another date is what is wanted."""
        credit, invoice = self.invoice(100, move_type="out_refund"), self.invoice(100)
        receipt = self.posted([credit, invoice], kind="application")
        self.company.fiscalyear_lock_date = "2026-02-05"
        with self.assertRaisesRegex(UserError, "period of .* is closed") as caught:
            self.void(receipt)()
        self.assertNotIsInstance(caught.exception, RedirectWarning)

    # ------------------------------------------------------------------
    # Operations
    # ------------------------------------------------------------------

    def test_what_an_operation_made_was_collected(self):
        other = self.env["res.partner"].create({"name": "Sur"})
        done = self.operation(
            "endorsement", [self.invoice(100)], new_partner_id=other.id, confirm=True
        )
        later = self.posted(
            [done.result_ids], [self.cash_value(100)], partner_id=other.id, date="2026-02-02"
        )
        self.assertObstacle(self.undo(done), f"was taken by {later.name}", later)

    def test_a_closed_period_of_an_operation(self):
        credit = self.invoice(100, move_type="out_refund")
        done = self.operation("refund", [credit], journal_id=self.cash.id, confirm=True)
        self.company.fiscalyear_lock_date = "2026-02-05"
        self.assertObstacle(self.undo(done), "period of .* is closed", done.move_ids)

    # ------------------------------------------------------------------
    # How it is told
    # ------------------------------------------------------------------

    def test_the_web_client_shows_it_as_a_redirect_warning(self):
        receipt = self.posted([], [self.transfer_value(500)])
        liquidity = receipt.move_ids.line_ids.filtered("debit")
        entry = self.reconcile_with_bank(liquidity, "2026-02-02")
        error = self.assertObstacle(self.void(receipt), "is reconciled with", entry)
        self.assertIsInstance(error, RedirectWarning)
        told = json.loads(json.dumps(serialize_exception(error)))
        self.assertEqual(told["context"], {"exception_class": "odoo.exceptions.RedirectWarning"})
        self.assertEqual(told["arguments"][0], str(error))

    def test_without_the_right_to_read_it_there_is_the_sentence_alone(self):
        receipt = self.posted([], [], [self.check(500)])
        check = receipt.payment_ids.l10n_latam_new_check_ids
        self.endorse_check(check)
        self.env["ir.rule"].create(
            {
                "name": "no outbound payments",
                "model_id": self.env["ir.model"]._get_id("account.payment"),
                "domain_force": "[('payment_type', '=', 'inbound')]",
            }
        )
        with self.assertRaisesRegex(UserError, f"Cheque {check.name} is no") as caught:
            self.void(receipt)()
        self.assertNotIsInstance(caught.exception, RedirectWarning)
