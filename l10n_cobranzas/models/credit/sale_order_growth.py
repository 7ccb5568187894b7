"""Confirmed orders that grow, and quotations that are sent, ask credit control (CRE-01)."""

from contextlib import contextmanager
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..ledger.client_values import check_one

#: fields of a line by which what an order costs may grow
PRICED = {
    "product_id",
    "product_uom_qty",
    "product_uom_id",
    "price_unit",
    "discount",
    "tax_ids",
    "order_id",
}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    cobranzas_may_ask_to_grow = fields.Boolean(
        compute="_compute_cobranzas_may_ask_to_grow",
        help="A confirmed order under credit control: it grows within the credit, or by override.",
    )

    @api.depends("state", "locked", "company_id", "partner_invoice_id", "partner_id")
    def _compute_cobranzas_may_ask_to_grow(self):
        for order in self:
            order.cobranzas_may_ask_to_grow = (
                order.state == "sale"
                and not order.locked
                and order._cobranzas_get_credit_mode("order") == "control"
            )

    @contextmanager
    def _cobranzas_watch_growth(self):
        """Judge what confirmed orders have grown by once they were changed.

        For another customer or company, an order grows by all of it. Raises ``UserError`` when
        the growth is beyond the customer's credit.
        """
        watched = self.filtered(
            lambda order: (
                order.state == "sale" and order._cobranzas_get_credit_mode("order") == "control"
            )
        )
        before = {order: order._cobranzas_get_owed() for order in watched}
        yield
        for order, (*owner, amount) in before.items():
            *new_owner, grown = order._cobranzas_get_owed()
            if new_owner == owner:
                grown -= amount
            if order.company_id.currency_id.compare_amounts(grown, 0.0) > 0:
                order._cobranzas_check_growth(grown)

    def _cobranzas_get_owed(self):
        """Return who owes the order, to which company, and how much in its currency."""
        return (
            self._cobranzas_get_credit_customer(),
            self.company_id,
            self._cobranzas_get_credit_amount(),
        )

    def _cobranzas_check_growth(self, grown):
        """Raise ``UserError`` when an order may not grow by an amount of company currency."""
        orders = self.with_context(cobranzas_grown=Growth(grown))
        verdict = orders._cobranzas_judge_in_turn("order").get(orders)
        if verdict is None:
            return
        if verdict.is_refused:
            self._cobranzas_log_refusal(verdict)
            raise UserError(self._cobranzas_describe_refusal(verdict))
        orders._cobranzas_use_overrides_of({orders: verdict})

    def _cobranzas_judge_typed(self):
        """A confirmed order is judged as a whole: what counts of it already is left out."""
        if self.state == "sale":
            whole = Growth(self._cobranzas_get_credit_amount())
            self = self.with_context(cobranzas_grown=whole)  # noqa: PLW0642
        return super()._cobranzas_judge_typed()

    def _cobranzas_get_own_parts(self):
        """A confirmed order that grows counts with its growth already; without it, it is judged."""
        grown = self.env.context.get("cobranzas_grown")
        if not isinstance(grown, Growth):
            return super()._cobranzas_get_own_parts()
        return {"orders": grown.amount}

    def _cobranzas_prepare_request(self, day, kind=None):
        request = super()._cobranzas_prepare_request(day, kind)
        grown = self.env.context.get("cobranzas_grown")
        if isinstance(grown, Growth) and self.company_id.cobranzas_credit_count_orders:
            return replace(request, amount=self._cobranzas_to_units(grown.amount))
        return request

    def write(self, vals):
        """Judge quotations that are marked as sent. Raises ``UserError`` for what is refused."""
        if vals.get("state") == "sent":
            self.filtered(lambda order: order.state == "draft")._cobranzas_check_sent()
        return super().write(vals)

    def action_quotation_send(self):
        """Say before the message is written that the quotation can't be sent."""
        if not self:
            check_one(self)
        self.filtered(lambda order: order.state == "draft")._cobranzas_check_sent()
        return super().action_quotation_send()

    def _cobranzas_check_sent(self):
        verdicts = self._cobranzas_judge_in_turn("quotation")
        for order, verdict in verdicts.items():
            if verdict.is_refused:
                order._cobranzas_log_refusal(verdict)
                raise UserError(order._cobranzas_describe_refusal(verdict))
        self._cobranzas_log(verdicts)


class Growth:
    """By how much an order has grown, in company currency: an object no client can send."""

    def __init__(self, amount):
        self.amount = amount


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        """Judge confirmed orders that grow by the new lines."""
        ids = {vals.get("order_id") for vals in vals_list} - {None, False}
        with self.env["sale.order"].browse(ids)._cobranzas_watch_growth():
            return super().create(vals_list)

    def write(self, vals):
        """Judge confirmed orders that grow by what changes of their lines."""
        if not PRICED & set(vals):
            return super().write(vals)
        orders = self.order_id | self.order_id.browse(vals.get("order_id") or [])
        with orders._cobranzas_watch_growth():
            return super().write(vals)
