"""The form as the web client calls it: the totals it gets back, and what it proposes (REC-06).

The client sends what it shows, the totals of its last call included, and takes only what the
answer names.
"""

from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.common import CollectionsCommon

ROW = {"amount": {}, "currency_id": {"fields": {}}, "journal_id": {"fields": {}}}
LINE = {"amount": {}, "move_line_id": {"fields": {}}, "is_selected": {}}
TOTALS = (
    "amount_documents",
    "amount_values",
    "amount_withholdings",
    "amount_total",
    "amount_on_account",
    "amount_change",
    "amount_difference",
    "amount_missing",
)


@tagged("post_install", "-at_install")
class TestReceiptPanel(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debt = cls.invoice(1000)
        cls.spec = {
            "partner_id": {"fields": {}},
            "date": {},
            "currency_id": {"fields": {}},
            "company_id": {"fields": {}},
            "note": {},
            "line_ids": {"fields": LINE},
            "value_ids": {"fields": ROW},
            "check_ids": {"fields": {"amount": {}, "currency_id": {"fields": {}}}},
            **{name: {} for name in TOTALS},
        }

    def call(self, receipt, shown, **changed):
        """What the client shows once the call has come back."""
        values = {**shown, **changed}
        answer = receipt.onchange(values, list(changed), self.spec)["value"]
        return {**values, **{name: answer[name] for name in TOTALS if name in answer}}

    def totals(self, shown):
        return shown["amount_documents"], shown["amount_total"], shown["amount_difference"]

    def new(self):
        receipt = self.env["cobranzas.receipt"]
        shown = {
            "partner_id": self.customer.id,
            "date": "2026-02-01",
            "currency_id": self.company.currency_id.id,
            "company_id": self.company.id,
            "line_ids": [Command.create({"move_line_id": self.debt.id, "amount": 1000})],
            "value_ids": [],
            "check_ids": [],
        }
        return receipt, self.call(receipt, shown, line_ids=shown["line_ids"])

    def value(self, amount, ref="virtual_1"):
        vals = {"amount": amount, "currency_id": self.company.currency_id.id}
        return [Command.CREATE, ref, vals]

    def test_a_new_receipt(self):
        receipt, shown = self.new()
        shown = self.call(receipt, shown, value_ids=[self.value(400)])
        self.assertEqual(self.totals(shown), (1000, 400, -600))
        shown = self.call(receipt, shown, value_ids=[self.value(400), self.value(600, "virtual_2")])
        self.assertEqual(self.totals(shown), (1000, 1000, 0))
        shown = self.call(receipt, shown, value_ids=[self.value(600, "virtual_2")])
        self.assertEqual(self.totals(shown), (1000, 600, -400))
        shown = self.call(receipt, shown, value_ids=[])
        self.assertEqual(self.totals(shown), (1000, 0, -1000))
        shown = self.call(receipt, shown, line_ids=[])
        self.assertEqual(self.totals(shown), (0, 0, 0))

    def test_a_saved_draft(self):
        """Retyped and typed back, with a document touched in between."""
        receipt = self.receipt([self.debt], [self.cash_value(100)])
        value, line = receipt.value_ids, receipt.line_ids
        shown = self.call(receipt, {}, value_ids=[Command.update(value.id, {"amount": 50})])
        self.assertEqual(shown["amount_total"], 50)
        shown = self.call(receipt, shown, line_ids=[Command.update(line.id, {"amount": 300})])
        self.assertEqual(shown["amount_difference"], -250)
        shown = self.call(receipt, shown, value_ids=[Command.update(value.id, {"amount": 100})])
        self.assertEqual(self.totals(shown), (300, 100, -200))
        shown = self.call(receipt, shown, line_ids=[Command.update(line.id, {"amount": 1000})])
        self.assertEqual(self.totals(shown), (1000, 100, -900))
        shown = self.call(receipt, shown, value_ids=[Command.delete(value.id)])
        self.assertEqual(self.totals(shown), (1000, 0, -1000))

    def test_what_changes_no_amount_names_them_too(self):
        receipt = self.receipt([self.debt], [self.cash_value(100)])
        answer = receipt.onchange({"note": "x", "amount_total": 7}, ["note"], self.spec)
        self.assertEqual(answer["value"]["amount_total"], 100)
        self.assertEqual(set(answer), {"value"})

    # ------------------------------------------------------------------
    # What a new row proposes
    # ------------------------------------------------------------------

    def begin(self, model, parent, **context):
        """The call for a new row, as the client makes it: with the receipt's changes so far."""
        spec = {"amount": {}, "currency_id": {"fields": {}}}
        row = self.env[model].with_context(**context)
        return row.onchange({"receipt_id": parent}, [], spec)["value"]

    def test_a_new_row_proposes_what_is_left_now(self):
        for model in ("cobranzas.receipt.value", "cobranzas.receipt.check", "cobranzas.document"):
            receipt = self.receipt([self.debt], [self.cash_value(100)])
            typed = {"value_ids": [Command.update(receipt.value_ids.id, {"amount": 250})]}
            found = self.begin(model, {"id": receipt.id, **typed}, default_receipt_id=receipt.id)
            self.assertEqual(found["amount"], 750, model)

    def test_a_new_row_of_a_new_receipt(self):
        _receipt, shown = self.new()
        shown["value_ids"] = [self.value(400)]
        self.assertEqual(self.begin("cobranzas.receipt.value", shown)["amount"], 600)
        shown["line_ids"] = [Command.create({"move_line_id": self.debt.id, "amount": 100})]
        self.assertEqual(self.begin("cobranzas.receipt.value", shown)["amount"], 0)

    def test_a_proposal_in_the_currency_of_the_journal(self):
        foreign = self.setup_other_currency("EUR", rates=[("2025-01-01", 0.01)])
        euros = self.cash.copy({"name": "Caja EUR", "code": "CEU", "currency_id": foreign.id})
        form = Form(self.env["cobranzas.receipt"])
        form.partner_id = self.customer
        with form.line_ids.new() as line:
            line.move_line_id = self.debt
        with form.value_ids.new() as value:
            self.assertEqual(value.amount, 1000)
            value.payment_method_line_id = euros.inbound_payment_method_line_ids[:1]
            self.assertEqual((value.currency_id, value.amount), (foreign, 10))
            value.payment_method_line_id = self.cash.inbound_payment_method_line_ids[:1]
            self.assertEqual((value.currency_id, value.amount), (self.company.currency_id, 1000))
            value.amount = 30
            value.payment_method_line_id = euros.inbound_payment_method_line_ids[:1]
            self.assertEqual(value.amount, 30)
