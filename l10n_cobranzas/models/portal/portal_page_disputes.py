from odoo import api, fields, models
from odoo.fields import Domain

from ..collecting.debtor_page_rows import Section, select_rows
from .portal_page_rows import SHOWN, PortalDispute


class CobranzasPortalPage(models.AbstractModel):
    """What the debtor does not agree to pay: its open disputes (COL-09)."""

    _inherit = "cobranzas.portal.page"

    @api.model
    def _get_sections(self, scope):
        sql = select_rows(
            self.env["cobranzas.dispute"],
            scope.of_customers & Domain("state", "=", "open"),
            {
                "id": "id",
                "name": "name",
                "document": "move_id.name",
                "reason": "reason_id.name",
                "date": "date",
                "amount": "amount",
                "currency_id": "currency_id",
            },
            order="date DESC, id DESC",
            limit=SHOWN,
        )
        section = Section(sql, lambda rows: [self._prepare_dispute(row) for row in rows])
        return {**super()._get_sections(scope), "disputes": section}

    @api.model
    def _prepare_dispute(self, row):
        return PortalDispute(
            id=row["id"],
            name=row["name"],
            document=row["document"] or "",
            reason=row["reason"] or "",
            date=fields.Date.to_date(row["date"]),
            amount=row["amount"],
            currency=self._get_currency(row["currency_id"]),
        )
