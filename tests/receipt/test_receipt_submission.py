"""The same submission twice makes one receipt; see test_concurrency for both at once (REC-13)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestReceiptSubmission(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        roles = ("l10n_cobranzas.group_cobranzas_cashier",)
        cls.cashier = cls.make_user("ventanilla", *roles)
        cls.other_cashier = cls.make_user("ventanilla2", *roles)
        cls.document = cls.invoice(100)

    def _vals(self, key=None, amount=100, **kw):
        vals = {
            "partner_id": self.customer.id,
            "date": "2026-02-01",
            "line_ids": [Command.create({"move_line_id": self.document.id, "amount": amount})],
            "value_ids": [Command.create(self.cash_value(amount))],
            **kw,
        }
        return {**vals, "submission_key": key} if key else vals

    def _receipts(self, user=None):
        return self.env["cobranzas.receipt"].with_user(user or self.cashier)

    def test_a_repeated_creation_finds_the_first(self):
        first = self._receipts().create(self._vals("k1"))
        self.assertEqual(self._receipts().create(self._vals("k1")), first)
        self.assertEqual(len(first.line_ids), 1)

    def test_without_a_key_every_call_makes_a_receipt(self):
        one, two = self._receipts().create([self._vals(), self._vals()])
        self.assertNotEqual(one, two)
        self.assertNotEqual(one.submission_key, two.submission_key)

    def test_a_batch_of_old_and_new_keys_keeps_its_order(self):
        old = self._receipts().create(self._vals("old"))
        vals_list = [self._vals(key) for key in ("a", "old", "b", "a", None)]
        a, again, b, twice, keyless = self._receipts().create(vals_list)
        self.assertEqual((again, twice), (old, a))
        self.assertEqual([a.submission_key, b.submission_key], ["a", "b"])
        self.assertEqual(len(old | a | b | keyless), 4)

    def test_another_users_key_is_refused(self):
        self._receipts().create(self._vals("k1"))
        with self.assertRaisesRegex(UserError, "key is another user's: send one of your own"):
            self._receipts(self.other_cashier).create(self._vals("k1"))

    def test_other_contents_are_refused(self):
        """A changed amount must not be lost by answering with the first receipt."""
        self._receipts().create(self._vals("k1"))
        with self.assertRaisesRegex(UserError, "earlier submission with other contents"):
            self._receipts().create(self._vals("k1", amount=60))
        with self.assertRaisesRegex(UserError, "earlier submission with other contents"):
            self._receipts().create([self._vals("k2"), self._vals("k2", amount=60)])

    def test_a_receipt_out_of_sight_is_not_returned(self):
        first = self._receipts().create(self._vals("k1"))
        self.env["ir.rule"].create(
            {
                "name": "None",
                "model_id": self.env["ir.model"]._get_id("cobranzas.receipt"),
                "domain_force": f"[('id', '!=', {first.id})]",
            }
        )
        with self.assertRaises(AccessError):
            self._receipts().create(self._vals("k1"))

    def test_the_key_is_the_companys(self):
        first = self._receipts().create(self._vals("k1"))
        branch = self.env["res.company"].create({"name": "Sucursal"})
        self.cashier.company_ids |= branch
        vals = {"partner_id": self.customer.id, "submission_key": "k1", "company_id": branch.id}
        second = self._receipts().with_context(allowed_company_ids=branch.ids).create(vals)
        self.assertNotEqual(first, second)
        self.assertEqual(second.company_id, branch)

    def test_a_copy_has_a_key_of_its_own(self):
        first = self._receipts().create(self._vals("k1"))
        copy = first.copy()
        self.assertTrue(copy.submission_key)
        self.assertNotEqual(copy.submission_key, "k1")
        self.assertFalse(copy.submission_digest)

    def test_the_form_sends_a_key(self):
        with Form(self._receipts()) as form:
            form.partner_id = self.customer
            key = form.submission_key
        self.assertTrue(key)
        self.assertEqual(form.record.submission_key, key)

    def test_post_and_new_starts_with_another_key(self):
        first = self._receipts().create(self._vals("k1"))
        action = first.action_post_and_new()
        context = action.get("context") or {}
        self.assertNotIn("submission_key", str(context))
        new = self._receipts().onchange({}, [], {"submission_key": {}})["value"]
        self.assertNotIn(new["submission_key"], ("", "k1"))

    def test_the_clients_calls_repeated(self):
        """Save and post whose answers were lost, sent again: one receipt, and its number told."""
        vals = self._vals("k1")
        for n, name in enumerate(("line_ids", "value_ids")):
            vals[name] = [[0, f"virtual_{n}", dict(vals[name][0][2])]]
        (saved,) = self._receipts().web_save(vals, {"state": {}})
        (again,) = self._receipts().web_save(vals, {"state": {}})
        self.assertEqual(saved, again)
        receipt = self._receipts().browse(saved["id"])
        receipt.action_post()
        (posted,) = self._receipts().web_save(vals, {"state": {}})
        self.assertEqual(posted, {"id": receipt.id, "state": "posted"})
        with self.assertRaisesRegex(UserError, f"Receipt {receipt.name} is already posted"):
            receipt.action_post()
        self.assertEqual(len(receipt.payment_ids), 1)
        self.assertEqual(self.document.amount_residual, 0)

    def test_an_import_repeated(self):
        rows = [
            ["fila-1", self.customer.name, "2026-02-01"],
            ["fila-2", self.customer.name, "2026-02-02"],
        ]
        names = ["submission_key", "partner_id", "date"]
        first = self._receipts().load(names, rows)
        again = self._receipts().load(names, rows)
        self.assertEqual(len(set(first["ids"])), 2, first["messages"])
        self.assertEqual(again["ids"], first["ids"])
        plain = [row[1:] for row in rows]
        self.assertEqual(len(set(self._receipts().load(names[1:], plain)["ids"])), 2)
