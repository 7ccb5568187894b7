"""The log of contacts: rows are added, and never changed or deleted (COL-04)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.common import CollectionsCommon


@tagged("post_install", "-at_install")
class TestContactLog(CollectionsCommon):
    def test_a_row_is_not_changed_or_deleted(self):
        row = self.env["cobranzas.contact.log"]._cobranzas_log(
            [{"partner_id": self.customer.id, "channel": "call"}]
        )
        self.assertEqual(row.partner_id, self.customer)
        with self.assertRaises(UserError):
            row.sudo().write({"note": "x"})
        with self.assertRaises(UserError):
            row.sudo().unlink()
