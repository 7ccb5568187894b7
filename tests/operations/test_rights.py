"""Who may do what with operations, by role, and what nobody may forge (OPS)."""

import importlib.util

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from env.paths import ADDON

from ..lib.operations import OperationsCommon

ROLES = {
    "collector": ("l10n_cobranzas.group_cobranzas_collector",),
    "cashier": ("l10n_cobranzas.group_cobranzas_cashier",),
    "accountant": ("l10n_cobranzas.group_cobranzas_accountant",),
    "manager": ("l10n_cobranzas.group_cobranzas_manager",),
    "invoicing": ("account.group_account_invoice",),
    "readonly": ("account.group_account_readonly",),
    "employee": ("base.group_user",),
}
#: who makes, confirms and undoes; all others but employees read
BOOKERS = {"accountant", "manager"}


@tagged("post_install", "-at_install")
class TestRights(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {role: cls.make_user(f"{role}.op", *groups) for role, groups in ROLES.items()}
        cls.collectors = cls.env["cobranzas.collector"].create(
            [{"name": "Mía", "user_id": cls.users["collector"].id}, {"name": "Ajena"}]
        )
        cls.customer.cobranzas_collector_id = cls.collectors[0]
        cls.other_customer.cobranzas_collector_id = cls.collectors[1]
        cls.owed = cls.invoice(1000)

    def _vals(self, **kw):
        return {
            "kind": "endorsement",
            "date": "2026-02-01",
            "company_id": self.company.id,
            "new_partner_id": self.other_customer.id,
            "line_ids": [Command.create({"move_line_id": self.owed.id, "amount": 100})],
            **kw,
        }

    def _may(self, call, *args):
        """Tell whether a user may make the call, which is taken back."""
        try:
            with self.env.cr.savepoint() as savepoint:
                call(*args)
                self.env.flush_all()
                savepoint.rollback()
        except AccessError:
            return False
        finally:
            self.env.invalidate_all()
        return True

    def _who(self, make_call):
        """Return the roles whose user may make the call of ``make_call(user)``."""
        return {role for role, user in self.users.items() if self._may(make_call, user)}

    # ------------------------------------------------------------------
    # By role
    # ------------------------------------------------------------------

    def test_operations(self):
        draft = self.operation(
            "endorsement", [(self.owed, 100)], new_partner_id=self.other_customer.id
        )
        model = self.env["cobranzas.operation"]
        readers = set(ROLES) - {"employee"}
        self.assertEqual(self._who(lambda u: draft.with_user(u).read(["name"])), readers)
        for call in (
            lambda u: model.with_user(u).create(self._vals()),
            lambda u: draft.with_user(u).write({"note": "x"}),
            lambda u: draft.line_ids.with_user(u).write({"amount": 5}),
            lambda u: draft.with_user(u).unlink(),
            lambda u: draft.with_user(u).action_confirm(),
            lambda u: self.owed.with_user(u).action_cobranzas_operate(),
        ):
            self.assertEqual(self._who(call), BOOKERS)
        draft.action_confirm()
        self.assertEqual(
            self._who(lambda u: draft.with_user(u).action_undo("2026-02-02", "x")), BOOKERS
        )

    def test_runs_and_imports(self):
        run = {"kind": "application", "date": "2026-02-01", "company_id": self.company.id}
        for name, vals in (
            ("cobranzas.operation.run", run),
            ("cobranzas.debt.import", {}),
        ):
            model = self.env[name]
            with self.subTest(name):
                self.assertEqual(
                    self._who(lambda u, m=model, v=vals: m.with_user(u).create(v)), BOOKERS
                )

    def test_vouchers_are_written_by_operations_alone(self):
        vals = {"code": "X", "partner_id": self.customer.id}
        model = self.env["cobranzas.voucher"]
        self.assertEqual(self._who(lambda u: model.with_user(u).create(vals)), set())

    # ------------------------------------------------------------------
    # What is of others
    # ------------------------------------------------------------------

    def test_collector_sees_the_operations_of_his_debtors(self):
        mine = self.operation(
            "endorsement", [(self.owed, 100)], new_partner_id=self.other_customer.id
        )
        other = self.invoice(500, partner=self.other_customer)
        theirs = self.operation("merge", [other, self.invoice(70, partner=self.other_customer)])
        user = self.users["collector"]
        found = self.env["cobranzas.operation"].with_user(user).search([])
        self.assertEqual(found & (mine | theirs), mine)
        self.assertFalse(self._may(theirs.with_user(user).read, ["amount"]))
        self.assertFalse(self._may(theirs.line_ids.with_user(user).read, ["amount"]))
        # nor what its preview or its position would tell
        self.assertFalse(self._may(theirs.with_user(user).read, ["preview"]))
        position = self.env["cobranzas.position"].with_user(user)
        self.assertFalse(self._may(position.get_position, theirs._name, theirs.id))

    def test_collector_sees_what_brings_a_debt_to_his_debtor(self):
        """The operation and what it made, but neither the items taken nor the other's balance."""
        branch = self.env["res.partner"].create(
            {"name": "Sucursal Norte", "parent_id": self.customer.id, "type": "delivery"}
        )
        other = self.invoice(7531, partner=self.other_customer)
        user = self.users["collector"]
        for kind in ("endorsement", "reassignment"):
            for partner in (self.customer, branch):
                with self.subTest(kind=kind, partner=partner.name):
                    draft = self.operation(kind, [(other, 100)], new_partner_id=partner.id)
                    seen, lines = draft.with_user(user), draft.line_ids.with_user(user)
                    self.env.invalidate_all()
                    self.assertEqual(seen.search([("id", "=", draft.id)]), seen)
                    self.assertFalse(seen.line_ids)
                    self.assertFalse(self._may(lines.read, ["amount"]))
                    self.assertIn("7,531.00", draft.preview)
                    self.assertNotIn("7,531.00", seen.preview)
                    self.assertIn("100.00", seen.preview)
                    self.assertFalse(self._may(seen.action_confirm))
                    draft.unlink()
        done = self.operation("endorsement", [(other, 100)], new_partner_id=branch.id, confirm=True)
        seen = done.with_user(user)
        self.env.invalidate_all()
        self.assertEqual(seen.result_ids.amount_residual, 100)
        position = self.env["cobranzas.position"].with_user(user)
        shown = position.get_position(done._name, done.id)
        self.assertNotIn(other.move_id.name, str(shown["before"]))
        html = (
            self.env["ir.actions.report"]
            .with_user(user)
            ._render_qweb_html("l10n_cobranzas.report_operation", done.ids)[0]
        )
        self.assertIn(done.name.encode(), html)

    def test_rule_as_installed_is_widened_by_the_update(self):
        path = ADDON / "migrations/19.0.1.5.0/post-operation_rules.py"
        spec = importlib.util.spec_from_file_location("post_operation_rules", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        rule = self.env.ref(script.NAME)
        # as later versions have it: tests/debtors/test_absences.py
        own = "collector_id', 'in', user.cobranzas_acting_collector_ids.ids)"
        reworded = script.AFTER.replace("collector_id.user_id', '=', user.id)", own)
        self.assertEqual(rule.domain_force, reworded)
        for before, after in (
            (script.BEFORE, script.AFTER),
            ("[(1, '=', 1)]", "[(1, '=', 1)]"),
        ):
            rule.domain_force = before
            self.env.flush_all()
            script.migrate(self.env.cr, "19.0.1.4.0")
            self.env.invalidate_all()
            self.assertEqual(rule.domain_force, after)

    def test_items_of_another_company(self):
        data = self.setup_other_company()
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "company_id": data["company"].id,
                "invoice_date": "2026-01-10",
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 77.31, "tax_ids": []})
                ],
            }
        )
        move.action_post()
        foreign = self.item_of(move)
        model = self.env["cobranzas.operation"].with_user(self.users["accountant"])
        model = model.with_context(allowed_company_ids=self.company.ids)
        vals = self._vals(line_ids=[Command.create({"move_line_id": foreign.id})])
        self.env.invalidate_all()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            model.create(vals).action_confirm()
        # the form neither tells what it is of
        spec = {
            "line_ids": {"fields": {"move_line_id": {}, "name": {}, "amount": {}}},
            "preview": {},
            "refusal": {},
            "amount": {},
        }
        try:
            with self.env.cr.savepoint():
                answer = repr(model.onchange(vals, ["line_ids"], spec))
        except UserError as error:
            answer = str(error)
        self.assertNotIn("77.31", answer)

    def item_of(self, move):
        return move.line_ids.filtered(lambda i: i.account_id.account_type == "asset_receivable")

    # ------------------------------------------------------------------
    # Forged values
    # ------------------------------------------------------------------

    def test_what_only_the_buttons_write(self):
        draft = self.operation(
            "endorsement", [(self.owed, 100)], new_partner_id=self.other_customer.id
        )
        forged = {
            "state": "done",
            "name": "END-99999",
            "result_ids": [Command.link(self.owed.id)],
            "done_by": self.env.uid,
            "done_at": "2026-02-01 10:00:00",
            "undo_date": "2026-02-01",
            "undo_reason": "x",
            "move_ids": [Command.link(self.owed.move_id.id)],
        }
        for role in sorted(BOOKERS):
            mine = draft.with_user(self.users[role])
            for name, value in forged.items():
                with self.subTest(role=role, name=name):
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        mine.write({name: value})
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        mine.create(self._vals(**{name: value}))
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        mine.with_context(**{f"default_{name}": value}).create(self._vals())

    def test_what_is_done_is_not_changed(self):
        done = self.operation(
            "endorsement",
            [(self.owed, 100)],
            new_partner_id=self.other_customer.id,
            confirm=True,
        ).with_user(self.users["manager"])
        line, other = done.line_ids, self.invoice(50)
        for call, *args in (
            (done.write, {"date": "2026-03-01"}),
            (done.write, {"amount": 5}),
            (done.write, {"line_ids": [Command.clear()]}),
            (line.write, {"amount": 5}),
            (line.unlink,),
            (line.create, {"operation_id": done.id, "move_line_id": other.id}),
            (done.move_ids.button_draft,),
            (done.move_ids.line_ids.remove_move_reconcile,),
            (done.move_ids.unlink,),
        ):
            with self.subTest(str(call)), self.assertRaises(UserError), self.env.cr.savepoint():
                call(*args)
        done.note = "observado"

    def test_entries_are_not_reversed_by_hand(self):
        done = self.operation(
            "endorsement",
            [(self.owed, 100)],
            new_partner_id=self.other_customer.id,
            confirm=True,
        )
        wizard = self.env["account.move.reversal"].with_user(self.users["manager"])
        wizard = wizard.with_context(active_model="account.move", active_ids=done.move_ids.ids)
        with self.assertRaisesRegex(UserError, "undo that instead"), self.env.cr.savepoint():
            wizard.create({"journal_id": done.move_ids.journal_id.id}).reverse_moves()

    def test_the_owner_of_entries_is_not_forged(self):
        done = self.operation(
            "endorsement",
            [(self.owed, 100)],
            new_partner_id=self.other_customer.id,
            confirm=True,
        )
        receipt = self.receipt([(self.owed, 50)], [self.cash_value(50)])
        receipt.action_post()
        records = {
            "move": self.owed.move_id,
            "own entry": done.move_ids,
            "payment": receipt.payment_ids[:1],
            "partial": receipt.partial_ids[:1],
        }
        for key, record in records.items():
            value = False if key == "own entry" else done.id
            mine = record.with_user(self.users["manager"])
            with self.subTest(key), self.assertRaises(UserError), self.env.cr.savepoint():
                mine.write({"cobranzas_operation_id": value})
        entry = self.env["account.move"].with_user(self.users["manager"])
        with self.assertRaises(UserError), self.env.cr.savepoint():
            entry.create({"move_type": "entry", "cobranzas_operation_id": done.id})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            entry.with_context(default_cobranzas_operation_id=done.id).create(
                {"move_type": "entry"}
            )
