from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError

from .cobranzas_notice_plan import CHANNELS

#: beyond ten years, days are a slip of the keyboard
MOST_DAYS = 3650
MODEL = "cobranzas.notice"


class CobranzasNoticeStep(models.Model):
    """One step of a plan of notices: when, by which channel, with which text (COL-05)."""

    _name = "cobranzas.notice.step"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Step of a Plan of Notices"
    _order = "plan_id, days, id"

    plan_id = fields.Many2one(
        "cobranzas.notice.plan", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        string="Stage",
        compute="_compute_sequence",
        store=True,
        help="Number of the step in its plan, by days.",
    )
    days = fields.Integer(
        required=True, help="Days after the due date; a negative number is before it."
    )
    channel = fields.Selection(CHANNELS, required=True, default="email")
    next_channel = fields.Selection(
        CHANNELS,
        string="Else By",
        help="When there is no address for the channel, when no rule of contact allows it, or when "
        "the message did not arrive.",
    )
    template_id = fields.Many2one(
        "mail.template",
        string="Text of E-mail and Letter",
        domain=[("model", "=", MODEL)],
        ondelete="restrict",
    )
    sms_template_id = fields.Many2one(
        "sms.template",
        string="Text of SMS and WhatsApp",
        domain=[("model", "=", MODEL)],
        ondelete="restrict",
    )
    attach_statement = fields.Boolean(
        help="The e-mail carries the list of pending documents as PDF."
    )
    currency_id = fields.Many2one(related="plan_id.currency_id")
    amount_min = fields.Monetary(
        string="Least Amount", help="In the company's currency; the plan's counts too."
    )

    _days_uniq = models.UniqueIndex(
        "(plan_id, days)", "A plan can't have two steps on the same day."
    )
    _amount_positive = models.Constraint(
        "CHECK (amount_min >= 0)", "The least amount of a step can't be negative."
    )

    @api.depends("plan_id.step_ids.days")
    def _compute_sequence(self):
        for step in self:
            steps = step.plan_id.step_ids | step
            step.sequence = sum(other.days < step.days for other in steps) + 1

    @api.model_create_multi
    def create(self, vals_list):
        self._check_free([(vals.get("plan_id"), vals.get("days", 0)) for vals in vals_list])
        return super().create(vals_list)

    def write(self, vals):
        if "days" in vals:
            self._check_free([(step.plan_id.id, vals["days"]) for step in self], self)
        return super().write(vals)

    @api.model
    def _check_free(self, places, moved=()):
        """Refuse in a sentence, before the database does, a day on which a plan has a step.

        :param places: [(id of the plan, days)] to be taken
        :param moved: steps that leave the days they have
        """
        plans = [plan for plan, _days in places if plan]
        known = self.search_fetch([("plan_id", "in", plans)], ["plan_id", "days"])
        taken = [(step.plan_id.id, step.days) for step in known if step not in moved]
        for (_plan, days), count in Counter([*taken, *places]).items():
            if count > 1:
                self._refuse_twice(days)

    @api.model
    def _refuse_twice(self, days):
        raise UserError(
            self.env._(
                "The plan has a step %(days)s days from the due date already: change the days of "
                "one of the two.",
                days=days,
            )
        )

    @api.constrains("plan_id", "days")
    def _check_once(self):
        for plan in self.plan_id:
            seen = Counter(plan.step_ids.mapped("days"))
            for days, count in seen.items():
                if count > 1:
                    self._refuse_twice(days)

    @api.constrains("days")
    def _check_days(self):
        for step in self:
            if abs(step.days) > MOST_DAYS:
                raise UserError(
                    self.env._(
                        "%(days)s days can't be right: type a number of days up to %(most)s.",
                        days=step.days,
                        most=MOST_DAYS,
                    )
                )

    @api.constrains("channel", "next_channel", "template_id", "sms_template_id")
    def _check_channels(self):
        labels = dict(self._fields["channel"]._description_selection(self.env))
        for step in self:
            if step.channel == step.next_channel:
                raise UserError(
                    self.env._(
                        "%(step)s goes by the same channel twice: choose another second one.",
                        step=step.name,
                    )
                )
            for channel in filter(None, (step.channel, step.next_channel)):
                if not step._get_template(channel):
                    raise UserError(
                        self.env._(
                            "%(step)s goes by %(channel)s: choose the text of it.",
                            step=step.name,
                            channel=labels[channel],
                        )
                    )

    @api.constrains("template_id", "sms_template_id")
    def _check_templates(self):
        for step in self:
            for template in (step.template_id, step.sms_template_id):
                # sudo: of which model a text is, whoever may choose it may know
                if template and template.sudo().model != MODEL:
                    raise UserError(
                        self.env._(
                            "%(template)s is not a text of notices: choose another.",
                            template=template.display_name,
                        )
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # sudo: a step that has notices stays, whoever may see them
        used = self.env[MODEL].sudo().search([("step_id", "in", self.ids)], limit=1).step_id
        if used:
            raise UserError(
                self.env._(
                    "Notices of the step %(step)s were planned or sent: archive the plan instead, "
                    "and make another.",
                    step=used.sudo(False).display_name,
                )
            )

    def _get_template(self, channel):
        """Return the text of a channel."""
        self.ensure_one()
        return self.template_id if channel in ("email", "letter") else self.sms_template_id
