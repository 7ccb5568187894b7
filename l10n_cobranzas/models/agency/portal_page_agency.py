from odoo import api, models

from ..collecting.debtor_page_rows import Section, select_rows

LINE = "cobranzas.agency.handover.line"


class CobranzasPortalPage(models.AbstractModel):
    """The debtor reads which agency collects a debt, and to whom it is paid (COL-09)."""

    _inherit = "cobranzas.portal.page"

    @api.model
    def _get_sections(self, scope):
        sql = select_rows(
            self.env[LINE],
            self.env[LINE]._get_domain_in_force() & scope.of_customers,
            {"item_id": "move_line_id", "name": "agency_id.name", "paid_to": "agency_id.paid_to"},
        )
        held = Section(sql, lambda rows: {row["item_id"]: row for row in rows})
        return {**super()._get_sections(scope), "agencies": held}

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        held = page.pop("agencies")
        for account in page["accounts"]:
            for row in account.items:
                if row.id in held:
                    row.agency = self._get_agency_words(held[row.id])
        return page

    @api.model
    def _get_agency_words(self, held):
        """Return who collects a debt, and whom the debtor pays by the agreement."""
        name = held["name"]
        if held["paid_to"] == "agency":
            return self.env._("Collected by %(agency)s: pay it there, or here.", agency=name)
        return self.env._("Collected by %(agency)s: pay it to us.", agency=name)
