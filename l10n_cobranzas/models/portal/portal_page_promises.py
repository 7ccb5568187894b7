from odoo import api, fields, models
from odoo.fields import Domain

from ..collecting.debtor_page_rows import Section, select_rows
from .portal_page_rows import SHOWN, PortalPromise


class CobranzasPortalPage(models.AbstractModel):
    """What the debtor promised to pay and when: the dates still to come (COL-09)."""

    _inherit = "cobranzas.portal.page"

    @api.model
    def _get_sections(self, scope):
        mine = Domain("partner_id", "in", scope.customers.ids)
        if scope.is_group:
            mine |= Domain("debtor_group_id", "=", scope.debtor.id)
        open_lines = Domain("state", "=", "open") & Domain("promise_id.state", "=", "open")
        sql = select_rows(
            self.env["cobranzas.promise.line"],
            scope.in_company & mine & open_lines,
            {
                "id": "id",
                "promise_id": "promise_id",
                "name": "promise_id.name",
                "date": "date",
                "date_limit": "date_limit",
                "amount": "amount_left",
                "currency_id": "currency_id",
            },
            order="date, id",
            limit=SHOWN,
        )
        section = Section(sql, lambda rows: [self._prepare_promise(scope, row) for row in rows])
        return {**super()._get_sections(scope), "promises": section}

    @api.model
    def _prepare_promise(self, scope, row):
        return PortalPromise(
            id=row["id"],
            promise_id=row["promise_id"],
            name=row["name"],
            date=fields.Date.to_date(row["date"]),
            amount=row["amount"],
            currency=self._get_currency(row["currency_id"]),
            is_past=fields.Date.to_date(row["date_limit"] or row["date"]) < scope.today,
        )
