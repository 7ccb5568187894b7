"""The form as people fill it in: what follows from each thing typed (REC-06, 07, 11, 12)."""

from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.withholdings import WithholdingsCommon


@tagged("post_install", "-at_install")
class TestReceiptForm(WithholdingsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids |= cls.env.ref("base.group_multi_currency")
        cls.usd = cls.env["res.currency"].create({"name": "XUS", "symbol": "U", "rounding": 0.01})
        cls.env["res.currency.rate"].create(
            {"name": "2026-01-01", "inverse_company_rate": 1000, "currency_id": cls.usd.id}
        )

    def _form(self):
        form = Form(self.env["cobranzas.receipt"])
        form.partner_id = self.customer
        form.date = "2026-02-01"
        return form

    def test_rates_and_totals_follow_what_is_typed(self):
        self.company.cobranzas_show_documents = "request"
        item = self.invoice(10, currency=self.usd)
        form = self._form()
        with form.line_ids.new() as line:
            line.move_line_id = item
        self.assertEqual((form.amount_documents, len(form.rate_ids)), (10000, 1))
        with form.rate_ids.edit(0) as rate:
            self.assertEqual((rate.currency_id, rate.rate), (self.usd, 1000))
            rate.rate = 1200
        self.assertEqual((form.amount_documents, form.amount_difference), (12000, -12000))
        with form.withholding_ids.new() as row:
            row.tax_id, row.name, row.amount = self.vat, "1", 2000
        with form.value_ids.new() as value:
            value.payment_method_line_id = self.cash.inbound_payment_method_line_ids[:1]
            self.assertEqual(value.amount, 10000)
        self.assertEqual((form.amount_total, form.amount_difference), (12000, 0))
        receipt = form.save()
        self.assertEqual(
            (receipt.rate_ids.rate, receipt.withholding_ids.date), (1200, receipt.date)
        )
        receipt.action_post()
        self.assertEqual((item.amount_residual_currency, item.amount_residual), (0, 0))

    def test_a_saved_draft_keeps_the_rate_typed(self):
        form = self._form()
        with form.line_ids.new() as line:
            line.move_line_id = self.invoice(10, currency=self.usd)
        with form.rate_ids.edit(0) as rate:
            rate.rate = 1200
        receipt = form.save()
        with Form(receipt) as again:
            with again.line_ids.edit(0) as line:
                line.amount = 5
            self.assertEqual(again.amount_documents, 6000)
        self.assertEqual(receipt.rate_ids.rate, 1200)

    def test_currency_taken_away_takes_its_rate(self):
        form = self._form()
        form.currency_id = self.usd
        self.assertEqual(len(form.rate_ids), 1)
        form.currency_id = self.company.currency_id
        self.assertEqual(len(form.rate_ids), 0)
        self.assertFalse(form.save().rate_ids)

    def test_group_opens_its_documents(self):
        member = self.env["res.partner"].create({"name": "Sucursal 1"})
        self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo",
                "member_ids": [
                    Command.create({"partner_id": partner.id}) for partner in self.customer | member
                ],
            }
        )
        self.company.cobranzas_show_documents = "always"
        self.invoice(10)
        self.invoice(20, partner=member)
        form = self._form()
        self.assertEqual(len(form.line_ids), 1)
        form.allocate_by_group = True
        self.assertEqual(len(form.line_ids), 2)
        form.partner_id = self.other_customer
        self.assertEqual((len(form.line_ids), form.allocate_by_group), (0, False))

    def test_the_tax_proposes_the_amount_of_its_rate(self):
        form = self._form()
        with form.withholding_ids.new() as row:
            row.tax_id, row.name, row.base_amount = self.vat, "1", 1234.56
            self.assertEqual(row.amount, 123.46)
            row.amount = 120
            self.assertEqual((row.base_amount, row.amount), (1234.56, 120))

    def test_a_document_only_listed_asks_for_no_rate(self):
        self.company.cobranzas_show_documents = "always"
        self.invoice(10, currency=self.usd)
        form = self._form()
        self.assertEqual((len(form.line_ids), len(form.rate_ids)), (1, 0))
        with form.line_ids.edit(0) as line:
            line.is_selected = True
        self.assertEqual((form.amount_documents, len(form.rate_ids)), (10000, 1))
        with form.line_ids.edit(0) as line:
            line.is_selected = False
        self.assertEqual(len(form.rate_ids), 0)

    def test_an_amount_typed_with_its_base_stays(self):
        """As the browser sends it when both are typed before the answer comes."""
        row = self.env["cobranzas.receipt.withholding"]
        spec = {name: {} for name in ("base_amount", "amount", "amount_proposed")}
        shown = {"tax_id": self.vat.id, "base_amount": 1000, "amount": 120}
        for names in (["base_amount", "amount"], ["amount", "base_amount"]):
            answer = row.onchange(dict(shown), names, spec)["value"]
            self.assertEqual((answer.get("amount", 120), answer["amount_proposed"]), (120, 100))

    def test_only_a_proposal_follows_the_base(self):
        form = self._form()
        with form.withholding_ids.new() as row:
            row.name, row.amount = "1", 120
            row.tax_id = self.vat
            row.base_amount = 1000
            self.assertEqual(row.amount, 120)
        with form.withholding_ids.new() as row:
            row.tax_id, row.name = self.vat, "2"
            for base in (1000, 500):
                row.base_amount = base
                self.assertEqual(row.amount, base / 10)
        receipt = form.save()
        with Form(receipt) as again:
            with again.withholding_ids.edit(1) as row:
                row.base_amount = 300
                self.assertEqual(row.amount, 30)
            with again.withholding_ids.edit(0) as row:
                row.base_amount = 300
                self.assertEqual(row.amount, 120)

    def test_no_more_than_the_balance_is_typed(self):
        debt, credit = self.invoice(1000), self.invoice(300, move_type="out_refund")
        receipt = self.receipt([debt, credit])
        lines = receipt.line_ids
        for line, typed, shown in (
            (lines[0], 999999999, 1000),
            (lines[0], 1000, 1000),
            (lines[0], 999.99, 999.99),
            (lines[1], 301, -300),
            (lines[1], 299, -299),
        ):
            answer = line.onchange({"amount": typed}, ["amount"], {"amount": {}})
            self.assertEqual(answer["value"].get("amount", typed), shown)
            self.assertEqual("warning" in answer, abs(typed) > abs(shown))
