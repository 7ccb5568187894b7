"""Random ledgers: months of what happens to receivables, for tests that compute them a second time.

A history is a list of steps, each an operation that a user, or Odoo itself, could do. One that is
refused is left out; a test checks that each kind came to pass.
"""

import random
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from .kept import kept
from .random_history_steps import Impossible, Steps
from .withholdings import WithholdingsCommon

BEFORE, AFTER = 240, 40  # days of a history before today and after it
CURRENCIES = (("XUS", 0.01, (900.0, 1000.0, 1180.5)), ("XEU", 0.01, (1083.37, 1010.1, 1299.9)))
CURRENCIES += (("XJP", 1.0, (6.61, 7.02, 5.9)), ("XKD", 0.001, (3260.0, 3301.25, 3111.0)))

#: how often each step is drawn
STEPS = {
    "invoice": 8,
    "instalments": 3,
    "credit_note": 3,
    "debit_note": 1,
    "receipt": 8,
    "checks": 3,
    "paper": 3,
    "group_receipt": 2,
    "core_payment": 3,
    "core_wizard": 4,
    "entry": 2,
    "entry_without_partner": 1,
}
#: what makes items dated before pay one another: not what the ledger said on the day
BACKWARDS = {"application": 3, "core_reconcile": 3}
#: what takes back what was done, from its own day on
UNDOING = {"void": 4, "core_unreconcile": 3, "reverse": 2}
#: what makes it happen on another day
REDATING = {"change_date": 1, "redate_draft": 1}


class RandomHistoryCommon(WithholdingsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.start = cls.today - timedelta(days=BEFORE)
        cls.other_company = cls.setup_other_company(name="Sucursal Uruguay")["company"]
        cls.env.user.company_ids |= cls.other_company
        cls.env = cls.env(
            context={
                **cls.env.context,
                "allowed_company_ids": (cls.company | cls.other_company).ids,
            }
        )
        cls._make_currencies()
        cls._make_customers()
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "Three instalments",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": share, "nb_days": days})
                    for share, days in ((30, 0), (30, 30), (40, 60))
                ],
            }
        )
        account = cls.env["account.account"].create(
            {"name": "Rounding", "code": "RNDH", "account_type": "income_other"}
        )
        cls.company.write(
            {
                "cobranzas_rate_required": "any",
                "cobranzas_rounding_tolerance": 0.5,
                "cobranzas_rounding_gain_account_id": account.id,
                "cobranzas_rounding_loss_account_id": account.id,
            }
        )

    @classmethod
    def _make_currencies(cls):
        """Four foreign currencies, of 2, 0 and 3 decimals, whose rates move twice."""
        cls.foreign = cls.env["res.currency"]
        for name, rounding, rates in CURRENCIES:
            currency = cls.env["res.currency"].create(
                {"name": name, "symbol": name, "rounding": rounding}
            )
            cls.env["res.currency.rate"].create(
                [
                    {
                        "name": cls.start + timedelta(days=days - 400 * (not days)),
                        "inverse_company_rate": rate,
                        "currency_id": currency.id,
                        "company_id": company.id,
                    }
                    for days, rate in zip((0, 80, 170), rates, strict=True)
                    for company in (cls.company, cls.other_company)
                ]
            )
            cls.foreign |= currency
        cls.currencies = cls.company.currency_id | cls.foreign

    @classmethod
    def _make_customers(cls):
        cls.customers = cls.customer | cls.other_customer
        cls.customers |= cls.env["res.partner"].create(
            [{"name": name} for name in ("árbol", "Zapatería Ávila", "bodega 3")]
        )
        cls.contacts = cls.env["res.partner"].create(
            [
                {"name": f"Compras {number}", "parent_id": partner.id}
                for number, partner in enumerate(cls.customers)
            ]
        )
        cls.env["cobranzas.debtor.group"].create(
            {
                "name": "Grupo",
                "member_ids": [Command.create({"partner_id": p.id}) for p in cls.customers[:3]],
            }
        )


class History(Steps):
    """A history that grows step by step, drawn from a seed.

    :param steps: {name of a step: how often}
    :param backdated: some documents bear dates before the day they are made on
    :param crossing: items of two currencies are reconciled as they are, and unreconciled again
    :param crediting: how often a receipt takes a credit that was there
    """

    def __init__(self, case, seed, steps, backdated=True, crossing=True, crediting=0.3):
        self.case, self.env = case, case.env
        self.rng = random.Random(seed)
        self.steps, self.backdated, self.crossing = steps, backdated, crossing
        self.crediting = crediting
        self.day = case.start
        self.done = []

    def go_on(self, count, until=None):
        """Let time pass, and ``count`` steps be taken, up to the day ``until``."""
        until = until or self.case.today
        names, weights = zip(*self.steps.items(), strict=True)
        for left in range(count, 0, -1):
            if left % 10 == 0:
                self._analyze()
            most = (until - self.day).days * 2 // left
            self.day += timedelta(days=min(self.rng.randint(0, most), (until - self.day).days))
            name = self.rng.choices(names, weights)[0]
            try:
                with self.env.cr.savepoint():
                    getattr(self, f"_{name}")()
            except (Impossible, UserError):
                self.env.invalidate_all()
                continue
            self.done.append(name)

    def _analyze(self):
        """Let PostgreSQL count what it can't know: rows of this transaction, and of no other.

        Where it believes that there are none, core's own queries may take minutes.
        """
        self.env.flush_all()
        self.env.cr.execute(
            "ANALYZE account_move, account_move_line, account_partial_reconcile, account_payment"
        )
