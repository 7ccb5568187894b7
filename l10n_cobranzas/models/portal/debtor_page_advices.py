from odoo import api, models
from odoo.fields import Domain

from ..collecting.debtor_page_rows import Section, select_rows
from .cobranzas_payment_advice import OPEN

ADVICE = "cobranzas.payment.advice"
SHOWN = 4


class CobranzasDebtorPage(models.AbstractModel):
    """What the debtor says that it transferred and nobody has received yet (COL-09)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        sections = super()._get_sections(scope)
        if not self.env[ADVICE].has_access("read"):
            return sections
        sql = select_rows(
            self.env[ADVICE],
            self._get_advices_domain(scope),
            {
                "id": "id",
                "date": "date",
                "amount": "amount",
                "currency_id": "currency_id",
                "reference": "reference",
                "state": "state",
            },
            order="id DESC",
            limit=SHOWN,
        )
        return {**sections, "advices": Section(sql, self._prepare_advices)}

    @api.model
    def _get_advices_domain(self, scope):
        return scope.of_customers & Domain("state", "in", OPEN)

    @api.model
    def _prepare_advices(self, rows):
        states = self._get_selection(ADVICE, "state")
        return [
            {
                "id": row["id"],
                "model": ADVICE,
                "label": self._format_day(row["date"]),
                "detail": row["reference"] or "",
                "amount": self._format_amount(row["amount"], row["currency_id"]),
                "state": states[row["state"]],
                "tone": "info" if row["state"] == "matched" else "warning",
            }
            for row in rows
        ]

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        rows = page.pop("advices", None)
        if rows:
            title = self.env._("Says It Paid")
            action = self._prepare_action(ADVICE, title, self._get_advices_domain(scope))
            page["lists"].append(self._prepare_list("advices", title, rows, action))
        return page
