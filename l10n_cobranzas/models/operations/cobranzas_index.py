from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import date_utils, format_date


class CobranzasIndex(models.Model):
    """A table of monthly values, as of consumer prices, by which debts are revalued (OPS-14)."""

    _name = "cobranzas.index"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Index"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: of all companies.", index=True)
    value_ids = fields.One2many("cobranzas.index.value", "index_id", string="Values")

    def _get_value(self, date):
        """Return the value of the month of ``date``; raises ``UserError`` without one."""
        self.ensure_one()
        month = date_utils.start_of(date, "month")
        value = self.value_ids.filtered(lambda row: row.month == month).value
        if not value:
            raise UserError(
                self.env._(
                    "%(index)s has no value for %(month)s: enter it first.",
                    index=self.name,
                    month=format_date(self.env, month, date_format="MM/yyyy"),
                )
            )
        return value


class CobranzasIndexValue(models.Model):
    """The value of an index in a month."""

    _name = "cobranzas.index.value"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Value of an Index"
    _order = "month desc, id"

    index_id = fields.Many2one("cobranzas.index", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="index_id.company_id", store=True)
    month = fields.Date(required=True, help="Any day of the month; the first is kept.")
    value = fields.Float(required=True, digits=(16, 6))

    _month_uniq = models.Constraint(
        "UNIQUE (index_id, month)", "An index has one value for each month."
    )
    _value_positive = models.Constraint("CHECK (value > 0)", "The value of an index is above zero.")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._keep_first_day(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._keep_first_day(vals))

    @api.model
    def _keep_first_day(self, vals):
        if not vals.get("month"):
            return vals
        month = fields.Date.to_date(vals["month"])
        return {**vals, "month": date_utils.start_of(month, "month")}
