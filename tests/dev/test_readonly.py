"""What only reads runs on a read-only cursor, hence on a replica of the database (issue 16).

Buttons are none of it: a click follows the form's save, and a replica may not have that yet.
"""

import inspect
from contextlib import contextmanager

from odoo import Command, fields
from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.tests import tagged

from ..lib.dashboard import DashboardScenarioCommon
from ..lib.public_methods import find_public_methods

#: public methods that read by their names, and why they are answered by the primary all the same
ON_PRIMARY = {
    ("cobranzas.receipt", "get_allocation_tree"): "read at once after the receipt is saved",
}
NAMES = ("get_", "find_", "read_", "search_")


class Undone(Exception):
    """Takes a call back."""


def is_marked(model, key):
    """Tell whether Odoo's server gives a method a read-only cursor (``_call_kw_readonly``)."""
    marks = (getattr(getattr(base, key, None), "_readonly", None) for base in type(model).mro())
    return next((mark for mark in marks if mark is not None), False)


class ReadonlyCommon(DashboardScenarioCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.make_user("sololee", "l10n_cobranzas.group_cobranzas_accountant")
        cls.manager.group_ids |= cls.env.ref("sales_team.group_sale_manager")
        cls.group = cls.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo",
                "member_ids": [Command.create({"partner_id": cls.customer.id})],
            }
        )
        cls.env = cls.env(user=cls.manager)
        reports = cls.env["cobranzas.report"]
        cls.report = reports.browse(reports.action_open("aging")["res_id"])
        cls.report.detail = True
        cls.env.flush_all()

    @contextmanager
    def reading(self):
        """A savepoint in which PostgreSQL refuses whatever writes or locks."""
        self.env.flush_all()
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute("SET TRANSACTION READ ONLY")
                yield
                self.env.flush_all()
                raise Undone
        except Undone:
            pass


@tagged("post_install", "-at_install")
class TestReadonly(ReadonlyCommon):
    def _get_calls(self):
        """{(model, method): (records, arguments)} of each entry point that only reads."""
        screen = self.report.get_screen()
        row = next(row for row in screen["rows"] if row["level"] == screen["depth"] - 1)
        detail = screen["details"][0]["res_id"]
        column = next(each["name"] for each in screen["columns"] if each["kind"] == "amount")
        place = row["path"], row["currency_id"]
        trial = {
            "partner_id": self.customer.id,
            "company_id": self.company.id,
            "kind": "order",
            "amount": 1000.0,
            "date": fields.Date.to_string(fields.Date.today()),
        }
        page = "get_cobranzas_debtor_page"
        group = self.group.with_env(self.env)
        return {
            ("cobranzas.report", "get_screen"): (self.report, ()),
            ("cobranzas.report", "get_details"): (self.report, place),
            ("cobranzas.report", "action_open_figure"): (self.report, (*place, column)),
            ("cobranzas.report", "action_open_row"): (self.report, (detail,)),
            ("cobranzas.dashboard", "get_data"): (self.env["cobranzas.dashboard"], ()),
            ("cobranzas.debtor.page", "find_debtors"): (
                self.env["cobranzas.debtor.page"],
                (self.customer.name[:5],),
            ),
            ("res.partner", page): (self.customer.with_env(self.env), ()),
            ("cobranzas.debtor.group", page): (group, ()),
            ("cobranzas.worklist", "web_search_read"): (
                self.env["cobranzas.worklist"],
                ([], {"display_name": {}}),
            ),
            ("cobranzas.position", "get_position"): (
                self.env["cobranzas.position"],
                ("account.move", self.partly.move_id.id),
            ),
            ("cobranzas.credit.trial", "onchange"): (
                self.env["cobranzas.credit.trial"],
                (trial, ["amount"], {"panel": {}, "control": {}}),
            ),
        }

    def _find_marked(self):
        """(model, method) of what the add-on itself marks, of models that can be called."""
        return {
            (name, key)
            for name, model in self.env.items()
            for base in type(model).mro()
            if "l10n_cobranzas" in base.__module__
            for key, method in vars(base).items()
            if inspect.isfunction(method) and getattr(method, "_readonly", False)
            # an abstract model's methods are called on the models that have them
            if not (model._abstract and name == "cobranzas.debtor.figures")
        }

    def test_nothing_writes(self):
        calls = self._get_calls()
        self.assertEqual(set(calls), self._find_marked())
        for (name, key), (records, arguments) in calls.items():
            with self.subTest(f"{name}.{key}"):
                self.assertTrue(is_marked(self.env[name], key))
                with self.reading():
                    self.assertTrue(getattr(records, key)(*arguments))

    def test_a_write_is_found(self):
        """What the other tests rely on: a write, and a lock, are refused within ``reading``."""
        for statement in (
            "UPDATE res_partner SET name = name WHERE id = %s",
            "SELECT id FROM res_partner WHERE id = %s FOR UPDATE",
        ):
            with (
                self.subTest(statement),
                self.assertRaisesRegex(Exception, "read-only transaction"),
                self.assertLogs("odoo.sql_db", "ERROR"),
                self.reading(),
            ):
                self.env.cr.execute(statement, (self.customer.id,))

    def test_what_reads_by_its_name_is_marked(self):
        named = {
            (name, key)
            for name, key, _parameters in find_public_methods(self.env)
            if key.startswith(NAMES) and self.env[name]._name != "cobranzas.debtor.figures"
        }
        self.assertGreater(len(named), 5)
        unmarked = {(name, key) for name, key in named if not is_marked(self.env[name], key)}
        self.assertEqual(unmarked, set(ON_PRIMARY))

    def test_lists_and_forms_of_every_model(self):
        """Explorers, worklist and all other lists: what core marks, with each model's fields."""
        for name, model in sorted(self.env.items()):
            if not name.startswith("cobranzas.") or model._abstract or model._transient:
                continue
            if not model.has_access("read"):
                continue
            spec = {field: {} for field in model.fields_get(attributes=())}
            for key, call in {
                "web_search_read": lambda model=model, spec=spec: model.web_search_read(
                    [], spec, limit=80
                ),
                "formatted_read_group": lambda model=model: model.formatted_read_group(
                    [], [], ["__count"]
                ),
            }.items():
                with self.subTest(f"{name}.{key}"):
                    self.assertTrue(is_marked(model, key))
                    with self.reading():
                        call()

    def test_filters_come_from_the_primary(self):
        """A form that was just saved is read where it was saved."""
        self.assertFalse(is_marked(self.report, "web_read"))
        self.assertTrue(is_marked(self.env["cobranzas.receipt"], "web_read"))
        self.assertFalse(is_marked(self.report, "action_open"))

    def test_page_to_print(self):
        with self.reading():
            page, _kind = self.env["ir.actions.report"]._render_qweb_html(
                "l10n_cobranzas.report_table", self.report.ids
            )
            self.assertIn(self.customer.name.encode(), page)


@tagged("post_install", "-at_install")
class TestReadonlyRequests(ReadonlyCommon, AccountTestInvoicingHttpCommon):
    """The same through Odoo's server, which repeats on the primary what a replica refuses."""

    def setUp(self):
        super().setUp()
        self.authenticate("sololee", "sololee")

    def _call(self, *arguments):
        return self._call_method("get_screen", *arguments)

    def _call_method(self, method, *arguments, **named):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/cobranzas.report/{method}",
            {
                "model": "cobranzas.report",
                "method": method,
                "args": [self.report.ids, *arguments],
                "kwargs": named,
            },
        )

    def test_screen_and_downloads(self):
        url = self.report.action_export()["url"]
        self.env.flush_all()
        page = f"/report/html/l10n_cobranzas.report_table/{self.report.id}"
        with self.assertNoLogs("odoo.http", "WARNING"):
            self.assertTrue(self._call()["rows"])
            self.assertTrue(self._call(0, [["date_to", str(self.report.date_to)]])["rows"])
            for each in (url, page):
                self.assertEqual(self.url_open(each).status_code, 200)

    def test_filters_that_a_replica_has_not_yet(self):
        """The request is done again on the primary; what the person gets is the same."""
        for sent in (
            [["date_to", "2026-01-31"]],
            [["partner_ids", [self.customer.id]]],
            [["detail", False]],
        ):
            with self.subTest(sent=sent), self.assertLogs("odoo.http", "WARNING") as logs:
                self.assertTrue(self._call(0, sent)["rows"])
                self.assertIn("retrying with a read/write cursor", logs.output[0])
        written = "2126-01-01T00:00:00.000001"
        with self.assertLogs("odoo.http", "WARNING"):
            url = f"/cobranzas/report/{self.report.id}/xlsx?written={written}"
            self.assertEqual(self.url_open(url).status_code, 200)

    def test_what_a_report_opens_goes_by_the_filters_too(self):
        screen = self.report.get_screen()
        place = [screen["rows"][0]["path"], screen["rows"][0]["currency_id"]]
        calls = {
            "get_details": place,
            "action_open_figure": [*place, screen["columns"][-1]["name"]],
            "action_open_row": [screen["details"][0]["res_id"]],
        }
        for method, arguments in calls.items():
            with self.subTest(method), self.assertLogs("odoo.http", "WARNING") as logs:
                self._call_method(method, *arguments, filters=[["date_to", "2026-01-31"]])
                self.assertIn("retrying with a read/write cursor", logs.output[0])

    def test_forged_filters_harm_nobody(self):
        with self.assertNoLogs("odoo.http", "WARNING"):
            for sent in ("x", [1], [[1, 2]], [["no such field", 1]], [["sudo", 1]], {"a": 1}):
                with self.subTest(sent=sent):
                    self.assertTrue(self._call(0, sent)["rows"])
            url = f"/cobranzas/report/{self.report.id}/xlsx?written="
            for written in ("x", "2026-01-01T00:00:00Z", "1", "%00"):
                self.assertEqual(self.url_open(url + written).status_code, 200)
