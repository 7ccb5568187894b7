"""Half a year of four customers, two currencies and two companies, to make reports of."""

from odoo.fields import Command

from .kept import kept
from .reference_ledger import ReferenceLedgerCommon

RATES = {"2025-01-01": 0.5, "2026-02-01": 0.4, "2026-03-01": 0.625}


class ReportScenarioCommon(ReferenceLedgerCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.eur = cls.env.ref("base.EUR")
        cls.eur.active = True
        for name, rate in RATES.items():
            vals = {"name": name, "rate": rate, "currency_id": cls.eur.id}
            cls.env["res.currency.rate"].create({**vals, "company_id": cls.company.id})
        cls._make_customers()
        cls._add_invoices()
        cls._add_february()
        cls._add_march()
        cls._add_april()
        cls._add_other_company()

    @classmethod
    def _make_customers(cls):
        cls.seller = cls.make_user("vendedora", "l10n_cobranzas.group_cobranzas_collector")
        cls.category = cls.env["res.partner.category"].create({"name": "Mayorista"})
        cls.almacen = cls.customer
        cls.bazar, cls.casa, cls.delta = cls.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Bazar Sur", "Casa Norte", "Delta SA")]
        )
        cls.bazar_shop = cls.env["res.partner"].create(
            {"name": "Sucursal Centro", "parent_id": cls.bazar.id}
        )
        cls.delta.user_id = cls.seller
        (cls.almacen | cls.delta).category_id = cls.category
        cls.ana, cls.beto = cls.env["cobranzas.collector"].create(
            [{"name": "Ana"}, {"name": "Beto"}]
        )
        (cls.almacen | cls.casa).cobranzas_collector_id = cls.ana
        cls.bazar.cobranzas_collector_id = cls.beto
        cls.group = cls.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo Sur",
                "member_ids": [
                    Command.create({"partner_id": partner.id}) for partner in cls.bazar | cls.casa
                ],
            }
        )

    @classmethod
    def _add_invoices(cls):
        cls.invoice(50, "2025-12-15", "2026-01-15")
        cls.a1 = cls.invoice(100, "2026-01-10", "2026-02-09")
        cls.a2 = cls.invoice(300.1, "2026-01-10", "2026-03-10")
        cls.a2.move_id.invoice_user_id = cls.seller
        cls.b1 = cls.invoice(200, "2026-01-12", "2026-02-11", cls.bazar_shop, cls.eur)
        cls.b2 = cls.invoice(80, "2026-01-15", "2026-04-15", cls.bazar)
        cls.c1 = cls._invoice_instalments(500, "2026-01-20", cls.casa)
        cls.d1 = cls.invoice(1000, "2026-01-25", "2026-06-30", cls.delta)
        cls.a3 = cls.invoice(40, "2026-01-28", move_type="out_refund")

    @classmethod
    def _invoice_instalments(cls, amount, day, partner):
        term = cls.env["account.payment.term"].create(
            {
                "name": "Three instalments",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": share, "nb_days": days})
                    for share, days in ((30, 0), (30, 30), (40, 60))
                ],
            }
        )
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": day,
                "invoice_payment_term_id": term.id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Obra", "price_unit": amount, "tax_ids": [Command.clear()]}
                    )
                ],
            }
        )
        move.action_post()
        return cls.item(move).sorted("date_maturity")

    @classmethod
    def _add_february(cls):
        """Several values, another currency, one payer for two, credits, a promise on paper."""
        receipt = cls.receipt(
            [cls.a1, (cls.a2, 150)],
            [cls.cash_value(100), cls.transfer_value(80)],
            [cls.check(100, pay_date="2026-05-15")],
            date="2026-02-05",
        )
        crossed = cls.receipt(
            [(cls.b1, 100), (cls.b2, 20)],
            [cls.cash_value(270)],
            date="2026-02-10",
            partner_id=cls.bazar.id,
        )
        cls.shared = cls.receipt(
            [cls.c1[0], (cls.b2, 10)],
            [cls.cash_value(160)],
            date="2026-02-12",
            partner_id=cls.bazar.id,
            allocate_by_group=True,
        )
        applied = cls.receipt([cls.a3, (cls.a2, 40)], kind="application", date="2026-02-15")
        paper = {"name": "P 1", "amount": 300, "date_due": "2026-07-15", "kind": "postdated"}
        promised = cls.receipt(
            [(cls.d1, 300)],
            date="2026-02-20",
            partner_id=cls.delta.id,
            document_ids=[Command.create(paper)],
        )
        for each in (receipt, crossed, cls.shared, applied, promised):
            each.action_post()
        cls._pay(60, "2026-02-20", cls.delta)

    @classmethod
    def _add_march(cls):
        """A void, an exchange difference, a dollar debt paid in euros, a debit note."""
        wrong = cls.receipt([(cls.a2, 20)], [cls.cash_value(20)], date="2026-03-02")
        euros = cls.receipt(
            [(cls.b1, 60)],
            [cls.cash_value(60, currency_id=cls.eur.id)],
            date="2026-03-05",
            partner_id=cls.bazar.id,
        )
        (wrong | euros).action_post()
        cls.invoice(30, "2026-03-08", "2026-03-20", cls.bazar_shop, cls.eur)
        a4 = cls.invoice(64, "2026-03-10")
        cls.receipt(
            [a4], [cls.cash_value(40, currency_id=cls.eur.id)], date="2026-03-15"
        ).action_post()
        wrong.action_void("2026-03-12", "Wrong customer")
        cls._pay_across()
        charge = cls.invoice(25, "2026-03-18", "2026-03-25", cls.casa)
        charge.move_id.debit_origin_id = cls.c1.move_id
        receivable, sales = cls.receivable, cls.company_data["default_account_revenue"]
        cls.env["account.move"].create(
            {
                "date": "2026-03-19",
                "line_ids": [
                    Command.create(
                        {"account_id": account.id, "partner_id": cls.delta.id, "balance": balance}
                    )
                    for account, balance in ((receivable, 75), (sales, -75))
                ],
            }
        ).action_post()

    @classmethod
    def _pay_across(cls):
        """Odoo's own payment in dollars pays, in part, an invoice in euros."""
        item = cls.invoice(40, "2026-03-11", partner=cls.delta, currency=cls.eur)
        (cls._pay(48, "2026-03-16", cls.delta) | item).reconcile()

    @classmethod
    def _pay(cls, amount, day, partner):
        """A payment of Odoo's own; returns its receivable item."""
        payment = cls.env["account.payment"].create(
            {
                "partner_id": partner.id,
                "amount": amount,
                "date": day,
                "journal_id": cls.bank.id,
                "payment_type": "inbound",
                "partner_type": "customer",
            }
        )
        payment.action_post()
        return cls.item(payment.move_id)

    @classmethod
    def _add_april(cls):
        """What comes after the reports' usual last day, and changes what was open at it."""
        cls.receipt([(cls.a2, 50)], [cls.cash_value(50)], date="2026-04-02").action_post()
        cls.shared.action_void("2026-04-10", "Bounced")

    @classmethod
    def _add_other_company(cls):
        cls.branch = cls.setup_other_company(name="Sucursal Uruguay")["company"]
        cls.env.user.company_ids |= cls.branch
        company, cls.company = cls.company, cls.branch
        cls.invoice(700, "2026-02-01", "2026-03-03")
        cls.invoice(45, "2026-02-03", "2026-03-05", cls.bazar, cls.eur)
        cls.company = company
        companies = (company | cls.branch).ids
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": companies})

    # ------------------------------------------------------------------
    # The filters of every report
    # ------------------------------------------------------------------

    def each_filter(self):
        """Yield (filters of the report, which movements they let pass)."""
        partners = self.bazar_shop | self.delta
        first, last = self.bazar, self.casa
        yield {}, lambda row: True
        yield (
            {"partner_ids": partners.ids},
            lambda row: row.partner in (self.bazar, self.delta),
        )
        yield (
            {"partner_from_id": first.id, "partner_to_id": last.id},
            lambda row: row.partner in (self.bazar, self.casa),
        )
        yield {"partner_from_id": last.id}, lambda row: row.partner in (self.casa, self.delta)
        yield (
            {"debtor_group_ids": self.group.ids},
            lambda row: row.partner in (self.bazar, self.casa),
        )
        yield (
            {"collector_ids": self.ana.ids},
            lambda row: row.partner in (self.almacen, self.casa),
        )
        yield {"salesperson_ids": self.seller.ids}, lambda row: row.salesperson == self.seller
        yield (
            {"category_ids": self.category.ids},
            lambda row: row.partner in (self.almacen, self.delta),
        )
        yield {"company_ids": self.branch.ids}, lambda row: row.company == self.branch
        yield (
            {"currency_mode": "one", "currency_id": self.eur.id},
            lambda row: row.currency == self.eur,
        )

    def each_case(self):
        """Yield (filters, movements -> those that pass, in the currency they are shown in)."""
        for vals, passes in self.each_filter():
            for mode in [vals["currency_mode"]] if "currency_mode" in vals else ["each", "company"]:

                def show(rows, passes=passes, mode=mode):
                    rows = [row for row in rows if passes(row)]
                    if mode != "company":
                        return rows
                    return [row.in_company_currency() for row in rows if not row.is_conversion]

                yield {**vals, "currency_mode": mode}, show
