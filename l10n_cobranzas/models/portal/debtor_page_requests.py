from odoo import api, fields, models
from odoo.fields import Domain

from ..collecting.cobranzas_debtor_page import PageList

REQUEST = "cobranzas.payment.request"


class CobranzasDebtorPage(models.AbstractModel):
    """Payments that the debtor began on its page and that have not come in yet (COL-09)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_lists(self, scope):
        requests = PageList(
            title=self.env._("Payments Under Way"),
            records=self.env[REQUEST],
            domain=scope.of_customers & Domain("state", "=", "pending"),
            columns={
                "id": "id",
                "name": "name",
                "date": "create_date",
                "amount": "amount",
                "currency_id": "currency_id",
                "payer": "payer_id.name",
            },
            order="id DESC",
            show=self._prepare_request,
        )
        return {**super()._get_lists(scope), "requests": requests}

    @api.model
    def _prepare_request(self, row):
        day = fields.Datetime.to_datetime(row["date"][:19].replace("T", " "))
        return {
            "id": row["id"],
            "model": REQUEST,
            "label": row["name"],
            "detail": f"{self._format_day(day)} · {row['payer'] or ''}",
            "amount": self._format_amount(row["amount"], row["currency_id"]),
            "state": self._get_selection(REQUEST, "state")["pending"],
            "tone": "info",
        }
