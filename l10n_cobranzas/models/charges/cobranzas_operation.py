from odoo import api, fields, models

from ..operations.cobranzas_operation import SYSTEM_FIELDS


class CobranzasOperation(models.Model):
    """Operations that charge: until when, for which receipt, and what they charged (CHG)."""

    _inherit = "cobranzas.operation"
    _system_fields = SYSTEM_FIELDS | {"receipt_id"}

    date_until = fields.Date(
        string="Charged up to",
        compute="_compute_date_until",
        store=True,
        readonly=False,
        precompute=True,
        help="The day of payment that counts. The date of the operation unless another is typed.",
    )
    receipt_id = fields.Many2one(
        "cobranzas.receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The receipt that brought this charge, and takes it back when it is voided.",
    )
    charge_ids = fields.One2many("cobranzas.charge", "operation_id", string="Charges")

    @api.depends("date", "kind")
    def _compute_date_until(self):
        for operation in self:
            charges = operation.kind and operation._charges()
            operation.date_until = operation.date if charges else False

    def _charges(self):
        """Tell whether this operation charges items instead of taking them."""
        return self._get_kind()._charge_kind != ""

    def _get_charging(self):
        """Return the operations that charge."""
        return self.filtered(lambda operation: operation._charges())

    def _release_drafts(self):
        # a charge takes nothing of its items: what drafts hold of them stays
        return super(CobranzasOperation, self - self._get_charging())._release_drafts()


class CobranzasOperationLine(models.Model):
    """The item that is charged, and how much: in the currency of the note (CHG)."""

    _inherit = "cobranzas.operation.line"

    @api.depends("operation_id.kind")
    def _compute_document(self):
        result = super()._compute_document()
        for line in self.filtered(lambda line: line.operation_id.kind):
            kind = line.operation_id._get_kind()
            line.currency_id = kind._get_line_currency(line.move_line_id) or line.currency_id
        return result

    @api.depends("operation_id.date_until", "operation_id.kind")
    def _compute_amount(self):
        charging = self.filtered(
            lambda line: line.operation_id.kind and line.operation_id._charges()
        )
        result = super(CobranzasOperationLine, self - charging)._compute_amount()
        for operation, lines in charging.grouped("operation_id").items():
            assessed = operation._get_kind()._assess(operation, lines.move_line_id)
            for line in lines:
                found = assessed.get(line.move_line_id)
                line.amount = found.amount if found else 0.0
        return result

    def _signed(self, amount):
        """Return the amount as it is where it is charged: its sign is that of the note."""
        operation = self.operation_id
        if operation.kind and operation._charges():
            return amount
        return super()._signed(amount)
