"""The portfolio that the measurements of reports run on: core agrees with every row of it."""

from datetime import date

from bench.portfolio import check, double_history, generate
from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from ..lib.common import CollectionsCommon

# stored fields that core can reckon anew from the others
RECKONED = {
    "account.move.line": (
        "amount_residual amount_residual_currency reconciled date move_name parent_state "
        "company_currency_id journal_id company_id payment_id ref invoice_date price_subtotal "
        "price_total no_followup is_storno"
    ),
    "account.move": (
        "amount_untaxed amount_tax amount_total amount_residual amount_untaxed_signed "
        "amount_untaxed_in_currency_signed amount_tax_signed amount_total_signed "
        "amount_total_in_currency_signed amount_residual_signed payment_state "
        "commercial_partner_id sequence_prefix sequence_number always_tax_exigible"
    ),
    "account.payment": "state is_reconciled is_matched amount_company_currency_signed",
    "account.partial.reconcile": "max_date company_id debit_currency_id credit_currency_id",
    "res.partner": "commercial_partner_id complete_name cobranzas_group_id partner_share",
}


@tagged("post_install", "-at_install")
class TestBenchPortfolio(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.made = generate(
            cls.env, debtors=200, invoices=2000, seed=3, today=date(2026, 3, 31), fast=False
        )

    def rows(self, query, *values):
        return self.env.execute_query(SQL(query, *values))

    def stored(self, model):
        """The stored values of the reckoned fields, by id."""
        self.env.flush_all()
        columns = [SQL.identifier(name) for name in RECKONED[model].split()]
        query = SQL(
            "SELECT id, %s FROM %s ORDER BY id",
            SQL(", ").join(columns),
            SQL.identifier(self.env[model]._table),
        )
        return {row[0]: row[1:] for row in self.env.execute_query(query)}

    def test_the_rows_hold_together(self):
        check(self.env, self.made.today)

    def test_core_reckons_the_same(self):
        for model, names in RECKONED.items():
            with self.subTest(model=model):
                before = self.stored(model)
                self.assertTrue(before)
                records = self.env[model].browse(before)
                for name in names.split():
                    field = records._fields[name]
                    if field.compute:
                        self.env.add_to_compute(field, records)
                after = self.stored(model)
                changed = {
                    key: (before[key], after[key]) for key in before if before[key] != after[key]
                }
                self.assertEqual(dict(list(changed.items())[:3]), {})

    def test_the_shares_are_as_promised(self):
        rows = self.rows(
            "SELECT payment_state, count(*) FROM account_move WHERE move_type = 'out_invoice' "
            "AND company_id = %s GROUP BY payment_state",
            self.company.id,
        )
        shares = {state: count / 2000 for state, count in rows}
        for state, share in {"paid": 0.7, "partial": 0.1, "not_paid": 0.2}.items():
            self.assertAlmostEqual(shares[state], share, delta=0.03, msg=state)
        ((foreign,),) = self.rows(
            "SELECT count(*) FROM account_move "
            "WHERE move_type = 'out_invoice' AND company_id = %s AND currency_id <> %s",
            self.company.id,
            self.company.currency_id.id,
        )
        self.assertAlmostEqual(foreign / 2000, 0.1, delta=0.03)

    def test_core_collects_what_is_open_in_part(self):
        ((half,),) = self.rows(
            "SELECT id FROM account_move WHERE payment_state = 'partial' AND company_id = %s "
            "AND currency_id <> %s ORDER BY id DESC LIMIT 1",
            self.company.id,
            self.company.currency_id.id,
        )
        invoice = self.env["account.move"].browse(half)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"payment_date": self.made.today})._create_payments()
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertFalse(self.item(invoice).amount_residual)

    def test_core_numbers_on(self):
        ((last,),) = self.rows(
            "SELECT max(sequence_number) FROM account_move WHERE sequence_prefix = 'INV/2026/'"
        )
        invoice = self.invoice(100.0, date=fields.Date.to_string(self.made.today)).move_id
        self.assertEqual(invoice.name, f"INV/2026/{last + 1:05}")

    def test_history_doubles_and_nothing_opens(self):
        counts = (
            "SELECT count(*), count(*) FILTER (WHERE payment_state = 'paid') FROM account_move "
            "WHERE company_id = %s"
        )
        open_items = (
            "SELECT count(*), sum(amount_residual) FROM account_move_line "
            "WHERE account_id = %s AND NOT reconciled"
        )
        ((before, paid),) = self.rows(counts, self.company.id)
        items = self.rows(open_items, self.receivable.id)
        double_history(self.env, self.made, fast=False)
        ((after, paid_after),) = self.rows(counts, self.company.id)
        self.assertEqual(paid_after, 2 * paid)
        self.assertGreater(after, before + 2 * paid)  # with a payment each
        self.assertEqual(self.rows(open_items, self.receivable.id), items)
        check(self.env, self.made.today)

    def test_the_same_seed_makes_the_same(self):
        """Nothing but the seed decides, so figures of one day stand beside those of another."""
        ((debtors, total),) = self.rows(
            "SELECT count(DISTINCT partner_id), sum(amount_total) FROM account_move "
            "WHERE move_type = 'out_invoice' AND company_id = %s",
            self.company.id,
        )
        self.assertEqual((debtors, float(total)), (192, 3552851.05))
