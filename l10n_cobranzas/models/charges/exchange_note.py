from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...engine import movement
from .charge_kind import Assessment, ChargeRow


class CobranzasOperation(models.Model):
    """Notes of exchange differences (*diferencias de cambio*, CHG-01)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("exchange_note", "Exchange Difference")],
        ondelete={"exchange_note": "cascade"},
    )


class CobranzasOperationKindExchangeNote(models.AbstractModel):
    """The difference of rates of what was paid under a foreign-currency clause (CHG-01).

    In the company's currency: the document is settled at its own rate, and the note is collected,
    or used as a credit, by the same receipt, so that the difference counts once. Made later, it
    settles the item that waited for it.
    """

    _name = "cobranzas.operation.kind.exchange_note"
    _inherit = "cobranzas.operation.kind.charge"
    _description = "Exchange Difference"
    _takes = "both"
    _prefix = "DIF"
    _charge_kind = "exchange"
    _in_runs = True
    _tax_included = True

    @api.model
    def _get_line_currency(self, item):
        return item.company_id.currency_id

    @api.model
    def _get_items_domain(self, operation):
        """Return the domain of differences that wait; a receipt brings documents instead."""
        if operation.receipt_id:
            return super()._get_items_domain(operation)
        domain = self.env["account.move.line"]._cobranzas_open_items_domain() & Domain(
            [
                ("cobranzas_is_pending_difference", "=", True),
                ("company_id", "=", operation.company_id.id),
            ]
        )
        if operation.partner_id:
            customer = operation.partner_id.commercial_partner_id
            domain &= Domain("partner_id", "child_of", customer.id)
        return domain

    @api.model
    def _assess(self, operation, items):
        if operation.receipt_id:
            receipt = operation.receipt_id
            found = self._assess_receipt(receipt, receipt._get_discounts())
            return {item: found[item] for item in items if item in found}
        return {item: self._assess_pending(item) for item in items}

    @api.model
    def _assess_pending(self, item):
        """Return the assessment of a difference that waits: the note takes all that is left."""
        row = ChargeRow(item.date, item.date, 0, 0.0, 0.0, -item.amount_residual)
        return Assessment(row.amount, (row,), lambda: self._explain_pending(item))

    @api.model
    def _explain_pending(self, item):
        """Return the line of the note on a difference that waits: of which documents it is."""
        origins = ", ".join(item.move_id.cobranzas_origin_ids.mapped("display_name"))
        return self.env._("Exchange difference of %(document)s", document=origins or item.name)

    @api.model
    def _get_product(self, operation):
        return self._get_charge_product(operation, "cobranzas_exchange_product_id")

    @api.model
    def _prepare_charge_lines(self, operation, line, product, label):
        return self._prepare_origin_tax_lines(operation, line, product, label)

    @api.model
    def _prepare_plan(self, operation):
        """Return the plan: the note, which settles the items that waited for it."""
        plan = super()._prepare_plan(operation)
        if operation.receipt_id:
            return plan
        allocations = [
            movement.allocate(
                line.move_line_id, "note", line.currency_id._cobranzas_to_minor_units(-line.amount)
            )
            for line in operation.line_ids
        ]
        return movement.Plan(plan.entries, tuple(allocations), plan.notes)

    # ------------------------------------------------------------------
    # Month end
    # ------------------------------------------------------------------

    @api.model
    def _get_run_domain(self, run):
        return run._get_item_domain() & Domain(
            [("cobranzas_is_pending_difference", "=", True), ("amount_residual", "!=", 0.0)]
        )

    @api.model
    def _check_waivable(self):
        raise UserError(
            self.env._(
                "An exchange difference stays on the account until its note is made: leave it out "
                "only this time."
            )
        )
