from odoo import api, fields, models
from odoo.fields import Domain

from ...engine import movement


class AccountMoveLine(models.Model):
    """Exchange differences that wait for their note (CHG-01)."""

    _inherit = "account.move.line"

    cobranzas_is_pending_difference = fields.Boolean(
        string="Exchange Difference Pending",
        readonly=True,
        copy=False,
        help="It waits for its note: nothing else takes it.",
    )
    _cobranzas_pending_difference_idx = models.Index(
        "(company_id, partner_id) WHERE cobranzas_is_pending_difference IS TRUE"
    )


class CobranzasOperation(models.Model):
    """Exchange differences whose note is made later (CHG-01)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("exchange_difference", "Exchange Difference Pending")],
        ondelete={"exchange_difference": "cascade"},
    )


class CobranzasOperationKind(models.AbstractModel):
    """Differences that wait for their note are taken by nothing else (CHG-01)."""

    _inherit = "cobranzas.operation.kind"

    @api.model
    def _get_items_domain(self, operation):
        return super()._get_items_domain(operation) & Domain(
            "cobranzas_is_pending_difference", "!=", True
        )


class CobranzasOperationKindExchangeDifference(models.AbstractModel):
    """A difference of rates that its receipt collects, or uses, before there is a note (CHG-01).

    Two receivable items in the company's currency: one the receipt settles, the other waits for
    the note. Made by receipts alone.
    """

    _name = "cobranzas.operation.kind.exchange_difference"
    _inherit = "cobranzas.operation.kind.exchange_note"
    _description = "Exchange Difference Pending"
    _prefix = "DIP"
    _in_runs = False

    @api.model
    def _prepare_plan(self, operation):
        self._check_some_items(operation)
        items = []
        for line in operation.line_ids:
            units = line.currency_id._cobranzas_to_minor_units(line.amount)
            items.append(self._prepare_pair_item(operation, line, "collected", units))
            items.append(self._prepare_pair_item(operation, line, "pending", -units))
        return movement.Plan(entries=(movement.Entry(items=tuple(items)),))

    @api.model
    def _prepare_pair_item(self, operation, line, key, units):
        pending = key == "pending"
        return movement.Item(
            key=(key, line.move_line_id),
            account=line.move_line_id.account_id,
            partner=line.move_line_id.partner_id,
            currency=line.currency_id,
            amount=units,
            booked=units,
            due=operation.date,
            label=line.name,
            is_result=pending,
            origin=line.move_line_id,
            values={"cobranzas_is_pending_difference": True} if pending else None,
        )

    @api.model
    def _get_collected_items(self, operation):
        return operation._get_receivable_items() - operation.result_ids

    @api.model
    def _prepare_charges_vals(self, operation, booking):
        return []  # there is no note yet
