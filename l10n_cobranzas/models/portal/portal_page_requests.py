from dataclasses import dataclass

from odoo import api, models
from odoo.models import BaseModel

#: payments under way that the page tells of
MOST_REQUESTS = 20


@dataclass(frozen=True)
class PortalRequest:
    """A payment that was begun and may still come; ``is_own`` when the visitor began it."""

    id: int
    name: str
    amount: float
    currency: BaseModel
    payer: str
    is_own: bool


class CobranzasPortalPage(models.AbstractModel):
    """Payments under way, so that nobody pays twice (COL-09)."""

    _inherit = "cobranzas.portal.page"

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        requests = scope.access.env["cobranzas.payment.request"].search_fetch(
            [
                ("partner_id", "in", scope.customers.ids),
                ("company_id", "in", scope.companies.ids),
                ("state", "=", "pending"),
            ],
            ["name", "amount", "currency_id", "payer_id"],
            limit=MOST_REQUESTS,
        )
        page["requests"] = [
            PortalRequest(
                id=each.id,
                name=each.name,
                amount=each.amount,
                currency=each.currency_id,
                payer=each.payer_id.name or "",
                is_own=each.payer_id == scope.access.visitor,
            )
            for each in requests
        ]
        return page
