"""Two sessions charge one document at once, in real transactions: one is told (CHG)."""

from functools import partial

from odoo import Command
from odoo.tests import tagged

from ..lib.transactions import TransactionsCommon

RUN = "cobranzas.operation.run"


@tagged("post_install", "-at_install")
class TestChargedOnce(TransactionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            env = cls._env(cr)
            company = env["res.company"].browse(cls.company_id)
            company.cobranzas_interest_product_id = env["product.product"].create(
                {"name": "Intereses", "taxes_id": [Command.clear()]}
            )
            company.cobranzas_interest_policy_id = env["cobranzas.interest.policy"].create(
                {"name": "Mora", "rate": 3.0, "company_id": company.id}
            )
            partner = env["res.partner"].browse(cls.partner_id).with_company(company)
            partner.cobranzas_bears_interest = True

    def _prepare(self, amounts):
        """Commit an invoice of 1,000 due on 10-01 and drafts that pay these amounts of it."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            move = env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.partner_id,
                    "invoice_date": "2026-01-10",
                    "invoice_date_due": "2026-01-10",
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "x", "price_unit": 1000, "tax_ids": [Command.clear()]}
                        )
                    ],
                }
            )
            move.action_post()
            item = move.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
            drafts = env["cobranzas.receipt"].create(
                [self._receipt_vals({item.id: amount}, date="2026-02-09") for amount in amounts]
            )
            self.assertEqual(drafts.interest_ids.mapped("amount"), [30.0] * len(amounts))
            return move.name, item.id, drafts.ids

    def _post(self, receipt_id, env):
        env["cobranzas.receipt"].browse(receipt_id).action_post()

    def _suggest_and_post(self, receipt_id, env):
        receipt = env["cobranzas.receipt"].browse(receipt_id)
        receipt.action_suggest_charges()
        receipt.action_post()

    def _charged(self, item_id):
        """What was charged on the item, and what is left of it."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            charges = env["cobranzas.charge"].search([("move_line_id", "=", item_id)])
            item = env["account.move.line"].browse(item_id)
            return charges.mapped("amount"), item.amount_residual

    def assertRefusal(self, answers, name):
        """All but one are refused, by one sentence that names the document."""
        self.assertEqual(answers.count(None), 1, answers)
        [refusal] = [str(answer) for answer in answers if answer]
        self.assertRegex(
            refusal,
            rf"^{name}: \D*30\.00 were suggested to be charged, now it is \D*0\.00: press Suggest "
            rf"Again|^Somebody else charged {name} meanwhile: try again",
        )
        self.assertNotIn("\n", refusal)

    def test_two_receipts_of_one_document(self):
        name, item_id, (one, two) = self._prepare([500, 400])
        answers = self._at_once(partial(self._post, one), partial(self._post, two))
        self.assertRefusal(answers, name)
        amounts, left = self._charged(item_id)
        self.assertEqual(amounts, [30.0])
        self.assertIn(left, (500, 600))
        loser = two if answers[0] is None else one
        self.assertIsNone(self._call(partial(self._suggest_and_post, loser)))
        self.assertEqual(self._charged(item_id), ([30.0], 100))

    def test_a_run_and_a_receipt(self):
        name, item_id, (draft,) = self._prepare([500])
        with self.registry.cursor() as cr:
            run = self._env(cr)[RUN].create(
                {
                    "kind": "late_interest",
                    "date": "2026-02-09",
                    "company_id": self.company_id,
                    "partner_ids": [Command.set([self.partner_id])],
                }
            )
            run.action_prepare()
            run.action_start()
            run_id = run.id
        answers = self._at_once(lambda env: env[RUN]._cron_run(), partial(self._post, draft))
        self.assertIsNone(answers[0])
        self.assertEqual(self._charged(item_id)[0], [30.0])
        with self.registry.cursor() as cr:
            [line] = (
                self._env(cr)[RUN]
                .browse(run_id)
                .line_ids.filtered(lambda line: line.move_line_id.id == item_id)
            )
            state, reason = line.state, line.reason
        if answers[1]:
            self.assertRefusal(answers, name)
            self.assertEqual(state, "done")
        else:
            self.assertIn(state, ("skipped", "failed"))
            self.assertRegex(reason, "^It changed since|^Somebody else charged")

    def test_an_operation_drafted_before_another_charged(self):
        """By hand, up to a later day: what was suggested then would charge the days twice."""
        name, item_id, (draft,) = self._prepare([500])
        with self.registry.cursor() as cr:
            operations = self._env(cr)["cobranzas.operation"].create(
                [
                    {
                        "kind": "late_interest",
                        "company_id": self.company_id,
                        "date": day,
                        "line_ids": [Command.create({"move_line_id": item_id})],
                    }
                    for day in ("2026-02-09", "2026-02-19")
                ]
            )
            self.assertEqual(operations.line_ids.mapped("amount"), [30.0, 40.0])
        self.assertIsNone(self._call(partial(self._post, draft)))
        refusals = [
            str(
                self._call(
                    lambda env, number=number: (
                        env["cobranzas.operation"].browse(number).action_confirm()
                    )
                )
            )
            for number in operations.ids
        ]
        self.assertEqual(
            refusals,
            [
                f"{name} was charged already, and there is nothing left to charge on it: take it "
                "out.",
                f"{name} was charged by somebody else since you chose it: take it out and add it "
                "again to see what is left.",
            ],
        )
        self.assertEqual(self._charged(item_id)[0], [30.0])

    def test_a_draft_from_before_another_charged(self):
        """No race: what a draft suggested is charged by another before it is posted."""
        name, item_id, (one, two) = self._prepare([500, 400])
        self.assertIsNone(self._call(partial(self._post, one)))
        self.assertRefusal([None, self._call(partial(self._post, two))], name)
        self.assertEqual(self._charged(item_id), ([30.0], 500))
