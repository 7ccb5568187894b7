from odoo import api, models
from odoo.fields import Domain

from .debtor_page_rows import Section, select_rows

SHOWN = 4


class CobranzasDebtorPage(models.AbstractModel):
    """Orders of the debtor that credit control holds: what a payment would release (CRE-03)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        # sudo: who collects sees which orders of its debtor wait for money, and why, though not
        # the orders themselves
        sql = select_rows(
            self.env["sale.order"].sudo(),
            self._get_orders_domain(scope),
            {
                "id": "id",
                "name": "name",
                "amount": "amount_total",
                "currency_id": "currency_id",
                "reason": "cobranzas_hold_reason",
            },
            order="cobranzas_held_on, id",
            limit=SHOWN,
        )
        section = Section(sql, lambda rows: [self._prepare_order(row) for row in rows])
        return {**super()._get_sections(scope), "orders": section}

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

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        title = self.env._("Held orders")
        action = False
        if self.env["sale.order"].has_access("read"):
            action = self._prepare_action("sale.order", title, self._get_orders_domain(scope))
        page["lists"].append(self._prepare_list("orders", title, page.pop("orders"), action))
        return page
