"""What the tests of receipts share: a company ready to collect and short ways to say things."""

from odoo import fields
from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.fields import Command

from .kept import kept
from .undo import UndoAssertions


class CollectionsCommon(UndoAssertions, AccountTestInvoicingCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.cash = cls.company_data["default_journal_cash"]
        cls.bank = cls.company_data["default_journal_bank"]
        cls.receivable = cls.company_data["default_account_receivable"]
        cls.outstanding = cls.bank.inbound_payment_method_line_ids[:1].payment_account_id
        cls.customer = cls.env["res.partner"].create({"name": "Almacén El Ceibo", "vat": "20-1"})
        cls.other_customer = cls.env["res.partner"].create({"name": "Ñandú Hnos."})
        cls.bank_nacion = cls.env["res.bank"].create({"name": "Banco Nación"})
        cls.portfolio = cls._make_portfolio()
        cls.env.user.group_ids |= cls.env.ref(
            "l10n_cobranzas.group_cobranzas_manager"
        ) | cls.env.ref("l10n_cobranzas.group_cobranzas_reprint")

    @classmethod
    def _gc_filestore(cls):
        """Leave the files to what is kept: they go with the database of the run."""

    @classmethod
    def collect_company_accounting_data(cls, company):
        """Let PostgreSQL count the accounts of the chart that was just loaded.

        It has no statistics of rows that are not committed: with a chart of 1,800 accounts, core's
        search of the default accounts takes three minutes without them.
        """
        cls.env.flush_all()
        cls.env.cr.execute("ANALYZE account_account, account_account_res_company_rel")
        return super().collect_company_accounting_data(company)

    def allow_pdf_render(self):
        """Let wkhtmltopdf fetch pages; without one the test is skipped, which CI does not allow."""
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() == "install":
            self.skipTest("wkhtmltopdf is missing")
        return super().allow_pdf_render()

    @classmethod
    def _make_portfolio(cls, code="CHT"):
        """A journal that receives third-party cheques, as Argentine charts bring it."""
        return cls.env["account.journal"].create(
            {
                "name": "Cheques de terceros",
                "code": code,
                "type": "cash",
                "company_id": cls.company.id,
                "inbound_payment_method_line_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {"payment_method_id": cls.env.ref(f"l10n_latam_check.{name}").id}
                        )
                        for name in (
                            "account_payment_method_new_third_party_checks",
                            "account_payment_method_in_third_party_checks",
                        )
                    ),
                ],
                "outbound_payment_method_line_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "payment_method_id": cls.env.ref(
                                "l10n_latam_check.account_payment_method_out_third_party_checks"
                            ).id,
                            "payment_account_id": cls.bank.outbound_payment_method_line_ids[
                                :1
                            ].payment_account_id.id
                            or cls.company_data["default_account_assets"].id,
                        }
                    ),
                ],
            }
        )

    @classmethod
    def invoice(
        cls,
        amount,
        date="2026-01-10",
        due=None,
        partner=None,
        currency=None,
        move_type="out_invoice",
    ):
        """A posted invoice of one line without taxes; returns its receivable item."""
        move = cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": (partner or cls.customer).id,
                "invoice_date": date,
                "date": date,
                "invoice_date_due": due or date,
                "invoice_payment_term_id": False,
                "currency_id": (currency or cls.company.currency_id).id,
                "company_id": cls.company.id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Mercadería", "price_unit": amount, "tax_ids": [Command.clear()]}
                    )
                ],
            }
        )
        move.action_post()
        return cls.item(move)

    @classmethod
    def cash_basis_invoice(cls, amount=1000):
        """A posted invoice whose tax is due when it is paid; returns the entry."""
        cls.company.tax_exigibility = True
        cls.company.tax_cash_basis_journal_id = cls.company_data["default_journal_misc"]
        transition = cls.env["account.account"].create(
            {
                "name": "VAT to come",
                "code": "VATC",
                "account_type": "liability_current",
                "reconcile": True,
            }
        )
        tax = cls.company_data["default_tax_sale"].copy(
            {
                "name": "VAT on payment",
                "tax_exigibility": "on_payment",
                "cash_basis_transition_account_id": transition.id,
            }
        )
        move = cls.invoice(amount).move_id
        move.button_draft()
        move.invoice_line_ids.tax_ids = tax
        move.action_post()
        return move

    @classmethod
    def make_rates(cls, rates, code="EUR"):
        """A currency, activated, with rates of the company: {day: units of it for one peso}."""
        currency = cls.env.ref(f"base.{code}")
        currency.active = True
        cls.env["res.currency.rate"].create(
            [
                {
                    "name": day,
                    "rate": rate,
                    "currency_id": currency.id,
                    "company_id": cls.company.id,
                }
                for day, rate in rates.items()
            ]
        )
        return currency

    @classmethod
    def allow_rounding(cls, tolerance=0.5, one_account=False):
        """Let differences up to ``tolerance``, in the company's currency, go to rounding.

        :param one_account: gains and losses go to one account
        :return: the accounts of gains and of losses
        """
        rows = [("Rounding", "income_other")]
        if not one_account:
            rows = [("Rounding Gain", "income_other"), ("Rounding Loss", "expense")]
        accounts = cls.env["account.account"].create(
            [
                {"name": name, "code": f"RND{number}", "account_type": kind}
                for number, (name, kind) in enumerate(rows)
            ]
        )
        cls.company.write(
            {
                "cobranzas_rounding_tolerance": tolerance,
                "cobranzas_rounding_gain_account_id": accounts[0].id,
                "cobranzas_rounding_loss_account_id": accounts[-1].id,
            }
        )
        return accounts[0], accounts[-1]

    @classmethod
    def endorse_check(cls, check, date="2026-02-05"):
        """Hand a cheque of the portfolio over to a supplier; returns the payment."""
        payment = cls.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": cls.other_customer.id,
                "journal_id": cls.portfolio.id,
                "payment_method_line_id": cls.portfolio.outbound_payment_method_line_ids[:1].id,
                "date": date,
                "l10n_latam_move_check_ids": [Command.set(check.ids)],
            }
        )
        payment.action_post()
        return payment

    @classmethod
    def reconcile_with_bank(cls, item, date, balance=None):
        """Reconcile an item of an outstanding account with an entry of the bank's statement.

        :param balance: what the bank's line is worth in the company's currency, else as the item
        """
        sides = ((cls.bank.default_account_id, 1), (item.account_id, -1))
        statement = cls.env["account.move"].create(
            {
                "journal_id": cls.bank.id,
                "date": date,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "currency_id": item.currency_id.id,
                            "amount_currency": sign * item.amount_currency,
                            "balance": sign * (balance or item.balance),
                        }
                    )
                    for account, sign in sides
                ],
            }
        )
        statement.action_post()
        (item | statement.line_ids.filtered("credit")).reconcile()
        return statement

    @classmethod
    def item(cls, move):
        return move.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    @classmethod
    def cash_value(cls, amount, **kw):
        return {"journal_id": cls.cash.id, "amount": amount, **kw}

    @classmethod
    def transfer_value(cls, amount, number="TR 1", **kw):
        return {"journal_id": cls.bank.id, "amount": amount, "operation_number": number, **kw}

    @classmethod
    def check(cls, amount, number="12345678", pay_date="2026-03-01", **kw):
        return {
            "name": number,
            "bank_id": cls.bank_nacion.id,
            "payment_date": pay_date,
            "amount": amount,
            **kw,
        }

    @classmethod
    def receipt(cls, lines=(), values=(), checks=(), date="2026-02-01", **kw):
        """A draft receipt. ``lines``: items, or (item, amount) to settle part of them."""
        return cls.env["cobranzas.receipt"].create(
            {
                "partner_id": cls.customer.id,
                "date": date,
                "company_id": cls.company.id,
                "currency_id": cls.company.currency_id.id,
                "line_ids": [
                    Command.create(
                        {"move_line_id": line[0].id, "amount": line[1]}
                        if isinstance(line, tuple)
                        else {"move_line_id": line.id}
                    )
                    for line in lines
                ],
                "value_ids": [Command.create(vals) for vals in values],
                "check_ids": [Command.create(vals) for vals in checks],
                **kw,
            }
        )

    def assertLedger(self, moves, table):
        """Compare journal items, as rows (account code or type, partner, debit, credit, residual).

        ``table`` is text, one item a line: account | partner | debit | credit | residual.
        """
        found = "\n".join(
            " | ".join(
                [
                    item.account_id.name,
                    item.partner_id.name or "",
                    f"{item.debit:.2f}",
                    f"{item.credit:.2f}",
                    f"{item.amount_residual:.2f}",
                ]
            )
            for item in moves.line_ids.sorted("id")
        )
        wanted = "\n".join(
            " | ".join(cell.strip() for cell in row.split("|"))
            for row in table.strip().splitlines()
        )
        self.assertEqual(found, wanted)

    @classmethod
    def make_user(cls, login, *groups):
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "company_id": cls.company.id,
                "company_ids": [Command.set(cls.company.ids)],
                "group_ids": [Command.set([cls.env.ref(group).id for group in groups])],
            }
        )

    @staticmethod
    def day(text):
        return fields.Date.to_date(text)
