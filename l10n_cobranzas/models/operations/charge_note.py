from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...engine import movement
from .operation_kind_notes import NoteRequest


class CobranzasOperation(models.Model):
    """Charge note (*nota de cargo*): what it charges (OPS-05)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("charge_note", "Charge Note")],
        ondelete={"charge_note": "cascade"},
    )
    charge_product_id = fields.Many2one(
        "product.product",
        string="Charged For",
        compute="_compute_charge_product_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('sale_ok', '=', True)]",
    )
    charge_tax_ids = fields.Many2many(
        "account.tax",
        "cobranzas_operation_charge_tax_rel",
        "operation_id",
        "tax_id",
        string="Taxes",
        compute="_compute_charge_tax_ids",
        store=True,
        readonly=False,
        check_company=True,
        domain="[('type_tax_use', '=', 'sale')]",
        help="On top of the amount. A fiscal position of the customer changes them.",
    )
    is_internal = fields.Boolean(
        string="Internal, without Tax",
        help="A debt by an entry, without a tax document: only for managers.",
    )

    @api.depends("kind", "company_id")
    def _compute_charge_product_id(self):
        for operation in self:
            product = False
            if operation.kind == "charge_note":
                product = operation.company_id.cobranzas_charge_product_id
            operation.charge_product_id = product

    @api.depends("charge_product_id", "company_id")
    def _compute_charge_tax_ids(self):
        for operation in self:
            domain = self.env["account.tax"]._check_company_domain(operation.company_id)
            taxes = operation.charge_product_id.taxes_id.filtered_domain(domain)
            operation.charge_tax_ids = [Command.set(taxes.ids)]


class CobranzasOperationKindChargeNote(models.AbstractModel):
    """A charge on a document, or pending until the next receipt (OPS-05, seed 003 §4.8).

    Applied: a debit note on the document chosen, an item of its own that is collected with it.
    Pending: without a document, proposed with the next receipt like any debt.

    Where the authority wants to know the document that a debit note charges, or its period
    (Argentina), only an applied one is a debit note, of its document. A pending one is an invoice,
    which stands by itself; of a service it tells the month that core fills in.
    """

    _name = "cobranzas.operation.kind.charge_note"
    _inherit = ["cobranzas.operation.kind"]
    _description = "Charge Note"
    _takes_amount = True
    _settles = False
    _parameters = ("charge_product_id", "charge_tax_ids", "is_internal")
    _required = ("partner_id", "charge_product_id")
    _prefix = "CHN"

    @api.model
    def _get_amount(self, operation):
        return operation.amount

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        self._check_amount(operation)
        if operation.is_internal:
            self._check_manager()
        return result

    @api.model
    def _check_manager(self):
        """Raise ``AccessError`` for a user who is no manager, also while it is confirmed."""
        if not self.env.user.has_group("l10n_cobranzas.group_cobranzas_manager"):
            raise AccessError(self.env._("Only a manager charges without a tax document."))

    @api.model
    def _check_items(self, operation):
        """It takes nothing of the document that it charges: that is only to be open, and one."""
        if not operation.line_ids:
            return
        super()._check_items(operation)
        documents = operation.line_ids.move_line_id.move_id
        if len(documents) > 1 or documents.move_type != "out_invoice":
            raise UserError(self.env._("Choose one invoice, or none for a pending charge."))

    @api.model
    def _prepare_plan(self, operation):
        if not operation.partner_id:
            raise UserError(self.env._("Choose the customer."))
        if not operation.charge_product_id:
            raise UserError(self.env._("Choose what the customer is charged for."))
        self._check_amount(operation)
        if operation.is_internal:
            return movement.Plan(entries=(self._prepare_internal(operation),))
        request = NoteRequest(
            product=operation.charge_product_id,
            amount=operation.amount,
            currency=operation.currency_id,
            origin=operation.line_ids.move_line_id.move_id[:1],
            taxes=operation.charge_tax_ids,
            label=operation.reason or "",
        )
        return movement.Plan(notes=(self._prepare_note(operation, request),))

    @api.model
    def _prepare_internal(self, operation):
        """Return the entry of a charge without tax: the customer owes, the income is earned."""
        position = self.env["account.fiscal.position"]
        income = self._get_income_account(operation, operation.charge_product_id, position)
        currency = operation.currency_id
        units = currency._cobranzas_to_minor_units(operation.amount)
        booked = self._to_booked(operation, units, currency)
        partner = operation.partner_id.commercial_partner_id
        label = operation.reason or operation.charge_product_id.display_name
        debt = movement.Item(
            key="charge",
            account=self._get_receivable(operation, partner),
            partner=partner,
            currency=currency,
            amount=units,
            booked=booked,
            due=operation.date,
            label=label,
            is_result=True,
        )
        earned = movement.Item("income", income, partner, currency, -units, -booked, label=label)
        return movement.Entry(items=(debt, earned))
