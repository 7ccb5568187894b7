from odoo import api, models
from odoo.fields import Domain

from ..collecting.cobranzas_debtor_page import PageList
from .cobranzas_payment_advice import OPEN

ADVICE = "cobranzas.payment.advice"


class CobranzasDebtorPage(models.AbstractModel):
    """What the debtor says that it transferred and nobody has received yet (COL-09)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_lists(self, scope):
        advices = PageList(
            title=self.env._("Says It Paid"),
            records=self.env[ADVICE],
            domain=scope.of_customers & Domain("state", "in", OPEN),
            columns={
                "id": "id",
                "date": "date",
                "amount": "amount",
                "currency_id": "currency_id",
                "reference": "reference",
                "state": "state",
            },
            order="id DESC",
            show=self._prepare_advice,
        )
        return {**super()._get_lists(scope), "advices": advices}

    @api.model
    def _prepare_advice(self, row):
        return {
            "id": row["id"],
            "model": ADVICE,
            "label": self._format_day(row["date"]),
            "detail": row["reference"] or "",
            "amount": self._format_amount(row["amount"], row["currency_id"]),
            "state": self._get_selection(ADVICE, "state")[row["state"]],
            "tone": "info" if row["state"] == "matched" else "warning",
        }
