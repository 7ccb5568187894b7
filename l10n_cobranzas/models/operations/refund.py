from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_list

from ...engine import movement
from ...engine.minor_units import split


class CobranzasOperation(models.Model):
    """Refund (*devolución*): what it asks for besides bank and method (OPS-04)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("refund", "Refund")],
        ondelete={"refund": "cascade"},
    )
    is_own_check = fields.Boolean(compute="_compute_is_own_check")
    own_check_ids = fields.One2many(
        "cobranzas.operation.own.check", "operation_id", string="Own Cheques", copy=False
    )
    refund_anyway = fields.Boolean(
        help="Give the money back although the customer has overdue debt.", copy=False
    )

    @api.depends("payment_method_line_id")
    def _compute_is_own_check(self):
        for operation in self:
            operation.is_own_check = operation.payment_method_line_id.code == "own_checks"


class CobranzasOperationKindRefund(models.AbstractModel):
    """Credits are given back by transfer, in cash or by own cheques (OPS-04, seed 003 §4.18).

    Paid in the credit's currency, at the rate of the credit; in another one, at that of the day,
    and core books the exchange difference.
    """

    _name = "cobranzas.operation.kind.refund"
    _inherit = ["cobranzas.operation.kind"]
    _description = "Refund"
    _takes = "credit"
    _payment_type = "outbound"
    _parameters = (
        "journal_id",
        "payment_method_line_id",
        "own_check_ids",
        "refund_anyway",
    )
    _required = ("journal_id",)
    _prefix = "REF"
    _makes_items = False

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        method = self._get_method(operation)
        if method.code == "own_checks":
            operation.own_check_ids._check_numbers(method)
        if len(operation.line_ids.currency_id) > 1:
            raise UserError(self.env._("Refund credits of one currency at a time."))
        if not operation.refund_anyway:
            self._check_nothing_overdue(operation)
        return result

    @api.model
    def _check_nothing_overdue(self, operation):
        """Raise ``UserError`` when the credit could pay overdue debt on the operation's date.

        That of the customer, and of its debtor group where the group shares credits (REC-11).
        """
        partner = operation.line_ids.partner_id.commercial_partner_id[:1]
        payable = partner | self._get_credit_sharers(partner)
        groups = self.env["cobranzas.open.item"]._read_group(
            [
                ("partner_id", "in", payable.ids),
                ("company_id", "=", operation.company_id.id),
                ("date_due", "<", operation.date),
                ("residual", ">", 0),
            ],
            ["partner_id"],
            ["residual:sum"],
        )
        owed = dict(groups)
        if not owed:
            return
        amount = self._format(sum(owed.values()), operation.company_id.currency_id)
        if set(owed) == {partner}:
            raise UserError(
                self.env._(
                    "%(customer)s owes %(amount)s overdue: apply the credit or tick “Refund "
                    "Anyway”.",
                    customer=partner.display_name,
                    amount=amount,
                )
            )
        raise UserError(
            self.env._(
                "%(group)s, which shares credits, owes %(amount)s overdue (%(customers)s): apply "
                "the credit by group or tick “Refund Anyway”.",
                group=partner.cobranzas_group_id.display_name,
                amount=amount,
                customers=format_list(self.env, [each.display_name for each in owed]),
            )
        )

    @api.model
    def _get_credit_sharers(self, partner):
        """Return the customers whose debts a credit of ``partner`` may pay, by its group."""
        group = partner.cobranzas_group_id
        if not group.allocate_across:
            return partner.browse()
        return group.member_ids.partner_id.commercial_partner_id

    @api.model
    def _prepare_plan(self, operation):
        if not operation.line_ids:
            raise UserError(self.env._("Choose what %(kind)s takes.", kind=self._get_label()))
        method = self._get_method(operation)
        origins = operation._prepare_origins()
        currency = self._get_refund_currency(operation, method)
        same = all(origin.currency == currency for origin in origins)
        own = operation.company_id.currency_id
        if not same:
            origins = [self._at_rate_of_the_day(operation, origin) for origin in origins]
        taken, allocations = movement.cancel(origins)
        booked = sum(item.booked for item in taken)
        if same:
            units = sum(item.amount for item in taken)
        else:
            units = self._convert_units(operation, booked, own, currency)
        paid = self._prepare_paid_items(operation, method, currency, units, booked)
        entry = movement.Entry(
            items=(*taken, *paid),
            payment=self._prepare_refund_payment(operation, method, paid),
            key="payment",
        )
        return movement.Plan(entries=(entry,), allocations=tuple(allocations))

    @api.model
    def _get_checks(self, operation, method):
        """Return the cheques by which it is paid: none by another method."""
        checks = operation.own_check_ids
        return checks if method.code == "own_checks" else checks.browse()

    @api.model
    def _prepare_paid_items(self, operation, method, currency, units, booked):
        """Return the items of the money that leaves: one for each cheque, due when it is paid."""
        paid = movement.Item(
            key="paid",
            account=self._get_outstanding_account(operation, method),
            partner=operation.partner_id.commercial_partner_id,
            currency=currency,
            amount=-units,
            booked=-booked,
        )
        checks = self._get_checks(operation, method)
        if not checks:
            return [paid]
        shares = checks._share_units(units, currency)
        parts = split(booked, shares)
        return [
            replace(
                paid,
                key=("paid", place),
                amount=-shares[place],
                booked=-parts[place],
                due=check.payment_date or None,
            )
            for place, check in enumerate(checks)
        ]

    @api.model
    def _get_refund_currency(self, operation, method):
        """Return what it is paid in: the currency of the bank or cash."""
        return method.journal_id.currency_id or operation.company_id.currency_id

    @api.model
    def _at_rate_of_the_day(self, operation, origin):
        """Return an origin as booked at the rate of the operation's date."""
        booked = self._to_booked(operation, origin.amount, origin.currency)
        return replace(origin, booked=booked)

    @api.model
    def _prepare_refund_payment(self, operation, method, paid):
        """Return the values of the payment, and of its cheques: one for each item ``paid``."""
        partner = operation.line_ids.partner_id.commercial_partner_id[:1]
        currency = paid[0].currency
        units = sum(item.amount for item in paid)
        vals = self._prepare_payment(method, partner, currency, units)
        vals["outstanding_account_id"] = self._get_outstanding_account(operation, method).id
        checks = self._get_checks(operation, method)
        if checks:
            vals["l10n_latam_new_check_ids"] = [
                Command.create(check._prepare_check_vals(-item.amount, currency))
                for check, item in zip(checks, paid, strict=True)
            ]
        return vals

    @api.model
    def _after_confirm(self, operation, booking):
        """Write on a cheque without an amount what the others left."""
        result = super()._after_confirm(operation, booking)
        payment = booking.get_payment(operation, "payment")
        for check, issued in zip(
            self._get_checks(operation, payment.payment_method_line_id),
            payment.l10n_latam_new_check_ids.sorted("id"),
            strict=False,
        ):
            check.amount = issued.amount
        return result
