from dataclasses import dataclass

from odoo import api, models
from odoo.tools import SQL


@dataclass(frozen=True)
class ReturnedPayment:
    """The number of a receipt whose online payment came back, among numbers of cheques."""

    receipt: str


class CobranzasWorklist(models.Model):
    """Online payments that came back are in the worklist, as cheques are (COL-09)."""

    _inherit = "cobranzas.worklist"

    @api.model
    def _find_returned(self, customers):
        domain = [
            ("move_id.cobranzas_operation_id.kind", "=", "returned_payment"),
            ("move_id.cobranzas_operation_id.state", "=", "done"),
            ("partner_id", "child_of", customers.ids),
            ("account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("amount_residual", ">", 0),
        ]
        # sudo: the debt is on the row, which the user may read
        moves = self.env["account.move.line"].sudo().search(domain).move_id
        found = [
            (each.partner_id, each.company_id, ReturnedPayment(each.returned_receipt_id.name))
            for each in moves.cobranzas_operation_id
        ]
        return [*super()._find_returned(customers), *found]

    def _describe_returned(self, reason, names):
        payments = [name for name in names if isinstance(name, ReturnedPayment)]
        if not payments:
            return super()._describe_returned(reason, names)
        amount = self.currency_id.format(self.returned)
        if len(names) == 1:
            return self.env._(
                "Online payment of %(receipt)s came back (%(amount)s)",
                receipt=payments[0].receipt,
                amount=amount,
            )
        return self.env._(
            "%(count)s payments came back (%(amount)s)", count=len(names), amount=amount
        )


class CobranzasPromise(models.Model):
    """An online payment that came back keeps no promise (COL-09)."""

    _inherit = "cobranzas.promise"

    @api.model
    def _select_returned(self):
        """Return the SELECT of what of the payment of a ``credit`` item came back, either way."""
        return SQL(
            """SELECT MIN(back.date) AS date, SUM(back.amount) AS amount, MIN(back.total) AS total
            FROM (%s UNION ALL
                SELECT MIN(operation.date), SUM(operation.amount), MIN(payment.amount)
                FROM account_payment payment
                JOIN cobranzas_receipt receipt ON receipt.id = payment.cobranzas_receipt_id
                    AND receipt.transaction_id = payment.payment_transaction_id
                JOIN cobranzas_operation operation ON operation.returned_receipt_id = receipt.id
                WHERE payment.move_id = credit.move_id AND operation.kind = 'returned_payment'
                    AND operation.state = 'done') back""",
            super()._select_returned(),
        )
