"""What the steps of the demo share: environment, calendar, random draws, what was made."""

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from odoo.tools import SQL

from .constants import SEED, TIME_ZONE

#: no mails, no tracking, no followers: the demo is one big load
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "mail_activity_quick_update": True,
    "no_reset_password": True,
}
LANGUAGES = ("es_419", "es_AR", "es_ES", "en_US")
GROWING_TABLES = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_payment",
)
WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
SISTER_PREFIX = {"30": "33", "20": "23", "27": "23"}


@dataclass
class Debtor:
    """A customer and how it buys and pays; ``row`` is its place in the table."""

    row: int
    partner: object
    trade: str
    terms: str
    size: int
    habit: str
    checks_given: int = 0

    @property
    def check_number(self):
        """The number of the next cheque of the debtor's cheque book."""
        self.checks_given += 1
        return f"{10400000 + self.row * 137000 + self.checks_given * 3:08d}"


@dataclass
class Item:
    """A receivable item of a document; offsets are days from today, the past is negative."""

    debtor: Debtor
    line: object
    issued: int
    due: int
    left: float = 0.0

    @property
    def currency(self):
        return self.line.currency_id


@dataclass
class DemoContext:
    """What the modules of this package made so far, and draw and date by."""

    env: object
    company: object
    journals: dict = field(default_factory=dict)
    methods: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)
    banks: object = None
    salespeople: object = None
    collectors: object = None
    legends: object = None
    #: by login
    users: dict = field(default_factory=dict)
    #: {code: classification}
    classifications: dict = field(default_factory=dict)
    #: the pre-printed book
    book: object = None
    #: {key: (tax, percent, province)}
    withheld: dict = field(default_factory=dict)
    #: {row of the debtor: number of its next certificate}
    certificates: dict = field(default_factory=dict)
    #: (product, its row in the table)
    products: list = field(default_factory=list)
    debtors: list = field(default_factory=list)
    #: open debts, and credit notes that receipts will use
    debts: list = field(default_factory=list)
    credits: list = field(default_factory=list)
    #: {purpose: items} of what is sold to be collected in some special way
    kept: dict = field(default_factory=dict)

    def __post_init__(self):
        self.env = quiet(self.env, self.company)
        self.company = self.company.with_env(self.env)
        #: the day where the company is: its users' screens count from it, at any hour
        self.today = datetime.now(ZoneInfo(TIME_ZONE)).date()
        self.random = random.Random(SEED)
        #: for what is added to the year, so that the year itself stays as it is
        self.more_random = random.Random(SEED + 1)

    def day(self, offset):
        """The working day ``offset`` days from today; weekends go back to their Friday."""
        date = self.today + timedelta(days=offset)
        return date - timedelta(days=max(date.weekday() - 4, 0))

    def measure_tables(self):
        """Let PostgreSQL count the rows this transaction has made.

        Where it last saw the tables empty it plans for that, and core's queries on payments
        and invoices then take minutes.
        """
        self.env.flush_all()
        for table in GROWING_TABLES:
            self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))

    def payable(self, offset, days):
        """The pay date of a cheque received on that day that runs for ``days``."""
        return self.day(offset) + timedelta(days=days)

    def currency(self, code):
        """The currency of an ISO code."""
        return self.env.ref(f"base.{code}")

    def kept_lines(self):
        """The journal items of what is collected in some special way."""
        return self.env["account.move.line"].concat(
            *(item.line for items in self.kept.values() for item in items)
        )


def quiet(env, company):
    """The environment of the load: superuser, one company, Spanish, no mails."""
    installed = {code for code, _name in env["res.lang"].get_installed()}
    language = next((code for code in LANGUAGES if code in installed), None)
    context = {**env.context, **QUIET, "allowed_company_ids": company.ids, "lang": language}
    return env(context=context, su=True)


def is_argentine(env):
    """Whether the Argentine localisation is loaded."""
    return "l10n_ar_afip_responsibility_type_id" in env["res.partner"]._fields


def tax_id(prefix, number):
    """The CUIT of eight digits; where its check digit would be 10, of the sister prefix.

    >>> tax_id("30", "50001091")
    '30500010912'
    """
    pairs = zip(prefix + number, WEIGHTS, strict=True)
    check = (11 - sum(int(digit) * weight for digit, weight in pairs) % 11) % 11
    if check == 10:
        return tax_id(SISTER_PREFIX[prefix], number)
    return f"{prefix}{number}{check}"


def slug(name):
    """``name`` as a part of an address: 'Súper Ñandú S.A.' gives 'super-nandu-sa'."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "".join(c if c.isalnum() or c == " " else "" for c in plain).split()
    return "-".join(words)
