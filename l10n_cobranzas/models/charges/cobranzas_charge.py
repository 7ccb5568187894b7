from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..ledger.client_values import read_text
from .rate_periods import RATE_PERIODS

KINDS = [
    ("interest", "Late Interest"),
    ("date_adjustment", "Alternative Date"),
    ("early_payment", "Early Payment"),
    ("exchange", "Exchange Difference"),
]
#: of these, those that adjust an item to when it was paid
ADJUSTING = ("date_adjustment", "early_payment")


class CobranzasCharge(models.Model):
    """What was charged, or discounted, on an item: the one ledger of it (CHG-01 to CHG-04).

    A row an item and period, or an item and payment. Operations make them when they are
    confirmed; undoing the operation frees them, so that they are charged again, unless they are
    waived. Nobody writes them by hand.
    """

    _name = "cobranzas.charge"
    _description = "Charge on Collection"
    _inherit = ["cobranzas.guarded.mixin", "mail.thread"]
    _order = "date_to desc, id desc"

    kind = fields.Selection(selection=KINDS, required=True, readonly=True, index=True)
    state = fields.Selection(
        selection=[
            ("charged", "Charged by Note"),
            ("waived", "Waived"),
            ("freed", "To Charge Again"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="charged",
        tracking=True,
        index=True,
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Document",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(string="Document Name", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    days = fields.Integer(readonly=True)
    base = fields.Monetary(
        string="Amount Charged on", readonly=True, help="What was charged on, in the currency."
    )
    rate = fields.Float(
        string="Rate (%)",
        digits=(16, 6),
        readonly=True,
        help="Per cent. Of an exchange difference: the exchange rate of the payment.",
    )
    rate_period = fields.Selection(selection=RATE_PERIODS, string="Per", readonly=True)
    amount_computed = fields.Monetary(string="Computed", readonly=True)
    amount = fields.Monetary(
        string="Amount Charged",
        readonly=True,
        help="Above zero: the customer owes it. Below: a discount. Late interest is before taxes.",
    )
    partial_id = fields.Many2one(
        "account.partial.reconcile",
        string="Payment",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The payment charged on, where the base is what was collected.",
    )
    operation_id = fields.Many2one(
        "cobranzas.operation", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    receipt_id = fields.Many2one(
        related="operation_id.receipt_id", store=True, index="btree_not_null"
    )
    note_id = fields.Many2one(
        "account.move", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    reason = fields.Char(readonly=True, tracking=True)
    decided_by = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)

    _interest_uniq = models.UniqueIndex(
        "(move_line_id, date_from, COALESCE(partial_id, 0)) "
        "WHERE kind = 'interest' AND state <> 'freed'",
        "The interest of this period was charged already.",
    )
    _adjustment_uniq = models.UniqueIndex(
        "(move_line_id) WHERE kind IN ('date_adjustment', 'early_payment') AND state <> 'freed'",
        "This document was adjusted to its date of payment already.",
    )
    _item_idx = models.Index("(move_line_id, kind) WHERE state <> 'freed'")

    @api.depends("name", "kind", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for charge in self:
            day = format_date(self.env, charge.date_to) if charge.date_to else ""
            charge.display_name = f"{kinds.get(charge.kind, '')}: {charge.name} · {day}"

    def action_open_note(self):
        """Open the notes by which these were charged."""
        self.check_access("read")
        return self.note_id._get_records_action()

    def _get_periods(self):
        """Return {item: [(first day not counted, last day, partial's id or None)]} of these."""
        made = {}
        for charge in self:
            row = (charge.date_from, charge.date_to, charge.partial_id.id or None)
            made.setdefault(charge.move_line_id, []).append(row)
        return made

    def _get_notes(self):
        """Return {item: receivable items of the notes of these on it}."""
        return {
            item: charges.note_id.line_ids.filtered(
                lambda line: line.display_type == "payment_term"
            )
            for item, charges in self.grouped("move_line_id").items()
        }

    def _was_made(self, day, until=None):
        """Tell whether the charge was in force at a day: made by then, and not undone by then.

        :param until: when the day ended, in UTC, to count only what had been entered by then
        """
        self.ensure_one()
        made = self.note_id.date or self.operation_id.date or self.date_to
        if made > day or (until and self.create_date >= until):
            return False
        if self.state != "freed":
            return True
        undone = self.operation_id.undo_date
        return bool(undone and undone > day)

    # ------------------------------------------------------------------
    # Waive and reinstate
    # ------------------------------------------------------------------

    def action_waive(self, reason=None):
        """Charge these no more: their periods count as charged, without a note (CHG-03).

        :param reason: why, kept with who and when; required
        Raises ``AccessError`` below accountant, ``UserError`` for one whose note stands, and for
        exchange differences, which follow their payment.
        """
        self.check_access("read")
        if "exchange" in self.mapped("kind"):
            raise UserError(
                self.env._("An exchange difference can't be waived: it follows its payment.")
            )
        return self._action_decide("freed", "waived", reason)

    def action_reinstate(self, reason=None):
        """Let what was waived be charged again.

        :param reason: why, kept with who and when; required
        Raises ``AccessError`` below accountant, ``UserError`` for one that was not waived.
        """
        return self._action_decide("waived", "freed", reason)

    def _action_decide(self, before, after, reason):
        self.env["cobranzas.operation"]._check_confirm_right()
        self.check_access("read")
        reason = read_text(self.env, reason).strip()
        if not reason:
            raise UserError(self.env._("Say why."))
        # sudo: the right was checked above; nobody may write charges by themselves
        charges = self.sudo()
        charges.move_line_id._cobranzas_lock()
        charges.invalidate_recordset(["state"])
        labels = dict(self._fields["state"]._description_selection(self.env))
        for charge in charges:
            if charge.state != before:
                raise UserError(
                    self.env._(
                        "%(charge)s is not “%(wanted)s”, it is “%(state)s”: undo the operation "
                        "of its note first, or look again.",
                        charge=charge.display_name,
                        wanted=labels[before],
                        state=labels[charge.state],
                    )
                )
        charges.write(
            {
                "state": after,
                "reason": reason,
                "decided_by": self.env.user.id,
                "decided_at": fields.Datetime.now(),
            }
        )
        return True

    def _free(self):
        """Let what these charged be charged again: their note is undone."""
        self.filtered(lambda charge: charge.state == "charged").state = "freed"
