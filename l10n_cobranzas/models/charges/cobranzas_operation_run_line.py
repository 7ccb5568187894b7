from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import formatLang

from .rate_periods import RATE_PERIODS

#: what a person may type on a line
TYPED = frozenset({"amount"})


class CobranzasOperationRunLine(models.Model):
    """What a run charges on a document: suggested, and as it was typed (CHG-03)."""

    _inherit = "cobranzas.operation.run.line"

    charges = fields.Boolean(compute="_compute_charges")
    date_due = fields.Date(related="move_line_id.date_maturity", string="Due")
    days = fields.Integer(readonly=True, help="Charged, of all its periods.")
    base = fields.Monetary(
        string="Amount Charged on", readonly=True, help="What the last period is charged on."
    )
    rate = fields.Float(string="Rate (%)", digits=(16, 6), readonly=True)
    rate_period = fields.Selection(selection=RATE_PERIODS, string="Per", readonly=True)
    detail = fields.Text(readonly=True, help="How it was computed.")
    date_last_note = fields.Date(string="Last Note", readonly=True)
    amount_suggested = fields.Monetary(string="Suggested", readonly=True)
    amount = fields.Monetary(readonly=False)
    is_put_aside = fields.Boolean(
        readonly=True, help="Left out by hand, only this time: it can be put back."
    )
    note_id = fields.Many2one("account.move", compute="_compute_note_id", compute_sudo=True)

    @api.depends("run_id.kind")
    def _compute_charges(self):
        for line in self:
            line.charges = line.run_id.charges

    @api.depends("operation_id")
    def _compute_note_id(self):
        for line in self:
            line.note_id = line.charges and line.operation_id.move_ids.filtered("invoice_date")[:1]

    # ------------------------------------------------------------------
    # Typed amounts
    # ------------------------------------------------------------------

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._check_typed(vals)
        result = super().write(vals)
        self._check_amount()
        return result

    def _check_typed(self, vals):
        """Raise unless the user may write this, and the run still waits for it."""
        if set(vals) - TYPED or any(not line.charges for line in self):
            raise AccessError(self.env._("The lines of a run are written by the run alone."))
        self.run_id._check_state(
            ("prepared", "cancelled"), self.env._("Stop the run first: then it can be changed.")
        )
        for line in self:
            if line.state != "pending":
                raise UserError(
                    self.env._("%(document)s is not to do any more.", document=line.document)
                )

    def _check_amount(self):
        """Raise ``UserError`` for nothing to charge, or a charge turned into a discount."""
        for line in self:
            if line.currency_id.compare_amounts(line.amount * line.amount_suggested, 0.0) <= 0:
                raise UserError(
                    self.env._(
                        "%(document)s: type an amount of the sign of the suggested one, or leave "
                        "it out.",
                        document=line.document,
                    )
                )

    def _take_assessment(self, found):
        """Take what is assessed now; tell whether the line is booked, else it says why not.

        What was typed stands only while what it was typed for does.
        """
        self.ensure_one()
        currency = self.currency_id
        if not currency.compare_amounts(found.amount, self.amount_suggested):
            return True
        if not currency.compare_amounts(self.amount, self.amount_suggested):
            self.write(self.run_id._prepare_assessed_vals(found))
            return True
        reason = self.env._(
            "Suggested were %(before)s when %(amount)s was typed, now %(now)s: look at it again.",
            before=formatLang(self.env, self.amount_suggested, currency_obj=currency),
            amount=formatLang(self.env, self.amount, currency_obj=currency),
            now=formatLang(self.env, found.amount, currency_obj=currency),
        )
        self.write(
            {**self.run_id._prepare_assessed_vals(found), "state": "failed", "reason": reason}
        )
        return False
