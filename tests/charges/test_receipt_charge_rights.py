"""Who changes what a receipt charges, what nobody forges, and what leaves nothing half done."""

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..lib.charges import ChargesCommon


@tagged("post_install", "-at_install")
class TestReceiptChargeRights(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.bear_interest()
        cls.users = {
            role: cls.make_user(f"{role}.charges", f"l10n_cobranzas.group_cobranzas_{role}")
            for role in ("collector", "cashier", "accountant")
        }
        partner = cls.customer.with_company(cls.company)
        partner.cobranzas_collector_id = cls.env["cobranzas.collector"].create(
            {"name": "Mariana Ruiz", "user_id": cls.users["collector"].id}
        )

    def _late(self):
        return self.invoice(500, due="2026-01-31")

    def _draft(self, role="cashier", received=500):
        """A receipt of a user, of an invoice whose interest is 10.00 before taxes."""
        item = self._late()
        env = self.env(user=self.users[role])
        receipt = env["cobranzas.receipt"].create(
            {
                "partner_id": self.customer.id,
                "date": "2026-03-02",
                "line_ids": [Command.create({"move_line_id": item.id})],
                "value_ids": [Command.create(self.cash_value(received))],
            }
        )
        self.assertEqual(receipt.interest_ids.mapped("amount"), [10])
        return receipt

    @staticmethod
    def _post(receipt):
        """Post, the questions answered."""
        receipt.with_context(cobranzas_confirmed=True).action_post()

    def _refused(self, call, pattern="."):
        """The call ends in one sentence, and nothing of it stays."""
        refusals = (AccessError, UserError, RedirectWarning)
        with self.assertRaisesRegex(refusals, pattern) as caught, self.env.cr.savepoint():
            call()
            self.env.flush_all()
        self.env.invalidate_all()
        return str(caught.exception.args[0])

    # ------------------------------------------------------------------
    # By role
    # ------------------------------------------------------------------

    def test_who_changes_what(self):
        """Role, setting, what is written to the row, the charges made or the refusal."""
        table = (
            ("cashier", "ask", {}, 1),
            ("cashier", "ask", {"is_selected": False}, 0),
            ("cashier", "ask", {"amount": 5}, "only an accountant"),
            ("cashier", "ask", {"amount": 0}, "only an accountant"),
            ("cashier", "always", {}, 1),
            ("cashier", "always", {"is_selected": False}, "only an accountant"),
            ("cashier", "warn", {"is_selected": True}, "only an accountant"),
            ("accountant", "ask", {"amount": 5}, 1),
            ("accountant", "always", {"is_selected": False}, 0),
            ("collector", "ask", {}, "takes a cashier"),
        )
        for role, mode, vals, wanted in table:
            with self.subTest(role=role, mode=mode, **vals):
                self.company.cobranzas_interest_at_receipt = mode
                receipt = self._draft(role)

                def call(receipt=receipt, vals=vals):
                    receipt.interest_ids.write(vals)
                    self._post(receipt)

                if isinstance(wanted, str):
                    self._refused(call, wanted)
                    self.assertEqual(receipt.state, "draft")
                    self.assertFalse(receipt.charge_operation_ids)
                else:
                    call()
                    self.assertEqual(len(receipt.sudo().charge_operation_ids), wanted)

    def test_an_amount_stands_that_is_saved_with_a_date(self):
        """In whichever order: what the form showed is what is saved."""
        item = self._late()
        env = self.env(user=self.users["accountant"])
        vals = {"kind": "late_interest", "move_line_id": item.id, "amount": 7}
        receipt = env["cobranzas.receipt"].create(
            {
                "partner_id": self.customer.id,
                "date": "2026-03-02",
                "interest_ids": [Command.create(vals)],
                "line_ids": [Command.create({"move_line_id": item.id})],
                "value_ids": [Command.create(self.cash_value(500))],
            }
        )
        row = receipt.interest_ids
        self.assertEqual((row.amount_suggested, row.amount), (10, 7))
        for name, command in (
            ("date", "2026-04-01"),
            ("value_ids", [Command.update(receipt.value_ids.id, {"amount": 501})]),
        ):
            with self.subTest(name=name):
                commands = [Command.update(row.id, {"amount": 5})]
                receipt.write({name: command, "interest_ids": commands})
                self.assertEqual((row.amount_suggested, row.amount), (20, 5))

    # ------------------------------------------------------------------
    # Forged calls
    # ------------------------------------------------------------------

    def test_nothing_is_forged_at_the_row(self):
        self.company.cobranzas_interest_at_receipt = "always"
        receipt = self._draft()
        other = self._draft()
        operation = self.operation("advance", partner_id=self.customer.id, amount=5)
        row = receipt.interest_ids
        for vals in (
            {"operation_id": operation.id},
            {"amount_suggested": 1},
            {"amount_suggested": 1, "amount": 1},
            {"kind": "date_adjustment"},
            {"move_line_id": other.line_ids.move_line_id.id},
            {"receipt_id": other.id},
            {"amount_total": 1},
            {"rate": 1},
            {"base": 1},
            {"days": 1},
            {"currency_id": self.env.ref("base.EUR").id},
        ):
            with self.subTest(**vals):
                self._refused(lambda vals=vals: self._write_and_post(row, vals))
                self.assertEqual((receipt.state, row.amount), ("draft", 10))

    def _write_and_post(self, row, vals):
        receipt = row.receipt_id
        row.write(vals)
        self.env.flush_all()
        self._post(receipt)

    def test_no_row_is_removed_where_it_is_always_charged(self):
        for mode, wanted in (("always", "only an accountant"), ("ask", 0)):
            with self.subTest(mode=mode):
                self.company.cobranzas_interest_at_receipt = mode
                receipt = self._draft()
                receipt.write({"interest_ids": [Command.delete(receipt.interest_ids.id)]})
                self.assertFalse(receipt.interest_ids)
                if wanted:
                    self._refused(lambda r=receipt: self._post(r), wanted)
                else:
                    self._post(receipt)
                self.assertFalse(receipt.sudo().charge_operation_ids)

    def test_rows_of_another_receipt(self):
        receipt, other = self._draft(), self._draft()
        theirs = other.interest_ids
        self._post(other)
        for name, command in (
            ("interest_ids", Command.set(theirs.ids)),
            ("interest_ids", Command.link(theirs.id)),
            ("interest_ids", Command.update(theirs.id, {"amount": 1})),
            ("interest_ids", Command.delete(theirs.id)),
            ("charge_operation_ids", Command.create({"kind": "late_interest"})),
        ):
            with self.subTest(name=name, command=command):
                self._refused(lambda n=name, c=command: receipt.write({n: [c]}))
                self.assertEqual(theirs.exists().receipt_id, other)

    def test_no_document_rate_is_sent(self):
        receipt = self._draft()
        line = receipt.line_ids
        self._refused(lambda: line.write({"document_rate": 0.5}))
        self.assertEqual(line.document_rate, 0)

    def test_onchange_of_rows_of_another(self):
        """What another collector's receipt charges isn't told by ``onchange``."""
        self.other_customer.with_company(self.company).write(
            {"cobranzas_bears_interest": True, "cobranzas_interest_policy_id": self.policy.id}
        )
        item = self.invoice(54321, due="2026-01-31", partner=self.other_customer)
        other = self.receipt(
            [item],
            [self.cash_value(54321)],
            partner_id=self.other_customer.id,
            date="2026-03-02",
        )
        row = other.interest_ids
        self.assertTrue(row.amount)
        env = self.env(user=self.users["collector"])
        mine = self._draft("collector")
        spec = {"interest_ids": {"fields": {"amount": {}, "name": {}, "base": {}}}}
        self.env.flush_all()
        self.env.invalidate_all()
        for command in (Command.link(row.id), Command.update(row.id, {"is_selected": False})):
            with self.subTest(command=command):
                try:
                    with self.env.cr.savepoint():
                        answer = (
                            env["cobranzas.receipt"]
                            .browse(mine.id)
                            .onchange({"interest_ids": [command]}, ["interest_ids"], spec)
                        )
                except (AccessError, UserError):
                    continue
                self.assertNotIn(str(row.amount), str(answer))
                self.assertNotIn(row.name, str(answer))

    # ------------------------------------------------------------------
    # Nothing half done
    # ------------------------------------------------------------------

    def test_posted_twice(self):
        receipt = self._draft()
        self._post(receipt)
        made = receipt.sudo().charge_operation_ids
        self.assertEqual(len(made), 1)
        self._refused(receipt.action_post)
        self.assertEqual(receipt.sudo().charge_operation_ids, made)

    @mute_logger("odoo.sql_db")
    def test_two_receipts_charge_a_period_once(self):
        one, two = self._draft(received=250), None
        one.line_ids.amount = 250
        item = one.line_ids.move_line_id
        two = self.receipt([(item, 250)], [self.cash_value(250)], date="2026-03-02")
        self.assertEqual(two.interest_ids.mapped("amount"), [10])
        self._post(one)
        try:
            with self.env.cr.savepoint():
                two.action_post()
        except (UserError, IntegrityError):  # the index's own sentence, by RPC
            self.env.invalidate_all()
            self.assertFalse(two.charge_operation_ids)
        charges = self.env["cobranzas.charge"].search([("move_line_id", "=", item.id)])
        self.assertEqual(sum(charges.mapped("amount")), 10)

    def test_missing_product(self):
        self.company.cobranzas_interest_product_id = False
        for role in ("cashier", "accountant"):
            with self.subTest(role=role):
                receipt = self._draft(role)
                message = self._refused(lambda r=receipt: self._post(r), "(?i)product")
                self.assertNotIn("\n", message.strip())
                self._check_untouched(receipt)

    def _check_untouched(self, receipt):
        self.assertEqual(receipt.state, "draft")
        self.assertFalse(receipt.payment_ids)
        self.assertFalse(receipt.sudo().charge_operation_ids)
        self.assertFalse(receipt.interest_ids.operation_id)
        self.assertEqual(receipt.line_ids.move_line_id.amount_residual, 500)
