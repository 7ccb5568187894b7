"""Orders that are confirmed, released or given to others by what is written on them (CRE-01)."""

from odoo import api, models
from odoo.exceptions import UserError

from .cobranzas_credit_document import Judged

#: what credit control alone writes
HOLD = {"cobranzas_hold", "cobranzas_hold_reason", "cobranzas_held_on"}
#: what says who owes a confirmed order, to whom, and in which currency
OWED = {"partner_id", "partner_invoice_id", "company_id", "currency_id"}
#: what follows from lines and rates, and is judged: no client has a say in it
FOLLOWS = {"amount_total", "amount_untaxed", "amount_tax", "currency_rate"}
LINE_FOLLOWS = {"price_total", "price_subtotal", "price_tax", "qty_invoiced"}


def drop(records, vals, names):
    """Return the values without those of some names, unless the superuser writes them."""
    if records.env.su or not names & set(vals):
        return vals
    return {name: value for name, value in vals.items() if name not in names}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse holds that a client makes up; lines of confirmed orders are judged themselves."""
        self._cobranzas_check_hold_vals(vals_list)
        return super().create([drop(self, vals, FOLLOWS) for vals in vals_list])

    def write(self, vals):
        """Judge orders that become confirmed, or owed by others, without the buttons.

        Raises ``UserError`` for what is refused: only the buttons hold an order.
        """
        self._cobranzas_check_hold_vals([vals])
        vals = drop(self, vals, FOLLOWS)
        if vals.get("state") == "sale":
            self._cobranzas_check_confirmed()
        if not OWED & set(vals):
            return super().write(vals)
        with self._cobranzas_watch_growth():
            return super().write(vals)

    def _cobranzas_check_hold_vals(self, vals_list):
        """Raise ``UserError`` when a client holds or releases by writing."""
        if not self.env.su and any(HOLD & set(vals) for vals in vals_list):
            raise UserError(self.env._("Hold and release orders with their buttons."))

    def _cobranzas_check_confirmed(self):
        """Judge the orders that are to be confirmed and were not judged by the button."""
        known = self.env.context.get("cobranzas_judged")
        ids = known if isinstance(known, Judged) else ()
        orders = self.filtered(lambda order: order.state != "sale" and order.id not in ids)
        orders._cobranzas_check_not_held()
        verdicts = orders._cobranzas_judge_in_turn("order")
        for order, verdict in verdicts.items():
            if verdict.is_refused:
                order._cobranzas_log_refusal(verdict)
                raise UserError(order._cobranzas_describe_refusal(verdict))
        orders._cobranzas_pass(verdicts)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        """Take no totals from clients."""
        return super().create([drop(self, vals, LINE_FOLLOWS) for vals in vals_list])

    def write(self, vals):
        """Take no totals from clients."""
        return super().write(drop(self, vals, LINE_FOLLOWS))
