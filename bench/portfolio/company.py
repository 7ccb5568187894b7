"""The company of a portfolio, its debtors, and what its entries refer to."""

import math
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from odoo.fields import Command, Domain
from odoo.tools import SQL

DEBTOR = "BENCH-"  # what the references of the debtors begin with
COLLECTORS = 20
GROUP = 3  # members of a debtor group; one debtor in a hundred heads one

DEBTORS = """
INSERT INTO res_partner (
    id, commercial_partner_id, name, complete_name, ref, type, lang, color, active, is_company,
    partner_share, autopost_bills, customer_rank, supplier_rank, cobranzas_collector_id,
    create_uid, write_uid, create_date, write_date
)
SELECT id, id, name, name, %(mark)s || lpad(rank::text, 6, '0'), 'contact', %(lang)s, 0, TRUE, TRUE,
       TRUE, 'ask', 1, 0, (%(collectors)s::int[])[1 + rank %% (%(places)s)],
       %(user)s, %(user)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
  FROM (SELECT nextval('res_partner_id_seq')::int AS id, rank,
               'Cliente ' || lpad(rank::text, 6, '0') || ' S.A.' AS name
          FROM generate_series(1, %(debtors)s) AS rank) AS debtor
RETURNING id
"""


@dataclass(frozen=True)
class Portfolio:
    """What to make. ``seed`` and the rest being equal, the same portfolio comes out.

    :param invoices: posted customer invoices, over the ``years`` up to ``today``
    :param closed: whether every invoice is paid in full; else 70 % are, 10 % in part
    """

    debtors: int
    invoices: int
    years: int
    seed: int
    today: date
    closed: bool = False

    @property
    def last(self):
        """The day of the youngest invoice: a closed history ends where the portfolio begins."""
        return self.today - timedelta(days=self.days if self.closed else 0)

    @property
    def days(self):
        """The days the invoices spread over."""
        return round(365.25 * self.years)

    @property
    def first(self):
        """The day of the oldest invoice that may be."""
        return self.last - timedelta(days=self.days)


@dataclass(frozen=True)
class CompanyIds:
    """The ids that the rows of a portfolio refer to."""

    company: int
    user: int
    home: int  # the company's currency
    foreign: int
    sales: int  # journals
    bank: int
    exchange: int
    receivable: int  # accounts
    income: int
    outstanding: int
    gain: int
    loss: int
    method: int  # the bank's manual method, and its line
    method_line: int
    sales_prefix: str
    bank_prefix: str
    exchange_prefix: str

    def values(self):
        """The values for ``SQL``, by name."""
        return asdict(self)


def prepare_company(env):
    """Return the ids of the current company, which gets a chart of accounts if it has none."""
    company = env.company
    if not company.chart_template:
        env["account.chart.template"].try_loading(
            "generic_coa", company=company, install_demo=False
        )
    foreign = env.ref("base.EUR" if company.currency_id != env.ref("base.EUR") else "base.USD")
    foreign.active = True
    sales, bank = (
        env["account.journal"].search(
            [("type", "=", kind), ("company_id", "=", company.id)], limit=1, order="sequence, id"
        )
        for kind in ("sale", "bank")
    )
    line = bank.inbound_payment_method_line_ids.filtered(lambda line: line.code == "manual")[:1]
    exchange = company.currency_exchange_journal_id
    return CompanyIds(
        company=company.id,
        user=env.uid,
        home=company.currency_id.id,
        foreign=foreign.id,
        sales=sales.id,
        bank=bank.id,
        exchange=exchange.id,
        receivable=company.partner_id.property_account_receivable_id.id,
        income=sales.default_account_id.id,
        outstanding=(line.payment_account_id or bank.default_account_id).id,
        gain=company.income_currency_exchange_account_id.id,
        loss=company.expense_currency_exchange_account_id.id,
        method=line.payment_method_id.id,
        method_line=line.id,
        sales_prefix=f"{sales.code}/",
        bank_prefix=f"P{bank.code}/" if bank.payment_sequence else f"{bank.code}/",
        exchange_prefix=f"{exchange.code}/",
    )


def make_rates(env, ids, portfolio):
    """Give the foreign currency a rate for each first of a month: it swings by a tenth."""
    Rate = env["res.currency.rate"]
    month = portfolio.first.replace(day=1)
    given = set(
        Rate.search(
            Domain("currency_id", "=", ids.foreign) & Domain("company_id", "=", ids.company)
        ).mapped("name")
    )
    values = []
    while month <= portfolio.today:
        if month not in given:
            number = 12 * month.year + month.month
            values.append(
                {
                    "name": month,
                    "rate": round(0.9 + 0.09 * math.sin(number / 5.0), 6),
                    "currency_id": ids.foreign,
                    "company_id": ids.company,
                }
            )
        month = (month + timedelta(days=31)).replace(day=1)
    Rate.create(values)
    env.flush_all()


def make_debtors(env, portfolio):
    """Make the debtors, unless they are there, with collectors and some groups."""
    if env["res.partner"].search_count([("ref", "=like", f"{DEBTOR}%")], limit=1):
        return
    collectors = env["cobranzas.collector"].create(
        [{"name": f"Cobrador {number:02}"} for number in range(1, COLLECTORS + 1)]
    )
    env.flush_all()
    ids = [
        row[0]
        for row in env.execute_query(
            SQL(
                DEBTORS,
                mark=DEBTOR,
                lang=env.lang or "en_US",
                collectors=collectors.ids,
                places=COLLECTORS + 2,  # beyond the last: nobody collects there
                user=env.uid,
                debtors=portfolio.debtors,
            )
        )
    ]
    _make_groups(env, ids)


def _make_groups(env, ids):
    heads = range(0, len(ids) - GROUP, 100)
    env["cobranzas.debtor.group"].create(
        [
            {
                "name": f"Grupo {number:03}",
                "member_ids": [
                    Command.create({"partner_id": partner}) for partner in ids[head : head + GROUP]
                ],
            }
            for number, head in enumerate(heads, 1)
        ]
    )
    env.flush_all()
