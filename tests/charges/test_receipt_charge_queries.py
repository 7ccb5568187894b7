"""Saving and posting a receipt asks as often of the database however many it charges (CHG)."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.charges import ChargesCommon

#: documents of the receipts compared; each has interest, and a difference or another date
FEW, MANY = 5, 25
#: queries more that the longer one may take: core writes what it computed of many rows in pieces
PIECES = 3


@tagged("post_install", "-at_install")
class TestReceiptChargeQueries(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["cobranzas.interest.policy"].create(
            {"name": "3 % mensual", "company_id": cls.company.id, "rate": 3}
        )
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "Fechas alternativas",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 100, "nb_days": 0})
                ],
                "cobranzas_alternative_ids": [Command.create({"days": 10, "percent": 2.0})],
            }
        )
        cls.euro = cls.make_rates({"2026-01-01": 1 / 1000, "2026-03-01": 1 / 1100})
        for name in ("adjustment", "exchange", "interest"):
            cls.company[f"cobranzas_{name}_at_receipt"] = "ask"

    def _make_items(self, partner, count):
        """Return the items of ``count`` late invoices: half under the clause, half with dates."""
        moves = self.env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": "2026-01-10",
                    "date": "2026-01-10",
                    "invoice_date_due": "2026-01-10",
                    "invoice_payment_term_id": self.term.id if number % 2 else False,
                    "invoice_line_ids": [
                        Command.create({"name": "x", "price_unit": 100, "tax_ids": self.tax.ids})
                    ],
                }
                for number in range(count)
            ]
        )
        moves[::2].cobranzas_clause_currency_id = self.euro
        moves.action_post()
        return moves.line_ids.filtered(lambda line: line.display_type == "payment_term")

    def _count(self, step):
        """Return (what a step returns, queries of the step) from an empty cache to the last row."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = step()
        self.env.flush_all()
        return result, self.env.cr.sql_log_count - before

    def _make_customer(self, count):
        """Return a customer of ``count`` late documents, and their items."""
        partner = self.env["res.partner"].create(
            {
                "name": f"Cliente de {count}",
                "cobranzas_bears_interest": True,
                "cobranzas_interest_policy_id": self.policy.id,
            }
        )
        return partner, self._make_items(partner, count)

    def _count_receipt(self, count):
        """Return the queries of saving, and of posting, a receipt of ``count`` documents."""
        partner, items = self._make_customer(count)
        values = [self.cash_value(150 * count)]
        receipt, save = self._count(
            lambda: self.receipt(items, values, date="2026-03-02", partner_id=partner.id)
        )
        self.assertEqual(len(receipt._get_charges()), 2 * count)
        _done, post = self._count(receipt.action_post)
        charges = receipt.charge_operation_ids.charge_ids
        self.assertEqual(len(charges), 2 * count)
        self.assertEqual(len(charges.note_id), 3)
        self.assertEqual(set(items.mapped("amount_residual")), {0.0})
        return save, post

    def test_queries_do_not_grow_with_the_documents(self):
        self._count_receipt(2)  # what is made with the first receipt of a company is there then
        few, many = self._count_receipt(FEW), self._count_receipt(MANY)
        self.assertEqual(many[0], few[0], "saving")
        self.assertLessEqual(many[1] - few[1], PIECES, "posting")

    @contextmanager
    def _assert_proposed_once(self):
        """Check that interest, other dates and differences are each worked out once inside."""
        calls = []
        with (
            self._spy("late_interest", "_propose", calls),
            self._spy("date_adjustment", "_propose", calls),
            self._spy("exchange_note", "_propose_beside", calls),
        ):
            yield
            self.env.flush_all()
        self.assertEqual(sorted(calls), ["date_adjustment", "exchange_note", "late_interest"])

    def _spy(self, kind, name, calls):
        """Note calls for receipts that have documents: one that is being created has none yet."""
        model = self.registry[f"cobranzas.operation.kind.{kind}"]
        original = getattr(model, name)

        def propose(kind_model, receipt, *args):
            if receipt.line_ids:
                calls.append(kind)
            return original(kind_model, receipt, *args)

        return patch.object(model, name, propose)

    def test_each_part_is_worked_out_once(self):
        partner, items = self._make_customer(FEW)
        values = [self.cash_value(150 * FEW)]
        self.env.invalidate_all()
        with self._assert_proposed_once():
            receipt = self.receipt(items, values, date="2026-03-02", partner_id=partner.id)
        rows = {name: {"fields": {"amount": {}}} for name in ("adjustment_ids", "interest_ids")}
        spec = {"date": {}, "amount_charges": {}, "exchange_ids": {"fields": {"amount": {}}}}
        self.env.invalidate_all()
        with self._assert_proposed_once():
            answer = receipt.onchange({"date": "2026-03-03"}, ["date"], spec | rows)
        self.assertEqual(len(answer["value"]["interest_ids"]), FEW)

    def test_new_rows_are_as_their_fields_compute_them(self):
        for tax in ("inside", "top"):
            with self.subTest(tax=tax):
                self.company.cobranzas_exchange_tax = tax
                partner, items = self._make_customer(FEW)
                values = [self.cash_value(150 * FEW)]
                receipt = self.receipt(items, values, date="2026-03-02", partner_id=partner.id)
                rows = receipt._get_charges()
                names = [name for name, field in rows._fields.items() if field.precompute]
                made = rows.read(names)
                for name in names:
                    self.env.add_to_compute(rows._fields[name], rows)
                self.assertEqual(rows.read(names), made)
                documents = [line.move_line_id for line in receipt.line_ids]
                self.assertEqual([row.move_line_id for row in receipt.interest_ids], documents)
