from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .cobranzas_payment_request import PAYABLE


class CobranzasPaymentRequest(models.Model):
    """What the page of a debtor asks of a payment: promises to pay by it, less than owed (COL-09).

    Called by controllers, as superuser, with what the visitor may see in the access.
    """

    _inherit = "cobranzas.payment.request"

    # ------------------------------------------------------------------
    # A promise is paid
    # ------------------------------------------------------------------

    @api.model
    def _get_promise_choices(self, access, promise_id):
        """Return {item id: amount} of what is still to come of an open promise, oldest first.

        :raises UserError: when it is no open promise of the visitor's
        """
        promise = access.env["cobranzas.promise"].search(
            [
                ("id", "=", promise_id),
                ("company_id", "child_of", access.company.id),
                ("line_ids.state", "=", "open"),
                "|",
                ("partner_id", "in", access.customers.ids),
                ("debtor_group_id.member_ids.partner_id", "in", access.customers.ids),
            ]
        )
        if not promise:
            raise UserError(self.env._("This promise is kept or closed: load the page again."))
        left = sum(
            promise.line_ids.filtered(lambda line: line.state == "open").mapped("amount_left")
        )
        return self._share_promised(access, promise, left)

    @api.model
    def _share_promised(self, access, promise, left):
        """Return {item id: amount}: what is left of a promise over its documents, or over all."""
        domain = self._get_payable_domain(access) & Domain("amount_currency", ">", 0)
        domain &= Domain("currency_id", "=", promise.currency_id.id)
        if promise.item_ids:
            domain &= Domain("id", "in", promise.item_ids.move_line_id.ids)
        promised = {row.move_line_id: row.amount for row in promise.item_ids}
        choices = {}
        items = self.env["account.move.line"].search(domain, order="date_maturity, date, id")
        for item in items:
            most = min(left, promised.get(item, left))
            amount = item.currency_id.round(min(item.cobranzas_residual, most))
            if amount > 0:
                choices[item.id] = amount
                left -= amount
        return choices

    # ------------------------------------------------------------------
    # Paid less than owed
    # ------------------------------------------------------------------

    def _get_short_lines(self):
        """Return the lines of debts that are paid in part."""
        return self.line_ids.filtered(
            lambda line: (
                line.amount > 0 and line.currency_id.compare_amounts(line.amount_left, 0) > 0
            )
        )

    def _note_short(self, access, reasons, disputed, text):
        """Keep why less is paid, and raise disputes of what is not paid.

        :param reasons: {line: reason of disputes}
        :param disputed: those of the lines whose rest the debtor does not agree with
        :param text: what the debtor wrote
        :raises UserError: with one sentence for what can't be disputed
        """
        self.ensure_one()
        self._lock()
        if self.state not in PAYABLE:
            return
        for line, reason in reasons.items():
            line.short_reason_id = reason
        for line in disputed:
            self.env["cobranzas.dispute"]._raise_from_portal(
                access, line.move_line_id, line.amount_left, line.short_reason_id, text
            )
