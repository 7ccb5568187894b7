"""The debtor reads on its page which agency collects a debt (COL-09)."""

from odoo.tests import tagged

from ..lib.agency import AgencyCommon
from ..lib.portal_page import make_access


@tagged("post_install", "-at_install")
class TestAgencyPortal(AgencyCommon):
    def words(self):
        """What the page says of agencies, of each debt by its amount."""
        access = make_access(self.customer, self.company)
        page = self.env["cobranzas.portal.page"]._read_page(access)
        return {row.residual: row.agency for account in page["accounts"] for row in account.items}

    def test_whom_to_pay_while_an_agency_has_it(self):
        self.owe(1000, 30)
        batch = self.hand_over()
        self.owe(200, 40)
        self.assertEqual(
            self.words(), {1000: "Collected by Estudio Rivas: pay it to us.", 200: ""}
        )
        self.agency.write({"journal_id": self.cash.id, "paid_to": "agency"})
        self.assertEqual(
            self.words()[1000], "Collected by Estudio Rivas: pay it there, or here."
        )
        batch.line_ids._end("recalled", "Pagan con nosotros")
        self.assertEqual(self.words(), {1000: "", 200: ""})
