from odoo import api, fields, models
from odoo.exceptions import UserError

#: rates closer than this, in proportion, are the same one
SAME = 1e-9


class CobranzasReceiptRate(models.Model):
    """The rate of one currency in one receipt: what the receipt reckons with (REC-12).

    As people quote it: company currency for one unit of the foreign one. It starts as the
    rate recorded for the date and can be typed over.
    """

    _name = "cobranzas.receipt.rate"
    _inherit = "cobranzas.receipt.child"
    _description = "Receipt Rate"
    _order = "receipt_id, currency_id"
    _rec_name = "currency_id"

    state = fields.Selection(related="receipt_id.state", string="Receipt Status")
    company_id = fields.Many2one(related="receipt_id.company_id", store=True)
    currency_id = fields.Many2one("res.currency", required=True)
    rate = fields.Float(
        compute="_compute_rate",
        store=True,
        readonly=False,
        precompute=True,
        digits=0,
        help="Company currency for one unit of this currency.",
    )
    recorded_rate = fields.Float(
        compute="_compute_recorded",
        store=True,
        precompute=True,
        digits=0,
        help="The rate recorded in Odoo when this one was proposed; 0 when there was none.",
    )
    recorded_date = fields.Date(compute="_compute_recorded", store=True, precompute=True)
    date_typed = fields.Date(
        readonly=True,
        copy=False,
        help="The date of the receipt when the rate was typed; another date takes its own rate.",
    )

    _currency_uniq = models.Constraint(
        "UNIQUE (receipt_id, currency_id)", "A receipt has one rate for each currency."
    )

    @api.depends("currency_id", "receipt_id.date", "receipt_id.company_id")
    def _compute_recorded(self):
        for (company, date), rows in self.grouped(
            lambda row: (row.receipt_id.company_id, row.receipt_id.date)
        ).items():
            recorded = rows.currency_id._cobranzas_recorded_rates(
                company or self.env.company, date or fields.Date.context_today(self)
            )
            for row in rows:
                if row.receipt_id.state in ("posted", "voided"):
                    row.recorded_rate, row.recorded_date = row.recorded_rate, row.recorded_date
                else:
                    found = recorded.get(row.currency_id._origin, (0.0, False))
                    row.recorded_rate, row.recorded_date = found

    @api.depends("currency_id", "receipt_id.date", "receipt_id.company_id")
    def _compute_rate(self):
        for row in self:
            posted = row.receipt_id.state in ("posted", "voided")  # what was posted stands
            row.rate = row.rate if posted else row.recorded_rate or 1.0

    def write(self, vals):
        result = super().write(vals)
        if "rate" in vals:
            for date, rows in self.grouped(lambda row: row.receipt_id.date).items():
                rows.date_typed = date
        return result

    def _refresh(self):
        """Take the rates recorded since; those typed stay, also at the rate that was shown."""
        proposed = self.filtered(lambda row: not row._is_typed())
        for name in ("recorded_rate", "recorded_date"):
            self.env.add_to_compute(self._fields[name], self)
        self.env.add_to_compute(self._fields["rate"], proposed)
        proposed.modified(["rate"])

    def _is_typed(self):
        """Tell whether the rate was typed for the date of the receipt."""
        self.ensure_one()
        if self.date_typed and self.date_typed == self.receipt_id.date:
            return True
        if not self.recorded_date:
            return abs(self.rate - 1.0) > SAME
        return abs(self.rate - self.recorded_rate) > SAME * self.recorded_rate

    def _refresh_for_posting(self):
        """Take the rates recorded since, and check that each can be used.

        Raises ``UserError`` naming a currency without a rate. A rate typed where Odoo had
        none is recorded as that of the day, so that everything else uses it too.
        """
        self._refresh()
        for row in self:
            row._check_usable()
        self.filtered(lambda row: row._is_typed() and not row.recorded_date)._record()

    def _check_usable(self):
        """Raise ``UserError`` when the receipt can't reckon with this rate."""
        self.ensure_one()
        if self.rate <= 0:
            raise UserError(
                self.env._(
                    "The rate of %(currency)s must be above zero.", currency=self.currency_id.name
                )
            )
        if not self.recorded_date and not self._is_typed():
            raise UserError(self.currency_id._cobranzas_no_rate_message(self.receipt_id.date))

    def _record(self):
        """Record these rates in Odoo as those of their receipt's date (REC-12)."""
        for row in self:
            row.currency_id._cobranzas_record_rate(row.company_id, row.receipt_id.date, row.rate)
