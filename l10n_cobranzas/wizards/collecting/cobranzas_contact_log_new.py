from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from ...models.collecting.contact_channels import CHANNELS, DIRECTIONS


class CobranzasContactLogNew(models.TransientModel):
    """Asks what is to be said of a contact with a debtor, and logs it (COL-04).

    Where the rules of contact did not allow it, it says so and asks for a reason (COL-05).
    """

    _name = "cobranzas.contact.log.new"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Log Contact"

    partner_id = fields.Many2one("res.partner", string="Debtor", required=True)
    debtor_group_id = fields.Many2one("cobranzas.debtor.group")
    contact_id = fields.Many2one("res.partner", string="Person")
    corrects_id = fields.Many2one("cobranzas.contact.log")
    annuls = fields.Boolean(
        string="Did Not Take Place",
        help="The contact that is corrected did not take place, or not with this debtor.",
    )
    date = fields.Datetime(string="When", required=True, default=fields.Datetime.now)
    channel = fields.Selection(CHANNELS, required=True, default="call")
    direction = fields.Selection(DIRECTIONS, required=True, default="out")
    result_id = fields.Many2one("cobranzas.contact.result")
    reached = fields.Boolean(
        compute="_compute_reached",
        store=True,
        readonly=False,
        help="The debtor, or who answers for them, was spoken to or answered.",
    )
    note = fields.Text()
    next_date = fields.Date(string="Next Contact")
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        string="Next Activity",
        domain="[('cobranzas_collecting', '=', True)]",
        compute="_compute_activity_type_id",
        store=True,
        readonly=False,
        help="Planned for the day of the next contact.",
    )
    gate_rule = fields.Text(compute="_compute_gate")
    gate_words = fields.Text(compute="_compute_gate")
    reason = fields.Char(
        help="Why it was done although a rule does not allow it, or why it is corrected."
    )

    @api.depends("result_id")
    def _compute_reached(self):
        for dialog in self:
            dialog.reached = dialog.result_id.reached if dialog.result_id else dialog.reached

    @api.depends("channel")
    def _compute_activity_type_id(self):
        for dialog in self:
            name = "visit" if dialog.channel == "visit" else "call"
            dialog.activity_type_id = self.env.ref(
                f"l10n_cobranzas.mail_activity_type_{name}", raise_if_not_found=False
            )

    @api.depends("partner_id", "channel", "direction", "date", "annuls")
    def _compute_gate(self):
        for dialog in self:  # one dialog at a time is on the screen
            answer = dialog._ask_gate()
            dialog.gate_rule = "" if answer is None or answer else answer.rule
            partner = dialog.partner_id
            dialog.gate_words = dialog.gate_rule and partner._cobranzas_answer_words(answer)

    def _ask_gate(self):
        """Return the answer of the gate to the contact, None where it is not asked."""
        self.ensure_one()
        if self.annuls or self.direction == "in" or not (self.partner_id and self.channel):
            return None
        return self.partner_id._origin._cobranzas_contact_answers(
            self.channel, self.date or None, without=self.corrects_id._origin
        ).get(self.partner_id._origin)

    # ------------------------------------------------------------------
    # Logging
    # ------------------------------------------------------------------

    def action_save(self):
        """Log the contact, and plan the next activity where a day is given.

        :raises UserError: without a reason where a rule does not allow the contact, without the
            note that the result needs, for a moment still to come
        :raises AccessError: for a debtor of another collector
        """
        self.ensure_one()
        self.check_access("write")
        self.partner_id.check_access("read")
        self._check_reason()
        row = self.env["cobranzas.contact.log"]._cobranzas_log([self._prepare_log_vals()])
        if row._filtered_access("read") != row:
            raise AccessError(self.env._("You log contacts of your own debtors only."))
        self._plan_next()
        return {"type": "ir.actions.act_window_close"}

    def _check_reason(self):
        if (self.reason or "").strip():
            return
        if self.corrects_id:
            raise UserError(self.env._("Say why the contact is corrected."))
        if self.gate_rule:
            raise UserError(
                self.env._(
                    "Say why the debtor was contacted nonetheless. %(rule)s", rule=self.gate_rule
                )
            )

    def _prepare_log_vals(self):
        corrected = self.corrects_id
        return {
            "partner_id": (corrected or self).partner_id.id,
            "contact_id": self.contact_id.id,
            "debtor_group_id": self.debtor_group_id.id,
            "date": self.date,
            "channel": self.channel,
            "direction": self.direction,
            "reached": self.reached and not self.annuls,
            "result_id": self.result_id.id,
            "note": self.note,
            "next_date": self.next_date,
            "reason": self.reason if self.gate_rule or corrected else False,
            "gate_rule": self.gate_rule or False,
            "corrects_id": corrected.id,
            "annuls": self.annuls,
            **({"company_id": corrected.company_id.id} if corrected else {}),
        }

    def _plan_next(self):
        """Plan Odoo's activity of the next contact, of the user, on the debtor or its group."""
        if not self.next_date or not self.activity_type_id or self.annuls:
            return
        debtor = self.debtor_group_id or self.partner_id
        debtor.activity_schedule(
            activity_type_id=self.activity_type_id.id,
            date_deadline=self.next_date,
            user_id=self.env.uid,
            summary=self.result_id.name,
            note=plaintext2html(self.note or ""),
        )
