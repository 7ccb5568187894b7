from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

MAX_BUCKETS = 8  # ranges of days overdue that fit the width of a report
MAX_DIGITS = 4  # of a number of days overdue: more would leave the calendar


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of collections, each declared once; every theme adds its own (COL-01).

    The company keeps them; the settings page and the manager's dialog show the same fields, where
    the page's view has them.
    """

    _name = "cobranzas.settings.mixin"
    _description = "Collections Settings"

    #: currency of the amounts; each model that inherits the mixin computes it
    currency_id = fields.Many2one("res.currency")
    cobranzas_aging_days = fields.Char(
        string="Ages of Debts",
        required=True,
        default="15, 30, 60, 90",
        help="Last day of each range of days overdue, ascending: 15, 30, 60, 90 makes 1–15, 16–30, "
        "31–60, 61–90 and more than 90.",
    )

    def _cobranzas_init_defaults(self):
        """Give the required settings' columns their defaults in the database too.

        An add-on that is loaded before this one, as a national localization with demo data, makes
        companies while these fields are not known yet.
        """
        for name in self._cobranzas_get_setting_names():
            field = self._fields[name]
            if field.store and field.required and field.default:
                default = field.convert_to_column(field.default(self), self)
                statement = SQL(
                    "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s",
                    SQL.identifier(self._table),
                    SQL.identifier(name),
                    default,
                )
                self.env.cr.execute(statement)

    @api.constrains("cobranzas_aging_days")
    def _check_cobranzas_aging_days(self):
        for settings in self:
            settings._cobranzas_get_aging_days()

    def _cobranzas_get_aging_days(self):
        """Return the last day of each range of days overdue but the oldest (REP-04).

        Raises ``UserError`` when the setting is not a list of ascending days.
        """
        self.ensure_one()
        setting = (self.cobranzas_aging_days or "").replace(";", ",")
        words = [word.strip() for word in setting.split(",")]
        days = [int(word) for word in words if word.isdecimal() and len(word) <= MAX_DIGITS]
        if len(days) != len(words) or len(days) > MAX_BUCKETS or sorted({0, *days}) != [0, *days]:
            raise UserError(
                self.env._(
                    "Give the ages of debts as at most %(count)s ascending days with commas "
                    "between, such as 15, 30, 60, 90.",
                    count=MAX_BUCKETS,
                )
            )
        return days

    def _cobranzas_get_buckets(self):
        """Return [(key, label)] of the ranges of days overdue, what is not due first."""
        self.ensure_one()
        days = self._cobranzas_get_aging_days()
        starts = [day + 1 for day in [0, *days]]
        labels = [f"{start}–{end}" for start, end in zip(starts, days, strict=False)]
        labels.append(self.env._("Over %(days)s", days=days[-1]))
        return [("0", self.env._("Not Due")), *((str(n), text) for n, text in enumerate(labels, 1))]

    @api.model
    def _cobranzas_get_setting_names(self):
        """Return the names of the settings of collections."""
        known = self.env["cobranzas.settings.mixin"]._fields
        return [name for name in known if name.startswith("cobranzas_")]

    def _cobranzas_get_settings(self):
        """Return the settings as values to write: {name: value}, a record by its id."""
        self.ensure_one()
        return {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in self._cobranzas_get_setting_names()
        }
