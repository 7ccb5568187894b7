"""Documents that operations issue: credit notes, totals with taxes inside, several lines (OPS).

No kind is tested here: a charge note whose plan is the note of the test stands for any.
"""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.l10n_cobranzas.engine import movement
from odoo.addons.l10n_cobranzas.models.operations.operation_kind_notes import (
    NoteRequest,
    NoteSplit,
)
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.operations import OperationsCommon


@tagged("post_install", "-at_install")
class TestNotes(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tax = cls.company_data["default_tax_sale"]
        names = ("IVA 21", "IVA 10.5", "Percepción 3")
        cls.tax_21, cls.tax_105, cls.tax_3 = (
            tax.copy({"name": name, "amount": float(name.split()[1])}) for name in names
        )
        cls.product = cls.env["product.product"].create(
            {
                "name": "Gastos",
                "taxes_id": [Command.set(cls.tax_21.ids)],
                "property_account_income_id": cls.company_data["default_account_revenue"].id,
            }
        )
        cls.company.cobranzas_charge_product_id = cls.product
        cls.none = cls.env["account.move"]

    def request(self, amount=0.0, **kw):
        vals = {
            "currency": self.company.currency_id,
            "origin": self.none,
            "product": self.product,
            "amount": amount,
        }
        return NoteRequest(**{**vals, **kw})

    @contextmanager
    def issuing(self, request, allocate=None):
        """Let charge notes issue the note of a request instead of their own.

        :param allocate: (open item, units) that the credit note is applied to
        """

        def prepare_plan(kind, operation):
            note = kind._prepare_note(operation, request)
            allocations = ()
            if allocate:
                allocations = (movement.Allocation(allocate[0], note.key, allocate[1]),)
            return movement.Plan(notes=(note,), allocations=allocations)

        kind = self.env["cobranzas.operation.kind.charge_note"]
        with patch.object(type(kind), "_prepare_plan", prepare_plan):
            yield

    def issue(self, request, allocate=None, **kw):
        with self.issuing(request, allocate):
            return self.operation(
                "charge_note", partner_id=self.customer.id, amount=1, confirm=True, **kw
            )

    # ------------------------------------------------------------------
    # Credit notes
    # ------------------------------------------------------------------

    def test_credit_note_stays_open(self):
        invoice = self.invoice(1000)
        before = self.ledger_snapshot()
        request = self.request(100, move_type="out_refund", origin=invoice.move_id)
        done = self.issue(request)
        self.assertLedger(
            done.move_ids,
            """
            Product Sales      | Almacén El Ceibo | 100.00 | 0.00   | 0.00
            Tax Received       | Almacén El Ceibo | 21.00  | 0.00   | 0.00
            Account Receivable | Almacén El Ceibo | 0.00   | 121.00 | -121.00
            """,
        )
        note = done.move_ids
        self.assertEqual((note.move_type, note.reversed_entry_id), ("out_refund", invoice.move_id))
        self.assertFalse(note.debit_origin_id)
        self.assertEqual(invoice.amount_residual, 1000)
        self.assertEqual(done.result_ids.amount_residual, -121)
        self.assertUndoes(done, before)

    def test_credit_note_applied_by_its_plan(self):
        invoice = self.invoice(1000)
        before = self.ledger_snapshot()
        request = self.request(100, move_type="out_refund", origin=invoice.move_id)
        done = self.issue(request, (invoice, 60_00))
        self.assertEqual(invoice.amount_residual, 940)
        self.assertEqual(done.move_ids.amount_residual, 61)
        self.assertUndoes(done, before)

    def test_undone_by_a_debit_note(self):
        invoice = self.invoice(1000)
        done = self.issue(self.request(100, move_type="out_refund", origin=invoice.move_id))
        note = done.move_ids
        done.action_undo("2026-02-10", "test")
        debit = done.move_ids - note
        self.assertEqual((debit.move_type, debit.debit_origin_id), ("out_invoice", note))
        self.assertEqual((debit.amount_total, debit.payment_state), (121, "reversed"))
        self.assertEqual(note.amount_residual, 0)

    def test_two_credit_notes_on_one_document(self):
        """Core takes the documents two reverse for one, and would pair them with the wrong ones."""
        invoice = self.invoice(1000)
        request = self.request(100, move_type="out_refund", origin=invoice.move_id)
        with self.issuing(request):
            drafts = self.env["cobranzas.operation"].union(
                *(
                    self.operation("charge_note", partner_id=self.customer.id, amount=1)
                    for _each in range(2)
                )
            )
            drafts.action_confirm()
        self.assertEqual(drafts.move_ids.mapped("amount_residual"), [121, 121])
        self.assertEqual(invoice.amount_residual, 1000)

    def test_reversal_by_hand_is_reconciled_as_ever(self):
        invoice = self.invoice(1000)
        refund = invoice.move_id._reverse_moves([{"date": "2026-02-06"}])
        refund._post()
        self.assertEqual(invoice.amount_residual, 0)

    def test_credit_note_at_the_rate_of_its_document(self):
        euro = self.make_rates({"2026-01-01": 0.5, "2026-02-01": 0.25})
        invoice = self.invoice(100, currency=euro)
        before = self.ledger_snapshot()
        request = self.request(10, move_type="out_refund", origin=invoice.move_id, currency=euro)
        done = self.issue(request, (invoice, 12_10), currency_id=euro.id)
        self.assertEqual(done.move_ids.amount_total_signed, -24.2)
        self.assertEqual((invoice.amount_residual_currency, invoice.amount_residual), (87.9, 175.8))
        self.assertFalse(invoice.matched_credit_ids.exchange_move_id)
        self.assertUndoes(done, before)

    # ------------------------------------------------------------------
    # Totals with taxes inside
    # ------------------------------------------------------------------

    def test_tax_included(self):
        """(total, taxes) -> (before taxes, taxes): A-06, X-01, X-04, X-06."""
        table = [
            (500, "21", 413.22, 86.78),
            (800, "21", 661.16, 138.84),
            (200, "21", 165.29, 34.71),
            (1000, "21", 826.45, 173.55),
            (100, "21", 82.64, 17.36),
            (121000, "21", 100000, 21000),
            (124000, "21 3", 100000, 24000),
            (0.01, "21", 0.01, 0),
            (0.02, "21", 0.02, 0),
            (0.03, "21", 0.02, 0.01),
            (100, "", 100, 0),
        ]
        taxes = {"21": self.tax_21, "3": self.tax_3}
        for rounding in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = rounding
            for move_type in ("out_invoice", "out_refund"):
                for total, names, untaxed, tax in table:
                    with self.subTest(total=total, taxes=names, type=move_type, rounds=rounding):
                        own = self.env["account.tax"].union(*(taxes[n] for n in names.split()))
                        request = self.request(
                            total, taxes=own, tax_included=True, move_type=move_type
                        )
                        note = self.issue(request).move_ids
                        self.assertEqual(note.amount_total, total)
                        self.assertEqual((note.amount_untaxed, note.amount_tax), (untaxed, tax))

    def test_tax_included_where_the_tax_is_in_the_price(self):
        inside = self.tax_21.copy({"name": "21 in", "price_include_override": "tax_included"})
        for included in (True, False):
            note = self.issue(self.request(100, taxes=inside, tax_included=included)).move_ids
            self.assertEqual((note.amount_total, note.amount_tax), (100, 17.36))
            self.assertEqual(note.invoice_line_ids.price_unit, 100)

    def test_every_total_is_reached(self):
        """No total, mix of taxes, rounding or rate misses by a cent; the preview books the same."""
        euro = self.make_rates({"2026-01-01": 0.0007})
        mixes = [self.tax_21, self.tax_105 | self.tax_3, self.tax_21 | self.tax_105 | self.tax_3]
        for place, total in enumerate([0.05, 1.07, 10.01, 33.33, 99.99, 1000.01, 7654.32]):
            currency = (self.company.currency_id, euro)[place % 2]
            request = self.request(
                tax_included=True,
                currency=currency,
                lines=[("a", self.product, total, mix) for mix in mixes],
                move_type=("out_invoice", "out_refund")[place % 3 == 0],
            )
            for rounding in ("round_per_line", "round_globally"):
                self.company.tax_calculation_rounding_method = rounding
                with self.subTest(total=total, rounds=rounding):
                    done = self.issue(request, currency_id=currency.id)
                    self.assertEqual(done.move_ids.amount_total, currency.round(3 * total))

    def test_fixed_amounts_outlive_an_edit_of_something_else(self):
        note = self.issue(self.request(100, tax_included=True)).move_ids
        note.sudo().invoice_line_ids._compute_totals()
        self.assertEqual(note.invoice_line_ids.price_total, 100)

    # ------------------------------------------------------------------
    # Several lines
    # ------------------------------------------------------------------

    def test_mixed_rates(self):
        """X-05: 1,000.00 over 600 at 21 % and 400 at 10.5 %: not 1,000.01."""
        request = self.request(
            tax_included=True,
            label="Diferencia",
            lines=[
                ("Al 21 %", self.product, 621.58, self.tax_21),
                ("Al 10,5 %", self.product, 378.42, self.tax_105),
            ],
        )
        before = self.ledger_snapshot()
        done = self.issue(request)
        self.assertLedger(
            done.move_ids,
            """
            Product Sales      | Almacén El Ceibo | 0.00    | 513.70 | 0.00
            Product Sales      | Almacén El Ceibo | 0.00    | 342.46 | 0.00
            Tax Received       | Almacén El Ceibo | 0.00    | 107.88 | 0.00
            Tax Received       | Almacén El Ceibo | 0.00    | 35.96  | 0.00
            Account Receivable | Almacén El Ceibo | 1000.00 | 0.00   | 1000.00
            """,
        )
        self.assertEqual(done.move_ids.invoice_line_ids.mapped("name"), ["Al 21 %", "Al 10,5 %"])
        self.assertUndoes(done, before)

    def test_split_given(self):
        """What is known is not computed: 10.00 with a tax of 1.99 is booked as such."""
        account = self.company_data["default_account_revenue"]
        euro = self.make_rates({"2026-01-01": 0.5})
        split = NoteSplit(account, (10_00, 20_01), {self.tax_21: (1_99, 3_97)})
        request = self.request(
            currency=euro,
            lines=[("a", self.product, 11.99, None, split)],
            move_type="out_refund",
        )
        done = self.issue(request, currency_id=euro.id)
        self.assertLedger(
            done.move_ids,
            """
            Product Sales      | Almacén El Ceibo | 20.01 | 0.00  | 0.00
            Tax Received       | Almacén El Ceibo | 3.97  | 0.00  | 0.00
            Account Receivable | Almacén El Ceibo | 0.00  | 23.98 | -23.98
            """,
        )
        self.assertEqual(done.move_ids.amount_total, 11.99)

    # ------------------------------------------------------------------
    # Analytics
    # ------------------------------------------------------------------

    def test_lines_have_the_analytics_of_their_customer(self):
        """Each line of income, with an entry of its amount; looked up once for all of them."""
        account = self.env["account.analytic.account"].create(
            {"name": "Norte", "plan_id": self.env["account.analytic.plan"].create({"name": "Z"}).id}
        )
        models = self.env["account.analytic.distribution.model"]
        models.create(
            {"partner_id": self.customer.id, "analytic_distribution": {str(account.id): 100}}
        )
        lines = tuple((f"Cargo {n}", self.product, 100.0 * n, self.tax_21) for n in (1, 2, 3))
        searched = []
        get_models = type(models)._get_applicable_models

        def count(records, vals):
            searched.append(vals)
            return get_models(records, vals)

        with patch.object(type(models), "_get_applicable_models", count):
            note = self.issue(self.request(lines=lines)).move_ids
        made = note.invoice_line_ids
        self.assertEqual(made.mapped("analytic_distribution"), 3 * [{str(account.id): 100.0}])
        self.assertEqual(made.mapped("analytic_line_ids.amount"), [100.0, 200.0, 300.0])
        self.assertEqual(len([vals for vals in searched if vals.get("product_id")]), 1)
