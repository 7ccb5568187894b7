from odoo import api, models
from odoo.fields import Domain


class CobranzasPortalPage(models.AbstractModel):
    """The debtor reads which agency collects a debt, and to whom it is paid (COL-09)."""

    _inherit = "cobranzas.portal.page"

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        rows = {row.id: row for account in page["accounts"] for row in account.items}
        # the page is read as superuser, of the debtor's own items
        lines = self.env["cobranzas.agency.handover.line"]
        for line in lines.search_fetch(
            lines._get_domain_in_force() & Domain("move_line_id", "in", list(rows)),
            ["move_line_id", "agency_id"],
        ):
            rows[line.move_line_id.id].agency = self._get_agency_words(line.agency_id)
        return page

    @api.model
    def _get_agency_words(self, agency):
        """Return who collects a debt, and whom the debtor pays by the agreement."""
        if agency.paid_to == "agency":
            return self.env._("Collected by %(agency)s: pay it there, or here.", agency=agency.name)
        return self.env._("Collected by %(agency)s: pay it to us.", agency=agency.name)
