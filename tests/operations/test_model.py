"""Receipts, operations, voids and undos at random, against what must hold after each of them."""

import collections
import logging
import os
import random
from datetime import timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..lib.random_history import RandomHistoryCommon
from ..lib.random_history_steps import Impossible
from ..lib.random_operations import OperationSteps

_logger = logging.getLogger(__name__)

#: steps of one run, and runs; COBRANZAS_STEPS makes more of both
STEPS = int(os.environ.get("COBRANZAS_STEPS") or 25)
RUNS = int(os.environ.get("COBRANZAS_RUNS") or 4)
#: how often a kind is drawn, at most, until it is not refused
ATTEMPTS = 40
#: see tests/portal/test_refund_chargeback.py
ONLINE = {"provider_fee", "returned_payment"}


class Operations(OperationSteps):
    """Steps without documents dated back: what was noted of a day stands."""

    def __init__(self, case, rng):
        self.case, self.env, self.rng = case, case.env, rng
        self.backdated, self.crossing, self.crediting = False, False, 0.3
        self.day, self.done = case.start, []

    def _company(self):
        return self.case.company

    def _date(self):
        return self.day


class Machine(RuleBasedStateMachine):
    """Draws what happens; works on the database of a test case, ``case``."""

    case = None  # set by the test

    @initialize(seed=st.integers(0, 2**32))
    def start(self, seed):
        self.savepoint = self.case.env.cr.savepoint()
        self.steps = Operations(self.case, random.Random(seed))
        self.notes = {}
        for _invoice in range(6):
            self.steps._document()

    def step(self, name, *args):
        """Take a step, all or nothing."""
        try:
            with self.case.env.cr.savepoint():
                getattr(self.steps, f"_{name}")(*args)
        except (Impossible, UserError):
            self.case.env.invalidate_all()
            return
        self.case.counts[(name, *args)] += 1

    @rule(name=st.sampled_from(("document", "credit_note", "instalments")))
    def issue(self, name):
        self.step(name)

    @rule(name=st.sampled_from(("receipt", "receipt", "checks", "group_receipt", "paper")))
    def collect(self, name):
        self.step(name)

    @rule(name=st.sampled_from(("application", "redeem")))
    def use_credit(self, name):
        self.step(name)

    @rule()
    def operate(self):
        """An operation of any kind, each as often: Hypothesis would prefer some."""
        self.step("operation", self.steps.rng.choice(self.case.kinds))

    @rule()
    def operate_again(self):
        self.operate()

    @rule(name=st.sampled_from(("void", "undo", "undo")))
    def take_back(self, name):
        self.step(name)

    @rule(days=st.integers(1, 20))
    def note_and_go_on(self, days):
        day = self.steps.day
        self.notes[day] = self.case.read_open_items(day)
        self.steps.day = day + timedelta(days=days)

    @invariant()
    def holds(self):
        if hasattr(self, "steps"):
            self.case.check_ledger()
            for day, noted in self.notes.items():
                self.case.assertEqual(self.case.read_open_items(day), noted, f"as of {day}")

    def teardown(self):
        if hasattr(self, "savepoint"):
            self.savepoint.rollback()
            self.case.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestModel(RandomHistoryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.counts = collections.Counter()
        # without those of online payments, whose receipts are not made here
        cls.kinds = sorted({*cls.env["cobranzas.operation"]._get_kinds()} - ONLINE)
        cls.prepare_settings()

    @classmethod
    def prepare_settings(cls):
        """Give the company what operations ask of its settings."""
        rows = (
            ("cobranzas_voucher_account_id", "liability_current"),
            ("cobranzas_voucher_expense_account_id", "expense"),
            ("cobranzas_voucher_income_account_id", "income_other"),
            ("cobranzas_adjustment_gain_account_id", "income_other"),
            ("cobranzas_adjustment_loss_account_id", "expense"),
            ("cobranzas_debt_sales_account_id", "income_other"),
        )
        for number, (name, kind) in enumerate(rows):
            cls.company[name] = cls.env["account.account"].create(
                {
                    "name": name,
                    "code": f"OPR{number}",
                    "account_type": kind,
                    "reconcile": kind == "liability_current",
                }
            )
        advances = cls.env["account.account"].create(
            {"name": "Advances", "code": "OPRA", "account_type": "liability_current"}
        )
        advance = cls.env["product.product"].create(
            {
                "name": "Advance",
                "type": "service",
                "property_account_income_id": advances.id,
                "taxes_id": [Command.set(cls.company_data["default_tax_sale"].ids)],
            }
        )
        cls.company.write(
            {
                "cobranzas_voucher_paid_first": False,
                "cobranzas_small_balance_max": 500.0,
                "cobranzas_invoiced_advances": True,
                "cobranzas_advance_product_id": advance.id,
                **{
                    f"cobranzas_{name}_product_id": cls.product_a.id
                    for name in ("interest", "surcharge", "discount", "exchange")
                },
            }
        )

    def test_random_operations(self):
        run_state_machine_as_test(
            type("Machine", (Machine,), {"case": self}),
            settings=settings(
                max_examples=RUNS,
                stateful_step_count=STEPS,
                suppress_health_check=list(HealthCheck),
                phases=(Phase.generate,),  # shrinking takes minutes: read the steps
            ),
        )
        _logger.info("steps taken: %s", sorted(self.counts.items()))
        self.assertTrue(self.counts["undo",])
        self.assertTrue(sum(n for key, n in self.counts.items() if key[0] == "operation"))

    def test_every_kind_comes_to_pass(self):
        """Each kind is drawn until it is confirmed, then undone: no kind is always refused."""
        steps = Operations(self, random.Random(7))
        for name in ("document",) * 12 + ("credit_note",) * 4 + ("checks",) * 3:
            self.take(steps, name)
        for _voucher in range(6):
            self.take(steps, "operation", "voucher_sale")
        steps.day += timedelta(days=10)  # some of the vouchers have expired
        for kind in self.kinds:
            with self.subTest(kind=kind), self.env.cr.savepoint() as savepoint:
                done = None
                for _attempt in range(ATTEMPTS):
                    done = done or self.take(steps, "operation", kind)
                self.assertTrue(done, "never drawn as it should be")
                self.check_ledger()
                done.action_undo(steps.day, "Error")
                self.check_ledger()
                savepoint.rollback()
            self.env.invalidate_all()

    def take(self, steps, name, *args):
        """Take a step, all or nothing; return what it makes, or None where it is refused."""
        try:
            with self.env.cr.savepoint():
                return getattr(steps, f"_{name}")(*args)
        except (Impossible, UserError):
            self.env.invalidate_all()
            return None

    # ------------------------------------------------------------------
    # What must hold
    # ------------------------------------------------------------------

    def read_open_items(self, day):
        """The open items at a day: {item: residuals}."""
        rows = self.env["cobranzas.open.item"].with_context(cobranzas_date=day)
        return {
            row["move_line_id"][0]: (row["residual"], row["residual_currency"])
            for row in rows.search_read(
                [("company_id", "=", self.company.id)],
                ["move_line_id", "residual", "residual_currency"],
            )
        }

    def check_ledger(self):
        self.env.flush_all()
        self.check_residuals()
        self.check_balances()
        self.check_orphans()

    def check_residuals(self):
        """No item has more left than it had, nor of the other sign; entries balance."""
        self.env.cr.execute(
            """SELECT line.id FROM account_move_line line
            JOIN account_account account ON account.id = line.account_id
            WHERE line.parent_state = 'posted' AND account.account_type = 'asset_receivable'
            AND (line.amount_residual_currency * line.amount_currency < 0
                OR abs(line.amount_residual_currency) > abs(line.amount_currency) + 0.000001)"""
        )
        self.assertEqual(self.env.cr.fetchall(), [], "items with more left than they had")
        self.env.cr.execute(
            """SELECT move_id FROM account_move_line WHERE parent_state = 'posted'
            GROUP BY move_id HAVING abs(SUM(balance)) > 0.000001"""
        )
        self.assertEqual(self.env.cr.fetchall(), [], "entries out of balance")

    def check_balances(self):
        """Each customer's open items sum to its balance in the ledger, as booked."""
        self.env.cr.execute(
            """SELECT partner.commercial_partner_id, line.account_id,
                round(SUM(line.balance), 2), round(SUM(line.amount_residual), 2)
            FROM account_move_line line
            JOIN account_account account ON account.id = line.account_id
            LEFT JOIN res_partner partner ON partner.id = line.partner_id
            WHERE line.parent_state = 'posted' AND account.account_type = 'asset_receivable'
            GROUP BY 1, 2 HAVING round(SUM(line.balance), 2) <> round(SUM(line.amount_residual), 2)
            """
        )
        self.assertEqual(self.env.cr.fetchall(), [], "customers whose open items differ")

    def check_orphans(self):
        """What is undone leaves nothing open, and no partial is of what is not done."""
        self.env.cr.execute(
            """SELECT operation.name, line.id FROM cobranzas_operation operation
            JOIN account_move move ON move.cobranzas_operation_id = operation.id
            JOIN account_move_line line ON line.move_id = move.id
            JOIN account_account account ON account.id = line.account_id
            WHERE operation.state = 'undone' AND account.reconcile AND NOT line.reconciled
            AND line.parent_state = 'posted' AND line.amount_currency <> 0"""
        )
        self.assertEqual(self.env.cr.fetchall(), [], "items left open by what was undone")
        self.env.cr.execute(
            """SELECT partial.id FROM account_partial_reconcile partial
            JOIN cobranzas_operation operation ON operation.id = partial.cobranzas_operation_id
            WHERE operation.state <> 'done'"""
        )
        self.assertEqual(self.env.cr.fetchall(), [], "allocations of what is not done")
