"""Who reads and changes what debtors send and are sent by their page, cell by cell (COL-10)."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..lib.access_records import OWED, AccessRecordsCommon
from ..lib.access_table import AccessTable

#: own / another's / another company's: r reads, w writes, c creates, d deletes, - nothing
RECORDS = """
                     | nobody | collector | substitute | cashier | accountant | manager
payment.advice       | -/-/-  | r/-/-     | r/-/-      | r/r/-   | r/r/-      | r/r/-
payment.request      | -/-/-  | r/-/-     | r/-/-      | r/r/-   | r/r/-      | r/r/-
payment.request.line | -/-/-  | r/-/-     | r/-/-      | r/r/-   | r/r/-      | r/r/-
portal.hit           | -/-/-  | -/-/-     | -/-/-      | -/-/-   | -/-/-      | -/-/-
portal.link          | -/-/-  | r/-/-     | r/-/-      | r/r/-   | r/r/-      | r/r/-
portal.submission    | -/-/-  | -/-/-     | -/-/-      | -/-/-   | -/-/-      | r/r/-
"""
PREFIXES = ("cobranzas.portal.", "cobranzas.payment.request", "cobranzas.payment.advice")


@tagged("post_install", "-at_install")
class TestPortalAccessMatrix(AccessTable, AccessRecordsCommon):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.records = {}
        cls._make_links()
        cls._make_requests()
        cls._make_sent()
        cls.env.flush_all()

    @classmethod
    def _make_links(cls):
        tomorrow = fields.Date.add(cls.today, days=1)
        links = cls.keep(
            "cobranzas.portal.link",
            cls.each(
                lambda _place, debtor, company: {
                    "partner_id": debtor.id,
                    "contact_id": debtor.id,
                    "company_id": company.id,
                    "date_expiry": tomorrow,
                }
            ),
        )
        now = fields.Datetime.now()
        cls.keep(
            "cobranzas.portal.hit",
            {
                place: {"link_id": link.id, "address": "192.0.2.1", "date": now}
                for place, link in links.items()
            },
        )

    @classmethod
    def _make_requests(cls):
        requests = cls.keep(
            "cobranzas.payment.request",
            cls.each(
                lambda place, debtor, company: {
                    "name": f"S {place}",
                    "company_id": company.id,
                    "partner_id": debtor.id,
                    "payer_id": debtor.id,
                    "currency_id": company.currency_id.id,
                    "amount": OWED[place],
                    "date_expiry": fields.Datetime.now(),
                    "line_ids": [
                        Command.create(
                            {
                                "partner_id": debtor.id,
                                "move_line_id": cls.items[place].id,
                                "amount": OWED[place],
                            }
                        )
                    ],
                }
            ),
        )
        cls.records["cobranzas.payment.request.line"] = {
            place: request.line_ids for place, request in requests.items()
        }

    @classmethod
    def _make_sent(cls):
        """What debtors sent: a transfer that they say they made, and the trace of a form."""
        cls.keep(
            "cobranzas.payment.advice",
            cls.each(
                lambda place, debtor, company: {
                    "partner_id": debtor.id,
                    "contact_id": debtor.id,
                    "company_id": company.id,
                    "date": cls.today,
                    "amount": OWED[place],
                    "currency_id": company.currency_id.id,
                }
            ),
        )
        cls.keep(
            "cobranzas.portal.submission",
            cls.each(
                lambda place, debtor, company: {
                    "company_id": company.id,
                    "visitor_id": debtor.id,
                    "holder": f"p{debtor.id}",
                    "kind": "ask",
                    "key": place,
                    "digest": place,
                }
            ),
        )

    def test_no_model_is_left_out(self):
        """Every model of the portal that has records is in the table."""
        found = {
            name
            for name, model in self.env.items()
            if name.startswith(PREFIXES)
            and not model._abstract
            and not model._transient
            and model._auto
        }
        self.assertEqual(found, set(self.records))

    @mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_records(self):
        rows = [
            (name.removeprefix("cobranzas."), records)
            for name, records in sorted(self.records.items())
        ]
        self.assertTable(self.table(self.cell, rows), RECORDS)
