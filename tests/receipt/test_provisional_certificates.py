"""The provisional certificate that a final one names: checked when it is written, by whoever."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.withholdings import WithholdingsCommon


@tagged("post_install", "-at_install")
class TestProvisionalCertificates(WithholdingsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier = cls.make_user("cajero", "l10n_cobranzas.group_cobranzas_cashier")
        cls.collector = cls.make_user("cobrador", "l10n_cobranzas.group_cobranzas_collector")

    def booked(self, kind="cpr", number="1", **kw):
        """A certificate of a posted receipt."""
        certificate = self.certificate(100, number=number, kind=kind)
        receipt = self.withheld([], [self.cash_value(500)], [certificate], **kw)
        receipt.action_post()
        return receipt.withholding_ids

    def final(self, user=None, **kw):
        """A final certificate of a draft of a user."""
        certificate = self.certificate(100, number="99")
        draft = self.withheld([], [self.cash_value(500)], [certificate], **kw)
        return draft.withholding_ids.with_user(user or self.env.user)

    def test_kind_state_and_customer_are_checked_when_it_is_written(self):
        final = self.final()
        draft = self.withheld(
            [], [self.cash_value(500)], [self.certificate(100, number="3", kind="cpr")]
        ).withholding_ids
        wrong = {
            "final itself": self.booked(kind="ret", number="2"),
            "in a draft": draft,
            "of another customer": self.booked(number="4", partner_id=self.other_customer.id),
        }
        for what, certificate in wrong.items():
            with self.subTest(what), self.assertRaises(UserError):
                final.provisional_id = certificate
        right = self.booked(number="5")
        final.provisional_id = right
        self.assertEqual(final.provisional_id, right)

    def test_one_that_the_user_may_not_read(self):
        own = self.env["res.partner"].create({"name": "Own debtor"})
        own.cobranzas_collector_id = self.env["cobranzas.collector"].create(
            {"name": "Collector", "user_id": self.collector.id}
        )
        foreign = self.booked(number="6")
        final = self.final(self.collector, partner_id=own.id)
        with self.assertRaises(AccessError):
            final.write({"provisional_id": foreign.id})

    def test_the_draft_of_one_user_blocks_nobody_else(self):
        provisional = self.booked(number="7")
        waiting = self.final()
        waiting.provisional_id = provisional
        other = self.withheld(
            [],
            [self.cash_value(500)],
            [self.certificate(100, number="98", provisional_id=provisional.id)],
        )
        other.with_user(self.cashier).action_post()
        self.assertEqual(provisional.final_ids.filtered(lambda f: f.state == "posted").name, "98")
        with self.assertRaisesRegex(UserError, "can't be replaced"):
            waiting.receipt_id.action_post()
