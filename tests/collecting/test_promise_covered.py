"""What a promise and a dispute cover of a document."""

from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestCovered(CollectionsCommon):
    def test_disputed_amount_of_an_item(self):
        item = self.invoice(1000)
        self.env["cobranzas.dispute"].sudo().create(
            {
                "move_line_id": item.id,
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "currency_id": item.currency_id.id,
                "amount": 300,
                "reason_id": self.env.ref("l10n_cobranzas.cobranzas_dispute_reason_price").id,
                "user_id": self.env.uid,
                "responsible_id": self.env.uid,
                "date": "2026-02-01",
                "date_target": "2026-02-08",
            }
        )
        self.assertEqual(self.env["cobranzas.dispute"]._cobranzas_disputed(item), {item.id: 300})
