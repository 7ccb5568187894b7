from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import instalments, movement


class CobranzasOperation(models.Model):
    """Loan to a customer (*préstamo*)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("loan", "Loan")],
        ondelete={"loan": "cascade"},
    )


class CobranzasOperationKindLoan(models.AbstractModel):
    """Money lent to a customer: a debt without tax document, in N dates (OPS-06).

    Paid by cash or bank in the currency of the operation, at the rate of its date.
    """

    _name = "cobranzas.operation.kind.loan"
    _inherit = "cobranzas.operation.kind"
    _description = "Loan"
    _takes = None
    _takes_amount = True
    _parameters = ("journal_id", "payment_method_line_id", "count", "period", "date_first")
    _required = ("journal_id", "period", "date_first")
    _payment_type = "outbound"
    _prefix = "PRE"
    _in_instalments = True

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        self._check_lent(operation)
        self._get_instalments(operation)
        return result

    @api.model
    def _check_lent(self, operation):
        """Raise ``UserError`` without a customer, an amount, or a way to pay it."""
        if not operation.partner_id:
            raise UserError(self.env._("Choose the customer."))
        if operation.currency_id.compare_amounts(operation.amount, 0.0) <= 0:
            raise UserError(self.env._("The amount must be above zero."))
        journal, currency = operation.journal_id, operation.currency_id
        if not journal:
            raise UserError(self.env._("Choose the cash or bank it is paid from."))
        own = journal.currency_id or operation.company_id.currency_id
        if journal.currency_id and own != currency:
            raise UserError(
                self.env._(
                    "%(journal)s is in %(own)s: choose another, or lend in that currency.",
                    journal=journal.display_name,
                    own=own.name,
                )
            )

    @api.model
    def _get_instalments_total(self, operation):
        return operation.currency_id._cobranzas_to_minor_units(operation.amount)

    # ------------------------------------------------------------------
    # Plan
    # ------------------------------------------------------------------

    @api.model
    def _prepare_plan(self, operation):
        self._check_lent(operation)
        currency = operation.currency_id
        total = self._get_instalments_total(operation)
        booked = self._to_booked(operation, total, currency)
        method = self._get_method(operation)
        outstanding = self._get_outstanding_account(operation, method)
        payment = self._prepare_payment(method, operation.commercial_partner_id, currency, total)
        paid = movement.Item(
            key="paid",
            account=outstanding,
            partner=operation.commercial_partner_id,
            currency=currency,
            amount=-total,
            booked=-booked,
        )
        entry = movement.Entry(
            items=(paid, *self._prepare_debts(operation, booked)),
            journal=operation.journal_id,
            payment={**payment, "outstanding_account_id": outstanding.id},
            key="payment",
        )
        return movement.Plan(entries=(entry,))

    @api.model
    def _prepare_debts(self, operation, booked):
        """Return the items of what is owed, which share what is booked."""
        rows = self._get_instalments(operation)
        partner = operation.commercial_partner_id
        account = self._get_receivable(operation, partner)
        shares = instalments.share_in_order(booked, [units for _row, _due, units in rows])
        return [
            movement.Item(
                key=("instalment", row.number),
                account=account,
                partner=partner,
                currency=operation.currency_id,
                amount=units,
                booked=share,
                due=due,
                label=self._get_instalment_label(row.number, len(rows)),
                is_result=True,
            )
            for (row, due, units), share in zip(rows, shares, strict=True)
        ]

    @api.model
    def _get_instalment_label(self, number, count):
        label = self._get_label()
        return f"{label} {number}/{count}" if count > 1 else label

    @api.model
    def _after_confirm(self, operation, booking):
        self._link_instalments(operation, booking)
