from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import instalments
from ..ledger.ownership import check_system_field

#: what only confirming the operation writes, as superuser
GIVEN = ("name", "move_line_id")
#: what the plan gives, beside what a person may type instead
PLANNED = ("date_planned", "amount_planned")


class CobranzasOperationInstalment(models.Model):
    """One of the debts that an operation makes in instalments: number, due date, amount (OPS-09).

    ``amount`` is in the currency of the operation. What a person types stays; the other rows
    follow the count, the period, the first date and the total.
    """

    _name = "cobranzas.operation.instalment"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Instalment of an Operation"
    _order = "number, id"

    operation_id = fields.Many2one(
        "cobranzas.operation", required=True, ondelete="cascade", index=True
    )
    state = fields.Selection(related="operation_id.state", string="Operation Status")
    company_id = fields.Many2one(related="operation_id.company_id", store=True)
    currency_id = fields.Many2one(related="operation_id.currency_id")
    number = fields.Integer(string="No.", readonly=True)
    name = fields.Char(
        string="Document", readonly=True, help="What people call it, once it is confirmed."
    )
    date_due = fields.Date(string="Due")
    amount = fields.Monetary()
    date_planned = fields.Date(help="Where the due date is another, a person chose it: it stays.")
    amount_planned = fields.Monetary(
        help="Where the amount is another, a person chose it: it stays."
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _is_date_typed(self):
        """Tell whether a person chose the due date; emptied, it is the plan's again."""
        return bool(self.date_due) and self.date_due != self.date_planned

    def _is_amount_typed(self):
        """Tell whether a person chose the amount; emptied, it is the plan's again."""
        amount, currency = self.amount, self.currency_id
        return bool(amount) and currency.compare_amounts(amount, self.amount_planned) != 0

    @api.model_create_multi
    def create(self, vals_list):
        self._check_given(vals_list)
        rows = super().create(vals_list)
        rows.operation_id._check_is_draft()
        return rows

    def write(self, vals):
        if self.env.su and set(vals) <= set(GIVEN):
            return super().write(vals)
        self._check_given([vals])
        self.operation_id._check_is_draft()
        result = super().write(vals)
        self.operation_id._check_is_draft()  # also the operation they were moved to
        if {"date_due", "amount"} & set(vals) and not set(PLANNED) & set(vals):
            for operation in self.operation_id:
                # the other rows follow, unless the operation is writing or planning them itself
                if not self.env.is_protected(operation._fields["instalment_ids"], operation):
                    operation._plan_instalments()
        return result

    @api.model
    def _check_given(self, vals_list):
        """Raise ``AccessError`` when a user writes what only confirming the operation may."""
        for name in GIVEN:
            check_system_field(self.env, vals_list, name)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self.operation_id._check_is_draft()


class CobranzasOperation(models.Model):
    """Operations whose debts fall due in instalments (OPS-06, OPS-09)."""

    _inherit = "cobranzas.operation"

    instalment_ids = fields.One2many(
        "cobranzas.operation.instalment",
        "operation_id",
        string="Instalments",
        compute="_compute_instalment_ids",
        store=True,
        readonly=False,
        copy=False,
    )
    in_instalments = fields.Boolean(compute="_compute_in_instalments")

    @api.depends("kind")
    def _compute_in_instalments(self):
        for operation in self:
            operation.in_instalments = (
                bool(operation.kind) and operation._get_kind()._in_instalments
            )

    @api.depends(
        lambda self: ["kind", "amount", "currency_id", "line_ids.amount", *self._get_parameters()]
    )
    def _compute_instalment_ids(self):
        for operation in self.filtered(lambda operation: operation.state == "draft"):
            operation._plan_instalments()

    @api.onchange("instalment_ids")
    def _onchange_instalment_ids(self):
        """Let the rows that nobody typed share what the typed ones leave."""
        self._plan_instalments()

    @api.model_create_multi
    def create(self, vals_list):
        operations = super().create(vals_list)
        for operation, vals in zip(operations, vals_list, strict=True):
            if vals.get("instalment_ids") and operation.state == "draft":
                operation._plan_instalments()
        return operations

    def write(self, vals):
        result = super().write(vals)
        if vals.get("instalment_ids"):
            for operation in self.filtered(lambda operation: operation.state == "draft"):
                operation._plan_instalments()
        return result

    def _plan_instalments(self):
        """Write the rows of the instalments; those that can't be computed stay as they are."""
        self.ensure_one()
        kind = self._get_kind() if self.kind else None
        rows = self.instalment_ids.sorted("number")
        planned = kind is not None and kind._in_instalments
        if not planned or not self.date_first or not self.period:
            if rows:
                self.instalment_ids -= rows
            return
        count = min(max(self.count, 0), instalments.MOST)
        dates = instalments.due_dates(self.date_first, self.period, count)
        typed = {
            place: self.currency_id._cobranzas_to_minor_units(row.amount)
            for place, row in enumerate(rows[:count])
            if row._is_amount_typed()
        }
        try:
            total = kind._get_instalments_total(self)
            amounts = instalments.instalment_amounts(total, count, typed)
        except (UserError, ValueError):
            amounts = [None] * count
        self._write_instalments(rows, dates, amounts)

    def _write_instalments(self, rows, dates, amounts):
        """Write due dates and amounts, in minor units, on the rows; make and remove rows."""
        created = []
        for place, (date, units) in enumerate(zip(dates, amounts, strict=True)):
            row = rows[place : place + 1]
            vals = {"number": place + 1}
            if not row or not row._is_date_typed():
                vals |= {"date_due": date, "date_planned": date}
            if units is not None and not (row and row._is_amount_typed()):
                amount = self.currency_id._cobranzas_from_minor_units(units)
                vals |= {"amount": amount, "amount_planned": amount}
            if row.id:
                row.write(vals)
            elif row:
                row.update(vals)
            else:
                created.append(fields.Command.create(vals))
        removed = [fields.Command.delete(row.id) for row in rows[len(dates) :]]
        if created or removed:
            self.instalment_ids = removed + created


class CobranzasOperationKind(models.AbstractModel):
    _inherit = "cobranzas.operation.kind"

    #: whether the debts it makes fall due in instalments, shown in a grid
    _in_instalments = False

    @api.model
    def _get_instalments_total(self, operation):
        """Return what is owed in instalments, in minor units of the operation's currency."""
        raise NotImplementedError

    @api.model
    def _get_instalments(self, operation):
        """Return [(row, due date, amount in minor units)] of the instalments, in order.

        Raises ``UserError`` with what is missing, before the date of the operation, or does not
        sum to the total.
        """
        self._check_instalments(operation)
        currency = operation.currency_id
        rows = [
            (row, row.date_due, currency._cobranzas_to_minor_units(row.amount))
            for row in operation.instalment_ids.sorted("number")
        ]
        early = [row for row in rows if not row[1] or row[1] < operation.date]
        if early:
            raise UserError(
                self.env._(
                    "Number %(number)s can't fall due before the date of the operation.",
                    number=early[0][0].number,
                )
            )
        self._check_instalment_amounts(operation, [units for _row, _due, units in rows])
        return rows

    @api.model
    def _check_instalment_amounts(self, operation, amounts):
        """Raise ``UserError`` for amounts, in minor units, that are none or not the total."""
        currency = operation.currency_id
        total, summed = self._get_instalments_total(operation), sum(amounts)
        if summed != total:
            raise UserError(
                self.env._(
                    "The amounts sum to %(sum)s, not %(total)s: correct one of them.",
                    sum=self._format(currency._cobranzas_from_minor_units(summed), currency),
                    total=self._format(currency._cobranzas_from_minor_units(total), currency),
                )
            )
        empty = [number for number, units in enumerate(amounts, start=1) if units <= 0]
        if empty:
            raise UserError(self.env._("Number %(number)s has no amount.", number=empty[0]))

    @api.model
    def _check_instalments(self, operation):
        """Raise ``UserError`` for parameters from which no instalments follow."""
        if operation.count < 1:
            raise UserError(self.env._("Say in how many documents: at least one."))
        if operation.count > instalments.MOST:
            raise UserError(
                self.env._("At most %(most)s documents at once.", most=instalments.MOST)
            )
        if not operation.date_first or not operation.period:
            raise UserError(self.env._("Say when the first one falls due, and the period."))
        if operation.date_first < operation.date:
            raise UserError(
                self.env._("The first one can't fall due before the date of the operation.")
            )

    @api.model
    def _link_instalments(self, operation, booking):
        """Tell the rows the items that they became, and the names people know them by."""
        rows = operation.instalment_ids.sorted("number")
        for row, name in zip(rows, self._get_instalment_names(operation, rows), strict=True):
            item = booking.get_item(operation, ("instalment", row.number))
            row.write({"move_line_id": item.id, "name": name})

    @api.model
    def _get_instalment_names(self, operation, rows):
        """Return the name of each instalment: the operation's number, with its own of several."""
        if len(rows) == 1:
            return [operation.name]
        return [f"{operation.name} {row.number}/{len(rows)}" for row in rows]
