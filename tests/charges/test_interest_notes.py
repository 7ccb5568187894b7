"""What a policy adds to notes, whose they are, and their language (CHG-03)."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..lib.charge_runs import ChargeRunsCommon


@tagged("post_install", "-at_install")
class TestInterestNotes(ChargeRunsCommon):
    """At 3 % a month of 30 days, and 15 % of tax."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owed = cls.invoice(1000, due="2026-03-01")
        cls.second = cls.invoice(500, due="2026-03-01")

    def _lines(self, note):
        return [
            (line.name.split("\n")[0], line.price_subtotal, line.tax_ids.mapped("amount"))
            for line in note.invoice_line_ids
        ]

    # ------------------------------------------------------------------
    # Fixed charge
    # ------------------------------------------------------------------

    def test_fixed_charge_of_a_run(self):
        """Once a note, whatever it charges; the ledger of charges has the interest alone."""
        self.monthly.fee = 3
        run = self.make_run()
        self.book(run)
        [note] = run.operation_ids.move_ids
        self.assertEqual(
            self._lines(note),
            [
                (f"Interest on {self.owed.move_name}", 30, [15]),
                (f"Interest on {self.second.move_name}", 15, [15]),
                ("Fixed charge for late payment", 3, [15]),
            ],
        )
        self.assertEqual((note.amount_untaxed, note.amount_tax), (48, 7.2))
        self.assertEqual(sorted(run.operation_ids.charge_ids.mapped("amount")), [15, 30])

    def test_fixed_charge_collected(self):
        """In the totals of the receipt, so that it balances; the note is paid."""
        self.monthly.fee = 3
        self.company.cobranzas_interest_at_receipt = "ask"
        before = self.ledger_snapshot()
        lines = [self.owed, self.second]
        receipt = self.receipt(lines, [self.cash_value(1500)], date="2026-03-31")
        self.assertEqual(receipt.amount_charges, 0)
        receipt.interest_ids.is_collected = True
        self.assertEqual(receipt.amount_charges, 55.2)
        receipt.value_ids.amount = 1555.2
        receipt.interest_ids.is_collected = True
        self.assertEqual(receipt.amount_difference, 0)
        receipt.action_post()
        note = receipt.charge_operation_ids.move_ids
        self.assertEqual((note.amount_total, note.amount_residual), (55.2, 0))
        receipt.action_void("2026-04-05", "test")
        self.assertRestored(before)

    def test_fixed_charge_in_another_currency(self):
        usd = self.make_rates({"2026-01-01": 0.5}, code="EUR")
        self.monthly.write({"fee": 3, "currency_id": usd.id})
        run = self.make_run(partner_ids=self.customer.ids)
        self.book(run)
        self.assertEqual(run.operation_ids.move_ids.amount_untaxed, 51)

    @mute_logger("odoo.sql_db")
    def test_fixed_charge_below_zero(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.monthly.fee = -1
            self.env.flush_all()

    # ------------------------------------------------------------------
    # Legend and language
    # ------------------------------------------------------------------

    def test_legend_in_the_language_of_the_customer(self):
        self.monthly.legend = "Clause 7"
        self.monthly.with_context(lang="es_419").legend = "Cláusula 7 <b>"
        self.monthly.fee = 3
        self.customer.lang = "es_419"
        run = self.make_run()
        self.assertIn("Interest on", run.line_ids[0].detail)
        self.book(run)
        [note] = run.operation_ids.move_ids
        self.assertIn("Cláusula 7 &lt;b&gt;", note.narration)
        first, *_others = note.invoice_line_ids
        self.assertEqual(
            first.name,
            f"Interés sobre {self.owed.move_name}\n"
            "$\xa01.000,00 del 01/03/2026 al 31/03/2026: 30 días al 3,00 % por mes",
        )
        self.customer.lang = "en_US"
        self.book(self.make_run(date="2026-04-30"))
        note = self.env["account.move"].search([("debit_origin_id", "!=", False)], limit=1)
        self.assertIn("Clause 7", note.narration)
        self.assertIn("Interest on", note.invoice_line_ids[0].name)

    def test_without_a_legend_the_terms_of_invoices(self):
        run = self.make_run()
        self.book(run)
        self.assertFalse(run.operation_ids.move_ids.narration)

    def test_a_refusal_is_in_the_language_of_the_user(self):
        self.customer.lang = "es_419"
        self.company.cobranzas_interest_product_id = False
        with self.assertRaisesRegex(UserError, "^Choose the Product for Late Interest"):
            self.operation(
                "late_interest", [self.owed], "2026-03-31", confirm=True, date_until="2026-03-31"
            )

    # ------------------------------------------------------------------
    # Salespersons
    # ------------------------------------------------------------------

    def test_a_note_for_each_salesperson(self):
        """That of the document, else that of the customer."""
        ana, beto = (self.make_user(name, "base.group_user") for name in ("ana", "beto"))
        third = self.invoice(200, due="2026-03-01")
        self.owed.move_id.invoice_user_id = ana
        self.second.move_id.invoice_user_id = beto
        third.move_id.invoice_user_id = False
        self.customer.user_id = beto
        self.monthly.write({"minimum": 25, "minimum_on": "interest"})
        run = self.make_run(grouping="salesperson")
        self.book(run)
        # Beto's two come to 21.00, which is less than the minimum of a note
        self.assertEqual(
            [(note.invoice_user_id, note.amount_untaxed) for note in run.operation_ids.move_ids],
            [(ana, 30)],
        )
        self.monthly.minimum = 20
        run = self.make_run(grouping="salesperson")
        self.book(run)
        self.assertEqual(
            [(note.invoice_user_id, note.amount_untaxed) for note in run.operation_ids.move_ids],
            [(beto, 21)],
        )
