"""A quotation that the customer signs or pays beyond its credit stays signed, is held, and told."""

from unittest.mock import patch

from odoo.addons.base.tests.common import HttpCaseWithUserPortal
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.credit import CreditCommon

#: a white dot
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJg"
    "gg=="
)


@tagged("post_install", "-at_install")
class TestCreditPortal(CreditCommon, HttpCaseWithUserPortal):
    def _sign(self, order):
        order.write({"require_signature": True, "require_payment": False, "state": "sent"})
        params = {
            "access_token": order._portal_ensure_token(),
            "name": "Dueña",
            "signature": SIGNATURE,
        }
        return self.make_jsonrpc_request(f"/my/orders/{order.id}/accept", params)

    def test_signed_within_credit_is_confirmed(self):
        order = self.order(2_000_000)
        self.assertTrue(self._sign(order).get("force_refresh"))
        self.assertEqual((order.state, order.cobranzas_hold), ("sale", False))

    def test_signed_beyond_credit_is_held_and_told(self):
        order = self.order(2_023_000)
        self.assertTrue(self._sign(order).get("force_refresh"))
        self.assertEqual((order.state, order.cobranzas_hold), ("sent", "credit"))
        self.assertEqual(order.signed_by, "Dueña")
        self.assertEqual(self.activities(order, "held"), self.salesman)

    def test_paid_online_is_held_until_the_payment_counts(self):
        self.company.cobranzas_credit_release = "confirm"
        self.debt(1_900_000)
        order = self.order(200_000)
        order.write({"require_signature": False, "require_payment": True, "state": "sent"})
        provider = self.env["payment.provider"].sudo().search([("code", "=", "none")], limit=1)
        method = self.env.ref("payment.payment_method_unknown")
        transaction = (
            self.env["payment.transaction"]
            .sudo()
            .create(
                {
                    "provider_id": provider.id,
                    "payment_method_id": method.id,
                    "reference": f"pago {order.id}",
                    "amount": order.amount_total,
                    "currency_id": order.currency_id.id,
                    "partner_id": order.partner_id.id,
                    "sale_order_ids": [(6, 0, order.ids)],
                    "state": "done",
                }
            )
        )
        self.assertFalse(transaction._check_amount_and_confirm_order())
        self.assertEqual((order.state, order.cobranzas_hold), ("sent", "credit"))
        self.assertEqual(self.activities(order, "held"), self.salesman)

    def test_a_paid_invoice_is_posted_and_its_payment_booked(self):
        """Money that came online is never lost to a limit: the invoice is only warned of."""
        self.debt(1_900_000, days=3)
        invoice = self.draft_invoice(200_000)
        providers = self.env["payment.provider"].sudo()
        provider = providers.create({"name": "Pasarela", "company_id": self.company.id})
        values = {
            "provider_id": provider.id,
            "payment_method_id": self.env.ref("payment.payment_method_unknown").id,
            "reference": f"pago {invoice.id}",
            "amount": 200_000,
            "currency_id": invoice.currency_id.id,
            "partner_id": invoice.partner_id.id,
            "invoice_ids": [(6, 0, invoice.ids)],
            "operation": "offline",
        }
        transaction = self.env["payment.transaction"].sudo().create(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            invoice.action_post()
        transaction.state = "done"
        with patch.object(type(transaction), "_create_payment") as booked:
            transaction._post_process()
        booked.assert_called_once()
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(invoice.cobranzas_credit_decision_ids.verdict, "warn")
