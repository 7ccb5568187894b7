"""Bad input of charges: each is refused with one sentence, and nothing of it stays (CHG)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import Error, IntegrityError

from ..lib.charge_runs import ChargeRunsCommon

TYPED = "A policy has a rate of 1,000 % at most, and ten years of grace: correct what was typed"
NEGATIVE = "Rate, grace days, minimum and fixed charge of a policy can't be negative"
TABLES = (
    "account.move",
    "account.partial.reconcile",
    "cobranzas.alternative.date",
    "cobranzas.charge",
    "cobranzas.interest.policy",
    "cobranzas.operation",
    "cobranzas.operation.run",
    "cobranzas.payment.term.alternative",
    "cobranzas.rate",
    "cobranzas.rate.maximum",
)


@tagged("post_install", "-at_install")
class TestChargeBadInput(ChargeRunsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.setup_other_company()["company"]
        cls.foreign_policy = cls.env["cobranzas.interest.policy"].create(
            {"name": "De otra", "rate": 1, "company_id": cls.other_company.id}
        )

    def refused(self, call, pattern):
        """Check that the call ends in one sentence that matches, and that no record of it stays."""
        before = self._count()
        with self.subTest(pattern), mute_logger("odoo.sql_db"):
            try:
                with self.env.cr.savepoint():
                    call()
                    self.env.flush_all()
            except (AccessError, UserError) as error:
                message = str(error)
            except IntegrityError as error:  # as odoo.service.model tells it to the client
                [name] = [
                    name
                    for name, model in self.registry.items()
                    if model._table == error.diag.table_name and not model._abstract
                ]
                message = self.env[name]._sql_error_to_message(error)
            except (Error, ArithmeticError, ValueError) as error:
                self.fail(f"a trace instead of a sentence: {error!r}")
            else:
                self.fail("it passed")
            self.env.invalidate_all()
            self.assertRegex(message, pattern)
            self.assertNotIn("\n", message.strip())
            self.assertEqual(self._count(), before)

    def _count(self):
        return {
            name: self.env[name].with_context(active_test=False).search_count([]) for name in TABLES
        }

    def create(self, model, **vals):
        return lambda: self.env[model].create(vals)

    # ------------------------------------------------------------------
    # Policies and rates
    # ------------------------------------------------------------------

    def policy(self, **vals):
        vals = {"name": "Mora", "rate": 3, "company_id": self.company.id, **vals}
        return self.create("cobranzas.interest.policy", **vals)

    def test_policy(self):
        for vals, pattern in (
            ({"rate": -1}, NEGATIVE),
            ({"grace_days": -1}, NEGATIVE),
            ({"minimum": -1}, NEGATIVE),
            ({"rate": float("nan")}, "number is too large"),
            ({"rate": 1e12}, TYPED),
            ({"rate": 1001}, TYPED),
            ({"grace_days": 3654}, TYPED),
            ({"rate": 1e300}, "number is too large"),
            ({"rate_period": "week"}, "can't be read"),
            ({"base": "everything"}, "can't be read"),
            ({"name": "x" * 2000}, "Name is too long"),
            (
                {"journal_id": self.company_data["default_journal_purchase"].id},
                "is no sales journal: the notes of policy Mora need one",
            ),
            (
                {"tax_id": self.company_data["default_tax_purchase"].id},
                "is no tax on sales: the notes of policy Mora",
            ),
        ):
            self.refused(self.policy(**vals), pattern)

    def test_rates(self):
        rate = {"rate": 3, "date_from": "2026-01-01", "company_id": self.company.id}
        self.env["cobranzas.rate"].create(rate)
        for vals, pattern in (
            ({"rate": -1, "kind": "surcharge"}, "A rate can't be negative"),
            ({}, "There is a rate of this kind and currency from that day already"),
            ({"date_from": "0026-01-01"}, "can't be right"),
            ({"date_from": "31/01/2026"}, "is not a date"),
            ({"kind": "usury"}, "can't be read"),
            (
                {"rate": 1e12, "kind": "surcharge"},
                "A rate is 1,000 % at most: correct what was typed",
            ),
        ):
            self.refused(self.create("cobranzas.rate", **{**rate, **vals}), pattern)

    def test_maximum(self):
        country = self.company.account_fiscal_country_id
        maximum = {"country_id": country.id, "date_from": "2026-01-01", "rate": 24}
        self.env["cobranzas.rate.maximum"].create(maximum)
        table = {"rate": 5, "rate_period": "month", "company_id": self.company.id}
        for call, pattern in (
            (
                self.create("cobranzas.rate.maximum", **maximum),
                "has a maximum from that day already",
            ),
            (
                self.create(
                    "cobranzas.rate.maximum", **{**maximum, "date_from": "2026-02-01", "rate": -1}
                ),
                "A rate can't be negative",
            ),
            (
                self.policy(rate=3),
                r"3\.00 % a month is above the maximum of 1\.97 %.*lower the rate of policy Mora",
            ),
            (
                lambda: self.monthly.write({"rate": 5}),
                r"5\.00 % a month is above .*policy Mora 3 %",
            ),
            (
                self.create("cobranzas.rate", date_from="2026-03-01", **table),
                r"5\.00 % a month is above .* lower the rate of 03/01/2026",
            ),
        ):
            self.refused(call, pattern)

    # ------------------------------------------------------------------
    # Whose policy
    # ------------------------------------------------------------------

    def test_policy_of_another_company(self):
        foreign, term = self.foreign_policy, self.env["account.payment.term"].create({"name": "30"})
        pattern = "The policy chosen is another company's: choose one of company_1_data"
        for call in (
            lambda: self.customer.with_company(self.company).write(
                {"cobranzas_interest_policy_id": foreign.id}
            ),
            lambda: term.with_company(self.company).write(
                {"cobranzas_interest_policy_id": foreign.id}
            ),
            lambda: self.company.write({"cobranzas_interest_policy_id": foreign.id}),
            lambda: self.make_run(interest_policy_id=foreign.id),
        ):
            self.refused(call, pattern)

    # ------------------------------------------------------------------
    # Alternative dates
    # ------------------------------------------------------------------

    def term(self, *rows, **vals):
        return self.create(
            "account.payment.term",
            name="Con fechas",
            cobranzas_alternative_ids=[
                Command.create({"days": days, "percent": percent}) for days, percent in rows
            ],
            **vals,
        )

    def test_terms(self):
        for rows, pattern in (
            ([(3654, 5)], "ten years from the due date at most"),
            ([(-3654, -5)], "ten years from the due date at most"),
            ([(-10, -100)], "A discount of 100 % or more leaves nothing to pay"),
            ([(10, 5), (10, 8)], "two alternatives fall on one date, 10 days from the due date"),
            ([(0, 5)], "falls on the due date itself"),
            ([(10, 5), (20, 3)], "Who pays later can't owe less"),
            ([(10, -1)], "Who pays later can't owe less"),
            ([(10, float("inf"))], "number is too large"),
            ([(10, 1e14)], "A surcharge is 1,000 % at most: correct what was typed"),
            ([(10, "mucho")], "can't be read"),
        ):
            self.refused(self.term(*rows), pattern)
        self.refused(
            self.term((10, 5), early_discount=True),
            "Term Con fechas has core's early-payment discount: use alternative dates or the "
            "discount, not both.",
        )

    def test_dates_of_an_invoice(self):
        item, credit = (
            self.invoice(1000, due="2026-01-31"),
            self.invoice(10, move_type="out_refund"),
        )
        draft = self.invoice(100)
        draft.move_id.button_draft()
        env = self.env(user=self.make_user("gerente", "l10n_cobranzas.group_cobranzas_manager"))

        def dated(item, date, amount):
            vals = {"move_line_id": item.id, "date": date, "amount": amount}
            return lambda: env["cobranzas.alternative.date"].create(vals)

        dated(item, "2026-02-10", 1050)()
        for call, pattern in (
            (dated(item, "2026-02-10", 1080), "has two amounts until 02/10/2026: keep one of them"),
            (
                dated(item, "2026-02-20", 1020),
                "would cost less on .* Who pays later can't owe less",
            ),
            (dated(item, "2026-01-20", 1020), "Who pays later can't owe less"),
            (dated(item, "2026-01-20", 0), "above zero"),
            (dated(item, "2026-01-20", -5), "above zero"),
            (dated(item, "9999-01-20", 1100), "can't be right"),
            (dated(credit, "2026-02-20", 20), "is no instalment of a posted invoice"),
            (dated(draft, "2026-02-20", 120), "is no instalment of a posted invoice"),
        ):
            self.refused(call, pattern)

    # ------------------------------------------------------------------
    # By hand
    # ------------------------------------------------------------------

    def charged(self, kind, rows, **vals):
        """Return a call that confirms an operation of a kind over (item, amount)."""

        def call():
            operation = self.operation(
                kind, rows, date="2026-03-31", partner_id=self.customer.id, **vals
            )
            operation.action_confirm()

        return call

    def test_operations(self):
        late, paid = self.invoice(1000, due="2026-01-31"), self.invoice(50)
        theirs = self.invoice(70, partner=self.other_customer)
        credit = self.invoice(10, move_type="out_refund")
        self.pay(paid, 50, "2026-01-10")
        for call, pattern in (
            (self.charged("late_interest", []), "(?i)choose"),
            (self.charged("late_interest", [(late, 0)]), "nothing to charge on"),
            (self.charged("late_interest", [paid]), "nothing to charge on"),
            (
                self.charged("late_interest", [(late, -10)]),
                "Interest is never below zero: correct the amount of INV/.*, or take it out",
            ),
            (self.charged("late_interest", [(theirs, 10)]), "no debt of this customer"),
            (self.charged("late_interest", [(credit, 10)]), "no debt of this customer|can't"),
            (
                self.charged("late_interest", [(late, 10)], date_until=False),
                "(?i)say|charged up to",
            ),
            (
                self.charged("date_adjustment", [(late, 10), (self.invoice(20), -5)]),
                "Charge and discount in operations of their own",
            ),
            (
                self.charged("date_adjustment", [(late, -1200)]),
                r"INV/2026/00001 is now \$.1,000.00: \$.1,200.00 can't be allocated to it",
            ),
            (self.charged("late_interest", [(late, 10), (late, 10)]), "(?i)twice|already|once"),
        ):
            self.refused(call, pattern)

    def test_settings_that_are_missing(self):
        late = self.invoice(1000, due="2026-01-31")
        self.company.cobranzas_interest_product_id = False
        self.refused(self.charged("late_interest", [late]), "Product for Late Interest")
        self.company.cobranzas_surcharge_product_id = False
        self.refused(self.charged("date_adjustment", [(late, 5)]), "Product for Surcharges")
        self.company.cobranzas_discount_product_id = False
        self.refused(self.charged("date_adjustment", [(late, -5)]), "Product for Discounts")

    # ------------------------------------------------------------------
    # Runs
    # ------------------------------------------------------------------

    def test_runs(self):
        self.invoice(1000, due="2026-01-31")

        def run(**vals):
            return lambda: self.make_run(**vals)

        nothing = {"takes_open": False, "takes_settled": False}
        for call, pattern in (
            (run(date_until="2026-05-01"), "it is a simulation: tick “Not Yet Due”"),
            (run(date_until=False), "Say up to which day it is charged"),
            (run(**nothing), "Tick which documents"),
            (run(date="2999-01-01"), "can't be right"),
            (run(kind="usury"), "can't be read"),
            (run(due_from="2026-03-01", due_to="2026-02-01"), "No document matches: choose other"),
            (
                run(issued_from="2026-03-01", issued_to="2026-02-01"),
                "No document matches: choose other",
            ),
            (
                run(paid_from="2026-03-01", paid_to="2026-02-01"),
                "No document matches: choose other",
            ),
        ):
            self.refused(call, pattern)

    def test_lines_of_a_run(self):
        self.invoice(1000, due="2026-01-31")
        run = self.make_run()
        line = run.line_ids
        for vals, pattern in (
            ({"amount": -5}, "."),
            ({"amount": float("nan")}, "number is too large"),
            ({"amount": 1e300}, "number is too large"),
            ({"amount": "diez"}, "can't be read"),
        ):
            self.refused(lambda vals=vals: line.write(vals), pattern)
        self.assertEqual(line.amount, 59)

    # ------------------------------------------------------------------
    # At the receipt
    # ------------------------------------------------------------------

    def test_rows_of_a_receipt(self):
        self.company.cobranzas_interest_at_receipt = "ask"
        self.company.cobranzas_adjustment_at_receipt = "ask"
        late, dated = self.invoice(1000, due="2026-01-31"), self.invoice(500, due="2026-01-31")
        dated.cobranzas_alternative_ids = [
            Command.create({"date": "2026-01-20", "amount": 450}),
            Command.create({"date": "2026-04-30", "amount": 550}),
        ]
        receipt = self.receipt(
            [late, dated], [self.cash_value(1550)], date="2026-03-02", partner_id=self.customer.id
        )
        surcharge, interest = receipt.adjustment_ids, receipt.interest_ids[:1]
        self.assertEqual((surcharge.amount, interest.amount), (50, 30))

        def post(row, **vals):
            def call():
                row.write(vals)
                receipt.with_context(cobranzas_confirmed=True).action_post()

            return call

        for call, pattern in (
            (post(interest, amount=-30), "Interest is never below zero"),
            (post(surcharge, amount=-600), "500.00: .*600.00 can't be allocated to it"),
            (post(interest, amount=float("nan")), "number is too large"),
            (post(interest, amount="diez"), "can't be read"),
        ):
            self.refused(call, pattern)
        self.assertEqual(receipt.state, "draft")
