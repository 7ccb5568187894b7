"""Two cashiers take one voucher at once, for two customers, on real transactions (OPS-17)."""

from functools import partial

from odoo import Command
from odoo.tests import tagged

from ..lib.transactions import TransactionsCommon


@tagged("post_install", "-at_install")
class TestVoucherConcurrency(TransactionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            env = cls._env(cr)
            accounts = env["account.account"].create(
                [
                    {
                        "name": name,
                        "code": f"CVO{place}",
                        "account_type": "liability_current",
                        "reconcile": True,
                        "company_ids": [Command.set([cls.company_id])],
                    }
                    for place, name in enumerate(("Vouchers", "Deferred"))
                ]
            )
            product = env["product.product"].create(
                {"name": "Canasta", "property_account_income_id": accounts[1].id}
            )
            env["res.company"].browse(cls.company_id).write(
                {
                    "cobranzas_voucher_account_id": accounts[0].id,
                    "cobranzas_voucher_product_id": product.id,
                    "cobranzas_voucher_paid_first": False,
                }
            )

    def _sell(self, single):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            sale = env["cobranzas.operation"].create(
                {
                    "kind": "voucher_sale",
                    "date": "2026-02-01",
                    "company_id": self.company_id,
                    "partner_id": env["res.partner"].create({"name": "Comprador"}).id,
                    "amount": 100,
                    "is_single_purpose": single,
                }
            )
            sale.action_confirm()
            return sale.voucher_id.id

    def _draft(self, voucher, amount):
        """Commit a draft of a customer of its own that pays a debt of 100 with the voucher."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            partner = env["res.partner"].create({"name": "Portador"})
            move = env["account.move"].create(
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": "2026-01-10",
                    "invoice_line_ids": [
                        Command.create({"name": "x", "price_unit": 100, "tax_ids": []})
                    ],
                }
            )
            move.action_post()
            debt = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
            code = env["cobranzas.voucher"].browse(voucher).code
            vals = self._receipt_vals({debt.id: amount}, partner_id=partner.id, value_ids=[])
            vals["voucher_ids"] = [Command.create({"code": code, "amount": amount})]
            return env["cobranzas.receipt"].create(vals).id

    @staticmethod
    def _post(number, env):
        env["cobranzas.receipt"].browse(number).action_post()

    def _take_at_once(self, single, *amounts):
        """Return (sorted answers, None for what was posted; what is left of the voucher)."""
        voucher = self._sell(single)
        drafts = [self._draft(voucher, amount) for amount in amounts]
        answers = self._at_once(*(partial(self._post, draft) for draft in drafts))
        with self.registry.cursor() as cr:
            left = self._env(cr)["cobranzas.voucher"].browse(voucher).amount_residual
        return sorted(str(answer) for answer in answers), left

    def test_more_than_it_has(self):
        for single in (False, True):
            with self.subTest(single=single):
                answers, left = self._take_at_once(single, 70, 60)
                self.assertIn(left, (30, 40))
                self.assertEqual(answers[0], "None")
                self.assertRegex(answers[1], rf"has .*{left:.2f} left")

    def test_as_much_as_it_has(self):
        for single in (False, True):
            with self.subTest(single=single):
                answers, left = self._take_at_once(single, 33.33, 66.67)
                self.assertEqual((answers, left), (["None", "None"], 0))
