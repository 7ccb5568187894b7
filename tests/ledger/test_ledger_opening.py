"""Sums of the lines before a day, by what is open and what was matched since (REP-03, issue 16)."""

import random
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from odoo.addons.l10n_cobranzas.models.ledger import cobranzas_ledger_line_opening as opening
from odoo.addons.l10n_cobranzas.models.ledger.read_scope import ReadScope
from odoo.fields import Domain
from odoo.tests import tagged

from ..lib.random_history import (
    AFTER,
    BACKWARDS,
    BEFORE,
    REDATING,
    STEPS,
    UNDOING,
    History,
    RandomHistoryCommon,
)
from ..lib.truth import TruthCommon

KEYS = ("partner_id", "company_id", "account_id", "currency_id")
COMPANY_KEYS = ("partner_id", "company_id", "account_id", "company_currency_id")


class SumsOfOpenings:
    """The sums by each way of reading them."""

    def read_sums(self, day, scope, field="balance", keys=KEYS, domain=()):
        """Return {values of ``keys``: sum} of the lines before ``day``, zeros left out."""
        lines = self.env["cobranzas.ledger.line"]._with_scope(scope)
        domain = Domain("date", "<", day) & Domain(list(domain))
        groups = lines._read_group(domain, keys, [f"{field}:sum"])
        sums = {tuple(r and r.id for r in key): round(value, 3) for *key, value in groups}
        return {key: value for key, value in sums.items() if value}

    def assertSums(self, day, date=None):
        """The carried rows have the sums of the lines; without conversions in the company's."""
        scope = ReadScope(date=date)
        carried = replace(scope, opening=day)
        self.assertEqual(self.read_sums(day, carried), self.read_sums(day, scope), day)
        own = {
            "field": "balance_company",
            "keys": COMPANY_KEYS,
            "domain": [("is_conversion", "=", False)],
        }
        self.assertEqual(self.read_sums(day, carried, **own), self.read_sums(day, scope, **own))

    def read_crossing(self):
        """Return the partials between unlike items; each says so, and no other does."""
        partials = self.env["account.partial.reconcile"].search([])
        found = partials.filtered("cobranzas_is_crossing")
        for partial in partials:
            debit, credit = partial.debit_move_id, partial.credit_move_id
            unlike = any(
                debit[name] != credit[name]
                for name in ("account_id", "company_id", "currency_id", "partner_id")
            )
            amounts = {partial.debit_amount_currency, partial.credit_amount_currency}
            self.assertEqual(partial in found, unlike or len(amounts) > 1)
        return found


@tagged("post_install", "-at_install")
class TestLedgerOpeningHistory(SumsOfOpenings, RandomHistoryCommon):
    def test_random_histories(self):
        steps = STEPS | BACKWARDS | UNDOING | REDATING
        for seed in range(60, 62):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                history = History(self, seed, steps)
                history.go_on(60)
                self._reconcile_across(history)
                self._take_back_to_draft(history.rng)
                self.assertTrue(self.read_crossing())
                self._check_days(random.Random(seed))
                savepoint.rollback()
            self.env.invalidate_all()

    def _check_days(self, rng):
        for days in (1, 400, *rng.sample(range(-BEFORE, AFTER + 60), 12)):
            day = self.today + timedelta(days=days)
            for date in (None, day, day + timedelta(days=30)):
                self.assertSums(day, date)

    def _reconcile_across(self, history):
        """Core lets the credit of one customer pay the debt of another."""
        made = 0
        for debt in history._items(sign=1):
            credits = history._items(sign=-1).filtered(
                lambda item, debt=debt: (
                    item.account_id == debt.account_id
                    and item.partner_id.commercial_partner_id
                    != debt.partner_id.commercial_partner_id
                )
            )
            if credits and made < 3:
                (debt | history.rng.choice(credits)).reconcile()
                made += 1
        self.assertTrue(made)

    def _take_back_to_draft(self, rng):
        """Odoo keeps the matching of payments that go back to draft."""
        payments = self.env["account.payment"].search(
            [("move_id.cobranzas_receipt_id", "=", False), ("state", "in", ("paid", "in_process"))]
        )
        payments = payments.filtered("move_id.line_ids.matched_debit_ids")
        for payment in rng.sample(list(payments), min(2, len(payments))):
            payment.action_draft()


@tagged("post_install", "-at_install")
class TestLedgerOpening(SumsOfOpenings, TruthCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.days = [cls.day(text) for text in ("2026-01-20", "2026-02-01", "2026-03-15")]
        cls.eur = cls.setup_other_currency("EUR", rates=[("2026-01-01", 0.5), ("2026-02-05", 0.4)])
        cls.debt = cls.invoice(100, "2026-01-10")

    @classmethod
    def day(cls, text):
        return cls.env["cobranzas.ledger.line"]._fields["date"].to_date(text)

    def credit(self, amount, date="2026-02-01", **kw):
        return self.invoice(amount, date, move_type="out_refund", **kw)

    def assertAllSums(self):
        self.env.flush_all()
        for day in self.days:
            for date in (None, day, self.days[-1]):
                if not date or date >= day:
                    self.assertSums(day, date)

    def test_of_contacts_of_one_customer(self):
        shop = self.env["res.partner"].create({"name": "Shop", "parent_id": self.customer.id})
        credit = self.credit(60)
        credit.move_id.line_ids.sudo().partner_id = shop
        (self.debt | credit).reconcile()
        self.assertTrue(self.read_crossing())
        self.assertAllSums()

    def test_of_two_customers(self):
        (self.debt | self.credit(60, "2026-01-15", partner=self.other_customer)).reconcile()
        self.assertTrue(self.read_crossing())
        self.assertAllSums()
        sums = self.read_sums(self.days[1], ReadScope(opening=self.days[1]))
        self.assertEqual(sorted(sums.values()), [-60, 100])

    def test_made_of_one_customer_later(self):
        """A partial says what its items are, whenever they change."""
        credit = self.credit(60, "2026-01-15")
        (self.debt | credit).reconcile()
        self.assertFalse(self.read_crossing())
        self.assertAllSums()
        credit.sudo().partner_id = self.other_customer
        self.assertTrue(self.read_crossing())
        self.assertAllSums()
        credit.sudo().partner_id = self.customer
        self.assertFalse(self.read_crossing())
        self.assertAllSums()

    def test_contacts_merged(self):
        """Core merges by SQL: what was alike stays so, what was not is looked at."""
        twin = self.env["res.partner"].create({"name": "Almacen"})
        (self.debt | self.credit(60, "2026-01-15", partner=twin)).reconcile()
        other = self.invoice(50, "2026-01-12", partner=twin)
        (other | self.credit(20, "2026-01-16", partner=twin)).reconcile()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        self.env.flush_all()
        wizard._merge((self.customer | twin).ids, self.customer)
        self.env.invalidate_all()
        self.assertFalse(twin.exists())
        self.assertAllSums()

    def test_of_a_branch(self):
        branch = self.env["res.company"].create({"name": "Sur", "parent_id": self.company.id})
        self.env.user.company_ids |= branch
        self.env = self.env(
            context={**self.env.context, "allowed_company_ids": (self.company | branch).ids}
        )
        move = self.credit(60, "2026-01-15").move_id
        move = move.copy({"company_id": branch.id, "date": "2026-01-15"})
        move.invoice_date = "2026-01-15"
        move.action_post()
        credit = self.item(move)
        self.assertEqual(credit.company_id, branch)
        (self.debt | credit).reconcile()
        self.assertTrue(self.read_crossing())
        self.assertAllSums()

    def test_of_two_currencies(self):
        (self.debt | self.credit(20, "2026-02-10", currency=self.eur)).reconcile()
        self.assertTrue(self.read_crossing())
        self.assertAllSums()

    def test_in_draft_and_void(self):
        payment = self.core_payment(self.debt, 40)
        self.assertFalse(self.read_crossing())
        receipt = self.receipt([(self.debt, 10)], [self.cash_value(15)], date="2026-01-18")
        receipt.action_post()
        self.assertAllSums()
        payment.action_draft()
        self.assertAllSums()
        receipt.action_void("2026-02-10", "Error")
        self.assertAllSums()

    def test_rows_that_came_by_sql(self):
        """What nobody looked at counts as crossing: as slow as it was, and right."""
        (self.debt | self.credit(60, "2026-01-15", partner=self.other_customer)).reconcile()
        self.env.flush_all()
        self.env.cr.execute("UPDATE account_partial_reconcile SET cobranzas_is_crossing = NULL")
        self.env.invalidate_all()
        self.assertAllSums()

    # ------------------------------------------------------------------
    # When it is read so
    # ------------------------------------------------------------------

    def carries(self, domain=(), names=("partner_id", "currency_id", "balance"), **scope):
        """Tell whether the rows that are quickest to sum are carried ones."""
        day = self.days[1]
        lines = self.env["cobranzas.ledger.line"]._with_scope(ReadScope(**scope))
        domain = Domain("date", "<", day) & Domain("date", "<=", day) & Domain(list(domain))
        return bool(lines._get_opening_scope(day, domain, names).opening)

    def test_only_where_the_sums_are_the_same(self):
        with patch.object(opening, "WEIGHT", 0):
            self.assertTrue(self.carries())
            self.assertTrue(self.carries([("partner_id.category_id", "in", [1])]))
            self.assertTrue(self.carries([("is_conversion", "=", False)]))
            self.assertTrue(self.carries(date=self.days[2]))
            for domain in (
                [("salesperson_id", "=", 1)],
                ["|", ("company_id", "=", 1), ("kind", "=", "invoice")],
                [("residual", "!=", 0)],
                [("date", ">", "2026-01-01")],
                [("date", "<=", "2026-01-31")],
                [("partner_id", "in", self.customer.ids)],  # read by their own index
            ):
                self.assertFalse(self.carries(domain), domain)
            for name in ("salesperson_id", "kind", "charge", "date", "residual"):
                self.assertFalse(self.carries(names=("partner_id", name)), name)
            self.assertFalse(self.carries(date=self.days[1] - timedelta(days=1)))
            self.assertFalse(self.carries(date=self.days[2], as_known=True))

    def test_rules_of_the_user_count(self):
        with patch.object(opening, "WEIGHT", 0):
            self.env = self.env(user=self.make_user("c", "l10n_cobranzas.group_cobranzas_cashier"))
            self.assertTrue(self.carries())
            # sudo: a rule that another add-on may bring
            self.env["ir.rule"].sudo().create(
                {
                    "name": "Own documents",
                    "model_id": self.env["ir.model"]._get_id("cobranzas.ledger.line"),
                    "domain_force": "[('salesperson_id', '=', user.id)]",
                }
            )
            self.assertFalse(self.carries())

    def test_only_where_it_is_less_to_read(self):
        lines = self.env["cobranzas.ledger.line"]
        estimates = [10, opening.WEIGHT * 10 + 1, 10, opening.WEIGHT * 10]
        with patch.object(type(lines), "_estimate_rows", lambda *args: estimates.pop(0)):
            self.assertTrue(self.carries())
            self.assertFalse(self.carries())
