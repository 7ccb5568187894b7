"""The company of the update test: accounts, journals, people, settings, invoices."""

from odoo import Command

OWN = "l10n_cobranzas."


class Company:
    """A company with what its receipts need; ``receipts.py`` makes those."""

    def __init__(self, env):
        self.env = env
        self.company = env.company

    # --- the company -----------------------------------------------------------------------

    def make_company(self):
        """Make the company, with every setting that has no fixed list of values."""
        self._make_chart()
        self._make_accounts()
        self._make_people()
        self._make_invoices()
        self._make_settings()

    def _make_chart(self):
        env = self.env
        env["account.chart.template"].try_loading(
            "generic_coa", company=self.company, install_demo=False
        )
        self.company.email = "cobranzas@example.com"
        journals = env["account.journal"]
        self.bank = journals.search([("type", "=", "bank")], limit=1)
        self.general = journals.search([("type", "=", "general")], limit=1)
        self.cash = journals.create({"name": "Caja", "code": "CAJA", "type": "cash"})
        check_methods = [
            Command.create({"payment_method_id": env.ref(f"l10n_latam_check.{name}").id})
            for name in (
                "account_payment_method_new_third_party_checks",
                "account_payment_method_in_third_party_checks",
            )
        ]
        self.portfolio = journals.create(
            {
                "name": "Cheques de terceros",
                "code": "CHT",
                "type": "cash",
                "inbound_payment_method_line_ids": [Command.clear(), *check_methods],
            }
        )

    def _account(self, name, code, kind="asset_current", reconcile=False):
        return self.env["account.account"].create(
            {"name": name, "code": code, "account_type": kind, "reconcile": reconcile}
        )

    def _make_accounts(self):
        outstanding = self._account("Outstanding Receipts", "OUTR", reconcile=True)
        coupons = self._account("Cards in Portfolio", "CARDS", reconcile=True)
        self.in_documents = self._account("Documents", "DOC1", "asset_receivable", True)
        self.unidentified = self._account("Unidentified", "UNID", "liability_current", True)
        self.rounding = self._account("Rounding", "RND", "income_other")
        journals = self.bank | self.cash | self.portfolio
        journals.inbound_payment_method_line_ids.payment_account_id = outstanding
        self.card_method = self.env["account.payment.method.line"].create(
            {
                "journal_id": self.bank.id,
                "payment_method_id": self.env.ref(f"{OWN}account_payment_method_card").id,
                "payment_account_id": coupons.id,
            }
        )
        self.vat = self._make_tax("Ret. IVA", self._account("VAT withheld", "RIVA"), -10)
        self.gross = self._make_tax("Ret. IIBB", self._account("Gross withheld", "RIB"), -3)
        self.eur = self.env.ref("base.EUR")
        self.eur.active = True
        self.env["res.currency.rate"].create(
            [
                {"name": name, "rate": rate, "currency_id": self.eur.id}
                for name, rate in (("2026-01-01", 0.5), ("2026-02-01", 0.4), ("2026-03-01", 0.625))
            ]
        )

    def _make_tax(self, name, account, amount):
        repartition = [
            Command.create({"repartition_type": "base"}),
            Command.create({"repartition_type": "tax", "account_id": account.id}),
        ]
        return self.env["account.tax"].create(
            {
                "name": name,
                "amount": amount,
                "type_tax_use": "sale",
                "is_withholding_tax_on_payment": True,
                "invoice_repartition_line_ids": repartition,
                "refund_repartition_line_ids": repartition,
            }
        )

    def _make_settings(self):
        self.company.write(
            {
                "cobranzas_deposit_account_id": self.unidentified.id,
                "cobranzas_rounding_tolerance": 0.5,
                "cobranzas_rounding_gain_account_id": self.rounding.id,
                "cobranzas_rounding_loss_account_id": self.rounding.id,
                "cobranzas_document_account_id": self.in_documents.id,
                "cobranzas_rate_required": "any",
            }
        )

    def change_settings(self):
        """None of those with a fixed list of values is left at its default."""
        self.company.write(
            {
                "cobranzas_show_documents": "always",
                "cobranzas_criterion": "largest",
                "cobranzas_skip_debit_notes": True,
                "cobranzas_skip_credit_notes": False,
                "cobranzas_first": "values",
                "cobranzas_excess": "change",
                "cobranzas_change_journal_id": self.cash.id,
                "cobranzas_journal_id": self.general.id,
                "cobranzas_deposit_search": "reference",
                "cobranzas_allow_reprint": False,
                "cobranzas_classification": "optional",
                "cobranzas_classification_id": self.classification.id,
                "cobranzas_credit_invoice_account_id": self.in_documents.id,
                "cobranzas_postdated_mode": "credit_note",
                "cobranzas_aging_days": "10,20,40",
            }
        )

    # --- people, books, profiles -----------------------------------------------------------

    def _user(self, login, *roles):
        groups = [self.env.ref(f"{OWN}group_cobranzas_{role}").id for role in roles]
        return self.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "email": f"{login}@example.com",
                "group_ids": [Command.set(groups)],
            }
        )

    def _make_people(self):
        names = ("Almacén El Ceibo", "Ñandú Hnos.", "Bazar Sur", "Casa Norte")
        self.ceibo, self.nandu, self.bazar, self.casa = self.env["res.partner"].create(
            [{"name": name, "email": f"c{n}@example.com"} for n, name in enumerate(names)]
        )
        self._user("update_manager", "manager", "reprint")
        self._user("update_accountant", "accountant")
        cashier = self._user("update_cashier", "cashier")
        collector = self._user("update_collector", "collector")
        partners = [Command.set((self.nandu | self.casa).ids)]
        self.collectors = self.env["cobranzas.collector"].create(
            [
                {"name": "Ana", "user_id": collector.id, "partner_ids": partners},
                {"name": "Beto", "partner_ids": [Command.set(self.bazar.ids)]},
            ]
        )
        self.group = self.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo Sur",
                "allocate_across": True,
                "member_ids": [
                    Command.create({"partner_id": partner.id, "comment": "Sucursal"})
                    for partner in self.bazar | self.casa
                ],
            }
        )
        self.classification = self.env["cobranzas.classification"].create(
            {"code": "C1", "name": "Mostrador", "company_id": self.company.id}
        )
        self._make_books(cashier)

    def _make_books(self, cashier):
        self.book = self.env["cobranzas.receipt.book"].create(
            {
                "name": "Calle",
                "prefix": "X 0001-",
                "mode": "preprinted",
                "number_from": 10,
                "number_to": 60,
                "max_lines": 9,
                "sequence": 20,
                "company_id": self.company.id,
            }
        )
        self.env["cobranzas.receipt.spoiled"].create(
            {"book_id": self.book.id, "number": 12, "reason": "Se manchó"}
        )
        self.env["cobranzas.profile"].create(
            {
                "name": "Mostrador",
                "company_id": self.company.id,
                "user_ids": [Command.link(cashier.id)],
                "payment_method_line_ids": [
                    Command.set(self.cash.inbound_payment_method_line_ids.ids)
                ],
                "book_ids": [Command.set(self.book.ids)],
                "edit_date": False,
            }
        )
        self.title = self.env["cobranzas.legend.title"].create({"name": "Recibido por"})

    # --- invoices --------------------------------------------------------------------------

    def _invoice(self, amount, partner=None, currency=None, move_type="out_invoice", term=None):
        move = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": (partner or self.ceibo).id,
                "invoice_date": "2026-01-10",
                "date": "2026-01-10",
                "invoice_payment_term_id": term.id if term else False,
                "invoice_date_due": "2026-02-09",
                "currency_id": (currency or self.company.currency_id).id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Mercadería", "price_unit": amount, "tax_ids": [Command.clear()]}
                    )
                ],
            }
        )
        move.action_post()
        return move.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )

    def _make_invoices(self):
        """Some that stay open, of every customer, beside those that receipts pay."""
        for amount, partner in ((50, self.ceibo), (60, self.nandu), (70, self.bazar)):
            self._invoice(amount, partner)
        self._invoice(80, self.casa, self.eur)
        paid = self._invoice(90, self.nandu)
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.nandu.id,
                "amount": 40,
                "date": "2026-01-20",
                "journal_id": self.bank.id,
                "payment_type": "inbound",
                "partner_type": "customer",
            }
        )
        payment.action_post()
        credit = payment.move_id.line_ids.filtered("credit")
        (paid | credit).reconcile()
