"""What can't be right of limits, rules and blocks is refused in one sentence."""

from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..lib.credit_terms import CreditTermsCommon


@tagged("post_install", "-at_install")
class TestCreditBadInput(CreditTermsCommon):
    def refuse(self, pattern, action, *args, error=ValidationError, **kw):
        refused = self.assertRaisesRegex(error, pattern)
        with self.subTest(pattern), refused, self.env.cr.savepoint():
            action(*args, **kw)
            self.env.flush_all()
        self.env.invalidate_all()

    def refuse_by_database(self, name, message, action, *args, **kw):
        """The constraint of the database refuses, whose message people read."""
        with mute_logger("odoo.sql_db"):
            self.refuse(name, action, *args, error=IntegrityError, **kw)
        model = {"rule": "rule", "extra": "extra", "request": "request"}[name.split("_")[2]]
        found = self.env[f"cobranzas.credit.{model}"]._table_objects[name]
        self.assertEqual(found.get_error_message(self.env[f"cobranzas.credit.{model}"]), message)

    def test_limits(self):
        self.refuse("can't be negative: 0 means no credit", self.give_limit, -1)
        self.refuse(
            "can't be negative", self.group.write, {"share_credit_limit": True, "credit_limit": -1}
        )

    def test_grace(self):
        for days in (-1, 3651, 10000):
            self.refuse(
                "Days of grace go from 0 to 3650",
                self.customer.write,
                {"cobranzas_grace_days": days},
            )
        with mute_logger("odoo.sql_db"):
            self.refuse(
                "grace_days_sensible",
                self.company.write,
                {"cobranzas_credit_grace_days": 10000},
                error=IntegrityError,
            )

    def test_rule_twice(self):
        message = "There is such a rule already: change that one."
        for holder in ({}, {"partner_id": self.customer.id}, {"group_id": self.group.id}):
            self.credit_rule("days", 5, **holder)
            self.refuse_by_database(
                "cobranzas_credit_rule_uniq", message, self.credit_rule, "days", 9, **holder
            )

    def test_rules(self):
        rule = self.credit_rule
        self.refuse("can't be negative", rule, "overdue_amount", -1)
        self.refuse("whole days, from 0 to 3650", rule, "days", 2.5)
        self.refuse("whole days, from 0 to 3650", rule, "days", 3651)
        self.refuse("percentage of the limit above 0 and up to 1000", rule, "share", 0)
        self.refuse("percentage of the limit above 0 and up to 1000", rule, "share", 1001)
        self.refuse("for how many days after a returned cheque", rule, "returned_check", 0)
        self.refuse("Say why they are excluded", rule, "days", is_exclusion=True)
        self.refuse("Say why they are excluded", rule, "days", is_exclusion=True, reason="  ")
        self.refuse_by_database(
            "cobranzas_credit_rule_one_holder",
            "A rule is for the company, for a debtor group or for a customer: choose one of them.",
            rule,
            "days",
            5,
            partner_id=self.customer.id,
            group_id=self.group.id,
        )

    def test_blocks(self):
        for reason in ("", "   "):
            self.refuse("Say why the customer is blocked", self.block, reason=reason)
        yesterday = self.today - timedelta(1)
        self.refuse("choose today or a later day", self.block, until=yesterday)
        block = self.block()
        for reason in (None, "", "  "):
            self.refuse("Say why .* unblocked", block.action_lift, reason, error=UserError)
        for reason, sentence in ((5, "not a text"), ("x" * 2000, "too long")):
            self.refuse(sentence, block.action_lift, reason, error=UserError)

    def test_extra_limits(self):
        create = self.env["cobranzas.credit.extra"].create
        vals = {
            "partner_id": self.customer.id,
            "amount": 5,
            "date_end": self.today,
            "reason": "Christmas",
        }
        self.refuse("Say why the extra limit is given", create, {**vals, "reason": " "})
        yesterday = self.today - timedelta(1)
        self.refuse("would have ended on", create, {**vals, "date_end": yesterday})
        with mute_logger("odoo.sql_db"):
            for name in ("reason", "date_end"):
                missing = {key: vals[key] for key in vals if key != name}
                self.refuse(name, create, missing, error=IntegrityError)
        for amount in (0, -5):
            self.refuse_by_database(
                "cobranzas_credit_extra_amount_positive",
                "An extra limit has to be above zero.",
                create,
                {**vals, "amount": amount},
            )
        self.refuse_by_database(
            "cobranzas_credit_extra_one_holder",
            "An extra limit is for a customer or for a debtor group: choose one.",
            create,
            {**vals, "partner_id": False},
        )

    def test_requests(self):
        create = self.env["cobranzas.credit.request"].create
        vals = {"partner_id": self.customer.id, "amount": 5, "reason": "New branch"}
        self.refuse("Say why more limit is needed", create, {**vals, "reason": " "})
        self.refuse_by_database(
            "cobranzas_credit_request_amount_positive",
            "The limit that is asked for has to be above zero.",
            create,
            {**vals, "amount": 0},
        )
        self.refuse_by_database(
            "cobranzas_credit_request_one_holder",
            "Ask for a customer or for a debtor group: choose one.",
            create,
            {**vals, "group_id": self.group.id},
        )

    def test_cash_terms_with_days(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Treinta",
                "line_ids": [Command.create({"value_amount": 100, "nb_days": 30})],
            }
        )
        self.refuse(
            "Treinta can't be cash: all of it has to be due at 0 days",
            term.write,
            {"cobranzas_is_cash": True},
        )

    def test_members_of_a_group_in_a_ring_of_parents(self):
        (self.customer | self.other_customer).is_company = True
        self.join(self.customer)
        self.customer.parent_id = self.other_customer
        self.refuse("recursive", self.other_customer.write, {"parent_id": self.customer.id})
        limits = self.customer._cobranzas_get_limits(self.company)
        self.assertEqual(list(limits), [self.customer])
