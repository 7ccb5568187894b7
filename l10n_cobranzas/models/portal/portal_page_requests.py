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
        requests = self._find_requests(scope)
        self._mark_under_way(scope, page, requests)
        page["requests"] = [
            PortalRequest(
                id=each.id,
                name=each.name,
                amount=each.amount,
                currency=each.currency_id,
                payer=each.payer_id.name or "",
                is_own=each.payer_id == scope.access.visitor,
            )
            for each in requests[:MOST_REQUESTS]
        ]
        return page

    @api.model
    def _find_requests(self, scope):
        """Return the payments under way, without transfers that nobody has to make any more."""
        requests = scope.access.env["cobranzas.payment.request"].search_fetch(
            [
                ("partner_id", "in", scope.customers.ids),
                ("company_id", "in", scope.companies.ids),
                ("state", "=", "pending"),
            ],
            ["name", "amount", "currency_id", "payer_id"],
        )
        return requests - requests.filtered_domain(requests._get_settled_domain())

    @api.model
    def _mark_under_way(self, scope, page, requests):
        """Set what of the items is being paid, and leave it out of what is proposed to be paid."""
        under_way = self._sum_under_way(requests)
        if not under_way:
            return
        for account in page["accounts"]:
            for row in account.items:
                row.under_way = under_way.get(row.id, 0.0)
            choices = self._get_choices(scope.access, account.currency)
            account.payable = account.currency.round(sum(choices.values()))

    @api.model
    def _sum_under_way(self, requests):
        """Return {item id: what is being paid of it} of payments under way."""
        sums = {}
        for line in requests.line_ids:
            if line.amount > 0 and line.move_line_id:
                sums[line.move_line_id.id] = sums.get(line.move_line_id.id, 0.0) + line.amount
        return sums

    @api.model
    def _get_left(self, scope, rows):
        under_way = self._sum_under_way(self._find_requests(scope))
        return {
            item: amount - under_way.get(item, 0.0)
            for item, amount in super()._get_left(scope, rows).items()
        }
