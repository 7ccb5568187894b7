"""Disputes that debtors raise on their page: the same as inside, within the company's limits."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.portal_ask import PortalAskCommon


@tagged("post_install", "-at_install")
class TestPortalDispute(PortalAskCommon):
    def refused(self, words, *args, **kwargs):
        count = self.Dispute.search_count([])
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            self.dispute_by_page(*args, **kwargs)
        self.assertEqual(self.Dispute.search_count([]), count)

    def test_raised(self):
        dispute = self.dispute_by_page(self.old, 300, text="<script>Rotas</script>")
        self.assertEqual(
            (dispute.state, dispute.amount, dispute.responsible_id), ("open", 300, self.marta)
        )
        self.assertEqual(dispute.activity_id.user_id, self.marta)
        self.assertEqual(self.row().disputed, 300)
        row = self.log()[0]
        self.assertEqual((row.channel, row.direction), ("portal", "in"))
        self.assertIn("<script>Rotas", row.note)  # a plain text, shown as it was typed
        self.assertNotIn("<script>", self.customer.message_ids[0].body)
        # nothing is booked; resolved, it is collected again
        self.assertEqual(self.old.amount_residual, 1000)
        self.resolve(dispute, "withdrawn")
        self.assertEqual(self.row().disputed, 0)

    def test_all_of_it(self):
        self.dispute_by_page(self.old, 300)
        self.assertEqual(self.dispute_by_page(self.old).amount, 700)
        self.refused("above zero", self.old)
        self.refused("no more than that", self.old, 1)

    def test_who_sees_to_it(self):
        """Whom the reason names, the collector, whom the settings name, the salesperson."""
        reason = self.env.ref("l10n_cobranzas.cobranzas_dispute_reason_price")
        reason.responsible_id = self.cashier
        self.assertEqual(self.dispute_by_page(self.old, 1).responsible_id, self.cashier)
        reason.responsible_id = False
        self.customer.cobranzas_collector_id = False
        self.customer.user_id = self.nora
        self.assertEqual(self.dispute_by_page(self.old, 1).responsible_id, self.nora)
        self.company.cobranzas_portal_user_id = self.marta
        self.assertEqual(self.dispute_by_page(self.old, 1).responsible_id, self.marta)

    def test_refused(self):
        self.refused("not owed any more", self.foreign, 10)
        self.refused("above zero", self.old, 0)
        self.refused("shorten", self.old, 10, text="x" * 2001)
        self.env.ref("l10n_cobranzas.cobranzas_dispute_reason_price").active = False
        self.refused("Choose why", self.old, 10)
        self.company.cobranzas_portal_dispute = False
        self.refused("does not offer", self.old, 10, "quantity")

    def test_how_many(self):
        self.company.cobranzas_portal_dispute_most = 2
        first = self.dispute_by_page(self.old, 10)
        self.dispute_by_page(self.next, 10)
        self.refused("2 of your disputes", self.later, 10)
        self.resolve(first, "withdrawn")
        self.dispute_by_page(self.later, 10)
