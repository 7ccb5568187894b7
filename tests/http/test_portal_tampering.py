"""Every address of the page for debtors against who should not get in, or sends what is not theirs.

The addresses are those of the server's routing map: one that is added is tried as well (COL-09).
"""

import re
import threading
from datetime import timedelta

from odoo import fields, http
from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.addons.base.models.ir_http import SignedIntConverter
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger
from werkzeug.routing import UnicodeConverter

from ..lib.portal import PortalCommon

PORTAL = re.compile(r"/(my/)?statement(/|$)")
MODULE = "odoo.addons.l10n_cobranzas.controllers.portal"
SECRETS = ("9,876.50", "Secreta", "5,432.10")
#: no amount of money, or not of a debt of a thousand
AMOUNTS = ("-5", "nan", "inf", "1e308", "9" * 400, "1'; --", "\u0661")
#: what requests are counted by, and what core keeps of any request
LEFT_OUT = ("cobranzas_portal_hit",)
#: what a request of a portal might have written to besides the add-on's own
CORE = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
    "ir_attachment",
    "mail_activity",
    "mail_mail",
    "mail_message",
    "payment_token",
    "payment_transaction",
    "res_partner",
)


@tagged("post_install", "-at_install")
class TestPortalTampering(PortalCommon, AccountTestInvoicingHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_customer.name = "Secreta Hnos."
        cls.own = cls.invoice(1000)
        cls.other = cls.invoice(9876.5, partner=cls.other_customer)
        cls.other_receipt = cls.receipt(
            [], [cls.cash_value(5432.1)], partner_id=cls.other_customer.id
        )
        cls.other_receipt.action_post()
        cls.far_company = cls.setup_other_company(name="Empresa Secreta")["company"]
        cls.far = cls._invoice_of(cls.far_company)
        cls.tables = cls._find_tables()
        cls.foreign = cls._make_foreign()

    @classmethod
    def _invoice_of(cls, company):
        """An item of the debtor itself, owed to another company."""
        env = cls.env(context={"allowed_company_ids": company.ids})
        move = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": "2026-01-10",
                "company_id": company.id,
                "invoice_line_ids": [(0, 0, {"name": "Secreta", "price_unit": 5432.1})],
            }
        )
        move.action_post()
        return cls.item(move)

    @classmethod
    def _make_foreign(cls):
        """{name of a parameter: ids that are none of the visitor's}."""
        found = {
            "item_id": [cls.other.id, cls.far.id],
            "receipt_id": [cls.other_receipt.id],
            "company_id": [cls.far_company.id],
            "request_id": [],
        }
        requests = cls.env.get("cobranzas.payment.request")
        if requests is not None:
            theirs = requests.sudo().create(
                {
                    "company_id": cls.company.id,
                    "partner_id": cls.other_customer.id,
                    "payer_id": cls.other_customer.id,
                    "currency_id": cls.company.currency_id.id,
                    "amount": 10,
                    "date_expiry": fields.Datetime.now() + timedelta(days=1),
                }
            )
            found["request_id"] = theirs.ids
        return found

    def setUp(self):
        super().setUp()
        # core finds the database of the routing map by the thread, as the server's threads know it
        threading.current_thread().dbname = self.env.cr.dbname
        self.addCleanup(delattr, threading.current_thread(), "dbname")

    # ------------------------------------------------------------------
    # The addresses
    # ------------------------------------------------------------------

    def _rules(self, start):
        """[(rule, method)] of all addresses that begin so."""
        rules = self.env["ir.http"].routing_map().iter_rules()
        found = [rule for rule in rules if rule.rule.startswith(start) and PORTAL.match(rule.rule)]
        self.assertTrue(found)
        return [
            (rule, method)
            for rule in sorted(found, key=lambda rule: rule.rule)
            for method in sorted((rule.methods or {"GET", "POST"}) & {"GET", "POST"})
        ]

    def _fill(self, rule, token):
        """The addresses of a rule with a token and ids that are none of the visitor's."""
        numbers = [0, -1, 2**31 - 1, 10**30, -(10**30)]
        paths = [rule.rule.replace("<string:token>", token)]
        for name, converter in rule._converters.items():
            if isinstance(converter, SignedIntConverter):
                ids = [*self.foreign.get(name, []), *numbers]
                paths = [
                    re.sub(rf"<int:{name}>", str(number), path) for path in paths for number in ids
                ]
            else:
                self.assertIsInstance(converter, UnicodeConverter)
                self.assertEqual(name, "token")
        return paths

    def test_every_address_is_tried(self):
        """Whatever the controllers of the portal serve begins as the crawl expects."""
        for rule in self.env["ir.http"].routing_map().iter_rules():
            if rule.endpoint.func.__module__.startswith(MODULE):
                core = rule.endpoint.func.__func__.__qualname__.startswith("CustomerPortal")
                mine = PORTAL.match(rule.rule)
                self.assertTrue(mine or core or rule.rule.startswith("/my"), rule.rule)
        self.assertGreater(len(self._rules("/statement")), 5)
        self.assertGreater(len(self._rules("/my/statement")), 5)

    # ------------------------------------------------------------------
    # What is sent
    # ------------------------------------------------------------------

    def _forms(self):
        """[(what it is, form)] of what a visitor can't have typed."""
        currency = self.company.currency_id.id
        soon = fields.Date.to_string(fields.Date.today() + timedelta(days=5))
        common = {
            "currency_id": currency,
            "date": fields.Date.to_string(fields.Date.today()),
            "date_1": soon,
            "extent": "part",
        }
        reasons = self.env["cobranzas.dispute.reason"].search([], limit=1)
        ids = [self.other.id, self.far.id, 10**30, -1, "x", ""]
        for number in ids:
            yield (
                f"item {number}",
                {
                    **common,
                    "items": number,
                    "item_id": number,
                    "promise_id": number,
                    "journal_id": number,
                    "reason_id": reasons.id,
                    f"amount_{number}": "10",
                    "amount": "",
                    "part_1": "10",
                },
            )
        for amount in AMOUNTS:
            yield (
                f"amount {amount[:12]}",
                {
                    **common,
                    "items": self.own.id,
                    "item_id": self.own.id,
                    "reason_id": reasons.id,
                    f"amount_{self.own.id}": amount,
                    "amount": amount,
                    "on_account": amount,
                    "part_1": amount,
                    "amount_1": amount,
                },
            )
        for number in (10**9, 10**30, "-1", "x"):
            yield (
                f"currency {number}",
                {
                    **common,
                    "currency_id": number,
                    "items": self.other.id,
                    "on_account": "10",
                    "part_1": "10",
                },
            )

    @classmethod
    def _find_tables(cls):
        cls.env.cr.execute(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'write_date' "
            "AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')"
        )
        names = {name for (name,) in cls.env.cr.fetchall()}
        mine = {name for name in names if name.startswith("cobranzas_")}
        return sorted((mine | set(CORE)) & names - set(LEFT_OUT))

    def _count(self):
        """What the tables hold: rows, the last change, what is owed."""
        self.env.flush_all()
        parts = [
            SQL(
                "SELECT %s, count(*), max(write_date)::text, max(id) FROM %s",
                name,
                SQL.identifier(name),
            )
            for name in self.tables
        ]
        return {row[0]: row[1:] for row in self.env.execute_query(SQL(" UNION ALL ").join(parts))}

    def _send(self, rule, method, path, form):
        """The status and the text of an answer."""
        if rule.endpoint.routing["type"] == "jsonrpc":
            call = {"id": 0, "jsonrpc": "2.0", "method": "call", "params": form or {}}
            response = self.url_open(path, json=call)
            answer = response.json()
            self.assertNotIn("result", answer)
            self.assertEqual(answer["error"]["data"]["debug"], "")
            return answer["error"]["code"], response.text
        data = None
        if method == "POST":
            data = {**(form or {}), "csrf_token": http.Request.csrf_token(self)}
        response = self.url_open(path, data=data, method=method, allow_redirects=False)
        return response.status_code, response.text

    def assertRefused(self, answer, allowed):
        status, text = answer
        self.assertIn(status, allowed)
        self.assertNotIn("Traceback", text)
        self.assertNotIn("invalid CSRF token", text)  # what was sent was looked at
        for secret in SECRETS:
            self.assertNotIn(secret, text)

    def _crawl(self, start, token, forms, allowed):
        """Try all addresses that begin so; nothing may be written or logged as an error."""
        before = self._count()
        for rule, method in self._rules(start):
            for path in self._fill(rule, token):
                for what, form in forms if method == "POST" else [("", None)]:
                    with (
                        self.subTest(f"{method} {rule.rule} {path[-40:]} {what}"),
                        self.assertNoLogs("odoo", "ERROR"),
                        mute_logger("odoo.http"),
                    ):
                        strict = len(rule._converters) > ("token" in rule._converters)
                        answer = self._send(rule, method, path, form)
                        self.assertRefused(answer, (404,) if strict else allowed)
                        after, before_it = self._count(), before
                        before = after
                        self.assertEqual(dict(after.items() - before_it.items()), {})

    # ------------------------------------------------------------------
    # Who
    # ------------------------------------------------------------------

    def test_by_links_that_open_nothing(self):
        self.authenticate(None, None)
        token = self.link()._get_token()
        revoked, expired = self.link(contact=self.contact), self.link(self.other_customer)
        revoked.action_revoke()
        expired.sudo().date_expiry = fields.Date.today() - timedelta(days=3)
        hits = self.env["cobranzas.portal.hit"].sudo()
        form = next(iter(self._forms()))
        for wrong in (token[:-2] + "zz", expired._get_token(), revoked._get_token(), "0" * 64):
            hits.search([]).unlink()
            self._crawl("/statement", wrong, [form], (404, 429))

    def test_by_a_link_of_another_debtor(self):
        self.authenticate(None, None)
        self._crawl("/statement", self.link()._get_token(), [*self._forms()], (200, 303, 400, 404))

    def _login(self, login, partner, *groups):
        self.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "password": login,
                **({"partner_id": partner.id} if partner else {}),
                "company_id": self.company.id,
                "company_ids": self.company.ids,
                "group_ids": [self.env.ref(group).id for group in groups],
            }
        )
        self.authenticate(login, login)

    def test_by_the_login_of_another_debtor(self):
        self._login("ceibo", self.contact, "base.group_portal")
        self._crawl("/my/statement", "", [*self._forms()], (200, 303, 400, 404))

    def test_by_an_employee(self):
        self._login("empleado", None, "base.group_user")
        self._crawl("/my/statement", "", [*self._forms()], (200, 303, 400, 404))

    def test_without_login(self):
        self.authenticate(None, None)
        for rule, method in self._rules("/my/statement"):
            path = self._fill(rule, "")[0]
            if rule.endpoint.routing["type"] == "jsonrpc":
                continue
            with self.subTest(f"{method} {path}"):
                status, _text = self._send(rule, method, path, {})
                self.assertIn(status, (303, 404))
