"""The routes by which a debtor pays from its page (COL-09)."""

import re

from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..lib.payments import REQUEST, enable_demo_provider
from ..lib.portal import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalPay(PortalCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = enable_demo_provider(cls.env, cls.company, cls.bank)
        cls.march = cls.invoice(1000, date="2026-01-10")
        cls.april = cls.invoice(500, date="2026-01-20")
        cls.foreign = cls.invoice(70, partner=cls.other_customer)
        cls.base = f"/statement/{cls.link(contact=cls.contact)._get_token()}"
        cls.requests = cls.env[REQUEST].sudo()

    def _post(self, path, **data):
        token = re.search(r'csrf_token: "([^"]+)"', self.url_open(self.base).text).group(1)
        return self.url_open(
            f"{self.base}{path}", data={"csrf_token": token, **data}, allow_redirects=False
        )

    def _begin(self, *items, **data):
        """Post what is ticked; return the request that was made and the page it leads to."""
        sent = {"items": [item.id for item in items], "currency_id": self.company.currency_id.id}
        response = self._post("/pay", **sent, **data)
        self.assertEqual(response.status_code, 303, response.text[-500:])
        path = response.headers["Location"]
        number = int(path.rpartition("/")[2])
        return self.requests.browse(number), path

    def _transact(self, path, **sent):
        way = {
            "provider_id": self.provider.id,
            "payment_method_id": self.provider.payment_method_ids[:1].id,
            "token_id": None,
            "flow": "direct",
            "tokenization_requested": False,
            "amount": 1.0,
            "landing_route": "https://evil.example",
            "is_validation": False,
            "csrf_token": "x",
        }
        return self.make_jsonrpc_request(f"{path}/transaction", {**way, **sent})

    def test_from_ticks_to_the_receipt(self):
        request, path = self._begin(self.march, self.april, **{f"amount_{self.march.id}": "400"})
        self.assertEqual((request.amount, request.payer_id), (900.0, self.contact))
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("o_payment_form", page.text)
        self.assertIn(f'data-transaction-route="{path}/transaction"', page.text)
        values = self._transact(path)
        transaction = request.transaction_ids
        self.assertEqual((values["amount"], transaction.amount), (900.0, 900.0))
        self.assertEqual(transaction.landing_route, path)
        self.make_jsonrpc_request(
            "/payment/demo/simulate_payment",
            {"reference": transaction.reference, "simulated_state": "done"},
        )
        polled = self.make_jsonrpc_request("/payment/status/poll", {})
        self.assertEqual((polled["state"], polled["landing_route"]), ("done", path))
        request.invalidate_recordset()
        self.assertEqual((request.state, request.receipt_id.state), ("paid", "posted"))
        self.assertEqual((self.march.amount_residual, self.april.amount_residual), (600.0, 0.0))
        page = self.url_open(path)
        self.assertIn(request.receipt_id.name, page.text)
        self.assertNotIn("o_payment_form", page.text)
        pdf = self.url_open(f"{self.base}/receipt/{request.receipt_id.id}.pdf")
        self.assertEqual(pdf.status_code, 200)

    def test_twice_begun_it_is_one_request(self):
        first, _path = self._begin(self.march)
        second, _path = self._begin(self.march)
        self.assertEqual(first, second)
        self.assertEqual(len(first.line_ids), 1)

    def test_nothing_of_others_can_be_paid(self):
        for items in ([self.foreign.id], [self.march.id, self.foreign.id], ["x"], [0], [-1]):
            with self.subTest(items=items):
                response = self._post("/pay", items=items)
                self.assertEqual(response.status_code, 400)
        self.assertFalse(self.requests.search([]))

    def test_amounts_that_are_none(self):
        for amount in ("-5", "1e3", "nan", "inf", "0", "1000.01", "9" * 40, "<b>"):
            with self.subTest(amount=amount):
                response = self._post(
                    "/pay", items=[self.march.id], **{f"amount_{self.march.id}": amount}
                )
                self.assertEqual(response.status_code, 400)
        self.assertFalse(self.requests.search([]))

    def test_pay_all_that_is_overdue(self):
        request, _path = self._begin(everything="overdue")
        self.assertEqual(request.amount, 1500.0)

    def test_a_payment_of_another_visitor_is_not_found(self):
        _request, path = self._begin(self.march)
        number = path.rpartition("/")[2]
        other = f"/statement/{self.link(self.other_customer)._get_token()}"
        self.assertEqual(self.url_open(f"{other}/pay/{number}").status_code, 404)
        self.assertEqual(self.url_open(f"{self.base}/pay/{int(number) + 1}").status_code, 404)

    @mute_logger("odoo.http")
    def test_only_ways_of_the_page(self):
        request, path = self._begin(self.march)
        token = (
            self.env["payment.token"]
            .sudo()
            .create(
                {
                    "provider_id": self.provider.id,
                    "payment_method_id": self.provider.payment_method_ids[:1].id,
                    "partner_id": self.contact.id,
                    "provider_ref": "saved",
                    "demo_simulated_state": "done",
                }
            )
        )
        for sent in (
            {"provider_id": 10**6},
            {"provider_id": "1"},
            {"payment_method_id": 10**6},
            {"flow": "validation"},
            {"flow": ["direct"]},
            {"flow": "token", "token_id": token.id},  # by a link nobody has logged in
        ):
            with self.subTest(sent=sent), self.assertRaises(JsonRpcException):
                self._transact(path, **sent)
        self.assertFalse(request.transaction_ids)

    @mute_logger("odoo.http")
    def test_what_is_closed_is_not_paid(self):
        request, path = self._begin(self.march)
        request.state = "cancelled"
        with self.assertRaises(JsonRpcException):
            self._transact(path)
        self.assertNotIn("o_payment_form", self.url_open(path).text)

    def test_failed_then_tried_again(self):
        request, path = self._begin(self.march)
        self._transact(path)
        self.make_jsonrpc_request(
            "/payment/demo/simulate_payment",
            {"reference": request.transaction_ids.reference, "simulated_state": "cancel"},
        )
        request.invalidate_recordset()
        self.assertEqual(request.state, "failed")
        page = self.url_open(path).text
        self.assertIn("did not go through", page)
        self.assertIn("o_payment_form", page)

    def test_pending_says_so_on_both_pages(self):
        request, path = self._begin(self.march)
        self._transact(path)
        self.make_jsonrpc_request(
            "/payment/demo/simulate_payment",
            {"reference": request.transaction_ids.reference, "simulated_state": "pending"},
        )
        request.invalidate_recordset()
        self.assertEqual(request.state, "pending")
        self.assertNotIn("o_payment_form", self.url_open(path).text)
        self.assertIn("o_payment_form", self.url_open(f"{path}?again=1").text)
        self.assertIn(request.name, self.url_open(self.base).text)

    def test_less_than_owed_with_a_dispute_of_the_rest(self):
        self.company.cobranzas_portal_dispute = True
        request, path = self._begin(self.march, **{f"amount_{self.march.id}": "700"})
        self.assertIn('name="short"', self.url_open(path).text)
        reason = self.env["cobranzas.dispute.reason"].search([], limit=1)
        line = request.line_ids
        response = self._post(
            path.removeprefix(self.base) + "/short",
            **{f"reason_{line.id}": reason.id, f"dispute_{line.id}": "1", "text": "Faltó una caja"},
        )
        self.assertEqual((response.status_code, response.headers["Location"]), (303, path))
        self.assertEqual(line.short_reason_id, reason)
        dispute = self.env["cobranzas.dispute"].search([("move_line_id", "=", self.march.id)])
        self.assertEqual((dispute.amount, dispute.state), (300.0, "open"))
        page = self.url_open(path).text
        self.assertIn("we took note", page)
        self.assertNotIn('name="short"', page, "it is asked once")

    def test_less_than_owed_without_a_reason(self):
        request, path = self._begin(self.march, **{f"amount_{self.march.id}": "700"})
        response = self._post(
            path.removeprefix(self.base) + "/short",
            **{f"reason_{request.line_ids.id}": "x", f"dispute_{request.line_ids.id}": "1"},
        )
        self.assertEqual(response.status_code, 400)
        self.assertIn("Choose why", response.text)
        self.assertFalse(request.line_ids.short_reason_id)
        self.assertFalse(self.env["cobranzas.dispute"].search([]))
        # why less is paid may stay unsaid
        response = self._post(path.removeprefix(self.base) + "/short")
        self.assertEqual((response.status_code, response.headers["Location"]), (303, path))

    def test_in_my_account_by_the_same_routes(self):
        user = self.env["res.users"].create(
            {
                "name": "Ana",
                "login": "ana@ceibo",
                "password": "ana@ceibo1",
                "partner_id": self.contact.id,
                "company_id": self.company.id,
                "company_ids": self.company.ids,
                "group_ids": [self.env.ref("base.group_portal").id],
            }
        )
        self.authenticate(user.login, "ana@ceibo1")
        self.base = "/my/statement"
        request, path = self._begin(self.april)
        self.assertEqual((request.payer_id, request.link_id.ids), (self.contact, []))
        self.assertIn("o_payment_form", self.url_open(path).text)
        self.assertEqual(self._transact(path)["amount"], 500.0)
