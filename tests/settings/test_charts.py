"""The same receipts on Odoo's own charts of Latin America, each with its country's module.

These run on a database of their own, with the national localizations: see dev/env/test.py.
"""

from odoo.fields import Command
from odoo.tests import tagged

from ..lib.charts_charges import ChartCharges
from ..lib.charts_payments import ChartPayments
from ..lib.vouchers import VouchersCommon

#: the documents that operations issue: kind, whether on an invoice, type of the document
NOTES = (
    ("charge_note", True, "debit_note"),
    ("charge_note", False, "invoice"),
    ("invoiced_advance", False, "invoice"),
)


class ChartFlow(ChartCharges, ChartPayments, VouchersCommon):
    """What every chart must pass; each class below names one and what its country asks for."""

    __test__ = False
    country_code = False
    chart_template = False
    company_vals = {}
    customer_vals = {}
    foreign = "USD"
    documents = False  # whether invoices have a document type of l10n_latam_invoice_document
    ledger = ""  # the receipt's entries: cash, transfer, cheque (part of it stays on account)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.country_code:
            country = cls.env["res.country"].search([("code", "=", cls.country_code)])
            cls._identify(cls.company.partner_id, {"country_id": country.id, **cls.company_vals})
            cls._identify(cls.customer, {"country_id": country.id, **cls.customer_vals})
        cls.tax = cls.company.account_sale_tax_id
        cls.currency = cls.company.currency_id

    @classmethod
    def _identify(cls, partner, vals):
        """Write values on a partner; names of records stand for their ids."""
        partner.write(
            {
                name: cls.env.ref(value).id
                if isinstance(value, str) and name.endswith("_id")
                else value
                for name, value in vals.items()
            }
        )

    @classmethod
    def taxed(cls, amount, currency=None, date="2026-01-10"):
        """A posted invoice with the chart's own sale tax; its receivable item."""
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": date,
                "currency_id": (currency or cls.currency).id,
                "invoice_payment_term_id": False,
                **cls.document_vals(),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Mercadería",
                            "price_unit": amount,
                            "tax_ids": [Command.set(cls.tax.ids)],
                        }
                    )
                ],
            }
        )
        move.action_post()
        return cls.item(move)

    @classmethod
    def document_vals(cls):
        """What an invoice of the country needs besides."""
        return {}

    def _exports(self, *types):
        """Tell of document types whether an invoice of each is known to be an export document."""
        invoice = self.taxed(1000).move_id
        invoice.button_draft()
        found = []
        for name in types:
            invoice.l10n_latam_document_type_id = self.env.ref(name)
            found.append(invoice._cobranzas_is_export())
        return found

    @classmethod
    def _make_portfolio(cls):
        """The chart's own journal for cheques, or a new one where it brings none."""
        methods = cls.env["account.payment.method.line"].search(
            [
                ("code", "=", "new_third_party_checks"),
                ("journal_id.company_id", "=", cls.company.id),
            ]
        )
        return methods.journal_id[:1] or super()._make_portfolio()

    def _flow(self):
        """Post a receipt of three values that pays one invoice, part of another and a rest."""
        one, two = self.taxed(1000), self.taxed(500)
        half = self.currency.round(two.amount_residual / 2)
        total = one.amount_residual + half + 100
        receipt = self.receipt(
            [one, (two, half)],
            [self.cash_value(300), self.transfer_value(total - 500)],
            [self.check(200, payment_method_line_id=self._check_method().id)],
        )
        receipt.action_post()
        return one, two, half, receipt

    def _check_method(self):
        return self.portfolio.inbound_payment_method_line_ids.filtered(
            lambda line: line.code == "new_third_party_checks"
        )

    def test_voucher_taxed_at_its_sale(self):
        """Sold, paid, redeemed in part and taken back: each document of the type it is to have."""
        self.set_single_purpose(self.tax)
        sale = self.sale(1190)
        self.pay(sale)
        invoice = self.taxed(5000)
        before = self.ledger_snapshot()
        receipt = self.redemption([(invoice, 595)], 595)
        receipt.action_post()
        redeemed = receipt.voucher_ids.operation_id
        self.assertEqual(redeemed.move_ids.amount_total, 595)
        self.assertEqual(sale.voucher_id.amount_residual, 595)
        receipt.action_void("2026-02-10", "Error")
        self.assertEqual(sale.voucher_id.amount_residual, 1190)
        self._check_voucher_restored(sale, redeemed, before)
        if self.documents:
            moves = sale.move_ids | redeemed.move_ids.sorted("id")
            types = moves.l10n_latam_document_type_id
            kinds = ["invoice", "credit_note", "debit_note"]
            self.assertEqual([each.internal_type for each in types], kinds)
            for move in moves:
                allowed = move.l10n_latam_available_document_type_ids
                self.assertIn(move.l10n_latam_document_type_id, allowed)

    def _check_voucher_restored(self, sale, redeemed, before):
        """The ledger is as before the redemption; where credit notes book the tax on an account
        of their own, as in Argentina, the debit note that undoes one books it on the other."""
        taxes = [
            lines.filtered(lambda line: line.repartition_type == "tax").account_id
            for lines in (
                self.tax.invoice_repartition_line_ids,
                self.tax.refund_repartition_line_ids,
            )
        ]
        if taxes[0] == taxes[1]:
            self.assertRestored(before)
        lines = redeemed.move_ids.line_ids.filtered("tax_line_id")
        self.assertEqual(len(lines), 2)
        self.assertTrue(self.currency.is_zero(sum(lines.mapped("balance"))))
        self.assertEqual(redeemed.move_ids.mapped("amount_residual"), [0, 0])
        self.assertEqual(sale.voucher_id.item_id.amount_residual, -sale.move_ids.amount_untaxed)

    def test_receipt_application_and_void(self):
        one, two, half, receipt = self._flow()
        before = abs(two.amount_currency)
        self.assertEqual(len(receipt.payment_ids), 3)
        self.assertEqual(set(receipt.move_ids.mapped("state")), {"posted"})
        self.assertEqual(receipt.amount_on_account, 100)
        self.assertEqual(one.amount_residual, 0)
        self.assertEqual(two.amount_residual, self.currency.round(before - half))
        self.assertIn(one.move_id.payment_state, ("paid", "in_payment"))
        self.assertEqual(two.move_id.payment_state, "partial")
        self.assertLedger(receipt.move_ids, self.ledger)
        self.assertEqual(bool(one.move_id.l10n_latam_document_type_id), self.documents)

        rest = receipt._get_receivable_items().filtered("amount_residual")
        self.assertEqual(rest.amount_residual, -100)
        application = self.receipt([(two, 100), (rest, -100)], kind="application")
        application.action_post()
        self.assertEqual(rest.amount_residual, 0)
        self.assertEqual(two.amount_residual, self.currency.round(before - half - 100))

        application.action_void("2026-02-05", "Error")
        receipt.action_void("2026-02-05", "Error")
        self.assertEqual(two.amount_residual, before)
        self.assertEqual(one.amount_residual, one.amount_currency)
        self.assertEqual(one.move_id.payment_state, "not_paid")
        self.assertFalse(any(receipt.move_ids.line_ids.mapped("amount_residual")))
        for account in receipt.move_ids.line_ids.account_id:
            items = receipt.move_ids.line_ids.filtered(lambda i, a=account: i.account_id == a)
            self.assertTrue(self.currency.is_zero(sum(items.mapped("balance"))))

    def test_foreign_invoice_paid_in_local_currency(self):
        """At another rate than the invoice's: paid in both currencies, the rest is exchange."""
        foreign = self.env.ref(f"base.{self.foreign}")
        foreign.active = True
        foreign.rate_ids.filtered(lambda rate: rate.company_id == self.company).unlink()
        for day, local in (("2026-01-01", 4.0), ("2026-02-01", 5.0)):
            self.env["res.currency.rate"].create(
                {
                    "currency_id": foreign.id,
                    "company_id": self.company.id,
                    "name": day,
                    "inverse_company_rate": local,
                }
            )
        item = self.taxed(100, foreign)
        total = item.amount_currency
        self.assertTrue(self.currency.is_zero(item.balance - 4 * total))
        receipt = self.receipt([item], [self.cash_value(self.currency.round(5 * total))])
        receipt.action_post()
        self.assertEqual((item.amount_residual, item.amount_residual_currency), (0, 0))
        exchange = receipt.partial_ids.exchange_move_id
        gain = exchange.line_ids.filtered(lambda line: line.account_id != self.receivable)
        self.assertTrue(self.currency.is_zero(sum(gain.mapped("balance")) + total))
        receipt.action_void("2026-02-05", "Error")
        self.assertEqual(item.amount_residual_currency, total)
        self.assertTrue(self.currency.is_zero(item.amount_residual - 4 * total))

    def _prepare_notes(self):
        """Products with the chart's tax, for charges and for advances."""
        account = self.env["account.account"].create(
            {"name": "Anticipos", "code": "ANT9", "account_type": "liability_current"}
        )
        vals = {"type": "service", "taxes_id": [Command.set(self.tax.ids)]}
        products = self.env["product.product"].create(
            [
                {**vals, "name": "Gastos administrativos"},
                {**vals, "name": "Anticipo", "property_account_income_id": account.id},
            ]
        )
        self.company.write(
            {
                "cobranzas_charge_product_id": products[0].id,
                "cobranzas_advance_product_id": products[1].id,
                "cobranzas_invoiced_advances": True,
            }
        )

    def test_notes_are_undone_by_credit_notes(self):
        self._prepare_notes()
        invoice = self.taxed(1000)
        for kind, on_invoice, issued in NOTES:
            with self.subTest(kind=kind, on_invoice=on_invoice):
                vals = {"partner_id": self.customer.id, "amount": 100, "confirm": True}
                done = self.operation(kind, [invoice] if on_invoice else [], **vals)
                note = done.move_ids
                self.assertEqual(note.debit_origin_id == invoice.move_id, on_invoice)
                self.assertEqual(done.result_ids.amount_residual, note.amount_total)
                done.action_undo("2026-02-10", "Error")
                credit = done.move_ids - note
                self.assertEqual(credit.reversed_entry_id, note)
                self.assertEqual((credit.move_type, credit.state), ("out_refund", "posted"))
                self.assertEqual(credit.amount_tax, note.amount_tax)
                self._check_nothing_left(note, credit)
                self.assertEqual(invoice.amount_residual, invoice.amount_currency)
                if self.documents:
                    self._check_types(note, credit, issued)

    def _check_nothing_left(self, note, credit):
        """Nothing is open, no account changed; taxes as a whole: a country books those of credit
        notes to another account, or moves them as they are settled."""
        self.assertEqual((note | credit).mapped("amount_residual"), [0, 0])
        moves = note | credit
        moves |= moves.search([("tax_cash_basis_origin_move_id", "in", moves.ids)])
        left = {}
        for item in moves.line_ids:
            tax = item.tax_line_id or item.move_id.tax_cash_basis_origin_move_id
            key = "taxes" if tax else item.account_id
            left[key] = self.currency.round(left.get(key, 0.0) + item.balance)
        self.assertFalse({key: balance for key, balance in left.items() if balance})

    def _check_types(self, note, credit, issued):
        """Each has a type of document of its own, of the customer's kind, and a number of it."""
        types = [move.l10n_latam_document_type_id for move in (note, credit)]
        self.assertEqual([each.internal_type for each in types], [issued, "credit_note"])
        for move, document_type in zip((note, credit), types, strict=True):
            self.assertIn(document_type, move.l10n_latam_available_document_type_ids)
            self.assertTrue(move.l10n_latam_document_number)
            self.assertTrue(move.name.startswith(document_type.doc_code_prefix), move.name)


@tagged("post_install", "-at_install")
class TestGeneric(ChartFlow):
    __test__ = True
    ledger = """
        Outstanding Receipts | Almacén El Ceibo |  300.00 |    0.00 |  300.00
        Account Receivable   | Almacén El Ceibo |    0.00 |  300.00 |    0.00
        Outstanding Receipts | Almacén El Ceibo | 1037.50 |    0.00 | 1037.50
        Account Receivable   | Almacén El Ceibo |    0.00 | 1037.50 |    0.00
        Cheques de terceros  | Almacén El Ceibo |  200.00 |    0.00 |  200.00
        Account Receivable   | Almacén El Ceibo |    0.00 |  100.00 |    0.00
        Account Receivable   | Almacén El Ceibo |    0.00 |  100.00 | -100.00
    """
    foreign = "EUR"


@tagged("post_install", "-at_install")
class TestArgentina(ChartFlow):
    __test__ = True
    ledger = """
        Outstanding Receipts | Almacén El Ceibo |  300.00 |    0.00 |  300.00
        Sales receivables    | Almacén El Ceibo |    0.00 |  300.00 |    0.00
        Outstanding Receipts | Almacén El Ceibo | 1112.50 |    0.00 | 1112.50
        Sales receivables    | Almacén El Ceibo |    0.00 | 1112.50 |    0.00
        Outstanding Receipts | Almacén El Ceibo |  200.00 |    0.00 |  200.00
        Sales receivables    | Almacén El Ceibo |    0.00 |  100.00 |    0.00
        Sales receivables    | Almacén El Ceibo |    0.00 |  100.00 | -100.00
    """
    documents = True
    chart_template, country_code = "ar_ri", "AR"
    company_vals = {
        "l10n_ar_afip_responsibility_type_id": "l10n_ar.res_IVARI",
        "l10n_latam_identification_type_id": "l10n_ar.it_cuit",
        "vat": "30111111118",
    }
    customer_vals = {**company_vals, "vat": "30714295698"}

    def test_export_documents(self):
        self.assertEqual(self._exports("l10n_ar.dc_a_f", "l10n_ar.dc_e_f"), [False, True])

    def charge(self, *items):
        """A charge of 100.00, on the document of an item or pending."""
        product = self.env["product.product"].create(
            {"name": "Gastos", "type": "service", "taxes_id": [Command.set(self.tax.ids)]}
        )
        lines = [Command.create({"move_line_id": item.id}) for item in items]
        operation = self.env["cobranzas.operation"].create(
            {
                "kind": "charge_note",
                "date": "2026-02-10",
                "company_id": self.company.id,
                "partner_id": self.customer.id,
                "amount": 100,
                "charge_product_id": product.id,
                "line_ids": lines,
            }
        )
        operation.action_confirm()
        return operation

    def test_a_debit_note_has_its_document_and_a_pending_charge_is_an_invoice(self):
        """RG 4540: a debit note names a document or a period; an invoice names neither."""
        invoice = self.taxed(1000)
        for items, kind, origin in (
            ([invoice], "debit_note", invoice.move_id),
            ([], "invoice", self.env["account.move"]),
        ):
            with self.subTest(kind=kind):
                operation = self.charge(*items)
                note = operation.move_ids
                document = note.l10n_latam_document_type_id
                self.assertEqual((document.internal_type, note.debit_origin_id), (kind, origin))
                self.assertEqual(note.l10n_ar_afip_concept, "2")  # services, of a month
                self.assertEqual(
                    (note.l10n_ar_afip_service_start, note.l10n_ar_afip_service_end),
                    (self.day("2026-02-01"), self.day("2026-02-28")),
                )
                operation.action_undo("2026-02-12", "Error")
                credit = operation.move_ids - note
                self.assertEqual(credit.l10n_latam_document_type_id.internal_type, "credit_note")
                self.assertEqual(credit.reversed_entry_id, note)
                self.assertEqual(operation.result_ids.amount_residual, 0)


@tagged("post_install", "-at_install")
class TestChile(ChartFlow):
    __test__ = True
    ledger = """
        Outstanding Receipts | Almacén El Ceibo |  300.00 |    0.00 |  300.00
        Customers            | Almacén El Ceibo |    0.00 |  300.00 |    0.00
        Outstanding Receipts | Almacén El Ceibo | 1088.00 |    0.00 | 1088.00
        Customers            | Almacén El Ceibo |    0.00 | 1088.00 |    0.00
        Cheques de terceros  | Almacén El Ceibo |  200.00 |    0.00 |  200.00
        Customers            | Almacén El Ceibo |    0.00 |  100.00 |    0.00
        Customers            | Almacén El Ceibo |    0.00 |  100.00 | -100.00
    """
    documents = True
    chart_template, country_code = "cl", "CL"
    company_vals = {
        "l10n_cl_sii_taxpayer_type": "1",
        "l10n_latam_identification_type_id": "l10n_cl.it_RUT",
        "vat": "76201224-3",
    }
    customer_vals = {**company_vals, "vat": "76086428-5"}

    def test_export_documents(self):
        self.assertEqual(self._exports("l10n_cl.dc_a_f_dte", "l10n_cl.dc_fe_dte"), [False, True])


@tagged("post_install", "-at_install")
class TestMexico(ChartFlow):
    __test__ = True
    ledger = """
        Outstanding Receipts | Almacén El Ceibo |  300.00 |    0.00 |  300.00
        Domestic customers   | Almacén El Ceibo |    0.00 |  300.00 |    0.00
        Outstanding Receipts | Almacén El Ceibo | 1050.00 |    0.00 | 1050.00
        Domestic customers   | Almacén El Ceibo |    0.00 | 1050.00 |    0.00
        Cheques de terceros  | Almacén El Ceibo |  200.00 |    0.00 |  200.00
        Domestic customers   | Almacén El Ceibo |    0.00 |  100.00 |    0.00
        Domestic customers   | Almacén El Ceibo |    0.00 |  100.00 | -100.00
    """
    chart_template, country_code = "mx", "MX"
    company_vals = {"vat": "GODE561231GR8"}
    customer_vals = company_vals

    def test_tax_is_due_as_it_is_collected(self):
        """Cash basis: each payment moves its share of the tax, and the void moves it back."""
        one, two, _half, receipt = self._flow()

        def moved():
            entries = self.env["account.move"].search(
                [("tax_cash_basis_origin_move_id", "in", (one | two).move_id.ids)]
            )
            taxes = entries.line_ids.filtered("tax_line_id")
            transition = entries.line_ids.filtered(
                lambda item: item.account_id == self.tax.cash_basis_transition_account_id
            )
            return sum(taxes.mapped("balance")), sum(transition.mapped("balance"))

        self.assertEqual(moved(), (-200, 200))  # 160 of the one, half of 80 of the other
        receipt.action_void("2026-02-05", "Error")
        self.assertEqual(moved(), (0, 0))


@tagged("post_install", "-at_install")
class TestColombia(ChartFlow):
    __test__ = True
    ledger = """
        Outstanding Receipts | Almacén El Ceibo |  300.00 |    0.00 |  300.00
        Customers            | Almacén El Ceibo |    0.00 |  300.00 |    0.00
        Outstanding Receipts | Almacén El Ceibo | 1087.50 |    0.00 | 1087.50
        Customers            | Almacén El Ceibo |    0.00 | 1087.50 |    0.00
        Cheques de terceros  | Almacén El Ceibo |  200.00 |    0.00 |  200.00
        Customers            | Almacén El Ceibo |    0.00 |  100.00 |    0.00
        Customers            | Almacén El Ceibo |    0.00 |  100.00 | -100.00
    """
    chart_template, country_code = "co", "CO"
    company_vals = {"l10n_latam_identification_type_id": "l10n_co.rut", "vat": "213123432-1"}
    customer_vals = company_vals


@tagged("post_install", "-at_install")
class TestPeru(ChartFlow):
    __test__ = True
    ledger = """
        Outstanding Receipts                                            | Almacén El Ceibo |  300.00 |    0.00 |  300.00
        Invoices, tickets and other receipts receivable - In collection | Almacén El Ceibo |    0.00 |  300.00 |    0.00
        Outstanding Receipts                                            | Almacén El Ceibo | 1075.00 |    0.00 | 1075.00
        Invoices, tickets and other receipts receivable - In collection | Almacén El Ceibo |    0.00 | 1075.00 |    0.00
        Cheques de terceros                                             | Almacén El Ceibo |  200.00 |    0.00 |  200.00
        Invoices, tickets and other receipts receivable - In collection | Almacén El Ceibo |    0.00 |  100.00 |    0.00
        Invoices, tickets and other receipts receivable - In collection | Almacén El Ceibo |    0.00 |  100.00 | -100.00
    """  # noqa: E501  the chart's own names are long
    documents = True
    chart_template, country_code = "pe", "PE"
    company_vals = {"l10n_latam_identification_type_id": "l10n_pe.it_RUC", "vat": "20557912879"}
    customer_vals = company_vals


@tagged("post_install", "-at_install")
class TestUruguay(ChartFlow):
    __test__ = True
    ledger = """
        Outstanding Receipts | Almacén El Ceibo |  300.00 |    0.00 |  300.00
        Sale Debtors         | Almacén El Ceibo |    0.00 |  300.00 |    0.00
        Outstanding Receipts | Almacén El Ceibo | 1125.00 |    0.00 | 1125.00
        Sale Debtors         | Almacén El Ceibo |    0.00 | 1125.00 |    0.00
        Cheques de terceros  | Almacén El Ceibo |  200.00 |    0.00 |  200.00
        Sale Debtors         | Almacén El Ceibo |    0.00 |  100.00 |    0.00
        Sale Debtors         | Almacén El Ceibo |    0.00 |  100.00 | -100.00
    """
    documents = True
    chart_template, country_code = "uy", "UY"
    company_vals = {"l10n_latam_identification_type_id": "l10n_uy.it_rut", "vat": "219999830019"}
    customer_vals = company_vals


@tagged("post_install", "-at_install")
class TestEcuador(ChartFlow):
    __test__ = True
    ledger = """
        Outstanding Receipts                               | Almacén El Ceibo |  300.00 |    0.00 |  300.00
        Accounts receivable from local unrelated customers | Almacén El Ceibo |    0.00 |  300.00 |    0.00
        Outstanding Receipts                               | Almacén El Ceibo | 1037.50 |    0.00 | 1037.50
        Accounts receivable from local unrelated customers | Almacén El Ceibo |    0.00 | 1037.50 |    0.00
        Cheques de terceros                                | Almacén El Ceibo |  200.00 |    0.00 |  200.00
        Accounts receivable from local unrelated customers | Almacén El Ceibo |    0.00 |  100.00 |    0.00
        Accounts receivable from local unrelated customers | Almacén El Ceibo |    0.00 |  100.00 | -100.00
    """  # noqa: E501  the chart's own names are long
    documents = True
    chart_template, country_code = "ec", "EC"
    company_vals = {"l10n_latam_identification_type_id": "l10n_ec.ec_ruc", "vat": "1792060346001"}
    customer_vals = company_vals
    foreign = "EUR"
