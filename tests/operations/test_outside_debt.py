"""Outside debts: typed one by one, and imported of a spreadsheet (OPS-01)."""

import base64
import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from openpyxl import Workbook

from ..lib.operations import OperationsCommon


class OutsideDebtCommon(OperationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.with_document = cls.receivable.copy({"name": "With Document", "code": "CD1"})
        cls.without = cls.receivable.copy({"name": "Without Document", "code": "SD1"})
        cls.sales = cls.company_data["default_account_revenue"]
        cls.company.write(
            {
                "cobranzas_debt_document_account_id": cls.with_document.id,
                "cobranzas_debt_account_id": cls.without.id,
                "cobranzas_debt_sales_account_id": cls.sales.id,
            }
        )

    @classmethod
    def debt(cls, **kw):
        return cls.operation(
            "outside_debt",
            **{
                "partner_id": cls.customer.id,
                "currency_id": cls.company.currency_id.id,
                "amount": 1000,
                "document_type": "FC",
                "document_number": "12",
                "date_due": "2026-01-15",
                **kw,
            },
        )


@tagged("post_install", "-at_install")
class TestOutsideDebt(OutsideDebtCommon):
    def test_with_document(self):
        before = self.ledger_snapshot()
        done = self.debt(confirm=True)
        self.assertLedger(
            done.move_ids,
            f"""
            With Document | Almacén El Ceibo | 1000.00 | 0.00 | 1000.00
            {self.sales.name} | Almacén El Ceibo | 0.00 | 1000.00 | 0.00
            """,
        )
        self.assertEqual(str(done.result_ids.date_maturity), "2026-01-15")
        item = self.env["cobranzas.open.item"].search([("move_line_id", "=", done.result_ids.id)])
        self.assertEqual((item.kind, item.name), ("outside_debt", "FC 12"))
        self.assertEqual(done.result_ids._cobranzas_document_name(), "FC 12")
        self.assertUndoes(done, before)

    def test_without_document(self):
        done = self.debt(document_number=False, date_due=False, confirm=True)
        self.assertEqual(done.result_ids.account_id, self.without)
        self.assertEqual(str(done.result_ids.date_maturity), "2026-02-01")
        self.assertEqual(done.result_ids._cobranzas_document_name(), "DEU-00001")
        self.debt(document_number=False, confirm=True)  # any number of them

    def test_foreign_debt_keeps_the_rate_typed(self):
        euro = self.make_rates({"2026-01-01": 0.5})
        before = self.ledger_snapshot()
        done = self.debt(currency_id=euro.id, amount=100, rate=1.5, confirm=True)
        self.assertEqual(done.result_ids.amount_residual_currency, 100)
        self.assertEqual(done.result_ids.amount_residual, 150)
        self.assertUndoes(done, before)
        recorded = self.debt(currency_id=euro.id, amount=100, confirm=True)
        self.assertEqual(recorded.result_ids.amount_residual, 200)

    def test_a_customer_has_a_document_once(self):
        first = self.debt(confirm=True)
        with self.assertRaisesRegex(UserError, r"Ceibo already has FC 12 due 01/15/2026"):
            self.debt(document_type=" fc ", confirm=True)
        self.debt(document_type="ND", confirm=True)
        self.debt(partner_id=self.other_customer.id, confirm=True)
        first.action_undo("2026-02-10", "test")
        self.debt(confirm=True)

    def test_collected_by_a_receipt(self):
        done = self.debt(confirm=True)
        receipt = self.receipt([done.result_ids], [self.cash_value(1000)])
        receipt.action_post()
        self.assertEqual(done.result_ids.amount_residual, 0)

    def test_not_for_interest(self):
        kinds = self.env["cobranzas.operation"]._get_kinds()
        self.assertFalse(kinds["outside_debt"]._bears_interest)
        self.assertTrue(kinds["documentation"]._bears_interest)

    def test_refusals(self):
        gold = self.env["res.currency"].create({"name": "XAU", "symbol": "g", "rounding": 0.01})
        cases = [
            ({"partner_id": False}, "Choose the customer"),
            ({"amount": 0}, "above zero"),
            ({"amount": -10}, "above zero"),
            ({"date_due": False}, "Say when FC 12 falls due"),
            ({"currency_id": gold.id}, "Type the rate of XAU"),
            ({"currency_id": gold.id, "rate": -3}, "Type the rate of XAU"),
        ]
        for values, sentence in cases:
            with self.subTest(values), self.assertRaisesRegex(UserError, sentence):
                self.debt(**values).action_confirm()
        self.company.cobranzas_debt_sales_account_id = False
        with self.assertRaisesRegex(UserError, "sales account of outside debts"):
            self.debt().action_confirm()


@tagged("post_install", "-at_install")
class TestDebtImport(OutsideDebtCommon):
    HEADINGS = ("Cliente", "Tipo", "Número", "Fecha", "Vencimiento", "Importe", "Moneda")

    def _xlsx(self, *rows):
        book, content = Workbook(), io.BytesIO()
        for row in (self.HEADINGS, *rows):
            book.active.append(row)
        book.save(content)
        return content.getvalue()

    def _wizard(self, content, user=None):
        wizard = self.env["cobranzas.debt.import"].with_user(user or self.env.user)
        return wizard.create({"file": base64.b64encode(content), "company_id": self.company.id})

    def _debts(self):
        return self.env["cobranzas.operation"].search([("kind", "=", "outside_debt")])

    def test_all_are_entered(self):
        content = self._xlsx(
            ("Almacén El Ceibo", "FC", 12, self.day("2026-01-05"), "15/09/2026", 1210.5, None),
            ("ñandú hnos.", "FC", 12, "2026-01-06", "2026-09-15", "1.000,00", None),
        )
        wizard = self._wizard(content)
        wizard.action_check()
        self.assertEqual((wizard.row_count, wizard.line_ids.mapped("problem")), (2, []))
        self.assertFalse(self._debts())
        wizard.action_import()
        debts = self._debts().sorted("amount")
        self.assertEqual(set(debts.mapped("state")), {"done"})
        self.assertEqual(debts.mapped("amount"), [1000.0, 1210.5])
        self.assertEqual(debts.mapped("document_name"), ["FC 12", "FC 12"])
        self.assertEqual(set(debts.result_ids.mapped("date_maturity")), {self.day("2026-09-15")})
        self.assertEqual(str(debts[1].date), "2026-01-05")

    def test_what_is_wrong_line_by_line(self):
        self.debt(document_number="7", confirm=True)
        due = "2026-09-15"
        content = self._xlsx(
            ("Almacén El Ceibo", "FC", 1, "2026-01-05", due, 100, None),
            ("Nobody", "FC", 2, "2026-01-05", due, 100, None),
            ("Almacén El Ceibo", "FC", 3, "soon", due, 100, None),
            ("Almacén El Ceibo", "FC", 4, "2026-01-05", due, "much", "ZZZ"),
            ("Almacén El Ceibo", "FC", 5, "2026-01-05", None, 100, None),
            ("Almacén El Ceibo", "fc", 1, "2026-01-05", due, 100, None),
            ("Almacén El Ceibo", "FC", 7, "2026-01-05", due, 100, None),
            ("Almacén El Ceibo", "FC", 8, "2026-01-05", due, 0, None),
            (None, "FC", 9, "2026-01-05", due, 5, None),
        )
        wizard = self._wizard(content)
        wizard.action_import()
        self.assertEqual(
            [(row.line, row.problem.replace("\xa0", " ")) for row in wizard.line_ids],
            [
                (3, "There is no customer Nobody."),
                (4, "soon can't be read."),
                (5, "There is no currency ZZZ."),
                (5, "much can't be read."),
                (6, "Say when FC 5 falls due."),
                (7, "The same document is on line 2."),
                (8, "Almacén El Ceibo already has FC 7 due 01/15/2026."),
                (9, "The amount must be above zero."),
                (10, "The customer is missing."),
            ],
        )
        self.assertEqual(len(self._debts()), 1)

    def test_text_file_and_tax_number(self):
        content = "Cuit;Importe\n20-1;150,50\n".encode("latin-1")
        self._wizard(content).action_import()
        self.assertEqual(self._debts().partner_id, self.customer)
        self.assertEqual(self._debts().amount, 150.5)

    def test_files_that_are_none(self):
        for content, sentence in (
            (b"PK\x03\x04 broken", "can't be read"),
            (b"a;b\n1;2\n", "headings Customer and Amount"),
            (b"Cliente;Importe\n", "no debts"),
        ):
            with self.subTest(content), self.assertRaisesRegex(UserError, sentence):
                self._wizard(content).action_check()

    def test_missing_settings_are_told_once(self):
        self.company.cobranzas_debt_sales_account_id = False
        with self.assertRaisesRegex(UserError, "sales account of outside debts"):
            self._wizard(b"Cliente;Importe\n20-1;5\n20-1;6\n").action_check()

    def test_queries_do_not_grow_with_the_rows(self):
        """A dry run of ten times the rows needs no more queries but for what each row writes."""

        def count(rows):
            content = self._xlsx(
                *(
                    ("Almacén El Ceibo", "FC", 100 + n, "2026-01-05", "2026-09-15", 10, None)
                    for n in range(rows)
                )
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["cobranzas.operation"]._import_outside_debts(content, self.company, True)
            return self.env.cr.sql_log_count - before

        count(2)
        few, many = count(4), count(40)
        self.assertLess(many - few, 36)

    def test_rights(self):
        cashier = self.make_user("debt_cashier", "l10n_cobranzas.group_cobranzas_cashier")
        with self.assertRaises(AccessError):
            self._wizard(b"Cliente;Importe\n20-1;5\n", cashier)
        with self.assertRaises(AccessError):
            self.env["cobranzas.operation"].with_user(cashier)._import_outside_debts(
                b"Cliente;Importe\n20-1;5\n", self.company
            )
        accountant = self.make_user("debt_accountant", "l10n_cobranzas.group_cobranzas_accountant")
        self._wizard(b"Cliente;Importe\n20-1;5\n", accountant).action_import()
        self.assertEqual(self._debts().amount, 5)
