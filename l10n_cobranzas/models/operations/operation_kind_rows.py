from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...engine import ordering, settlement


class CobranzasOperationKind(models.AbstractModel):
    """Kinds that find by themselves what they take, and accounts of results (OPS)."""

    _inherit = "cobranzas.operation.kind"

    #: where no items are chosen, it takes those it finds
    _finds_items = False
    #: it pays debts, in the company's order of allocation
    _pays_by_criterion = False
    #: what it books is labelled by the items it takes
    _names_origins = True
    #: month-end runs book it for many customers
    _in_runs = False

    # ------------------------------------------------------------------
    # Items found
    # ------------------------------------------------------------------

    @api.model
    def _get_found_domain(self, operation):
        """Return the domain of the items that it takes by itself: of no later date."""
        return self._get_items_domain(operation) & Domain("date", "<=", operation.date)

    @api.model
    def _prepare_origins(self, operation):
        """Return the origins chosen, or those it finds, debts in the company's order."""
        if operation.line_ids or not self._finds_items:
            return operation._prepare_origins()
        items = self.env["account.move.line"]
        if operation.partner_id:
            items = items.search(self._get_found_domain(operation), order="date_maturity, id")
        items = self._filter_collectable(items)
        held = items._cobranzas_get_held()
        return [
            item._cobranzas_prepare_origin(held=held, named=self._names_origins)
            for item in self._order_items(operation, items, held)
        ]

    @api.model
    def _filter_collectable(self, items):
        """Return the items that nothing keeps from being settled (REC-22)."""
        return items._cobranzas_filter_collectable()

    @api.model
    def _order_items(self, source, items, held):
        """Return the items in which order they are taken.

        By due date; where it pays debts, these by the company's order of allocation (REC-03).

        :param source: the operation or run, with its company and date
        :param held: as ``_cobranzas_get_held`` gives it
        """
        rows = self._order_rows(source, items._cobranzas_read_rows(held))
        return items.browse([row.id for row in rows])

    @api.model
    def _order_rows(self, source, rows):
        """Return the rows of items in which order they are taken."""
        in_order = sorted(rows, key=lambda row: (row.date_due, row.id))
        if not self._pays_by_criterion:
            return in_order
        debts = {row.id: row for row in in_order if row.is_debt}
        criterion = ordering.Criterion(source.company_id.cobranzas_criterion)
        ordered = ordering.order_items(
            [
                ordering.OpenItem(row.id, abs(row.residual), row.date_due, row.date, row.number)
                for row in debts.values()
            ],
            criterion,
            source.date,
        )
        return [row for row in in_order if not row.is_debt] + [debts[row.key] for row in ordered]

    @api.model
    def _get_taken(self, operation):
        """Return the origins with what the operation takes of each, as it will be kept."""
        return self._prepare_origins(operation)

    @api.model
    def _before_confirm(self, operation):
        """Write on the draft what it takes of each item, where the kind decides it.

        What is listed and not taken goes; what the operation found is listed.
        """
        if not self._finds_items:
            return
        taken = {origin.key: origin for origin in self._get_taken(operation)}
        if not taken:
            return  # the checks say why
        listed = {line.move_line_id: line for line in operation.line_ids}
        commands = [Command.delete(line.id) for item, line in listed.items() if item not in taken]
        for sequence, (item, origin) in enumerate(taken.items(), start=1):
            amount = item.currency_id._cobranzas_from_minor_units(origin.amount)
            line = listed.get(item)
            if not line:
                vals = {"move_line_id": item.id, "amount": amount, "sequence": sequence}
                commands.append(Command.create(vals))
            elif item.currency_id.compare_amounts(line.amount, amount):
                commands.append(Command.update(line.id, {"amount": amount}))
        if commands:
            operation.line_ids = commands

    @api.model
    def _check_items(self, operation):
        if self._finds_items and not operation.line_ids:
            if not operation.partner_id:
                raise UserError(self.env._("Choose the customer."))
            return
        super()._check_items(operation)

    # ------------------------------------------------------------------
    # Run for many customers
    # ------------------------------------------------------------------

    @api.model
    def _filter_run_rows(self, rows):
        """Return the rows of items, in order, of which a run has something to do or to say."""
        return rows

    @api.model
    def _prepare_run_rows(self, operation, origins):
        """Return the ``settlement.RunRow`` of each of a customer's open items in one currency.

        :param operation: a new one with the parameters of the run, the customer and the currency
        """
        return [self._prepare_run_row(operation, origin) for origin in origins]

    @api.model
    def _prepare_run_row(self, operation, origin):
        reason = self._get_item_refusal(operation, origin)
        return settlement.RunRow(origin, 0 if reason else origin.amount, reason)

    @api.model
    def _get_item_refusal(self, operation, origin):
        """Return the sentence that says why an item is left out, or an empty text."""
        return ""

    @api.model
    def _get_run_items_domain(self, run):
        """Return the domain of journal items that it takes beside receivable ones, or None."""
        return

    # ------------------------------------------------------------------
    # Accounts
    # ------------------------------------------------------------------

    @api.model
    def _get_adjustment_account(self, operation, booked):
        """Return the account of a result: of losses, debits, or of gains, credits."""
        side = "loss" if booked > 0 else "gain"
        return self._get_account(operation, f"cobranzas_adjustment_{side}_account_id")

    @api.model
    def _get_exchange_account(self, operation, booked):
        """Return the company's account of exchange losses, debits, or of gains, credits."""
        side = "expense" if booked > 0 else "income"
        return self._get_account(operation, f"{side}_currency_exchange_account_id")
