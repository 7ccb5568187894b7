"""What a cashier's record rules on the ledger read, and what they cost (COL-10)."""

import importlib.util

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from env.paths import ADDON

from ..lib.foreign_records import ForeignRecordsCommon

MODELS = ("account.move", "account.move.line", "account.partial.reconcile")


@tagged("post_install", "-at_install")
class TestReceivableRules(ForeignRecordsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        item = cls.invoice(500)
        cls.due = item.move_id
        cls.bill, cls.refund = (cls._make_bill(kind) for kind in ("in_invoice", "in_refund"))
        cls.mine = cls.receipt([item], [cls.cash_value(500)])
        cls.mine.action_post()
        payable = (cls.bill + cls.refund).line_ids.filtered(
            lambda item: item.account_type == "liability_payable"
        )
        payable.reconcile()
        cls.env.flush_all()

    @classmethod
    def _make_bill(cls, kind):
        cls.invoice(500, move_type=kind)
        found = [("move_type", "=", kind), ("partner_id", "=", cls.customer.id)]
        return cls.env["account.move"].search(found, order="id desc", limit=1)

    def _as_cashier(self, name):
        return self.env[name].with_user(self.users["cashier"])

    def test_entries_and_allocations_of_receivables_are_found(self):
        receivable = self.due.line_ids.filtered(
            lambda item: item.account_type == "asset_receivable"
        )
        payable = self.bill.line_ids.filtered(lambda item: item.account_type == "liability_payable")
        table = {
            "account.move": (self.due, self.bill),
            "account.move.line": (self.due.line_ids, self.bill.line_ids),
            "account.partial.reconcile": (
                receivable.matched_credit_ids,
                payable.matched_debit_ids,
            ),
        }
        for name, (own, foreign) in table.items():
            with self.subTest(model=name):
                self.assertTrue(own and foreign)
                model = self._as_cashier(name)
                found = model.search([("id", "in", (own + foreign).ids)])
                self.assertEqual(found, own)
                self.assertEqual(
                    (own + foreign).with_user(model.env.user)._filtered_access("read"), own
                )
                with self.assertRaises(AccessError):
                    model.browse(foreign.ids).read(["id"])

    def test_the_figures_of_the_rules_are_told_without_a_rule(self):
        self.assertEqual((self.due + self.bill).mapped("cobranzas_has_receivable"), [True, False])
        both = self.env["account.move"].search([("cobranzas_has_receivable", "=", False)])
        self.assertIn(self.bill, both)
        self.assertNotIn(self.due, both)

    def test_no_rule_reads_all_items_for_one_record(self):
        """Each look at journal items is tied to the record: no set of them all is made first."""
        for name in MODELS:
            with self.subTest(model=name):
                self.assertEqual(self._find_unbound(name), [])

    def test_a_set_of_all_items_would_be_seen(self):
        # a set named by hand: whether PostgreSQL hashes what a domain correlates is a matter of
        # the tables' sizes, which other tests change
        sets = SQL(
            """SELECT account_move.id
                 FROM account_move
                WHERE account_move.company_id IS NULL
                   OR account_move.id IN (SELECT item.move_id
                                            FROM account_move_line item
                                           WHERE item.balance > 0)"""
        )
        self.assertTrue(self._explain_unbound(sets, "account_move"))

    def _find_unbound(self, name):
        """The scans that a cashier's reading of two records makes of all journal items."""
        model = self._as_cashier(name)
        query = model._search([("id", "in", [1, 2])])
        return self._explain_unbound(query.select(), model._table)

    def _explain_unbound(self, select, main):
        [(plan,)] = self.env.execute_query(SQL("EXPLAIN (FORMAT JSON) %s", select))
        return self._unbound(plan[0]["Plan"], main)

    def _unbound(self, node, main, within=False):
        """The scans of journal items, below a sub-select, that name no column of the record."""
        within = within or node.get("Parent Relationship") == "SubPlan"
        found = []
        if within and node.get("Relation Name") == "account_move_line":
            conditions = " ".join(node.get(key, "") for key in ("Index Cond", "Filter"))
            # the condition by which a bitmap was made, but for what it says of the item itself
            rechecked = node.get("Recheck Cond", "").replace(f"{node['Alias']}.", "")
            tied = f"{main}." in rechecked or f"{main}__" in rechecked
            if not tied and f"{main}." not in conditions and f"{main}__" not in conditions:
                found.append(node)
        for child in node.get("Plans", ()):
            found += self._unbound(child, main, within)
        return found

    def test_rules_as_installed_are_reworded_by_the_update(self):
        path = ADDON / "migrations/19.0.1.4.0/post-receivable_rules.py"
        spec = importlib.util.spec_from_file_location("post_receivable_rules", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        installed = {name: self.env.ref(f"l10n_cobranzas.{name}") for name in script.DOMAINS}
        now = {name: rule.domain_force for name, rule in installed.items()}
        self.assertEqual(now, {name: after for name, (_before, after) in script.DOMAINS.items()})
        changed = "account_move_rule_cashier"
        for name, (before, _after) in script.DOMAINS.items():
            installed[name].domain_force = before if name != changed else "[(1, '=', 1)]"
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.3.0")
        self.env.invalidate_all()
        then = {name: rule.domain_force for name, rule in installed.items()}
        self.assertEqual(then, now | {changed: "[(1, '=', 1)]"})
