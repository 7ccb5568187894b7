from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

#: methods of payments that move cheques of others, which only receipts and returns do
CHECK_METHODS = (
    "in_third_party_checks",
    "new_third_party_checks",
    "out_third_party_checks",
    "return_third_party_checks",
)


class CobranzasOperation(models.Model):
    """Operations that receive or pay money: which methods the form offers (OPS)."""

    _inherit = "cobranzas.operation"

    payment_type = fields.Char(
        compute="_compute_payment_type", help="Which way the money of its kind goes, if it has any."
    )

    @api.depends("kind")
    def _compute_payment_type(self):
        for operation in self:
            operation.payment_type = operation.kind and operation._get_kind()._payment_type

    @api.onchange("journal_id")
    def _onchange_journal_id(self):
        """Take the first method of the bank or cash chosen."""
        kind = self._get_kind() if self.kind else None
        pays = kind is not None and kind._payment_type
        if pays and self.payment_method_line_id.journal_id != self.journal_id:
            self.payment_method_line_id = kind._find_method(self)


class CobranzasOperationKind(models.AbstractModel):
    """Kinds that receive or pay money: its method, its account, the values of its payment (OPS)."""

    _inherit = "cobranzas.operation.kind"

    #: "inbound" or "outbound" when the kind has a payment by a method that the user chooses
    _payment_type = False

    @api.model
    def _find_method(self, operation):
        """Return the first method of the operation's journal by which its kind could pay."""
        methods = operation.journal_id._get_available_payment_method_lines(self._payment_type)
        return methods.filtered(lambda method: method.code not in CHECK_METHODS)[:1]

    @api.model
    def _get_method(self, operation):
        """Return the method chosen, else the first one of the journal.

        Raises ``UserError`` when the journal has no such method.
        """
        method = operation.payment_method_line_id or self._find_method(operation)
        journal = operation.journal_id
        usable = journal._get_available_payment_method_lines(self._payment_type)
        if not journal or method not in usable or method.code in CHECK_METHODS:
            raise UserError(
                self.env._(
                    "Choose the bank or cash of %(kind)s, and one of its methods: a cheque of "
                    "others comes and goes by receipts.",
                    kind=self._get_label(),
                )
            )
        return method

    @api.model
    def _get_outstanding_account(self, operation, method):
        """Return the account where the payments of a method rest until the bank shows them."""
        if method.payment_account_id:
            return method.payment_account_id
        if method.code in CHECK_METHODS and method.payment_type == "inbound":
            return method.journal_id.default_account_id
        payment = self.env["account.payment"].new({"company_id": operation.company_id.id})
        return payment._get_outstanding_account(method.payment_type)

    @api.model
    def _prepare_payment(self, method, partner, currency, units):
        """Return the values of a customer's payment by a method.

        :param units: of the currency, whatever the sign
        """
        return {
            "payment_type": method.payment_type,
            "partner_type": "customer",
            "partner_id": partner.commercial_partner_id.id,
            "journal_id": method.journal_id.id,
            "payment_method_line_id": method.id,
            "currency_id": currency.id,
            "amount": currency._cobranzas_from_minor_units(abs(units)),
        }

    @api.model
    def _convert_units(self, operation, units, currency, target):
        """Return what units of a currency are in another one on the operation's date."""
        if currency == target:
            return units
        amount = currency._cobranzas_from_minor_units(units)
        company = operation.company_id
        worth = currency._convert(amount, target, company, operation.date)
        return target._cobranzas_to_minor_units(worth)

    @api.model
    def _check_not_future(self, operation):
        """Raise ``UserError`` for a day that is yet to come."""
        if operation.date > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(kind)s can't be dated %(date)s, a day yet to come.",
                    kind=self._get_label(),
                    date=format_date(self.env, operation.date),
                )
            )

    @api.model
    def _check_amount(self, operation):
        """Raise ``UserError`` when the amount typed is not above zero."""
        if operation.currency_id.compare_amounts(operation.amount, 0.0) <= 0:
            raise UserError(
                self.env._("The amount of %(kind)s must be above zero.", kind=self._get_label())
            )

    @api.model
    def _check_settled_by_others(self, operation):
        """Raise naming what matched an item of the operation that is no receivable."""
        items = operation.move_ids.line_ids - operation._get_receivable_items()
        operation._check_balance_unused(items)
