"""What the update test makes with version 19.0.1.2.0, through that version's public methods.

``run(env)`` makes it, in an Odoo shell on a database with that version, and returns what the later
version is asked for: see ``Receipts.notes``.
"""

from odoo import Command
from update.company import OWN, Company


class Receipts(Company):
    """Makes receipts of every kind, deposits, documents and statement runs.

    ``notes["owed"]`` tells for each receipt that is still posted, in the order of posting, what
    its documents owed just before: [receipt id, {item id: [residual, residual in its currency]}].
    ``notes["pending"]`` is the id of a deposit, ``notes["draft"]`` those of a draft and its item.
    """

    def __init__(self, env):
        super().__init__(env)
        self.notes = {"owed": []}

    def make(self):
        """Make everything; return the notes."""
        self.make_company()
        self._receive_values()
        self._receive_certificates()
        self._receive_documents()
        self._receive_deposits()
        self._apply_credits()
        self._receive_currencies()
        self._receive_of_group()
        self._correct_and_void()
        self._send_statements()
        self._leave_drafts()
        self.change_settings()
        return self.notes

    # --- receipts --------------------------------------------------------------------------

    def _draft(self, lines=(), values=(), **kw):
        """A draft. ``lines``: (item, amount to settle); ``values``: of values received."""
        rows = [{"move_line_id": item.id, "amount": amount} for item, amount in lines]
        return self.env["cobranzas.receipt"].create(
            {
                "partner_id": self.ceibo.id,
                "date": "2026-02-05",
                "currency_id": self.company.currency_id.id,
                "line_ids": [Command.create(vals) for vals in rows],
                "value_ids": [Command.create(vals) for vals in values],
                **kw,
            }
        )

    def _post(self, receipt):
        """Post it, and note what its documents owed before."""
        self.env.flush_all()
        owed = {
            item.id: [item.amount_residual, item.amount_residual_currency]
            for item in receipt.line_ids.move_line_id
        }
        receipt.action_post()
        self.notes["owed"].append([receipt.id, owed])
        return receipt

    def _collect(self, *args, **kw):
        return self._post(self._draft(*args, **kw))

    def _in_cash(self, amount, **kw):
        return {"journal_id": self.cash.id, "amount": amount, **kw}

    def _by_transfer(self, amount, **kw):
        return {"journal_id": self.bank.id, "amount": amount, "operation_number": "TR 1", **kw}

    def _receive_values(self):
        """Cash, a transfer, cheques and a card; on account; a difference of cents."""
        one, two = self._invoice(200), self._invoice(150)
        check = {
            "name": "12345678",
            "bank_id": self.env["res.bank"].create({"name": "Banco Nación"}).id,
            "payment_date": "2026-05-15",
            "amount": 120,
        }
        self._collect(
            [(one, 200), (two, 100)],
            [self._in_cash(100), self._by_transfer(80)],
            check_ids=[Command.create(check)],
            legend_ids=[Command.create({"title_id": self.title.id, "text": "Juan Pérez"})],
            classification_id=self.classification.id,
            note="Cobrado en el mostrador",
        )
        card = {
            "payment_method_line_id": self.card_method.id,
            "amount": 90,
            "card_brand_id": self.env.ref(f"{OWN}cobranzas_card_brand_visa").id,
            "coupon_number": "0042",
            "batch_number": "7",
            "instalments": 3,
        }
        self._collect([(self._invoice(90), 90)], [card])
        self._collect([], [self._in_cash(250)], book_id=self.book.id, preprinted_number=14)
        self._collect([(self._invoice(100), 100)], [self._in_cash(99.8)])
        self._allocate_manually()

    def _allocate_manually(self):
        old, new = self._invoice(100), self._invoice(100)
        receipt = self._draft([(old, 100), (new, 100)], [self._in_cash(120), self._by_transfer(80)])
        cash, transfer = receipt.value_ids
        first, second = receipt.line_ids
        receipt.save_allocations(
            [
                {"source": f"{value._name},{value.id}", "document": line.id, "amount": amount}
                for value, line, amount in (
                    (cash, second, 100),
                    (cash, first, 20),
                    (transfer, first, 80),
                )
            ]
        )
        self._post(receipt)

    def _certificate(self, amount, tax=None, number="0001-00000007", **kw):
        return {
            "tax_id": (tax or self.vat).id,
            "name": number,
            "base_amount": amount * 10,
            "amount": amount,
            **kw,
        }

    def _receive_certificates(self):
        """Withholdings; then one corrected, one added, on the posted receipt."""
        item = self._invoice(1000)
        receipt = self._collect(
            [(item, 1000)],
            [self._in_cash(870)],
            withholding_ids=[
                Command.create(self._certificate(100, date="2026-01-30")),
                Command.create(self._certificate(30, self.gross, "88")),
            ],
        )
        receipt.action_change_withholdings(
            change={receipt.withholding_ids[0].id: {"amount": 80}},
            add=[self._certificate(5, self.gross, "89")],
            reason="Mal cargada",
        )

    def _receive_documents(self):
        """A bill, collected in part later; a post-dated collection; credit invoices."""
        bill = {"name": "0001-123", "amount": 700, "date_due": "2026-05-01", "kind": "bill"}
        receipt = self._collect(
            [(self._invoice(1000), 1000)],
            [self._in_cash(300)],
            document_ids=[Command.create(bill)],
        )
        item = receipt.document_ids.move_line_id
        self._collect([(item, 250)], [self._in_cash(250)], date="2026-02-20")
        paper = {"name": "P 1", "amount": 300, "date_due": "2026-07-15", "kind": "postdated"}
        self._collect([(self._invoice(300), 300)], document_ids=[Command.create(paper)])
        term = self.env["account.payment.term"].create(
            {
                "name": "30/60 con facturas de crédito",
                "cobranzas_credit_invoices": True,
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": share, "nb_days": days})
                    for share, days in ((60, 30), (40, 60))
                ],
            }
        )
        items = self._invoice(400, term=term)
        self._collect([(item, item.amount_residual) for item in items])
        self._invoice(500, self.bazar, term=term)

    def _receive_deposits(self):
        """Unidentified deposits: pending, used by a receipt, cancelled, and a draft."""
        deposits = self.env["cobranzas.deposit"].create(
            [
                {
                    "journal_id": self.bank.id,
                    "date": "2026-01-20",
                    "amount": amount,
                    "reference": f"DEP {amount}",
                }
                for amount in (510, 520, 530, 540)
            ]
        )
        deposits[:3].action_post()
        self.notes["pending"] = deposits[0].id
        deposits[2].action_cancel("2026-02-01")
        method = self.bank.inbound_payment_method_line_ids.filtered(
            lambda line: line.code == "cobranzas_deposit"
        )
        value = {
            "payment_method_line_id": method.id,
            "amount": 520,
            "operation_number": "DEP 520",
        }
        self._collect([(self._invoice(520), 520)], [value])

    def _apply_credits(self):
        """Applications: a credit note, and what another receipt left on account."""
        credit = self._invoice(40, move_type="out_refund")
        self._collect(
            [(credit, -40), (self._invoice(60), 40)], kind="application", date="2026-02-15"
        )
        left = self._collect([], [self._by_transfer(130)], date="2026-02-10")
        on_account = left.move_ids.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
        self._collect(
            [(on_account, -130), (self._invoice(200), 130)], kind="application", date="2026-02-16"
        )

    def _receive_currencies(self):
        """A debt in euros paid in the company's currency, and the other way round."""
        self._collect([(self._invoice(100, currency=self.eur), 60)], [self._in_cash(150)])
        self._collect(
            [(self._invoice(64), 64)],
            [self._in_cash(40, currency_id=self.eur.id)],
            date="2026-03-15",
        )

    def _receive_of_group(self):
        """One customer of a group pays for another."""
        own, others = self._invoice(150, self.bazar), self._invoice(250, self.casa)
        self._collect(
            [(own, 150), (others, 200)],
            [self._in_cash(300), self._by_transfer(80)],
            partner_id=self.bazar.id,
            allocate_by_group=True,
        )

    def _correct_and_void(self):
        dated = self._collect(
            [(self._invoice(110, self.nandu), 110)], [self._in_cash(110)], partner_id=self.nandu.id
        )
        dated.action_change_date("2026-02-12", "Mal fechado")
        wrong = self._draft([(self._invoice(75), 75)], [self._in_cash(75)], date="2026-03-02")
        wrong.action_post()
        wrong.action_void("2026-03-12", "Otro cliente")

    def _send_statements(self):
        """A run sent, one prepared, and a draft; and the filters a user left on a report."""
        runs = self.env["cobranzas.statement.run"].create(
            [
                {
                    "date_from": "2026-01-01",
                    "date_to": "2026-03-31",
                    "attach_pdf": False,
                    **{name: [Command.set(records.ids)] for name, records in filters.items()},
                }
                for filters in (
                    {"partner_ids": self.ceibo | self.nandu},
                    {"collector_ids": self.collectors},
                    {"debtor_group_ids": self.group},
                )
            ]
        )
        for run in runs[:2]:
            run.action_prepare()
        runs[0].action_start()
        filters = {
            "company_ids": self.company,
            "partner_ids": self.ceibo,
            "debtor_group_ids": self.group,
            "collector_ids": self.collectors,
            "salesperson_ids": self.env.user,
            "category_ids": self.env["res.partner.category"].create({"name": "Mayorista"}),
        }
        self.env["cobranzas.report"].create(
            {
                "report": "aging",
                "period": "custom",
                "date_to": "2026-03-31",
                **{name: [Command.set(records.ids)] for name, records in filters.items()},
            }
        )

    def _leave_drafts(self):
        item = self._invoice(35)
        draft = self._draft([(item, 35)], [self._in_cash(35)], date="2026-03-20")
        self.notes["draft"] = [draft.id, item.id]
        self._draft([(self._invoice(45), 45)], [self._by_transfer(20)], date="2026-03-21")


def run(env):
    """Make the company and its receipts; return the notes on them."""
    notes = Receipts(env(context={**env.context, "tracking_disable": True})).make()
    env.flush_all()
    return notes
