from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import movement
from .operation_kind_notes import NoteRequest


class CobranzasOperation(models.Model):
    """Advance (*anticipo saldo*) and invoiced advance (*anticipo factura*) (OPS-03)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("advance", "Advance"), ("invoiced_advance", "Invoiced Advance")],
        ondelete={"advance": "cascade", "invoiced_advance": "cascade"},
    )
    is_credit_document = fields.Boolean(
        string="Miscellaneous Credit",
        readonly=True,
        copy=False,
        help="An advance above the automatic cash cap: a credit document of its own, not a loose "
        "balance.",
    )


class CobranzasOperationKindAdvance(models.AbstractModel):
    """Money on account before there is a debt (OPS-03, seed 003 §4.6).

    With the control of cash on, what is above the cap is a *miscellaneous credit*: a document
    with a kind of its own, not a loose balance. "They are equivalent" (§4.6): applications take
    it like any credit, the automatic ones too. Whoever wants to apply it by name alone leaves
    its kind out of the month-end run.
    """

    _name = "cobranzas.operation.kind.advance"
    _inherit = ["cobranzas.operation.kind"]
    _description = "Advance"
    _takes = None
    _takes_amount = True
    _payment_type = "inbound"
    _parameters = ("journal_id", "payment_method_line_id")
    _required = ("partner_id", "journal_id")
    _prefix = "ADV"

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        self._check_amount(operation)
        self._check_not_future(operation)
        own = self._get_method(operation).journal_id.currency_id
        if own and own != operation.currency_id:
            raise UserError(
                self.env._(
                    "%(journal)s holds %(currency)s: enter the advance in it.",
                    journal=operation.journal_id.name,
                    currency=own.name,
                )
            )
        return result

    @api.model
    def _is_credit_document(self, operation):
        """Tell whether the advance is above the cap of automatic cash."""
        company = operation.company_id
        if not company.cobranzas_control_cash:
            return False
        own = company.currency_id
        worth = operation.currency_id._convert(operation.amount, own, company, operation.date)
        return own.compare_amounts(worth, company.cobranzas_cash_cap) > 0

    @api.model
    def _prepare_plan(self, operation):
        if not operation.partner_id:
            raise UserError(self.env._("Choose the customer."))
        self._check_amount(operation)
        method = self._get_method(operation)
        partner, currency = operation.partner_id.commercial_partner_id, operation.currency_id
        units = currency._cobranzas_to_minor_units(operation.amount)
        booked = self._to_booked(operation, units, currency)
        account = self._get_outstanding_account(operation, method)
        label = operation.reason or ""
        if not label and self._is_credit_document(operation):
            label = self.env._("Miscellaneous credit")
        received = movement.Item("received", account, partner, currency, units, booked, label=label)
        credit = movement.Item(
            key="credit",
            account=self._get_receivable(operation, partner),
            partner=partner,
            currency=currency,
            amount=-units,
            booked=-booked,
            due=operation.date,
            label=label,
            is_result=True,
        )
        payment = self._prepare_payment(method, partner, currency, units)
        payment["outstanding_account_id"] = account.id
        entry = movement.Entry(items=(received, credit), payment=payment, key="payment")
        return movement.Plan(entries=(entry,))

    @api.model
    def _after_confirm(self, operation, booking):
        result = super()._after_confirm(operation, booking)
        operation.is_credit_document = self._is_credit_document(operation)
        return result


class CobranzasOperationKindInvoicedAdvance(models.AbstractModel):
    """An invoice of an advance: its tax is due before the sale (OPS-03, seed 003 §4.4).

    The customer owes it like any invoice; its amount before taxes rests in the account of the
    product, a liability, until the final invoice deducts it, with the same taxes, by a line of
    the same product with a negative amount. Without that the tax would be paid twice.
    """

    _name = "cobranzas.operation.kind.invoiced_advance"
    _inherit = ["cobranzas.operation.kind"]
    _description = "Invoiced Advance"
    _takes = None
    _takes_amount = True
    _required = ("partner_id",)
    _prefix = "ADI"

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        self._check_turned_on(operation)
        self._check_amount(operation)
        return result

    @api.model
    def _check_turned_on(self, operation):
        """Raise ``UserError`` when the company does not invoice advances."""
        if not operation.company_id.cobranzas_invoiced_advances:
            raise UserError(
                self.env._("Invoiced advances are off: turn them on in Settings, Collections.")
            )

    @api.model
    def _prepare_plan(self, operation):
        self._check_turned_on(operation)
        if not operation.partner_id:
            raise UserError(self.env._("Choose the customer."))
        self._check_amount(operation)
        product = self._get_charge_product(operation, "cobranzas_advance_product_id")
        request = NoteRequest(
            product=product,
            amount=operation.amount,
            currency=operation.currency_id,
            origin=self.env["account.move"],
            label=operation.reason or "",
        )
        note = self._prepare_note(operation, request)
        advance = note.items[1].account
        if advance.internal_group != "liability":
            raise UserError(
                self.env._(
                    "%(account)s of %(product)s is not a liability: an advance is owed to the "
                    "customer until the sale.",
                    account=advance.display_name,
                    product=product.display_name,
                )
            )
        return movement.Plan(notes=(note,))
