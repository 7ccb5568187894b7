from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from .cobranzas_payment_request import PAYABLE, RUNNING


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
    # Nobody pays twice
    # ------------------------------------------------------------------

    def _check_payable(self, seen=()):
        """Raise ``UserError`` unless the payment may be made now, before anybody is charged.

        :param seen: the marks of the payments under way of the same documents that the page told
            of: a payer who goes on wants to pay nevertheless
        """
        self.ensure_one()
        if not self._is_payable() or self._is_received():
            raise UserError(self.env._("This payment is closed: begin it again on the page."))
        changed = self._get_changed_lines()
        if changed:
            raise UserError(
                self.env._(
                    "Paid or changed meanwhile: %(documents)s. Nothing was charged: begin again "
                    "on the page.",
                    documents=format_list(self.env, changed.mapped("name")),
                )
            )
        others = [name for mark, name in self._get_under_way().items() if mark not in seen]
        if others:
            raise UserError(
                self.env._(
                    "Another payment of these documents is under way: %(payments)s. Nothing was "
                    "charged: load this page again to pay nevertheless.",
                    payments=format_list(self.env, others),
                )
            )

    def _is_received(self):
        """Tell whether money came in of which no receipt was made yet."""
        self.ensure_one()
        return "done" in self.transaction_ids.mapped("state")

    def _get_under_way(self):
        """Return {mark: name} of what may still pay these documents: other payments, own tries.

        Another tab may have begun them since a page was shown.
        """
        self.ensure_one()
        tried = self.transaction_ids.filtered(lambda each: each.state in RUNNING)
        return {
            **{f"r{other.id}": other.name for other in self._get_overlapping()},
            **{f"t{each.id}": each.reference for each in tried},
        }

    def _get_changed_lines(self):
        """Return the lines whose documents no longer have the balance that was chosen of them.

        None of a payment that came in, or is closed.
        """
        if self.state not in PAYABLE:
            return self.line_ids.browse()
        return self.line_ids.filtered(lambda line: not line._is_open())

    # ------------------------------------------------------------------
    # Paid less than owed
    # ------------------------------------------------------------------

    def _get_short_lines(self):
        """Return the lines of debts paid in part of which nobody said yet why; afterwards too."""
        lines = self.line_ids.filtered(
            lambda line: (
                line.amount > 0
                and line.currency_id.compare_amounts(line.amount_left, 0) > 0
                and not line.short_reason_id
            )
        )
        if self.state == "paid":
            # who paid more of it since did not mean to pay less
            return lines.filtered(lambda line: line._has_left_as_chosen())
        return lines if self.state in PAYABLE else lines.browse()

    def _note_short(self, access, reasons, disputed, text):
        """Keep why less is paid, and raise disputes of what is not paid.

        :param reasons: {line: reason of disputes}
        :param disputed: those of the lines whose rest the debtor does not agree with
        :param text: what the debtor wrote
        :raises UserError: with one sentence for what can't be disputed
        """
        self.ensure_one()
        self._lock()
        if self.state not in (*PAYABLE, "paid"):
            return
        if any(line not in reasons for line in disputed):
            raise UserError(self.env._("Choose why you don't agree with the rest: go back."))
        for line, reason in reasons.items():
            line.short_reason_id = reason
        for line in disputed:
            self.env["cobranzas.dispute"]._raise_from_portal(
                access, line.move_line_id, line.amount_left, line.short_reason_id, text
            )
