"""Two users at once, on real transactions: one wins, the other is told what is left (REC-13)."""

import threading
from concurrent.futures import ThreadPoolExecutor

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """Commits to the database of the run, which is a throw-away copy, in a company of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env["res.company"].create(
                {"name": "Concurrencia S.A.", "country_id": env.ref("base.ar").id}
            )
            env = env(context={"allowed_company_ids": company.ids})
            env["account.chart.template"].try_loading(
                "generic_coa", company=company, install_demo=False
            )
            cls.company_id = company.id
            cls.partner_id = env["res.partner"].create({"name": "Cliente de dos cajas"}).id

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"allowed_company_ids": [self.company_id]})

    def _prepare(self, receipts):
        """Commit an invoice of 100 and ``receipts`` drafts, (settled, received) each."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            move = env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.partner_id,
                    "invoice_date": "2026-01-10",
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "x", "price_unit": 100, "tax_ids": [Command.clear()]}
                        )
                    ],
                }
            )
            move.action_post()
            item = move.line_ids.filtered(
                lambda line: line.account_id.account_type == "asset_receivable"
            )
            journal = env["account.journal"].search(
                [("type", "=", "bank"), ("company_id", "=", self.company_id)], limit=1
            )
            drafts = env["cobranzas.receipt"].create(
                [
                    {
                        "partner_id": self.partner_id,
                        "date": "2026-02-01",
                        "line_ids": [Command.create({"move_line_id": item.id, "amount": amount})],
                        "value_ids": [
                            Command.create(
                                {
                                    "journal_id": journal.id,
                                    "amount": amount,
                                    "operation_number": "TR 1",
                                }
                            )
                        ],
                    }
                    for amount in receipts
                ]
            )
            return item.id, drafts.ids

    def _post(self, receipt_id, barrier):
        """Post as an RPC call does, retries included; return None or what the refusal says."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["res.company"].search_count([])  # takes the snapshot before the other commits
            barrier.wait(timeout=20)
            receipt = env["cobranzas.receipt"].browse(receipt_id)
            try:
                retrying(receipt.action_post, env)
            except UserError as error:
                cr.rollback()
                return str(error)
            cr.commit()
            return None

    def _post_at_once(self, receipt_ids):
        barrier = threading.Barrier(len(receipt_ids))
        with ThreadPoolExecutor(len(receipt_ids)) as pool:
            return list(pool.map(lambda receipt_id: self._post(receipt_id, barrier), receipt_ids))

    def _residual(self, item_id):
        with self.registry.cursor() as cr:
            return self._env(cr)["account.move.line"].browse(item_id).amount_residual

    def test_two_receipts_for_the_same_document(self):
        item_id, (one, two) = self._prepare([100, 100])
        answers = self._post_at_once([one, two])
        self.assertEqual(answers.count(None), 1, answers)
        refusal = next(answer for answer in answers if answer)
        self.assertRegex(refusal, r"^INV/2026/\d+ is already paid")
        self.assertEqual(self._residual(item_id), 0)

    def test_the_loser_is_told_the_new_balance(self):
        item_id, (one, two) = self._prepare([70, 60])
        answers = self._post_at_once([one, two])
        self.assertEqual(answers.count(None), 1, answers)
        refusal = next(answer for answer in answers if answer)
        self.assertRegex(
            refusal, r"The balance of INV/2026/\d+ is now .*(30|40)\.00; the receipt settles"
        )
        self.assertIn(self._residual(item_id), (30, 40))

    def test_both_fit(self):
        item_id, (one, two) = self._prepare([30, 60])
        self.assertEqual(self._post_at_once([one, two]), [None, None])
        self.assertEqual(self._residual(item_id), 10)
        with self.registry.cursor() as cr:
            receipts = self._env(cr)["cobranzas.receipt"].browse([one, two])
            self.assertEqual(len(set(receipts.mapped("name"))), 2)

    def test_double_click(self):
        """The same receipt posted twice at once makes one set of entries."""
        item_id, (one,) = self._prepare([100])
        answers = self._post_at_once([one, one])
        self.assertEqual(answers.count(None), 1, answers)
        self.assertRegex(next(answer for answer in answers if answer), "is already posted")
        with self.registry.cursor() as cr:
            self.assertEqual(len(self._env(cr)["cobranzas.receipt"].browse(one).payment_ids), 1)
        self.assertEqual(self._residual(item_id), 0)

    def _draft(self, env, **value):
        """A draft receipt with one value, of 100."""
        return env["cobranzas.receipt"].create(
            {
                "partner_id": self.partner_id,
                "date": "2026-02-01",
                "value_ids": [Command.create({"amount": 100, **value})],
            }
        )

    def test_two_receipts_for_the_same_deposit(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            company = env["res.company"].browse(self.company_id)
            company.cobranzas_deposit_account_id = env["account.account"].create(
                {
                    "name": "Unidentified Deposits",
                    "code": "UNIDD",
                    "account_type": "liability_current",
                    "reconcile": True,
                }
            )
            deposit = env["cobranzas.deposit"].create({"date": "2026-01-20", "amount": 100})
            deposit.action_post()
            method = deposit.journal_id.inbound_payment_method_line_ids.filtered(
                lambda line: line.code == "cobranzas_deposit"
            )
            found = self._draft(env, payment_method_line_id=method.id)
            picked = self._draft(env, payment_method_line_id=method.id, deposit_id=deposit.id)
            item, drafts = deposit.item_id, (found.id, picked.id)
        answers = self._post_at_once(drafts)
        self.assertEqual(answers.count(None), 1, answers)
        refusal = next(answer for answer in answers if answer)
        self.assertRegex(refusal, "is already used by|No pending deposit in")
        self.assertEqual(self._residual(item.id), 0)

    def test_two_receipts_for_the_same_coupon(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            journal = env["account.journal"].search(
                [("type", "=", "bank"), ("company_id", "=", self.company_id)], limit=1
            )
            method = env["account.payment.method.line"].create(
                {
                    "journal_id": journal.id,
                    "payment_method_id": env.ref("l10n_cobranzas.account_payment_method_card").id,
                }
            )
            coupon = {
                "payment_method_line_id": method.id,
                "card_brand_id": env.ref("l10n_cobranzas.cobranzas_card_brand_visa").id,
                "coupon_number": "42",
                "instalments": 1,
            }
            drafts = [self._draft(env, **coupon).id for _time in range(2)]
        answers = self._post_at_once(drafts)
        self.assertEqual(answers.count(None), 1, answers)
        self.assertRegex(next(answer for answer in answers if answer), "is already in")
