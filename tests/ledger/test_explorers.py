"""Explorers: what the web client asks of them, for each role, against sums by hand (EXP-01)."""

from lxml import etree
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..lib.movement_scenario import MovementsCommon

EXPLORERS = (
    "cobranzas_open_item_action_balances",
    "cobranzas_open_item_action_pending",
    "cobranzas_open_item_action_credits",
    "cobranzas_movement_action_collections",
    "cobranzas_application_action",
)
MODELS = (
    "cobranzas.open.item",
    "cobranzas.ledger.line",
    "cobranzas.application",
    "cobranzas.movement",
)
ROLES = ("collector", "cashier", "accountant", "manager")


@tagged("post_install", "-at_install")
class TestExplorers(MovementsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: cls.make_user(f"test_{role}", f"l10n_cobranzas.group_cobranzas_{role}")
            for role in ROLES
        }
        cls.collector.user_id = cls.users["collector"]
        for user in cls.users.values():
            user.group_ids |= cls.env.ref("base.group_multi_currency")

    def _as(self, role, model):
        return self.env(user=self.users[role])[model]

    # ------------------------------------------------------------------
    # What the web client asks
    # ------------------------------------------------------------------

    def _get_views(self, role, action):
        """Return {kind of view: its tree} as the client gets them."""
        model = self._as(role, action["res_model"])
        views = [*action["views"], (action.get("search_view_id") or [False])[:1] + ["search"]]
        found = model.get_views([(view or False, kind) for view, kind in views])["views"]
        return {kind: etree.fromstring(view["arch"]) for kind, view in found.items()}

    def _get_specification(self, tree):
        """Return what of each field a list reads."""
        return {
            node.get("name"): {"fields": {"display_name": {}}}
            if node.get("name").endswith("_id")
            else {}
            for node in tree.iter("field")
        }

    def _get_aggregates(self, model, names):
        """Return what a list asks of each group, as the client makes it up."""
        found = []
        for name, field in model.fields_get(
            names, ["aggregator", "currency_field", "type"]
        ).items():
            if field.get("aggregator") and field["type"] in ("float", "integer", "monetary"):
                found.append(f"{name}:{field['aggregator']}")
                if field["type"] == "monetary":
                    found += [f"{field['currency_field']}:array_agg_distinct"]
                    found += [f"{name}:sum_currency"]
        return list(dict.fromkeys(found))

    def test_every_explorer_opens_for_every_role(self):
        for role in ROLES:
            for name in EXPLORERS:
                with self.subTest(role=role, explorer=name):
                    self._check_explorer(role, name)

    def _check_explorer(self, role, name):
        user = self.users[role]
        action = self.env["ir.actions.act_window"].with_user(user)
        action = action._for_xml_id(f"l10n_cobranzas.{name}")
        domain = self.env["ir.actions.act_window"].browse(action["id"]).domain or "[]"
        trees = self._get_views(role, action)
        model = self._as(role, action["res_model"])
        found = model.web_search_read(
            safe_eval(domain),
            self._get_specification(trees["list"]),
            limit=80,
            count_limit=10001,
        )
        self.assertGreater(found["length"], 0)
        for record in found["records"]:
            self.assertTrue(record["partner_id"]["display_name"])
        measures = [node.get("name") for node in trees["pivot"].iter("field")]
        groups = [
            node.get("name") + (f":{node.get('interval')}" if node.get("interval") else "")
            for node in trees["pivot"].iter("field")
            if node.get("type") != "measure"
        ]
        sums = self._get_aggregates(model, measures)
        grouped = model.formatted_read_grouping_sets(
            safe_eval(domain),
            [[], groups[:1], groups],
            [*sums, "__count"],
        )
        self.assertEqual(grouped[0][0]["__count"], found["length"])
        for field in trees["search"].find("searchpanel"):
            method = "multi" if field.get("select") == "multi" else "one"
            self._check_panel(model, field.get("name"), method)
        self.assertIn("o_view_nocontent", action["help"])
        for kind in ("list", "pivot", "graph"):
            self.assertIn(kind, trees)
        for attribute in ("create", "edit", "delete"):
            self.assertEqual(trees["list"].get(attribute), "0")

    def _check_panel(self, model, name, method):
        """The panel lists values without reading the explorer itself."""
        if method == "one":
            read = model.search_panel_select_range
        else:
            read = model.search_panel_select_multi_range
        asked = self.env.cr.sql_log_count
        values = read(name, expand=True, enable_counters=False, limit=200)["values"]
        self.assertTrue(values)
        self.assertLess(self.env.cr.sql_log_count - asked, 10)

    def test_group_by_each_field(self):
        """Whatever a person groups by, from the menu of fields too."""
        for role in ("collector", "cashier", "accountant"):
            for name in MODELS:
                model = self._as(role, name)
                for field in self._get_groupable(model):
                    with self.subTest(role=role, model=name, field=field):
                        groups = model.web_read_group([], [field], ["__count"])["groups"]
                        total = sum(group["__count"] for group in groups)
                        self.assertEqual(total, model.search_count([]))
                        for group in groups:
                            model.search(group["__extra_domain"], limit=1)

    def _get_groupable(self, model):
        fields = model.fields_get(attributes=["groupable", "type", "store"])
        kinds = {"date": ":month"}
        return [
            f"{name}{kinds.get(field['type'], '')}"
            for name, field in fields.items()
            if field.get("groupable") and field["store"] and name != "id"
        ]

    def test_every_field_can_be_read(self):
        for role in ("collector", "cashier"):
            for name in MODELS:
                model = self._as(role, name)
                rows = model.search([])
                fields = model.fields_get(attributes=["store"])
                specification = {
                    field: {"fields": {"display_name": {}}} if field.endswith("_id") else {}
                    for field, values in fields.items()
                    if values["store"]
                }
                with self.subTest(role=role, model=name):
                    self.assertEqual(len(rows.web_read(specification)), len(rows))
                    self.assertTrue(rows)

    def test_lists_are_exported(self):
        """What a list shows can be exported, whoever sees it."""
        for role in ("collector", "cashier"):
            self.users[role].group_ids |= self.env.ref("base.group_allow_export")
            for name in MODELS:
                model = self._as(role, name)
                tree = etree.fromstring(model.get_view(view_type="list")["arch"])
                fields = [node.get("name") for node in tree.iter("field")]
                rows = model.search([])
                with self.subTest(role=role, model=name):
                    table = rows.export_data(fields)["datas"]
                    self.assertEqual(len(table), len(rows))
                    cell = table[0][fields.index("partner_id")]
                    self.assertEqual(cell, rows[0].partner_id.display_name)
                    self.assertEqual(tree.get("export_xlsx"), "1")

    def test_grouped_list_of_each(self):
        for name in EXPLORERS:
            action = self.env["ir.actions.act_window"]._for_xml_id(f"l10n_cobranzas.{name}")
            trees = self._get_views("cashier", action)
            model = self._as("cashier", action["res_model"])
            names = [node.get("name") for node in trees["list"].iter("field")]
            sums = self._get_aggregates(model, names)
            with self.subTest(explorer=name):
                self.assertFalse([each for each in sums if ":avg" in each])
                groups = model.web_read_group(
                    [],
                    ["partner_id"],
                    sums,
                    auto_unfold=True,
                    unfold_read_specification=self._get_specification(trees["list"]),
                )["groups"]
                self.assertTrue(groups)

    def test_read_only(self):
        for name in MODELS:
            model = self._as("manager", name)
            row = model.search([], limit=1)
            with self.subTest(model=name):
                with self.assertRaises(AccessError):
                    model.create({})
                with self.assertRaises(AccessError):
                    row.unlink()
                with self.assertRaises(AccessError):
                    row.write({"ref": "x"})

    # ------------------------------------------------------------------
    # Whose rows
    # ------------------------------------------------------------------

    def test_collector_sees_own_debtors_only(self):
        for name in MODELS:
            with self.subTest(model=name):
                mine = self._as("collector", name).search([])
                self.assertEqual(mine.partner_id, self.customer)
                everyones = self._as("cashier", name).search([])
                self.assertEqual(everyones.partner_id, self.customer | self.other_customer)
                foreign = (everyones - mine)[0].with_user(self.users["collector"])
                with self.assertRaises(AccessError):
                    foreign.read(["name"])
                with self.assertRaises(AccessError):
                    foreign.action_open_document()
                with self.assertRaises(AccessError):
                    foreign.action_open_customer()

    def test_other_companies_are_invisible(self):
        other = self.setup_other_company()["company"]
        user = self.make_user("test_elsewhere", "l10n_cobranzas.group_cobranzas_manager")
        user.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for name in MODELS:
            with self.subTest(model=name):
                self.assertFalse(self.env[name].with_user(user).search([]))
                row = self._as("manager", name).search([], limit=1)
                with self.assertRaises(AccessError):
                    row.with_user(user).read(["name"])

    def test_stranger(self):
        stranger = self.make_user("test_stranger", "base.group_user")
        for name in MODELS:
            with self.subTest(model=name), self.assertRaises(AccessError):
                self.env[name].with_user(stranger).search([])

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------

    def _slow_open(self, day):
        """Return {item: residual at ``day``} from amounts and partials, one by one.

        With the partials that were undone after that day.
        """
        found = {}
        undone = self.env["cobranzas.undone.partial"].search([("date_undone", ">", day)])
        for item in self.ledger_items():
            if item.parent_state != "posted" or item.date > day:
                continue
            left = item.amount_currency
            later = undone.filtered(
                lambda row, item=item: item in row.debit_move_id | row.credit_move_id
            )
            for partial in [*(item.matched_debit_ids | item.matched_credit_ids), *later]:
                if partial.max_date <= day:
                    is_debit = partial.debit_move_id == item
                    amount = partial[
                        "debit_amount_currency" if is_debit else "credit_amount_currency"
                    ]
                    left += -amount if is_debit else amount
            if not item.currency_id.is_zero(left):
                found[item] = item.currency_id.round(left)
        return found

    def test_balances_at_a_date(self):
        for text in ("2026-01-31", "2026-02-06", "2026-02-28", "2026-12-31"):
            day = self.day(text)
            wanted = self._slow_open(day)
            model = self._as("cashier", "cobranzas.open.item").with_context(cobranzas_date=text)
            found = model.web_search_read(
                [("residual_currency", "!=", 0)],
                {"move_line_id": {}, "residual_currency": {}, "days_overdue": {}, "bucket": {}},
            )["records"]
            with self.subTest(day=text):
                self.assertEqual(
                    {row["move_line_id"]: round(row["residual_currency"], 2) for row in found},
                    {item.id: left for item, left in wanted.items()},
                )
                for row in found:
                    item = self.env["account.move.line"].browse(row["move_line_id"])
                    late = max((day - (item.date_maturity or item.date)).days, 0)
                    self.assertEqual(row["days_overdue"], late)
                self._check_grouped_at(model, wanted)

    def _check_grouped_at(self, model, wanted):
        """Lists by group, pivots and counts see the same date."""
        sums = {}
        for item, left in wanted.items():
            key = (item.partner_id.commercial_partner_id.id, item.currency_id.id)
            sums[key] = round(sums.get(key, 0) + left, 2)
        groups = model.formatted_read_group(
            [], ["partner_id", "currency_id"], ["residual_currency:sum"]
        )
        found = {
            (group["partner_id"][0], group["currency_id"][0]): round(
                group["residual_currency:sum"], 2
            )
            for group in groups
        }
        self.assertEqual({key: value for key, value in found.items() if value}, sums)
        listed = model.web_read_group([], ["partner_id"], ["residual_currency:sum"])["groups"]
        for group in listed:
            partner = group["partner_id"][0]
            total = sum(value for (key, _currency), value in sums.items() if key == partner)
            self.assertAlmostEqual(group["residual_currency:sum"], total, places=2)
        by_age = model.formatted_read_group([], ["bucket"], ["residual_currency:sum"])
        self.assertAlmostEqual(
            sum(group["residual_currency:sum"] for group in by_age), sum(sums.values()), places=2
        )

    def test_collections_are_what_receipts_and_payments_brought(self):
        action = self.env.ref("l10n_cobranzas.cobranzas_movement_action_collections")
        found = self._as("cashier", "cobranzas.movement").search(
            [*safe_eval(action.domain), ("is_in_force", "=", True)]
        )
        receipts = self.paid | self.corrected | self.abroad_paid | self.grouped | self.documented
        self.assertEqual(found.receipt_id, receipts)
        self.assertEqual(
            found.filtered(lambda row: row.kind == "payment").move_id, self.payment.move_id
        )
        local = found.filtered(lambda row: row.currency_id == self.company.currency_id)
        wanted = 600 + 140 + 33 + 350 + 200 + 120
        self.assertEqual(sum(local.mapped("collected")), wanted)
        abroad = found.filtered(lambda row: row.currency_id == self.eur)
        self.assertEqual(sum(abroad.mapped("collected")), 100)

    def test_credit_balances(self):
        found = self._as("cashier", "cobranzas.open.item").search([("residual_currency", "<", 0)])
        credits = {
            item: left for item, left in self._slow_open(self.day("2026-12-31")).items() if left < 0
        }
        self.assertTrue(credits)
        self.assertEqual({row.move_line_id: row.residual_currency for row in found}, credits)

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def test_register_a_receipt_of_what_is_selected(self):
        for role in ("collector", "cashier"):
            items = self._as(role, "cobranzas.open.item").search(
                [("move_line_id", "in", (self.first | self.taxed).ids)]
            )
            action = items.action_register_receipt()
            lines = action["context"]["default_line_ids"]
            with self.subTest(role=role):
                self.assertEqual(
                    [vals["move_line_id"] for _command, _id, vals in lines],
                    (self.first | self.taxed).ids,
                )

    def test_open_customers_of_the_selected(self):
        for name in MODELS:
            rows = self._as("cashier", name).search([("partner_id", "=", self.customer.id)])
            one = rows[:2].action_open_customer()
            self.assertEqual((one["res_model"], one["res_id"]), ("res.partner", self.customer.id))
            both = self._as("cashier", name).search([]).action_open_customer()
            wanted = (self.customer | self.other_customer).ids
            self.assertEqual(self.env["res.partner"].search(both["domain"]).ids, wanted)
