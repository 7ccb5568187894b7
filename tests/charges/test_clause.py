"""The foreign-currency clause of customers, on their documents and in their balance (CHG-01)."""

from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestClause(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.usd = cls.env["res.currency"].create({"name": "XUS", "symbol": "U", "rounding": 0.01})
        cls.env["res.currency.rate"].create(
            [
                {
                    "name": date,
                    "rate": 1 / rate,
                    "currency_id": cls.usd.id,
                    "company_id": cls.company.id,
                }
                for date, rate in (("2026-01-01", 1000), ("2026-02-01", 1100))
            ]
        )
        cls.customer.with_company(cls.company).cobranzas_clause_currency_id = cls.usd

    def clause(self, item):
        move = item.move_id
        return move.cobranzas_clause_currency_id, move.cobranzas_clause_rate

    def draft(self, **vals):
        return self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": "2026-01-10",
                "company_id": self.company.id,
                "invoice_line_ids": [Command.create({"name": "Mercadería", "price_unit": 100})],
                **vals,
            }
        )

    # ------------------------------------------------------------------
    # On documents
    # ------------------------------------------------------------------

    def test_copied_onto_documents_with_the_rate_of_their_day(self):
        none = self.env["res.currency"]
        for case, item, wanted in (
            ("in pesos", self.invoice(1000), (self.usd, 1000)),
            ("in dollars", self.invoice(10, currency=self.usd), (self.usd, 1000)),
            ("later", self.invoice(10, date="2026-02-03"), (self.usd, 1100)),
            ("a credit note", self.invoice(10, move_type="out_refund"), (self.usd, 1000)),
            ("of another", self.invoice(10, partner=self.other_customer), (none, 0)),
        ):
            with self.subTest(case):
                self.assertEqual(self.clause(item), wanted)

    def test_typed_rate_of_a_document_in_dollars(self):
        move = self.draft(currency_id=self.usd.id)
        move.invoice_currency_rate = 1 / 1050
        move.action_post()
        self.assertEqual(move.cobranzas_clause_rate, 1050)

    def test_without_a_date_it_takes_the_rate_of_the_day_it_is_posted(self):
        today = fields.Date.context_today(self.env.user)
        self.env["res.currency.rate"].create(
            {
                "name": today,
                "rate": 1 / 1300,
                "currency_id": self.usd.id,
                "company_id": self.company.id,
            }
        )
        with freeze_time(today - timedelta(days=1)):
            move = self.draft(invoice_date=False)
            self.assertEqual(move.cobranzas_clause_rate, 1100)
        move.action_post()
        self.assertEqual((move.invoice_date, move.cobranzas_clause_rate), (today, 1300))

    def test_a_change_of_the_customer_changes_no_posted_document(self):
        item = self.invoice(1000)
        self.customer.with_company(self.company).cobranzas_clause_currency_id = False
        self.other_customer.vat = self.customer.vat
        self.customer.parent_id = self.other_customer
        self.env.flush_all()
        self.assertEqual(self.clause(item), (self.usd, 1000))
        self.assertFalse(self.clause(self.invoice(1000))[0])

    def test_members_follow_their_group(self):
        eur = self.make_rates({"2026-01-01": 1 / 1200})
        group = self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo",
                "clause_currency_id": eur.id,
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in self.customer | self.other_customer
                ],
            }
        )
        for partner in group.member_ids.partner_id:
            self.assertEqual(self.clause(self.invoice(1, partner=partner)), (eur, 1200))
        group.clause_currency_id = False
        self.assertEqual(self.clause(self.invoice(1)), (self.usd, 1000))
        self.assertFalse(self.clause(self.invoice(1, partner=self.other_customer))[0])

    def test_the_companys_own_currency_is_no_clause(self):
        self.customer.with_company(
            self.company
        ).cobranzas_clause_currency_id = self.company.currency_id
        self.assertFalse(self.clause(self.invoice(1))[0])

    def test_opening_entries_and_outside_debts_have_none(self):
        self.company.cobranzas_debt_sales_account_id = self.company_data["default_account_revenue"]
        debt = self.env["cobranzas.operation"].create(
            {
                "kind": "outside_debt",
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "date": "2026-01-10",
                "currency_id": self.usd.id,
                "amount": 100,
                "rate": 1000,
                "reason": "Opening",
            }
        )
        debt.action_confirm()
        self.assertFalse(debt.result_ids.move_id.cobranzas_clause_currency_id)

    def test_no_rate_of_the_day(self):
        self.env["res.currency.rate"].search([("currency_id", "=", self.usd.id)]).unlink()
        move = self.draft()
        with self.assertRaisesRegex(UserError, "there is no rate"), self.env.cr.savepoint():
            move.action_post()
        move.cobranzas_clause_rate = 1000
        move.action_post()
        self.assertEqual(move.cobranzas_clause_rate, 1000)

    def test_who_changes_it_and_until_when(self):
        move = self.draft()
        clerk = self.make_user("clerk", "account.group_account_invoice")
        accountant = self.make_user("acc", "l10n_cobranzas.group_cobranzas_accountant")
        for vals in ({"cobranzas_clause_currency_id": False}, {"cobranzas_clause_rate": 5}):
            with self.assertRaisesRegex(AccessError, "by an accountant"):
                move.with_user(clerk).write(vals)
            with self.assertRaisesRegex(AccessError, "by an accountant"):
                move.with_user(clerk).create(
                    {"move_type": "out_invoice", "partner_id": self.customer.id, **vals}
                )
        with Form(move.with_user(accountant)) as form:
            form.cobranzas_clause_rate = 1010
        move.with_user(clerk).action_post()
        self.assertEqual(move.cobranzas_clause_rate, 1010)
        with self.assertRaisesRegex(UserError, "is posted"):
            move.with_user(accountant).cobranzas_clause_rate = 5

    def test_many_documents_are_bound_at_once(self):
        """As many queries for ten customers as for two."""
        customers = self.env["res.partner"].create([{"name": f"C {n}"} for n in range(12)])
        customers.with_company(self.company).cobranzas_clause_currency_id = self.usd
        moves = self.env["account.move"].union(
            *(self.draft(partner_id=customer.id) for customer in customers)
        )
        fields_of = [moves._fields[f"cobranzas_clause_{name}"] for name in ("currency_id", "rate")]
        counts = []
        for some in (moves, moves[:2], moves[2:]):  # the first fills what is read once
            self.env.flush_all()
            self.env.invalidate_all()
            for field in fields_of:
                self.env.add_to_compute(field, some)
            before = self.env.cr.sql_log_count
            self.assertEqual(set(some.mapped("cobranzas_clause_rate")), {1000})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])

    def test_taken_off_by_an_accountant(self):
        move = self.draft()
        move.cobranzas_clause_currency_id = False
        move.action_post()
        self.assertEqual(self.clause(self.item(move)), (self.env["res.currency"], 0))

    # ------------------------------------------------------------------
    # In a receipt
    # ------------------------------------------------------------------

    def differences(self, receipt):
        from_units = self.company.currency_id._cobranzas_from_minor_units
        return [
            (row.key.move_line_id, *(from_units(n) for n in (row.foreign, row.covered, row.amount)))
            for row in receipt._prepare_exchange_differences()
        ]

    def test_differences_of_a_receipt(self):
        dollars, pesos = self.invoice(1210, currency=self.usd), self.invoice(1210000)
        late = self.invoice(50, date="2026-02-01", currency=self.usd)
        credit = self.invoice(10, currency=self.usd, move_type="out_refund")
        receipt = self.receipt([(dollars, 500), pesos, late, credit])
        self.assertEqual(
            self.differences(receipt),
            [
                (dollars, 500, 500000, 50000),
                (pesos, 1210, 1210000, 121000),
                (credit, -10, -10000, -1000),
            ],
        )
        receipt.rate_ids.rate = 900
        self.assertEqual(
            self.differences(receipt),
            [
                (dollars, 500, 500000, -50000),
                (pesos, 1210, 1210000, -121000),
                (late, 50, 55000, -10000),
                (credit, -10, -10000, 1000),
            ],
        )

    def test_differences_of_a_receipt_in_dollars(self):
        dollars, pesos = self.invoice(1210, currency=self.usd), self.invoice(1210000)
        receipt = self.receipt([dollars, pesos], currency_id=self.usd.id)
        self.assertEqual(self.differences(receipt), [(pesos, 1210, 1210000, 121000)])

    def test_x09_a_document_in_pesos_collected_in_parts(self):
        """454,550.00 of it and a note of 45,450.00: no exchange entry, and dollars close."""
        self.company.cobranzas_exchange_at_receipt = "never"  # the note by hand
        document, note = self.invoice(1210000), self.invoice(45450, partner=self.customer)
        receipt = self.receipt([(document, 454550), note], [self.cash_value(500000)])
        receipt.action_post()
        self.assertFalse(receipt.partial_ids.exchange_move_id)
        rest = self.receipt([document])
        self.assertEqual(self.differences(rest), [(document, 755.45, 755450, 75545)])

    # ------------------------------------------------------------------
    # Balance in both currencies
    # ------------------------------------------------------------------

    def test_balance_in_both_currencies(self):
        self.invoice(1000)
        self.invoice(10, currency=self.usd)
        self.invoice(1100, date="2026-02-01")
        self.receipt([], [self.cash_value(440)], date="2026-02-01").action_post()
        customer = self.customer.with_company(self.company)
        self.assertEqual(customer.cobranzas_clause_in_force_id, self.usd)
        # 1.00 + 10.00 + 1.00, less 440 on account at today's 1,100
        self.assertEqual(customer.cobranzas_clause_balance, 11.6)
        self.assertEqual(customer.cobranzas_balance, 11660)
        other = self.other_customer.with_company(self.company)
        self.assertEqual(other.cobranzas_clause_balance, 0)
        items = self.env["cobranzas.open.item"].search([("partner_id", "=", customer.id)])
        self.assertEqual(sorted(items.mapped("residual_clause")), [0, 1, 1, 10])

    def test_balances_are_read_at_once(self):
        self.invoice(1000)
        both = (self.customer | self.other_customer).with_company(self.company)
        self.other_customer.with_company(self.company).cobranzas_clause_currency_id = self.usd
        self.invoice(1000, partner=self.other_customer)
        self.env.flush_all()
        counts = []
        for partners in (both, both[:1], both):  # the first fills what is read once
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            partners.mapped("cobranzas_clause_balance")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
