"""Two users take the same cheque to the bank at once, on real transactions (COL-08)."""

from functools import partial
from itertools import count

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.transactions import TransactionsCommon


@tagged("post_install", "-at_install")
class TestBankDepositConcurrency(TransactionsCommon):
    numbers = count(801)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            env = cls._env(cr)
            env["account.journal"].create(
                {"name": "Caja", "code": "CAJ", "type": "cash", "company_id": cls.company_id}
            )
            cls.payer_bank_id = env["res.bank"].create({"name": "Banco de prueba"}).id

    def _make_check(self):
        """Commit a receipt of a cheque; return the ids of both."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            receipt = env["cobranzas.receipt"].create(
                {
                    "partner_id": self.partner_id,
                    "date": "2026-02-01",
                    "company_id": self.company_id,
                    "check_ids": [
                        Command.create(
                            {
                                "name": f"{next(self.numbers):08d}",
                                "bank_id": self.payer_bank_id,
                                "payment_date": "2026-02-20",
                                "amount": 100,
                            }
                        )
                    ],
                }
            )
            receipt.action_post()
            return receipt.id, receipt.check_ids.check_id.id

    def _draft(self, check, cash=0):
        with self.registry.cursor() as cr:
            vals = {
                "company_id": self.company_id,
                "journal_id": self.journals["bank"],
                "date": "2026-03-01",
                "amount_cash": cash,
                "check_ids": [Command.set([check] if check else [])],
            }
            return self._env(cr)["cobranzas.bank.deposit"].create(vals).id

    @staticmethod
    def _confirm(number, env):
        env["cobranzas.bank.deposit"].browse(number).action_confirm()

    @staticmethod
    def _undo(number, env):
        env["cobranzas.bank.deposit"].browse(number).action_undo("2026-03-02", "prueba")

    @staticmethod
    def _void(number, env):
        env["cobranzas.receipt"].browse(number).action_void("2026-03-01", "prueba")

    def _one_refusal(self, *calls):
        """Run the calls at once; all but one are refused: return what the last is told."""
        answers = [answer and str(answer) for answer in self._at_once(*calls)]
        self.assertEqual(answers.count(None), 1, answers)
        return next(answer for answer in answers if answer)

    def _operations(self, check):
        with self.registry.cursor() as cr:
            check = self._env(cr)["l10n_latam.check"].browse(check)
            live = check.operation_ids.filtered(lambda payment: payment.state != "canceled")
            return len(live), check.current_journal_id.id, check.original_journal_id.id

    def test_the_same_cheque_in_two_deposits(self):
        _receipt, check = self._make_check()
        drafts = [self._draft(check), self._draft(check, cash=5)]
        refusal = self._one_refusal(*(partial(self._confirm, number) for number in drafts))
        self.assertRegex(refusal, r"Cheque 000008\d\d left the portfolio on .*DEP-")
        self.assertEqual(self._operations(check)[:2], (2, self.journals["bank"]))

    def test_double_click(self):
        _receipt, check = self._make_check()
        draft = self._draft(check, cash=5)
        refusal = self._one_refusal(*[partial(self._confirm, draft)] * 2)
        self.assertRegex(refusal, "is no longer a draft")
        self.assertEqual(self._operations(check)[:2], (2, self.journals["bank"]))

    def test_receipt_voided_at_the_same_time(self):
        for _time in range(2):
            receipt, check = self._make_check()
            draft = self._draft(check)
            refusal = self._one_refusal(partial(self._confirm, draft), partial(self._void, receipt))
            self.assertRegex(refusal, "is in no portfolio|is no longer in the portfolio")
            self.assertIn(self._operations(check)[:2], [(0, False), (2, self.journals["bank"])])

    def test_cash_by_two_at_once(self):
        drafts = [self._draft(None, cash=10), self._draft(None, cash=20)]
        answers = self._at_once(*(partial(self._confirm, number) for number in drafts))
        self.assertEqual(answers, [None, None])
        with self.registry.cursor() as cr:
            names = self._env(cr)["cobranzas.bank.deposit"].browse(drafts).mapped("name")
            self.assertEqual(len(set(names)), 2)

    def test_undone_twice_at_once(self):
        _receipt, check = self._make_check()
        draft = self._draft(check)
        self.assertIsNone(self._call(partial(self._confirm, draft)))
        refusal = self._one_refusal(*[partial(self._undo, draft)] * 2)
        self.assertRegex(refusal, "is not done: there is nothing to undo")
        moved, where, before = self._operations(check)
        self.assertEqual((moved, where), (0, before))
