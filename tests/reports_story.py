"""Half a year of four customers, two currencies and two companies, and its ledger read slowly.

The slow reading is plain Python over journal items and their reconciliations, from the first day
on: nothing of it comes from the models that the reports read.
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from odoo.fields import Command

from .reports_common import ReportsCommon, plain_amounts

RATES = {"2025-01-01": 0.5, "2026-02-01": 0.4, "2026-03-01": 0.625}


@dataclass
class Movement:
    """A charge (above zero) or a credit on a customer's account, and what is left of it."""

    id: int
    line: object
    name: str
    kind: str
    ref: str
    origin: object
    partner: object
    salesperson: object
    company: object
    currency: object
    date: date
    due: date
    amount: float
    amount_company: float
    left: float = 0.0
    left_company: float = 0.0
    is_conversion: bool = False

    def in_company_currency(self):
        """Return the movement as booked."""
        return replace(
            self,
            currency=self.company.currency_id,
            amount=self.amount_company,
            left=self.left_company,
        )


class StoryCommon(ReportsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.eur = cls.env.ref("base.EUR")
        cls.eur.active = True
        for name, rate in RATES.items():
            vals = {"name": name, "rate": rate, "currency_id": cls.eur.id}
            cls.env["res.currency.rate"].create({**vals, "company_id": cls.company.id})
        cls._make_customers()
        cls._tell_invoices()
        cls._tell_february()
        cls._tell_march()
        cls._tell_april()
        cls._tell_other_company()

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
    def _tell_invoices(cls):
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
    def _tell_february(cls):
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
    def _tell_march(cls):
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
    def _tell_april(cls):
        """What comes after the reports' usual last day, and changes what was open at it."""
        cls.receipt([(cls.a2, 50)], [cls.cash_value(50)], date="2026-04-02").action_post()
        cls.shared.action_void("2026-04-10", "Bounced")

    @classmethod
    def _tell_other_company(cls):
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

    # ------------------------------------------------------------------
    # The ledger, slowly
    # ------------------------------------------------------------------

    @classmethod
    def read_movements(cls, day):
        """Return every charge and credit up to ``day``, with what was left of it that day."""
        items = cls.env["account.move.line"].search(
            [
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("date", "<=", day),
            ],
            order="date, id",
        )
        return [
            *map(lambda item: cls._read_item(item, day), items),
            *(row for item in items for row in cls._read_conversions(item, day)),
        ]

    @classmethod
    def _read_item(cls, item, day):
        amount, company = item.amount_currency, item.balance
        for partial in item.matched_credit_ids | item.matched_debit_ids:
            if partial.max_date > day:
                continue
            if partial.debit_move_id == item:
                amount -= partial.debit_amount_currency
                company -= partial.amount
            else:
                amount += partial.credit_amount_currency
                company += partial.amount
        return Movement(
            id=item.id,
            date=item.date,
            due=item.date_maturity or item.date,
            amount=item.amount_currency,
            amount_company=item.balance,
            left=round(amount, 2),
            left_company=round(company, 2),
            **cls._describe(item, item),
        )

    @classmethod
    def _read_conversions(cls, item, day):
        """What items of another currency paid of it: no journal item of its currency says so."""
        for partial in item.matched_credit_ids | item.matched_debit_ids:
            if partial.max_date > day or partial.debit_currency_id == partial.credit_currency_id:
                continue
            is_debit = partial.debit_move_id == item
            other = partial.credit_move_id if is_debit else partial.debit_move_id
            sign = -1 if is_debit else 1
            amount = partial.debit_amount_currency if is_debit else partial.credit_amount_currency
            vals = cls._describe(item, other)
            yield Movement(
                id=-2 * partial.id - (not is_debit),
                date=partial.max_date,
                due=partial.max_date,
                amount=sign * amount,
                amount_company=sign * partial.amount,
                is_conversion=True,
                **{**vals, "kind": "Paid in Another Currency"},
            )

    @classmethod
    def _describe(cls, item, told):
        """Return whose account it is on, and which document ``told`` belongs to."""
        move = told.move_id
        document = cls.env["cobranzas.document"].search([("move_line_id", "=", item.id)])
        receipt = move.cobranzas_receipt_id
        return {
            "line": item,
            "name": (receipt and (document.name or receipt.name)) or move.name,
            "kind": cls._read_kind(move, document),
            "ref": told.ref or "",
            "origin": receipt or move,
            "partner": item.partner_id.commercial_partner_id,
            "salesperson": move.invoice_user_id
            or item.partner_id.commercial_partner_id.user_id,
            "company": item.company_id,
            "currency": item.currency_id,
        }

    @classmethod
    def _read_kind(cls, move, document):
        receipt = move.cobranzas_receipt_id
        if move.move_type == "out_refund":
            return "Credit Note"
        if move.move_type == "out_invoice":
            return "Debit Note" if move.debit_origin_id else "Invoice"
        if move.reversed_entry_id:
            return "Void"
        if document:
            return "Document Received"
        if receipt:
            return "Application of Credits" if receipt.kind == "application" else "Receipt"
        if move.origin_payment_id:
            return "Payment"
        is_exchange = move.journal_id == move.company_id.currency_exchange_journal_id
        return "Exchange Difference" if is_exchange else "Journal Entry"

    # ------------------------------------------------------------------
    # Tables, slowly
    # ------------------------------------------------------------------

    def make_groups(self, rows, levels, sums, details=None, currency=None, depth=0):
        """Return the rows of a table as ``read_report`` does.

        :param levels: functions from a movement to what sorts its group and the group's name
        :param sums: function from the movements of a group to its amounts by column
        :param details: function from the movements of a group to its rows of detail
        """
        found, groups = [], {}
        for row in rows:
            if currency in (None, row.currency):
                groups.setdefault((*levels[depth](row), row.currency), []).append(row)
        for key in sorted(groups, key=lambda key: (key[0], key[2].id)):
            mine = groups[key]
            if depth < len(levels) - 1:
                below = self.make_groups(mine, levels, sums, details, key[2], depth + 1)
            else:
                below = [
                    (depth + 1, texts, key[2].name, plain_amounts(amounts))
                    for texts, amounts in (details(mine) if details else ())
                ]
            amounts = plain_amounts(sums(mine))
            if amounts or below:
                found += [(depth, key[1], key[2].name, amounts), *below]
        return found

    def make_totals(self, rows, sums):
        """Return the totals of a table as ``read_report`` does."""
        found = []
        for currency in sorted({row.currency for row in rows}, key=lambda each: each.id):
            mine = [row for row in rows if row.currency == currency]
            if any(row.amount for row in mine):
                found.append((currency.name, plain_amounts(sums(mine))))
        return found


def by_customer(row):
    return by_name(row.partner.complete_name)


def by_name(name):
    """Sort as people do: accents and capitals aside; what has no name comes last."""
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode()
    return (not name, plain.casefold()), name or "None"
