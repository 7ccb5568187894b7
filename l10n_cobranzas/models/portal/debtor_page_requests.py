from odoo import api, fields, models
from odoo.fields import Domain

from ..collecting.debtor_page_rows import Section, select_rows

REQUEST = "cobranzas.payment.request"
SHOWN = 4


class CobranzasDebtorPage(models.AbstractModel):
    """Payments that the debtor began on its page and that have not come in yet (COL-09)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        sections = super()._get_sections(scope)
        if not self.env[REQUEST].has_access("read"):
            return sections
        sql = select_rows(
            self.env[REQUEST],
            self._get_requests_domain(scope),
            {
                "id": "id",
                "name": "name",
                "date": "create_date",
                "amount": "amount",
                "currency_id": "currency_id",
                "payer": "payer_id.name",
            },
            order="id DESC",
            limit=SHOWN,
        )
        return {**sections, "requests": Section(sql, self._prepare_requests)}

    @api.model
    def _get_requests_domain(self, scope):
        return scope.of_customers & Domain("state", "=", "pending")

    @api.model
    def _prepare_requests(self, rows):
        states = self._get_selection(REQUEST, "state")
        days = [fields.Datetime.to_datetime(row["date"][:19].replace("T", " ")) for row in rows]
        return [
            {
                "id": row["id"],
                "model": REQUEST,
                "label": row["name"],
                "detail": f"{self._format_day(day)} · {row['payer'] or ''}",
                "amount": self._format_amount(row["amount"], row["currency_id"]),
                "state": states["pending"],
                "tone": "info",
            }
            for row, day in zip(rows, days, strict=True)
        ]

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        rows = page.pop("requests", None)
        if rows:
            title = self.env._("Payments Under Way")
            action = self._prepare_action(REQUEST, title, self._get_requests_domain(scope))
            page["lists"].append(self._prepare_list("requests", title, rows, action))
        return page
