"""The newest rows of an explorer are looked for among the last days: the same rows, sooner."""

from unittest.mock import patch

from odoo.addons.l10n_cobranzas.models.ledger import cobranzas_item_newest
from odoo.tests import tagged

from ..lib.dashboard import DashboardScenarioCommon

MODELS = ("cobranzas.movement", "cobranzas.application", "cobranzas.ledger.line")
SPANS = (2, 20)  # days before 2026-03-18


@tagged("post_install", "-at_install")
class TestNewestPage(DashboardScenarioCommon):
    def _pages(self, model, spans, domain=()):
        """The rows of pages of several sizes and beginnings, as a list asks for them."""
        with patch.object(cobranzas_item_newest, "SPANS", spans):
            return [
                self.env[model].search(domain, limit=limit, offset=offset, order=order).ids
                for limit, offset in ((1, 0), (2, 3), (80, 0))
                for order in (None, "date DESC, name")
            ]

    def test_the_same_rows(self):
        for model in MODELS:
            known = self.env[model].search([])
            self.assertGreater(len(known), 2)
            for domain in (
                [],
                [("company_id", "=", self.company.id)],
                [("kind", "=", "invoice")],
                [("date", "<", "2026-03-01")],
                [("partner_id", "=", self.customer.id)],
                [("id", "in", known[:3].ids)],
            ):
                with self.subTest(model=model, domain=domain):
                    self.assertEqual(
                        self._pages(model, SPANS, domain), self._pages(model, (), domain)
                    )

    def _since(self, model, limit, domain=(), order="date desc"):
        """The first day that a page is looked for in; empty when all rows are put in order."""
        with patch.object(cobranzas_item_newest, "SPANS", SPANS):
            query = self.env[model]._search(domain, limit=limit, order=order)
        code = self.env.cr.mogrify(query.where_clause.code, query.where_clause.params).decode()
        return code.partition('"date" >= ')[2][:12].strip("'")

    def test_as_few_days_as_fill_the_page(self):
        movements = self.env["cobranzas.movement"]
        recent = movements.search_count([("date", ">=", "2026-03-16")])
        more = movements.search_count([("date", ">=", "2026-02-26")])
        self.assertLess(0, recent)
        self.assertLess(recent, more)
        for limit, since in ((recent, "2026-03-16"), (more, "2026-02-26"), (more + 1, "")):
            with self.subTest(limit=limit):
                self.assertEqual(self._since("cobranzas.movement", limit)[:10], since)

    def test_of_a_customer_with_many_items(self):
        domain = [("partner_id", "=", self.customer.id)]
        with patch.object(cobranzas_item_newest, "MANY", 1):
            for model in MODELS:
                with self.subTest(model=model):
                    self.assertTrue(self._since(model, 1, domain))
                    self.assertEqual(
                        self._pages(model, SPANS, domain), self._pages(model, (), domain)
                    )

    def test_groups_are_counted_as_their_page_is_read(self):
        for model in MODELS:
            for groupby in ("partner_id", "kind", "date:month"):
                records = self.env[model]
                every = records._read_group([], [groupby])
                self.assertGreater(len(every), 1)
                for limit, offset in ((1, 0), (1, 1), (len(every), 0), (80, 0), (None, 0)):
                    with self.subTest(model=model, groupby=groupby, limit=limit, offset=offset):
                        page = (["__count"], limit, offset)
                        found = records.web_read_group([], [groupby], *page)
                        groups = records.formatted_read_group(
                            [], [groupby], ["__count"], limit=limit, offset=offset
                        )
                        self.assertEqual(found, {"groups": groups, "length": len(every)})
            self.assertEqual(
                records.web_read_group([("id", "=", 0)], ["kind"], limit=1)["length"], 0
            )
            read = self.registry[model]._read_group
            with patch.object(
                self.registry[model], "_read_group", autospec=True, side_effect=read
            ) as made:
                records.web_read_group([], ["kind"], limit=1)
            self.assertEqual(made.call_count, 1)

    def test_what_is_not_put_by_date_is_left_alone(self):
        for domain, order in (
            ([], "date"),
            ([], "name desc, date desc"),
            ([("partner_id", "=", self.customer.id)], "date desc"),
            ([("id", ">", 0)], "date desc"),
        ):
            with self.subTest(domain=domain, order=order):
                self.assertEqual(
                    self._since("cobranzas.application", 1, domain, order), ""
                )
