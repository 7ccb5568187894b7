"""Years of plain Odoo, by core alone: what is owed, in the shapes it comes in."""

from odoo import Command

CHECKS = "l10n_latam_check.account_payment_method_"


def run(env):
    """Make it as the administrator; return the number of entries."""
    env = env(user=env.ref("base.user_admin").id)
    history = History(env)
    history.instalments()
    history.foreign()
    history.credits()
    history.opening()
    history.cheques()
    history.gone()
    history.order()
    return env["account.move"].search_count([])


class History:
    """A company with a chart of accounts, and what it did."""

    def __init__(self, env):
        self.env, self.company = env, env.company
        if not self.company.chart_template:
            env["account.chart.template"].try_loading("generic_coa", self.company)
        self.customer = env["res.partner"].create({"name": "Almacén El Ceibo"})
        self.contact = env["res.partner"].create(
            {"name": "Ana Pagos", "parent_id": self.customer.id, "type": "invoice"}
        )
        self.product = env["product.product"].create(
            {"name": "Mercadería", "type": "service", "taxes_id": False}
        )
        self.receivable = self._account("asset_receivable")
        self.bank = env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        self.euro = env.ref("base.EUR")
        self.euro.active = True
        for day, rate in (("2025-01-01", 2), ("2025-07-01", 4), ("2026-01-01", 5)):
            env["res.currency.rate"].create(
                {"name": day, "currency_id": self.euro.id, "inverse_company_rate": rate}
            )

    def _account(self, kind):
        domain = [("account_type", "=", kind), ("company_ids", "in", self.company.ids)]
        return self.env["account.account"].search(domain, limit=1)

    def _invoice(self, amount, date, partner=None, **kw):
        vals = {
            "move_type": "out_invoice",
            "partner_id": (partner or self.customer).id,
            "invoice_date": date,
            "date": date,
            "invoice_payment_term_id": False,
            "invoice_line_ids": [
                Command.create({"product_id": self.product.id, "price_unit": amount})
            ],
        }
        move = self.env["account.move"].create({**vals, **kw})
        move.action_post()
        return move

    def _pay(self, moves, date, **kw):
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=moves.ids
        )
        vals = {"payment_date": date, "journal_id": self.bank.id, **kw}
        return register.create(vals)._create_payments()

    def _payment(self, amount, date, **kw):
        vals = {
            "partner_type": "customer",
            "partner_id": self.customer.id,
            "amount": amount,
            "date": date,
            "journal_id": self.bank.id,
        }
        payment = self.env["account.payment"].create({**vals, **kw})
        payment.action_post()
        return payment

    def instalments(self):
        """An invoice of the company and one of its contact, paid in part."""
        term = self.env["account.payment.term"].create(
            {
                "name": "3 cuotas",
                "line_ids": [Command.clear()]
                + [
                    Command.create({"value": "percent", "value_amount": part, "nb_days": days})
                    for part, days in ((33.33, 30), (33.33, 60), (33.34, 90))
                ],
            }
        )
        for partner in (self.customer, self.contact):
            move = self._invoice(999.99, "2025-03-10", partner, invoice_payment_term_id=term.id)
            self._pay(move, "2025-05-01", amount=400, payment_difference_handling="open")

    def foreign(self):
        """Two in euros, one of them paid wholly: with entries of exchange difference."""
        paid, open_one = (
            self._invoice(500, "2025-02-01", currency_id=self.euro.id) for _each in range(2)
        )
        self._pay(paid, "2026-01-15", currency_id=self.euro.id)
        euros = {"currency_id": self.euro.id, "payment_difference_handling": "open"}
        self._pay(open_one, "2025-08-01", amount=120, **euros)

    def credits(self):
        """A credit note applied in part, money on account, drafts."""
        invoice = self._invoice(800, "2025-05-01")
        note = self._invoice(1000, "2025-05-20", move_type="out_refund")
        both = (invoice | note).line_ids
        both.filtered(lambda item: item.account_type == "asset_receivable").reconcile()
        self._payment(350.5, "2025-06-04", payment_type="inbound")
        self._payment(25, "2025-06-05", payment_type="outbound")
        invoice.copy({"invoice_date": "2026-01-01"})

    def opening(self):
        """Opening balances without due date, some of them without customer."""
        entry = self.env["account.move"].create(
            {
                "date": "2024-12-31",
                "line_ids": [
                    Command.create(
                        {"account_id": account.id, "partner_id": partner, "balance": balance}
                    )
                    for account, partner, balance in (
                        (self.receivable, self.customer.id, 4321.09),
                        (self.receivable, False, 222.22),
                        (self._account("equity"), False, -4543.31),
                    )
                ],
            }
        )
        entry.action_post()
        entry.line_ids.date_maturity = False

    def cheques(self):
        """A cheque that pays, in hand."""

        def method(name, **kw):
            return Command.create({"payment_method_id": self.env.ref(CHECKS + name).id, **kw})

        outstanding = self.bank.company_id.transfer_account_id.id
        portfolio = self.env["account.journal"].create(
            {
                "name": "Cheques",
                "code": "CHT",
                "type": "cash",
                "inbound_payment_method_line_ids": [
                    Command.clear(),
                    method("new_third_party_checks", payment_account_id=outstanding),
                ],
            }
        )
        check = {"name": "00000001", "payment_date": "2026-12-20", "amount": 200}
        self._pay(
            self._invoice(500, "2025-08-01"),
            "2025-09-10",
            journal_id=portfolio.id,
            payment_method_line_id=portfolio.inbound_payment_method_line_ids.id,
            l10n_latam_new_check_ids=[Command.create(check)],
        )

    def gone(self):
        """A customer and a receivable account that were archived with their balances."""
        gone = self.env["res.partner"].create({"name": "Cerrado SA"})
        self._invoice(900, "2025-12-12", gone)
        gone.active = False
        former = self.receivable.copy({"name": "Deudores en juicio"})
        sides = ((former, 100), (self.receivable, -100))
        self.env["account.move"].create(
            {
                "date": "2025-12-12",
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": self.customer.id,
                            "balance": balance,
                        }
                    )
                    for account, balance in sides
                ],
            }
        ).action_post()
        former.active = False

    def order(self):
        """A sale that was not invoiced."""
        self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        ).action_confirm()
