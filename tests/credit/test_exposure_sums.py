"""Sums of what counts are those of the rows, whichever way they are added up (CRE-03)."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.exposure import ExposureCommon


@tagged("post_install", "-at_install")
class TestExposureSums(ExposureCommon):
    def owe_everything(self):
        """Something of each part, also in a currency that is no longer in use."""
        eur = self.make_rates({"2026-01-01": 0.5, str(self.today): 0.3})
        for amount in (100.01, 33.33, 7.77):
            self.invoice(amount, currency=eur)
        self.invoice(1000)
        self.invoice(80).move_id.button_draft()
        self.invoice(150, move_type="out_refund")
        self.order([(3, 33.33)])
        self.receipt([], [], [self.check(200)]).action_post()
        paper = {"name": "P 1", "amount": 300, "kind": "promissory_note"}
        paper["date_due"] = self.today + timedelta(days=5)
        self.receipt([self.invoice(300)], document_ids=[Command.create(paper)]).action_post()
        eur.active = False

    def read_rows(self):
        """Return {part: what its rows sum to}, by the settings as they are now."""
        self.env.flush_all()
        self.env.invalidate_all()
        rows = (
            self.env["cobranzas.exposure.item"]
            .with_company(self.company)
            .search([("partner_id", "=", self.customer.id)])
        )
        parts = rows.grouped("part").items()
        return {part: round(sum(each.mapped("exposure")), 2) for part, each in parts}

    def read_sums(self):
        parts = self.read_parts(self.customer)[self.customer]
        return {part: units / 100 for part, units in parts.items() if units}

    def test_the_same_as_the_rows(self):
        self.owe_everything()
        rows = self.read_rows()
        self.assertEqual(set(rows), {"items", "drafts", "orders", "checks", "postdated", "credits"})
        self.assertEqual(self.read_sums(), rows)
        self.company.cobranzas_credit_rate_day = "document"
        booked = self.read_rows()
        self.assertNotEqual(booked["items"], rows["items"])
        self.assertEqual(self.read_sums(), booked)

    def test_the_same_while_a_draft_is_matched(self):
        """Then the rows themselves are summed: what is stored is not what is left."""
        self.owe_everything()
        items = type(self.env["cobranzas.exposure.item"])
        read = items._read_presence

        def read_with_draft(records, *args):
            found = read(records, *args)
            return replace(found, found=found.found | {"unposted"})

        with patch.object(items, "_read_presence", read_with_draft):
            self.assertEqual(self.read_sums(), self.read_rows())

    def test_only_what_there_is_is_asked_for(self):
        self.invoice(10)
        items = self.env["cobranzas.credit.reader"]._get_items_of(self.customer)
        self.assertEqual(items._read_presence(self.company).found, set())
        self.order([(1, 10)])
        items._flush_counted()
        self.assertEqual(items._read_presence(self.company).found, {"orders"})
