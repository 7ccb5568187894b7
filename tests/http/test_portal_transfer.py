"""Payments under way on the page of a debtor: by transfer, in two tabs, paid meanwhile (COL-09).

Several are bug reports of others: they say which.
"""

import re
from datetime import timedelta

from lxml import html
from odoo import fields
from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..lib.payments import REQUEST, enable_demo_provider
from ..lib.portal import PortalCommon
from ..lib.transfers import enable_transfers


@tagged("post_install", "-at_install")
class TestPortalTransfer(PortalCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = enable_demo_provider(cls.env, cls.company, cls.bank)
        cls.transfers = enable_transfers(cls.env, cls.company, cls.bank)
        day = fields.Date.today() - timedelta(days=30)
        cls.march = cls.invoice(1000, date=day)
        cls.april = cls.invoice(500, date=day + timedelta(days=10))
        cls.base = f"/statement/{cls.link(contact=cls.contact)._get_token()}"
        cls.requests = cls.env[REQUEST].sudo()

    # ------------------------------------------------------------------
    # What a browser does
    # ------------------------------------------------------------------

    def begin(self, *items, **data):
        """Tick items and go on; returns the request and the address of its page."""
        token = re.search(r'csrf_token: "([^"]+)"', self.url_open(self.base).text).group(1)
        sent = {"csrf_token": token, "currency_id": self.company.currency_id.id}
        sent |= {"items": [item.id for item in items], **data}
        response = self.url_open(f"{self.base}/pay", data=sent, allow_redirects=False)
        self.assertEqual(response.status_code, 303, response.text[-500:])
        path = response.headers["Location"]
        return self.requests.browse(int(path.rpartition("/")[2])), path

    def form_of(self, path):
        """The form of core on the page of a payment, None when there is none."""
        forms = self.shown(path).xpath("//form[@id='o_payment_form']")
        return forms[0] if forms else None

    def shown(self, path):
        return html.fromstring(self.url_open(path).text)

    def transact(self, route, provider):
        """Choose a way to pay and press the button; returns what core's form goes on with."""
        return self.make_jsonrpc_request(
            route,
            {
                "provider_id": provider.id,
                "payment_method_id": provider.payment_method_ids[:1].id,
                "token_id": None,
                "flow": "direct" if provider == self.card else "redirect",
                "tokenization_requested": False,
                "landing_route": "/",
                "is_validation": False,
                "csrf_token": "x",
            },
        )

    def pay_by(self, path, provider, state="done"):
        """Pay by a provider, to the end, as the browser goes on."""
        values = self.transact(self.form_of(path).get("data-transaction-route"), provider)
        if provider == self.card:
            answer = {"reference": values["reference"], "simulated_state": state}
            self.make_jsonrpc_request("/payment/demo/simulate_payment", answer)
        else:
            (form,) = html.fragments_fromstring(values["redirect_form_html"].strip())
            response = self.url_open(form.get("action"), data=dict(form.form_values()))
            self.assertTrue(response.url.endswith("/payment/status"))
        polled = self.make_jsonrpc_request("/payment/status/poll", {})
        self.env.invalidate_all()
        return polled

    def text(self, path):
        return " ".join(self.shown(path).text_content().split())

    # ------------------------------------------------------------------
    # By transfer
    # ------------------------------------------------------------------

    def test_told_how_to_transfer(self):
        request, path = self.begin(self.march)
        polled = self.pay_by(path, self.transfers)
        self.assertEqual((polled["state"], polled["landing_route"]), ("pending", path))
        self.assertEqual((request.state, len(request.receipt_ids)), ("pending", 0))
        text = self.text(path)
        self.assertIn("AR-0170-4711", text)
        self.assertEqual(text.count(request.transaction_ids.reference), 1)
        self.assertIsNone(self.form_of(path))
        self.assertIn("AR-0170-4711", self.text("/payment/status"))
        self.assertEqual(self.march.amount_residual, 1000)

    def test_not_offered_to_be_paid_twice(self):
        request, path = self.begin(self.march)
        self.pay_by(path, self.transfers)
        page = self.shown(self.base)
        (said,) = page.xpath("//*[@name='payment']")
        self.assertIn(request.name, said.text_content())
        (row,) = page.xpath(f"//tr[@data-item-id='{self.march.id}']")
        self.assertIn("Being paid", row.text_content())
        self.assertEqual(row.xpath(".//input[@type='number']/@value"), ["0.00"])
        (button,) = page.xpath("//button[@name='everything']")
        self.assertIn("500.00", button.text_content())
        other, _path = self.begin(everything="overdue")
        self.assertEqual(other.line_ids.move_line_id, self.april)
        # who wants to, can: and is told
        third, path = self.begin(self.march, **{f"amount_{self.march.id}": "1000"})
        self.assertIn(request.name, self.text(path))
        self.assertEqual(third.amount, 1000)

    def test_cancelled_it_is_offered_again(self):
        request, path = self.begin(self.march)
        self.pay_by(path, self.transfers)
        request.action_cancel()
        page = self.shown(self.base)
        self.assertFalse(page.xpath("//*[@name='payment']"))
        (button,) = page.xpath("//button[@name='everything']")
        self.assertIn("1,500.00", button.text_content())
        self.assertIn("was cancelled", self.text(path))

    def test_paid_otherwise_there_is_nothing_to_transfer(self):
        """https://github.com/odoo/odoo/pull/281992: a paid invoice still asked to be paid."""
        _request, path = self.begin(self.march)
        self.pay_by(path, self.transfers)
        self.receipt([self.march], [self.cash_value(1000)]).action_post()
        text = self.text(path)
        self.assertIn("there is nothing to transfer any more", text)
        self.assertNotIn("AR-0170-4711", text)
        self.assertFalse(self.shown(self.base).xpath("//*[@name='payment']"))

    def test_paid_in_part_meanwhile(self):
        _request, path = self.begin(self.march)
        self.pay_by(path, self.transfers)
        self.receipt([(self.march, 400)], [self.cash_value(400)]).action_post()
        text = self.text(path)
        self.assertIn("Paid or changed meanwhile", text)
        self.assertNotIn("AR-0170-4711", text)

    def test_then_by_card(self):
        request, path = self.begin(self.march)
        self.pay_by(path, self.transfers)
        self.pay_by(f"{path}?again=1", self.card)
        self.assertEqual((request.state, self.march.amount_residual), ("paid", 0))
        self.assertEqual(len(request.receipt_ids), 1)

    # ------------------------------------------------------------------
    # Twice
    # ------------------------------------------------------------------

    @mute_logger("odoo.http")
    def test_two_tabs(self):
        """https://github.com/odoo/odoo/pull/287890: paid in one tab, then in the other again."""
        first, path = self.begin(self.march)
        second, other = self.begin(self.march, self.april)
        route = self.form_of(other).get("data-transaction-route")
        self.pay_by(path, self.card)
        self.assertEqual(first.state, "paid")
        with self.assertRaisesRegex(JsonRpcException, "UserError"):
            self.transact(route, self.card)
        self.assertFalse(second.transaction_ids)
        self.assertIsNone(self.form_of(other))
        self.assertIn("Paid or changed meanwhile", self.text(other))

    @mute_logger("odoo.http")
    def test_two_tabs_of_one_payment(self):
        request, path = self.begin(self.march)
        same, other = self.begin(self.march)
        self.assertEqual((same, other), (request, path))
        route = self.form_of(path).get("data-transaction-route")
        self.pay_by(path, self.card, "pending")
        with self.assertRaises(JsonRpcException):
            self.transact(route, self.card)
        self.assertEqual(len(request.transaction_ids), 1)
        self.assertIsNone(self.form_of(path))
        self.pay_by(f"{path}?again=1", self.card)  # asked for another way
        self.assertEqual(request.state, "paid")

    @mute_logger("odoo.http")
    def test_paid_and_not_booked_yet(self):
        """Confirmed by the provider, before the poll or the cron made the receipt."""
        request, path = self.begin(self.march)
        route = self.form_of(path).get("data-transaction-route")
        self.transact(route, self.card)
        request.transaction_ids._set_done()
        self.env.flush_all()
        self.assertIsNone(self.form_of(f"{path}?again=1"))
        self.assertIn("is being confirmed", self.text(path))
        with self.assertRaises(JsonRpcException):
            self.transact(route, self.card)
        self.assertEqual(len(request.transaction_ids), 1)

    @mute_logger("odoo.http")
    def test_two_tabs_the_first_under_way(self):
        """Nobody is charged who was not told of the other payment."""
        first, path = self.begin(self.march)
        second, other = self.begin(self.march, self.april)
        route = self.form_of(other).get("data-transaction-route")
        self.pay_by(path, self.card, "pending")
        self.assertEqual(first.state, "pending")
        with self.assertRaises(JsonRpcException):
            self.transact(route, self.card)
        self.assertFalse(second.transaction_ids)
        page = self.shown(other)
        self.assertIn(first.name, page.xpath("//*[@name='overlapping']")[0].text_content())
        self.pay_by(other, self.card)  # told, and pays nevertheless
        self.assertEqual(second.state, "paid")

    def test_back_and_again(self):
        """https://github.com/odoo/odoo/issues/29297: a payment begun twice, made once."""
        request, path = self.begin(self.march)
        route = self.form_of(path).get("data-transaction-route")
        self.transact(route, self.card)
        self.pay_by(path, self.card)
        self.assertEqual(len(request.transaction_ids), 2)
        self.assertEqual((request.state, len(request.receipt_ids)), ("paid", 1))
        self.assertEqual(self.begin(self.april)[0].amount, 500)

    # ------------------------------------------------------------------
    # What can be paid
    # ------------------------------------------------------------------

    def test_a_provider_is_asked_for_what_is_paid(self):
        """https://github.com/odoo/odoo/pull/218243: of the whole invoice, too much for it."""
        (self.card | self.transfers).maximum_amount = 600
        _request, path = self.begin(self.march)
        self.assertIsNone(self.form_of(path))
        self.assertIn("no way yet to pay this online", self.text(path))
        _request, path = self.begin(self.march, **{f"amount_{self.march.id}": "400"})
        self.assertIsNotNone(self.form_of(path))

    def test_what_is_left_is_asked_for(self):
        """https://github.com/odoo/odoo/pull/29286: the total was asked for, not what is left."""
        self.receipt([(self.march, 400)], [self.cash_value(400)]).action_post()
        request, path = self.begin(everything="overdue")
        self.assertEqual(request.amount, 1100)
        self.pay_by(path, self.card)
        self.assertEqual((self.march.amount_residual, self.april.amount_residual), (0, 0))

    def test_paid_in_its_currency(self):
        """https://github.com/odoo/odoo/issues/14008: booked in the company's currency."""
        euro = self.make_rates({"2026-01-01": 0.5})
        item = self.invoice(70, currency=euro)
        request, path = self.begin(item, currency_id=euro.id)
        self.pay_by(path, self.card)
        receipt = request.receipt_id
        self.assertEqual((receipt.currency_id, receipt.payment_ids.currency_id), (euro, euro))
        self.assertEqual((receipt.amount_total, item.amount_residual_currency), (70, 0))

    def test_paid_by_the_ledger_alone(self):
        """https://github.com/odoo/odoo/pull/155045: a new invoice shown as paid already."""
        _request, path = self.begin(self.march)
        self.pay_by(path, self.card)
        again = self.invoice(300, date=self.april.date)
        page = self.shown(self.base)
        self.assertTrue(page.xpath(f"//tr[@data-item-id='{again.id}']"))
        self.assertIn("800.00", page.xpath("//button[@name='everything']")[0].text_content())

    def test_the_way_used_last_is_chosen(self):
        _request, path = self.begin(self.march)
        self.assertEqual(self.chosen(path), self.card.payment_method_ids[:1].id)
        self.pay_by(path, self.transfers)
        _request, path = self.begin(self.april)
        self.assertEqual(self.chosen(path), self.card.payment_method_ids[:1].id, "not come yet")
        self.requests.search([("state", "=", "pending")])._confirm_transfer(self.bank)
        self.env.flush_all()
        self.assertEqual(self.chosen(path), self.transfers.payment_method_ids.id)

    def chosen(self, path):
        (radio,) = self.form_of(path).xpath(".//input[@name='o_payment_radio'][@checked]")
        return int(radio.get("data-payment-option-id"))
