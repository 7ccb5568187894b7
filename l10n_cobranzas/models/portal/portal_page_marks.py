from odoo import api, models


class CobranzasPortalPage(models.AbstractModel):
    """What of the debts shown is promised, and the late interest on them (COL-09)."""

    _inherit = "cobranzas.portal.page"

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        rows = {row.id: row for account in page["accounts"] for row in account.items}
        if page["promises"]:
            self._mark_promised(rows)
        self._mark_interest(scope, rows)
        return page

    @api.model
    def _mark_promised(self, rows):
        """Set what of the items is promised in time."""
        items = self.env["account.move.line"].browse(rows)
        for item_id, amount in self.env["cobranzas.promise"]._cobranzas_covered(items).items():
            rows[item_id].promised = amount

    @api.model
    def _mark_interest(self, scope, rows):
        """Set the interest until today of what is overdue, where the company charges it.

        Only of what is shown: what a minimum adds to all of a customer together is not in it.
        """
        bearing = [row.id for row in rows.values() if row.bears_interest and row.days_overdue]
        if not bearing:
            return
        items = self.env["account.move.line"].browse(bearing)
        for item, interest in items._cobranzas_get_interests(scope.today).items():
            rows[item.id].interest = interest.amount
