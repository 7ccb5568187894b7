"""A company with a movement of every kind, for the tests of movements and of the explorers."""

from odoo.fields import Command, Domain

from .kept import kept
from .reference_movements import ReferenceMovements
from .withholdings import WithholdingsCommon


class MovementsCommon(ReferenceMovements, WithholdingsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.eur = cls.setup_other_currency("EUR", rates=[("2026-01-01", 0.5), ("2026-03-01", 0.4)])
        cls.branch = cls.env["res.partner"].create(
            {"name": "Sucursal Norte", "parent_id": cls.customer.id, "type": "other"}
        )
        cls.collector = cls.env["cobranzas.collector"].create({"name": "Mariana Ruiz"})
        cls.customer.cobranzas_collector_id = cls.collector
        cls.group = cls.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo Los Alerces",
                "member_ids": [
                    Command.create({"partner_id": partner.id})
                    for partner in cls.customer | cls.other_customer
                ],
            }
        )
        cls._make_documents()
        cls._make_receipts()
        cls._make_entries()
        cls.env.flush_all()

    # ------------------------------------------------------------------
    # What happens
    # ------------------------------------------------------------------

    @classmethod
    def _make_documents(cls):
        cls.first = cls.invoice(1000, "2026-01-10", "2026-02-10")
        cls.taxed = cls.item(cls._taxed_invoice("out_invoice", 500))
        cls.abroad = cls.invoice(300, "2026-01-20", currency=cls.eur)
        cls.theirs = cls.invoice(800, "2026-01-12", partner=cls.other_customer)
        cls.credit = cls.item(cls._taxed_invoice("out_refund", 100, "2026-01-25"))
        cls.instalments = cls._instalments(900)
        cls.draft_invoice = cls._taxed_invoice("out_invoice", 70, "2026-01-28", post=False)
        cls.cancelled = cls._taxed_invoice("out_invoice", 60, "2026-01-29")
        cls.cancelled.button_draft()
        cls.cancelled.button_cancel()

    @classmethod
    def _taxed_invoice(cls, move_type, amount, date="2026-01-15", post=True):
        move = cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": cls.customer.id,
                "invoice_date": date,
                "date": date,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Mercadería",
                            "price_unit": amount,
                            "tax_ids": [Command.set(cls.company_data["default_tax_sale"].ids)],
                        }
                    )
                ],
            }
        )
        if post:
            move.action_post()
        return move

    @classmethod
    def _instalments(cls, amount):
        term = cls.env["account.payment.term"].create(
            {
                "name": "In two",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (30, 60)
                ],
            }
        )
        move = cls.invoice(amount, "2026-01-18").move_id
        move.button_draft()
        move.invoice_payment_term_id = term
        move.action_post()
        return cls.item(move)

    @classmethod
    def _make_receipts(cls):
        # part of an invoice, by cash and a certificate of an earlier date
        cls.paid = cls._posted(
            [(cls.first, 600)],
            [cls.cash_value(550)],
            withholding_ids=[Command.create(cls.certificate(50, date="2026-01-31"))],
        )
        # a certificate that is corrected on the posted receipt
        cls.corrected = cls._posted(
            [(cls.first, 150)],
            [cls.cash_value(100)],
            withholding_ids=[Command.create(cls.certificate(50, number="12"))],
            date="2026-02-05",
        )
        row = cls.corrected.withholding_ids
        cls.corrected.action_change_withholdings(change={row.id: {"amount": 40}}, reason="Typo")
        # voided, after a correction
        cls.voided = cls._voided("2026-02-06", "2026-02-20", "13")
        # all in a day
        cls.hurried = cls._voided("2026-02-14", "2026-02-14", "14")
        # two currencies, with an exchange difference; some stays on account
        cls.abroad_paid = cls._posted(
            [(cls.abroad, 100)],
            [cls.cash_value(100, currency_id=cls.eur.id), cls.cash_value(33)],
            date="2026-03-02",
        )
        # one pays for the group
        cls.grouped = cls._posted(
            [(cls.first, 50), (cls.theirs, 300)],
            [cls.transfer_value(350)],
            allocate_by_group=True,
            date="2026-02-07",
        )
        # a promissory note
        cls.documented = cls._posted(
            [(cls.theirs, 200)],
            [],
            partner_id=cls.other_customer.id,
            document_ids=[
                Command.create({"name": "0001-9", "amount": 200, "date_due": "2026-05-01"})
            ],
            date="2026-02-08",
        )
        # applications make partials alone
        cls.applied = cls._application([(cls.taxed, 60), (cls.credit, -60)], "2026-02-09")
        cls.unapplied = cls._application([(cls.taxed, 20), (cls.credit, -20)], "2026-02-10")
        cls.unapplied.action_void("2026-02-21", "Error")
        cls.draft = cls.receipt([cls.first], [cls.cash_value(77)], date="2026-02-11")

    @classmethod
    def _posted(cls, lines, values, **kw):
        receipt = cls.receipt(lines, values, **kw)
        receipt.action_post()
        return receipt

    @classmethod
    def _voided(cls, date, void_date, number):
        """A receipt of 170 and a certificate of 30, corrected to 20, then voided."""
        receipt = cls._posted(
            [(cls.taxed, 200)],
            [cls.cash_value(170)],
            withholding_ids=[Command.create(cls.certificate(30, number=number))],
            date=date,
        )
        row = receipt.withholding_ids
        receipt.action_change_withholdings(change={row.id: {"amount": 20}}, reason="Typo")
        receipt.action_void(void_date, "Error")
        return receipt

    @classmethod
    def _application(cls, lines, date):
        return cls._posted(lines, [], date=date, kind="application")

    @classmethod
    def _make_entries(cls):
        cls.opening = cls._entry("2026-01-05", [(cls.branch, 90), (cls.customer, 10)])
        cls.mistake = cls._entry("2026-01-06", [(cls.other_customer, 44)])
        mirror = cls.mistake._reverse_moves([{"date": "2026-01-07"}])
        mirror.action_post()
        cls.payment = cls._payment(120, "2026-02-12")
        (cls.item(cls.payment.move_id) | cls.instalments[0]).reconcile()
        cls._payment(5, "2026-02-13").action_cancel()

    @classmethod
    def _entry(cls, date, debts):
        other = cls.company_data["default_account_revenue"]
        move = cls.env["account.move"].create(
            {
                "date": date,
                "journal_id": cls.company_data["default_journal_misc"].id,
                "line_ids": [
                    *(
                        Command.create(
                            {
                                "account_id": cls.receivable.id,
                                "partner_id": partner.id,
                                "debit": amount,
                            }
                        )
                        for partner, amount in debts
                    ),
                    Command.create(
                        {
                            "account_id": other.id,
                            "credit": sum(amount for _partner, amount in debts),
                        }
                    ),
                ],
            }
        )
        move.action_post()
        return move

    @classmethod
    def _payment(cls, amount, date):
        payment = cls.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": cls.customer.id,
                "journal_id": cls.bank.id,
                "amount": amount,
                "date": date,
            }
        )
        payment.action_post()
        return payment

    # ------------------------------------------------------------------
    # Reports
    # ------------------------------------------------------------------

    @classmethod
    def make_report(cls, key, **filters):
        return cls.env["cobranzas.report"].create(
            {
                "report": key,
                "period": "custom",
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                **filters,
            }
        )

    def assertSums(self, report, depth, expected):
        """Compare the group rows of a depth, as {(values of the path, currency): amounts}."""
        found = {
            (row.path, row.currency_id): tuple(round(value, 2) for value in row.values.values())
            for row in report._get_table(details=False).rows
            if len(row.path) == depth
        }
        self.assertEqual(found, expected)

    def assertDrills(self, report):
        """Each figure equals the sum of the items it opens, and their number fits."""
        screen = report.get_screen()
        amounts = [column["name"] for column in screen["columns"] if column["kind"] == "amount"]
        rows = screen["rows"] + screen["totals"]
        self.assertTrue(rows and amounts)
        for row in rows:
            for name in amounts:
                action = report.action_open_figure(row["path"], row["currency_id"], name)
                items = self.env[action["res_model"]].with_context(**action["context"])
                items = items.search(Domain(action["domain"]))
                column = next(each for each in self._columns(report) if each.name == name)
                own = column.company_field if report.currency_mode == "company" else column.field
                with self.subTest(row=row["label"], column=name):
                    self.assertAlmostEqual(sum(items.mapped(own)), row["values"][name], places=2)
        return rows

    @staticmethod
    def _columns(report):
        return report._get_definition()._get_columns(report)
