from odoo import api, models
from odoo.fields import Domain

from .cobranzas_debtor_page import PageList


class CobranzasDebtorPage(models.AbstractModel):
    """Orders of the debtor that credit control holds: what a payment would release (CRE-03)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_lists(self, scope):
        orders = PageList(
            title=self.env._("Held orders"),
            # sudo: who collects sees which orders of its debtor wait for money, and why, though
            # not the orders themselves
            records=self.env["sale.order"].sudo(),
            domain=self._get_orders_domain(scope),
            columns={
                "id": "id",
                "name": "name",
                "amount": "amount_total",
                "currency_id": "currency_id",
                "reason": "cobranzas_hold_reason",
            },
            order="cobranzas_held_on, id",
            show=self._prepare_order,
        )
        return {**super()._get_lists(scope), "orders": orders}

    @api.model
    def _get_orders_domain(self, scope):
        return (
            Domain("cobranzas_hold", "!=", False)
            & Domain("partner_invoice_id.commercial_partner_id", "in", scope.customers.ids)
            & scope.in_company
        )

    @api.model
    def _prepare_order(self, row):
        return {
            "id": row["id"],
            "model": "sale.order" if self.env["sale.order"].has_access("read") else False,
            "label": row["name"],
            "note": row["reason"] or "",
            "amount": self._format_amount(row["amount"], row["currency_id"]),
        }
