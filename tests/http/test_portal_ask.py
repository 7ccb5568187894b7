"""What visitors send by the page of a debtor: by a link, in My Account, with what is forged."""

import uuid
from datetime import timedelta

from lxml import html
from odoo import fields
from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged

from ..lib.portal import COLLECTOR, PortalCommon
from ..lib.portal_ask import PortalAskCommon

MODELS = {
    "promise": "cobranzas.promise",
    "dispute": "cobranzas.dispute",
    "advice": "cobranzas.payment.advice",
}


class PortalSendCommon(PortalCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.marta = cls.make_user("marta", COLLECTOR)
        cls.customer.cobranzas_collector_id = cls.env["cobranzas.collector"].create(
            {"name": "Marta", "user_id": cls.marta.id}
        )
        cls.customer.lang = "en_US"
        cls.old, cls.next = cls.due(1000, 30), cls.due(600, 10)
        cls.foreign = cls.due(700, 5, partner=cls.other_customer)
        cls.reason = cls.env.ref("l10n_cobranzas.cobranzas_dispute_reason_price")
        cls.base = f"/statement/{cls.link(contact=cls.contact)._get_token()}"

    @classmethod
    def due(cls, amount, days, **kw):
        day = cls.today - timedelta(days=days)
        return cls.invoice(amount, cls.today - timedelta(days=60), day, **kw)

    def form(self, path):
        """The hidden fields of a form, as the browser sends them back."""
        page = html.fromstring(self.url_open(self.base + path).text)
        names = page.xpath("//form[contains(@class, 'o_cobranzas_form')]//input[@type='hidden']")
        return {each.get("name"): each.get("value") for each in names}

    def send(self, kind, files=None, form=None, **data):
        """Send the form of a kind, filled in; return the answer."""
        path = f"/dispute/{data['item_id']}" if kind == "dispute" else f"/{kind}"
        hidden = form or self.form(path if self.is_mine(data) else "/promise")
        return self.url_open(
            f"{self.base}/{kind}", data={**hidden, **data}, files=files, allow_redirects=False
        )

    def is_mine(self, data):
        return data.get("item_id", self.old.id) in (self.old.id, self.next.id)

    def say(self, response):
        """The sentence that the page says after a form was sent."""
        if response.status_code == 303:
            response = self.url_open(response.headers["Location"])
        page = html.fromstring(response.text)
        said = page.xpath("//*[contains(@class, 'alert')][@role]")
        return " ".join(said[0].text_content().split()) if said else ""

    def count(self):
        self.env.invalidate_all()
        found = {kind: self.env[model].search_count([]) for kind, model in MODELS.items()}
        found["log"] = self.env["cobranzas.contact.log"].search_count([])
        return found

    def values(self, kind, **values):
        """A form of the kind as somebody fills it in."""
        day = (self.today + timedelta(days=5)).isoformat()
        return {
            "promise": {"date_1": day, "part_1": "1000", "items": [self.old.id]},
            "dispute": {"item_id": self.old.id, "reason_id": self.reason.id, "text": "No"},
            "advice": {"date": self.today.isoformat(), "amount": "1000", "reference": "TR 1"},
            "ask": {"text": "Hola"},
        }[kind] | values

    def login(self, login="deudora"):
        user = self.make_user(login, "base.group_portal")
        user.partner_id.parent_id = self.customer
        user.lang = "en_US"
        user.password = "deudora-de-prueba"
        self.authenticate(login, "deudora-de-prueba")
        self.base = "/my/statement"
        return user


@tagged("post_install", "-at_install")
class TestPortalAskHttp(PortalSendCommon):
    def check_all(self, visitor):
        for kind in ("promise", "dispute", "advice", "ask"):
            with self.subTest(kind):
                response = self.send(kind, **self.values(kind))
                self.assertEqual(response.status_code, 303, response.text[-500:])
                self.assertRegex(self.say(response), "Thank you|noted|sent")
        self.assertEqual(self.count(), {"promise": 1, "dispute": 1, "advice": 1, "log": 4})
        promise = self.env["cobranzas.promise"].search([])
        self.assertEqual((promise.amount, promise.item_ids.move_line_id), (1000, self.old))
        advice = self.env["cobranzas.payment.advice"].search([])
        self.assertEqual((advice.contact_id, advice.partner_id), (visitor, self.customer))
        self.assertTrue(self.customer.cobranzas_reply_unread)
        page = self.url_open(f"{self.base}/ask").text
        self.assertIn("<p>Hola</p>", page)
        # a sentence is said once
        self.assertFalse(self.say(self.url_open(self.base)))

    def test_by_a_link(self):
        self.check_all(self.contact)

    def test_in_my_account(self):
        self.check_all(self.login().partner_id)

    def test_sent_twice(self):
        for kind in ("promise", "dispute", "advice", "ask"):
            with self.subTest(kind):
                values = self.values(kind)
                form = self.form(f"/dispute/{self.old.id}" if kind == "dispute" else f"/{kind}")
                first, second = (self.send(kind, form=form, **values) for _time in range(2))
                self.assertEqual((first.status_code, second.status_code), (303, 303))
                self.assertTrue(self.say(second))
        self.assertEqual(self.count(), {"promise": 1, "dispute": 1, "advice": 1, "log": 4})

    def test_forged(self):
        """Another debtor's items, and what is no id: one sentence, and nothing is left."""
        before = self.count()
        for kind, values in (
            ("promise", {"items": [self.foreign.id]}),
            ("promise", {"items": [self.old.id, self.foreign.id]}),
            ("promise", {"items": ["x"]}),
            ("promise", {"items": ["99999999999999"]}),
            ("promise", {"part_1": "nan"}),
            ("promise", {"part_1": "-5"}),
            ("promise", {"date_1": "2026-13-45"}),
            ("promise", {"currency_id": "999999"}),
            ("dispute", {"item_id": self.foreign.id}),
            ("dispute", {"reason_id": "0"}),
            ("dispute", {"extent": "part", "amount": "1e400"}),
            ("advice", {"items": [self.foreign.id]}),
            ("advice", {"journal_id": self.cash.id, "amount": "inf"}),
            ("advice", {"date": "0001-01-01"}),
            ("ask", {"text": ""}),
            ("ask", {"submission_key": ""}),
            ("ask", {"submission_key": str(uuid.uuid4()), "text": "x" * 3000}),
        ):
            with self.subTest(kind=kind, **{key: str(each)[:20] for key, each in values.items()}):
                response = self.send(kind, **self.values(kind, **values))
                if values == {"currency_id": "999999"}:  # that of the company then
                    continue
                self.assertEqual(response.status_code, 400)
                self.assertTrue(self.say(response))
                self.assertNotIn("700.00", response.text)  # not 700: links have any digits
                self.assertNotIn(self.foreign.move_id.name, response.text)
        after = self.count()
        self.assertEqual(after | {"promise": 0, "log": 0}, before | {"promise": 0, "log": 0})
        self.assertEqual(self.url_open(f"{self.base}/dispute/{self.foreign.id}").status_code, 404)

    def test_without_token_of_the_form(self):
        before = self.count()
        for kind in ("promise", "dispute", "advice", "ask"):
            values = self.values(kind) | {"submission_key": str(uuid.uuid4())}
            response = self.send(kind, form={"x": "1"}, **values)
            self.assertEqual(response.status_code, 400, kind)
        self.assertEqual(self.count(), before)

    def test_links_that_open_nothing(self):
        self.form("/ask")
        self.env["cobranzas.portal.link"].search([]).action_revoke()
        for path in ("/promise", "/advice", "/ask", f"/dispute/{self.old.id}"):
            self.assertEqual(self.url_open(self.base + path).status_code, 404)

    def test_a_slip(self):
        picture = PortalAskCommon.picture()
        files = {"slip": ("<b>x</b>.exe", picture, "application/x-msdownload")}
        response = self.send("advice", files, **self.values("advice"))
        self.assertEqual(response.status_code, 303, response.text[-500:])
        slip = self.env["cobranzas.payment.advice"].search([]).attachment_id
        self.assertEqual((slip.raw, slip.mimetype, slip.public), (picture, "image/png", False))
        self.assertNotIn("<", slip.name)
        # not to be had by who knows its number
        self.assertEqual(self.url_open(f"/web/content/{slip.id}").status_code, 404)
        files = {"slip": ("slip.pdf", b"<html><script>", "application/pdf")}
        response = self.send("advice", files, **self.values("advice", reference="2"))
        self.assertRegex(self.say(response), "PDF or a photo")
        # what was typed is still there
        self.assertIn('value="2"', response.text)
        files = {"slip": ("slip.png", picture, "image/png")}
        response = self.send("dispute", files, **self.values("dispute"))
        self.assertEqual(response.status_code, 303, response.text[-500:])
        dispute = self.env["cobranzas.dispute"].search([])
        kept = self.env["ir.attachment"].search([("res_model", "=", dispute._name)])
        self.assertEqual((kept.res_id, kept.raw), (dispute.id, picture))

    def test_hostile_text_is_no_markup(self):
        hostile = "<script>alert(1)</script>"
        for kind, name in (("ask", "text"), ("dispute", "text"), ("advice", "reference")):
            self.send(kind, **self.values(kind, **{name: hostile}))
        for path in ("/ask", "/advice", ""):
            self.assertNotIn(hostile, self.url_open(self.base + path).text)

    def test_what_was_ticked_is_promised(self):
        """The page's own form leads to the promise, with the amounts typed there."""
        data = {
            "csrf_token": self.form("/promise")["csrf_token"],
            "items": [self.old.id, self.next.id, self.foreign.id],
            f"amount_{self.old.id}": "400",
        }
        response = self.url_open(f"{self.base}/promise/new", data=data)
        page = html.fromstring(response.text)
        items = page.xpath("//input[@name='items']/@value")
        self.assertEqual(items, [str(self.old.id), str(self.next.id)])
        self.assertEqual(page.xpath("//input[@name='part_1']/@value"), ["1000.00"])

    def test_what_is_switched_off(self):
        for name in ("promise", "dispute", "advice", "ask"):
            self.company[f"cobranzas_portal_{name}"] = False
        page = self.url_open(self.base).text
        for path in ("/promise", "/advice", "/ask", "/dispute"):
            self.assertNotIn(f"{self.base}{path}", page)
        before = self.count()
        for kind in ("promise", "dispute", "advice", "ask"):
            response = self.send(kind, **self.values(kind))
            self.assertRegex(self.say(response), "does not offer")
        self.assertEqual(self.count(), before)

    def test_every_field_has_a_label(self):
        for path in ("/promise", "/advice", "/ask", f"/dispute/{self.old.id}"):
            page = html.fromstring(self.url_open(self.base + path).text)
            labels = set(page.xpath("//main//label/@for"))
            shown = page.xpath(
                "//main//input[not(@type='hidden')] | //main//select | //main//textarea"
            )
            self.assertTrue(shown)
            for each in shown:
                named = each.get("id") in labels or each.get("aria-label")
                self.assertTrue(named, html.tostring(each))
            ids = page.xpath("//@id")
            self.assertEqual(len(ids), len(set(ids)), "an id names one thing")


@tagged("post_install", "-at_install")
class TestPortalAskBrowser(PortalSendCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_on_a_phone(self):
        """Promise, dispute, transfer and message, without login, seen at once by who collects."""
        self.start_tour(self.base, "cobranzas_portal_ask_tour", login=None, timeout=120)
        self.assertEqual(self.count(), {"promise": 1, "dispute": 1, "advice": 1, "log": 4})
        self.env.flush_all()
        rows = self.env["cobranzas.worklist"].with_user(self.marta)
        row = rows.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(
            (row.promised, row.disputed, row.advised, row.to_collect), (1000, 100, 250, 500)
        )
        self.assertIn("Says it paid", row.reasons)
