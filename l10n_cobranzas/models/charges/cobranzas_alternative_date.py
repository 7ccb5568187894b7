from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, formatLang

from ...engine import alternatives

#: what a person says of a date; the rest follows from the instalment
TYPED = ("move_line_id", "date", "amount")


class CobranzasAlternativeDate(models.Model):
    """Until when an instalment costs another amount, as agreed when it was invoiced (CHG-02).

    ``amount`` is that of the whole instalment, in its currency. The journal item keeps its own:
    only a note makes the difference real.
    """

    _name = "cobranzas.alternative.date"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Alternative Due Date of an Instalment"
    _order = "date_due, date, amount, id"

    move_line_id = fields.Many2one(
        "account.move.line", string="Instalment", required=True, ondelete="cascade", index=True
    )
    move_id = fields.Many2one(
        related="move_line_id.move_id", string="Invoice", store=True, index=True
    )
    company_id = fields.Many2one(related="move_line_id.company_id", store=True)
    currency_id = fields.Many2one(related="move_line_id.currency_id", store=True)
    date_due = fields.Date(
        related="move_line_id.date_maturity",
        string="Due Date",
        store=True,
        help="That of the instalment itself.",
    )
    amount_due = fields.Monetary(
        related="move_line_id.amount_currency",
        string="Amount",
        help="Of the instalment, on its due date.",
    )
    date = fields.Date(string="Until", required=True, help="The last day of the amount.")
    amount = fields.Monetary(
        string="To Pay", required=True, help="For the whole instalment, until that day."
    )
    difference = fields.Monetary(
        compute="_compute_difference",
        help="A surcharge is above zero, a discount below: what the note will be for.",
    )
    status = fields.Selection(
        [("past", "Past"), ("today", "Holds Today"), ("coming", "To Come")],
        compute="_compute_status",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "What an instalment costs on another date is above zero."
    )

    @api.depends("amount", "move_line_id.amount_currency")
    def _compute_difference(self):
        for row in self:
            row.difference = row.amount - row.move_line_id.amount_currency

    @api.depends("date", "amount", "move_line_id.date_maturity", "move_line_id.amount_currency")
    @api.depends_context("tz")
    def _compute_status(self):
        today = fields.Date.context_today(self)
        self.status = "coming"
        for row in self.filtered(lambda row: row.date and row.move_line_id):
            instalment = row.move_line_id._cobranzas_prepare_instalment()
            found = alternatives.standing(instalment, today)
            units = row.currency_id._cobranzas_to_minor_units(row.amount)
            if (found.until, found.amount) == (row.date, units):
                row.status = "today"
            elif row.date < today:
                row.status = "past"

    # ------------------------------------------------------------------
    # What a person changes
    # ------------------------------------------------------------------

    def _check_dates(self):
        """Raise ``ValidationError`` for dates and amounts of an instalment that contradict.

        Of what a person typed: two dates of the terms may move to one working day.
        """
        for item in self.move_line_id:
            own = (item.date_maturity or item.date, item.amount_currency)
            rows = [(row.date, row.amount) for row in item.cobranzas_alternative_ids]
            found = alternatives.find_contradiction([own, *rows])
            if found and found[0][0] == found[1][0]:
                raise ValidationError(
                    self.env._(
                        "%(document)s has two amounts until %(date)s: keep one of them.",
                        document=item._cobranzas_document_name(),
                        date=format_date(self.env, found[0][0]),
                    )
                )
            if found:
                raise ValidationError(
                    self.env._(
                        "%(document)s would cost less on %(later)s than on %(earlier)s. Who pays "
                        "later can't owe less.",
                        document=item._cobranzas_document_name(),
                        earlier=format_date(self.env, found[0][0]),
                        later=format_date(self.env, found[1][0]),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        rows = super().create([self._keep_typed(vals) for vals in vals_list])
        rows._check_instalments()
        rows.move_line_id._cobranzas_log_dates()
        return rows

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        items = self.move_line_id
        result = super().write(self._keep_typed(vals))
        if self.move_line_id != items:
            raise UserError(self.env._("A date stays with its instalment: delete it, add another."))
        self._check_instalments()
        items._cobranzas_log_dates()
        return result

    def unlink(self):
        items = self.env["account.move.line"] if self.env.su else self.move_line_id
        result = super().unlink()
        items._cobranzas_log_dates()
        return result

    @api.model
    def _keep_typed(self, vals):
        return {name: value for name, value in vals.items() if name in TYPED}

    def _check_instalments(self):
        """Raise ``UserError`` unless each belongs to an instalment of a posted invoice."""
        for item in self.move_line_id:
            if item.parent_state != "posted" or not item._cobranzas_may_have_alternatives():
                raise UserError(
                    self.env._(
                        "%(document)s is no instalment of a posted invoice: it can't have "
                        "alternative due dates.",
                        document=item._cobranzas_document_name(),
                    )
                )
        self.move_id._cobranzas_check_may_have_alternatives()
        self._check_dates()


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    cobranzas_alternative_ids = fields.One2many(
        "cobranzas.alternative.date", "move_line_id", string="Alternative Due Dates", copy=False
    )

    def _cobranzas_may_have_alternatives(self):
        """Tell whether it is an instalment of an invoice to a customer."""
        self.ensure_one()
        is_owed = self.display_type == "payment_term" and self.amount_currency > 0
        return is_owed and self.move_id.move_type == "out_invoice"

    def _cobranzas_log_dates(self):
        """Note on the invoices what the dates of these instalments are now."""
        for item in self:
            rows = [
                f"{format_date(self.env, row.date)}: "
                f"{formatLang(self.env, row.amount, currency_obj=row.currency_id)}"
                for row in item.cobranzas_alternative_ids.sorted("date")
            ]
            item.move_id._message_log(
                body=self.env._(
                    "Alternative dates of the instalment due on %(due)s: %(dates)s",
                    due=format_date(self.env, item.date_maturity),
                    dates=" · ".join(rows) or self.env._("none"),
                )
            )
