"""What a client writes in the context narrows no read of the ledger (DESIGN 7)."""

import json
from dataclasses import FrozenInstanceError

from odoo.addons.l10n_cobranzas.models.ledger.read_scope import ReadScope
from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import json_default

from ..lib.common import CollectionsCommon

#: by model, an amount to sum and the fields that a list shows
MODELS = {
    "cobranzas.open.item": ("residual", ["name", "kind", "days_overdue", "residual", "expected"]),
    "cobranzas.ledger.line": ("balance", ["name", "kind", "state", "residual", "settled"]),
    "cobranzas.application": ("amount", ["name", "kind", "credit_name", "amount"]),
    "cobranzas.movement": ("total", ["name", "kind", "state", "total"]),
}
#: every key of the add-on's contexts but the three that count, with what a client could send
FORGED = {
    "cobranzas_sums": (True, [1]),
    "cobranzas_rows": ([1], "x", {"a": 1}),
    "cobranzas_partner_ids": ([1], "x", {"a": 1}),
    "cobranzas_void_date": ("2026-01-01", 5),
    "cobranzas_scope": (
        True,
        {"date": "2026-01-01", "by_parts": True, "partner_ids": [1], "row_ids": [1]},
    ),
}
#: with partials after the second one
DATES = (None, "2026-01-20")
#: of the types that JSON has
NO_DATES = ("x", "2026-13-45", "\x00", 5, True, ["2026-01-01"], {"a": 1}, [[1]])
NO_FLAGS = ("x", "", 5, [True], {"a": 1}, [[1]])


@tagged("post_install", "-at_install")
class TestReadScope(CollectionsCommon):
    """A collector's own requests, as they come by RPC."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = cls.make_user("cobrador", "l10n_cobranzas.group_cobranzas_collector")
        cls.customer.cobranzas_collector_id = cls.env["cobranzas.collector"].create(
            {"name": "Cobrador", "user_id": cls.collector.id}
        )
        paid, partly = cls.invoice(100), cls.invoice(50, due="2026-01-15")
        cls.invoice(70, partner=cls.other_customer)
        cls.invoice(20, move_type="out_refund")
        cls.receipt(
            [(paid, 100), (partly, 10)], checks=[cls.check(110, pay_date="2026-07-01")]
        ).action_post()
        voided = cls.receipt([(partly, 5)], [cls.cash_value(5)])
        voided.action_post()
        voided.action_void("2026-02-10", "Error")
        cls.env.flush_all()

    def _call(self, model, method, *args, context=None, **kwargs):
        """Return what a collector's request gets, as JSON; its records are read afresh."""
        self.env.invalidate_all()
        context = {"allowed_company_ids": self.company.ids, **(context or {})}
        # as the server reads it from the request
        context = json.loads(json.dumps(context))
        records = self.env(user=self.collector.id, su=False)[model]
        result = call_kw(records, method, args, {**kwargs, "context": context})
        return json.dumps(result, default=json_default, sort_keys=True)

    def _read(self, model, context):
        """Return what each way of reading a model gives."""
        amount, names = MODELS[model]
        sums = [f"{amount}:sum", "__count"]
        return {
            "search_read": self._call(model, "search_read", [], names, context=context),
            "search_count": self._call(model, "search_count", [], context=context),
            "formatted_read_group": self._call(
                model, "formatted_read_group", [], ["partner_id"], sums, context=context
            ),
            "read_group": self._call(
                model, "read_group", [], [amount], ["partner_id"], context=context
            ),
            "web_read_group": self._call(
                model, "web_read_group", [], ["kind"], sums, context=context
            ),
        }

    def test_what_a_client_sends_narrows_nothing(self):
        for model in MODELS:
            for date in DATES:
                plain = {"cobranzas_date": date}
                wanted = self._read(model, plain)
                self.assertNotEqual(wanted["search_count"], "0")
                for key, values in FORGED.items():
                    for value in values:
                        with self.subTest(model=model, date=date, key=key, value=value):
                            self.assertEqual(self._read(model, {**plain, key: value}), wanted)

    def test_rows_are_read_by_their_ids(self):
        for model, (_amount, names) in MODELS.items():
            rows = json.loads(self._call(model, "search_read", [], names))
            ids = [row["id"] for row in rows]
            for key, values in FORGED.items():
                for value in values:
                    with self.subTest(model=model, key=key, value=value):
                        found = self._call(model, "read", ids, names, context={key: value})
                        self.assertEqual(json.loads(found), rows)

    def test_the_date_and_the_cheques_count(self):
        model = "cobranzas.open.item"
        today = json.loads(self._read(model, {})["search_read"])
        before = json.loads(self._read(model, {"cobranzas_date": "2026-01-20"})["search_read"])
        self.assertEqual(sum(row["residual"] for row in today), 20)
        self.assertEqual(sum(row["residual"] for row in before), 130)
        context = {"cobranzas_date": "2026-06-01", "cobranzas_postdated": True}
        with_checks = json.loads(self._read(model, context)["search_read"])
        self.assertEqual(sum(row["expected"] for row in with_checks), 20 + 110)

    def test_no_date(self):
        for model, (_amount, names) in MODELS.items():
            self._check_refused(model, names, "cobranzas_date", NO_DATES, "is not a date")

    def test_neither_with_nor_without_cheques(self):
        names = MODELS["cobranzas.open.item"][1]
        for key in ("cobranzas_postdated", "cobranzas_as_known"):
            self._check_refused(
                "cobranzas.open.item", names, key, NO_FLAGS, "neither true nor false"
            )

    def _check_refused(self, model, names, key, values, sentence):
        ids = [row["id"] for row in json.loads(self._call(model, "search_read", [], ["name"]))]
        calls = (
            ("search_read", [], names),
            ("read", ids, names),
            ("web_read", ids, {name: {} for name in names}),
            ("search_count", []),
            ("web_search_read", [], {name: {} for name in names}),
            ("formatted_read_group", [], ["partner_id"], ["__count"]),
            ("web_read_group", [], ["partner_id"], ["__count"]),
        )
        for value in values:
            for method, *args in calls:
                with (
                    self.subTest(model=model, method=method, value=value),
                    self.assertRaisesRegex(UserError, sentence),
                ):
                    self._call(model, method, *args, context={key: value})

    def test_reports_and_dashboard_have_their_own_date(self):
        for name in ("cobranzas_date", "cobranzas_postdated", "cobranzas_as_known"):
            forged = {name: "2026-01-05" if name.endswith("date") else True}
            for key in ("daily", "balance", "ledger"):
                reports = self.env["cobranzas.report"].with_user(self.collector)
                report = reports.browse(reports.action_open(key)["res_id"])
                report.write(
                    {"period": "custom", "date_from": "2026-01-01", "date_to": "2026-06-01"}
                )
                wanted = report.get_screen()
                self.env.invalidate_all()
                with self.subTest(key=key, forged=forged):
                    self.assertEqual(report.with_context(**forged).get_screen(), wanted)
            dashboard = self.env["cobranzas.dashboard"].with_user(self.collector)
            figures = dashboard.get_data()["figures"]
            self.assertEqual(dashboard.with_context(**forged).get_data()["figures"], figures)

    def test_the_object_narrows(self):
        """The same class in the context, as the server puts it there, does narrow a read."""
        items = self.env["cobranzas.open.item"]
        scope = ReadScope(partner_ids=tuple(self.other_customer.ids))
        found = items._with_scope(scope).search([("company_id", "=", self.company.id)])
        self.assertEqual(found.partner_id, self.other_customer)
        with self.assertRaises(FrozenInstanceError):
            scope.by_parts = True
