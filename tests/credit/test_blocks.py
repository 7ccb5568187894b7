"""Blocks of customers: wholly, by company, by category; lifted with a reason (OPS-15)."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from odoo.addons.l10n_cobranzas.engine.credit_data import Block
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..lib.credit_terms import CreditTermsCommon


@tagged("post_install", "-at_install")
class TestBlocks(CreditTermsCommon):
    def reasons(self, partner=None, company=None, day=None, categories=None):
        """Why the customer is blocked."""
        partner = partner or self.customer
        blocks = self.env["cobranzas.credit.block"]._get_in_force(
            partner, company or self.company, day or self.today, categories
        )
        return [each.reason for each in blocks.get(partner.commercial_partner_id, ())]

    def test_a_block_of_everything(self):
        block = self.block()
        found = block._get_in_force(self.customer | self.other_customer, self.company, self.today)
        self.assertEqual(found, {self.customer: [Block(block.id, "Owes since May")]})
        self.assertTrue(self.customer.cobranzas_blocked)
        self.assertFalse(self.other_customer.cobranzas_blocked)
        self.assertEqual(self.customer.cobranzas_block_words, "Owes since May")
        self.assertNoted(self.customer, "Blocked: Owes since May")
        self.assertEqual(block.user_id, self.env.user)

    def test_a_block_of_a_company_and_its_branches(self):
        branch = self.make_company("Rosario", self.company)
        self.block(company_id=self.company.id, reason="All")
        self.block(company_id=branch.id, reason="Branch")
        self.assertEqual(self.reasons(), ["All"])
        self.assertEqual(self.reasons(company=branch), ["All", "Branch"])
        self.assertEqual(self.reasons(company=self.make_company("Otra S.A.")), [])

    def test_a_block_until_a_day(self):
        self.block(until=self.today + timedelta(5))
        for days, reasons in ((5, ["Owes since May"]), (6, [])):
            self.assertEqual(self.reasons(day=self.today + timedelta(days)), reasons)

    def test_a_block_of_a_category(self):
        top, other = self.env["product.category"].create([{"name": "Wine"}, {"name": "Flour"}])
        below = self.env["product.category"].create({"name": "Red", "parent_id": top.id})
        block = self.block(category_id=top.id)
        for categories, reasons in ((below, 1), (top | other, 1), (other, 0), (None, 1)):
            self.assertEqual(len(self.reasons(categories=categories)), reasons)
        (found,) = block._get_in_force(self.customer, self.company, self.today)[self.customer]
        self.assertEqual(found.category, top.id)

    def test_contacts_are_blocked_with_their_company(self):
        self.customer.is_company = True
        contact = self.env["res.partner"].create({"name": "Susana", "parent_id": self.customer.id})
        self.block(contact)
        self.assertEqual(self.reasons(contact), ["Owes since May"])
        self.assertEqual(self.reasons(), ["Owes since May"])

    def test_search(self):
        self.block()
        both = [("id", "in", (self.customer | self.other_customer).ids)]
        for value, found in ((True, self.customer), (False, self.other_customer)):
            domain = [*both, ("cobranzas_blocked", "=", value)]
            self.assertEqual(self.env["res.partner"].search(domain), found)

    def test_who_sells_sees_the_reason(self):
        self.block()
        customer = self.customer.with_user(self.salesman)
        self.assertEqual(customer.cobranzas_block_words, "Owes since May")

    # ------------------------------------------------------------------
    # Blocking and unblocking
    # ------------------------------------------------------------------

    def test_block_and_unblock_in_their_dialogs(self):
        customers = (self.customer | self.other_customer).with_user(self.accountant)
        action = customers.action_cobranzas_block()
        model = self.env[action["res_model"]].with_user(self.accountant)
        dialog = Form(model.with_context(**action["context"]))
        dialog.reason = "Two cheques came back"
        dialog.until = self.today
        dialog.save().action_save()
        self.assertEqual(self.reasons(), ["Two cheques came back"])
        self.assertEqual(self.reasons(self.other_customer), ["Two cheques came back"])

        action = self.customer.with_user(self.accountant).action_cobranzas_unblock()
        model = self.env[action["res_model"]].with_user(self.accountant)
        dialog = Form(model.with_context(**action["context"]))
        dialog.reason = "Paid in cash"
        dialog.save().action_save()
        self.assertEqual(self.reasons(), [])
        self.assertEqual(self.reasons(self.other_customer), ["Two cheques came back"])
        self.assertNoted(self.customer, "Unblocked", "Two cheques came back", "Paid in cash")
        lifted = self.env["cobranzas.credit.block"].search(
            [("active", "=", False), ("partner_id", "=", self.customer.id)]
        )
        self.assertRecordValues(
            lifted,
            [
                {
                    "user_id": self.accountant.id,
                    "lift_reason": "Paid in cash",
                    "lifted_by_id": self.accountant.id,
                    "lifted_on": self.today,
                }
            ],
        )

    def test_one_block_for_each_company_and_category(self):
        category = self.env["product.category"].create({"name": "Wine"})
        branch = self.make_company("Rosario", self.company)
        self.env["cobranzas.credit.block.new"].create(
            {
                "partner_ids": [Command.set(self.customer.ids)],
                "company_ids": [Command.set([self.company.id, branch.id])],
                "category_ids": [Command.set(category.ids)],
                "reason": "Only what is paid",
            }
        ).action_save()
        self.assertRecordValues(
            self.customer.cobranzas_block_ids.sorted("id"),
            [
                {"company_id": self.company.id, "category_id": category.id},
                {"company_id": branch.id, "category_id": category.id},
            ],
        )

    def test_blocks_that_ended_are_lifted(self):
        """By the calendar of who made them: there, the day may not have begun yet."""
        self.env.user.tz = "America/Argentina/Buenos_Aires"
        with freeze_time("2026-06-10 15:00:00"):
            block = self.block(until="2026-06-20")
            endless = self.block()
        with freeze_time("2026-06-21 02:59:00"):
            block._cron_end()
            self.assertTrue(block.active)
        with freeze_time("2026-06-21 03:01:00"):
            block._cron_end()
        self.assertRecordValues(
            block | endless,
            [
                {"active": False, "lift_reason": "Its last day has passed"},
                {"active": True, "lift_reason": False},
            ],
        )
        self.assertNoted(self.customer, "Unblocked", "Its last day has passed")

    def test_rights(self):
        block = self.block()
        for user in (self.collector, self.salesman):
            for action in ("action_cobranzas_block", "action_cobranzas_unblock"):
                with self.assertRaisesRegex(AccessError, "Only an accountant blocks"):
                    getattr(self.customer.with_user(user), action)()
            with self.assertRaises(AccessError):
                block.with_user(user).action_lift("So")
        mine = self.env["cobranzas.credit.block"].with_user(self.collector)
        self.assertFalse(mine.search([]))
        self.customer.cobranzas_collector_id = self.env["cobranzas.collector"].create(
            {"name": "Raúl", "user_id": self.collector.id}
        )
        self.assertEqual(mine.search([]), block)
        with self.assertRaises(AccessError):
            block.with_user(self.accountant).unlink()

    def test_in_ones_own_name(self):
        blocks = self.env["cobranzas.credit.block"].with_user(self.accountant)
        vals = {"partner_id": self.customer.id, "reason": "Owes since May"}
        with self.assertRaisesRegex(AccessError, "your own name"):
            blocks.create({**vals, "user_id": self.manager.id})
        block = blocks.create(vals)
        self.assertEqual(block.user_id, self.accountant)
        with self.assertRaisesRegex(AccessError, "your own name"):
            block.user_id = self.manager

    def test_only_the_button_lifts(self):
        block = self.block().with_user(self.accountant)
        for vals in ({"active": False}, {"lift_reason": "So"}, {"lifted_by_id": 1}):
            with self.assertRaisesRegex(UserError, "Use Unblock"):
                block.write(vals)

    def test_a_block_that_changes_is_noted_and_told(self):
        block = self.block(company_id=self.company.id)
        told = []

        def tell(partners, company):
            told.append((partners, company))

        with patch.object(type(self.customer), "_cobranzas_credit_changed", tell):
            block.until = self.today
            self.assertEqual(told, [(self.customer, self.company)])
            block.action_lift("Paid")
            self.assertEqual(told, [(self.customer, self.company)] * 2)
        bodies = self.customer.message_ids.sorted("id").mapped("body")
        self.assertIn("until", bodies[-2])
