"""Saving and posting a receipt asks as often of the database however many it charges (CHG)."""

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

    def _count_receipt(self, count):
        """Return the queries of saving, and of posting, a receipt of ``count`` documents."""
        partner = self.env["res.partner"].create(
            {
                "name": f"Cliente de {count}",
                "cobranzas_bears_interest": True,
                "cobranzas_interest_policy_id": self.policy.id,
            }
        )
        items = self._make_items(partner, count)
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
