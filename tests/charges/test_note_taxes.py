"""The taxes inside notes whose total is the charge, as the ledger has them (A-06, X-03 to X-06)."""

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.charges import ChargesCommon


@tagged("post_install", "-at_install")
class TestNoteTaxes(ChargesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax.amount = 21
        cls.low = cls.tax.copy({"name": "VAT 10.5 %", "amount": 10.5})
        cls.perception = cls.tax.copy({"name": "Perception", "amount": 3})

    def invoiced(self, *lines):
        """The receivable item of an invoice of lines (net, taxes)."""
        item = self.invoice(1)
        move = item.move_id
        move.button_draft()
        move.invoice_line_ids = [
            Command.clear(),
            *(
                Command.create(
                    {"name": "x", "price_unit": net, "tax_ids": [Command.set(taxes.ids)]}
                )
                for net, taxes in lines
            ),
        ]
        move.action_post()
        return self.item(move)

    def charged(self, item, amount):
        """Nets and taxes of the note, and its total."""
        note = self.operation("date_adjustment", [(item, amount)], confirm=True).move_ids
        taxes = note.line_ids.filtered("tax_line_id")
        nets = sorted(note.invoice_line_ids.mapped("price_subtotal"))
        return nets, sorted(abs(line.balance) for line in taxes), note.amount_total

    def test_all_the_taxes_of_the_document(self):
        plain, mixed = [(1000, self.tax)], [(600, self.tax), (400, self.low)]
        perceived = [(1000, self.tax | self.perception)]
        for case, lines, total, nets, taxes in (
            ("A-06", plain, 500, [413.22], [86.78]),
            ("A-06", plain, 800, [661.16], [138.84]),
            ("A-06", plain, 1000, [826.45], [173.55]),
            ("X-03", plain, 50000, [41322.31], [8677.69]),
            ("X-04", perceived, 124000, [100000], [3000, 21000]),
            ("X-05", mixed, 1000, [342.46, 513.7], [35.96, 107.88]),
            ("X-06", plain, 100, [82.64], [17.36]),
        ):
            with self.subTest(case=case, total=total):
                found = self.charged(self.invoiced(*lines), total)
                self.assertEqual(found, (nets, taxes, total))

    def test_a_discount(self):
        item = self.invoiced((1000, self.tax))
        self.assertEqual(self.charged(item, -200), ([165.29], [34.71], 200))
        self.assertEqual(item.amount_residual, 1010)

    def test_one_tax(self):
        self.company.cobranzas_charge_taxes = "one"
        self.company.cobranzas_charge_tax_id = self.tax
        item = self.invoiced((1000, self.tax | self.perception))
        self.assertEqual(self.charged(item, 124000), ([102479.34], [21520.66], 124000))

    def test_the_journal_of_the_policy(self):
        journal = self.company_data["default_journal_sale"].copy(
            {"code": "ZINT", "default_account_id": self.revenue.id}
        )
        policy = self.env["cobranzas.interest.policy"].create(
            {"name": "Mora", "rate": 3.0, "company_id": self.company.id, "journal_id": journal.id}
        )
        partner = self.customer.with_company(self.company)
        partner.cobranzas_bears_interest = True
        partner.cobranzas_interest_policy_id = policy
        item = self.invoice(1000, due="2026-01-10")
        note = self.operation("late_interest", [item], date="2026-02-09", confirm=True).move_ids
        self.assertEqual((note.journal_id, note.amount_untaxed), (journal, 30))
