from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ...engine.sharing import Bundle, share_out


class CobranzasCollectorReassign(models.TransientModel):
    """Gives the debtors of a collector to another, or to several in equal shares (OPS-16)."""

    _name = "cobranzas.collector.reassign"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Reassign Debtors"

    collector_id = fields.Many2one("cobranzas.collector", help="Who collects from them now.")
    scope = fields.Selection(
        [("all", "All debtors"), ("chosen", "Chosen debtors")],
        string="Which",
        required=True,
        default="all",
    )
    partner_ids = fields.Many2many("res.partner", string="Debtors")
    target_ids = fields.Many2many(
        "cobranzas.collector",
        string="New Collectors",
        required=True,
        help="One or several: several share the debtors; those of a debtor group stay together.",
    )
    share_by = fields.Selection(
        [("number", "Number of debtors"), ("balance", "What they owe")],
        string="Equal In",
        required=True,
        default="number",
        help="What the collectors are to have about as much of as each other.",
    )
    reason = fields.Char(required=True)
    hand_over_activities = fields.Boolean(
        string="Hand Over Activities",
        default=True,
        help="What the former collector has planned with the debtors goes to the new one.",
    )
    preview = fields.Text(
        compute="_compute_preview", help="How many each collector gets, and what these owe."
    )

    @api.depends("collector_id", "scope", "partner_ids", "target_ids", "share_by")
    def _compute_preview(self):
        for wizard in self:
            lines = []
            if wizard.target_ids and (wizard.collector_id or wizard.scope == "chosen"):
                for collector, partners in wizard._get_shares():
                    lines.append(wizard._describe(collector, partners))
            wizard.preview = "\n".join(lines)

    def _describe(self, collector, partners):
        owed = sum(partners.mapped("cobranzas_balance"))
        return self.env._(
            "%(collector)s: %(count)s debtors, who owe %(amount)s",
            collector=collector.name,
            count=len(partners),
            amount=formatLang(self.env, owed, currency_obj=self.env.company.currency_id),
        )

    def _get_partners(self):
        """Return the debtors that change hands, of those the user may see."""
        if self.scope == "all":
            partners = self.env["res.partner"].with_context(active_test=False)
            return partners.search([("cobranzas_collector_id", "=", self.collector_id._origin.id)])
        partners = self.partner_ids._origin
        return partners.commercial_partner_id if not self.collector_id else partners

    def _get_shares(self):
        """Return [(collector, the debtors it gets)]; a debtor group goes to one collector."""
        partners = self._get_partners()
        bundles = {}
        for partner in partners:
            group = partner.cobranzas_group_id
            bundles.setdefault((group or partner)._ids + (bool(group),), []).append(partner)
        targets = self.target_ids._origin
        shares = share_out([self._weigh(bundle) for bundle in bundles.values()], len(targets))
        return [(target, partners.browse(ids)) for target, ids in zip(targets, shares, strict=True)]

    def _weigh(self, partners):
        """Return the debtors as a bundle; what they owe counts in the smallest units."""
        if self.share_by == "number":
            weight = len(partners)
        else:
            digits = self.env.company.currency_id.decimal_places
            weight = round(sum(each.cobranzas_balance for each in partners) * 10**digits)
        return Bundle(tuple(each.id for each in partners), weight)

    def action_reassign(self):
        """Give the debtors to the collectors chosen, and keep why.

        :raises UserError: when there is nobody to give, or one is not the collector's
        """
        self.ensure_one()
        self._check_choice()
        count = 0
        for collector, partners in self._get_shares():
            moving = partners.filtered(lambda each, to=collector: each.cobranzas_collector_id != to)
            count += len(moving)
            self._reassign(moving, collector)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Debtors reassigned: %(count)s.", count=count),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_choice(self):
        """Raise ``UserError`` unless there are debtors, of the collector, and who gets them."""
        if self.scope == "all" and not self.collector_id:
            raise UserError(self.env._("Choose the collector whose debtors are reassigned."))
        partners = self._get_partners()
        if not partners:
            raise UserError(self.env._("There are no debtors to reassign: choose some."))
        if not self.target_ids:
            raise UserError(self.env._("Choose to whom the debtors are given."))
        foreign = partners.filtered(lambda each: each.cobranzas_collector_id != self.collector_id)
        if self.collector_id and foreign:
            raise UserError(
                self.env._(
                    "%(customer)s is not a debtor of %(collector)s: take it off the list.",
                    customer=foreign[:1].display_name,
                    collector=self.collector_id.name,
                )
            )

    def _reassign(self, partners, collector):
        """Give debtors to one collector, with what is planned with them."""
        partners.check_access("read")
        if self.hand_over_activities and collector.user_id:
            self._hand_over(partners, collector.user_id)
        # sudo: a manager of collections assigns debtors without the right to change contacts
        partners.sudo()._cobranzas_assign(collector, self.reason)

    def _hand_over(self, partners, user):
        """Give what the former collectors have planned with the debtors to a user."""
        # sudo: activities of people whose debtors the manager takes from them
        activities = self.env["mail.activity"].sudo()
        for former, debtors in partners.grouped("cobranzas_collector_id").items():
            if former.user_id:
                activities |= activities.search(
                    [
                        ("res_model", "=", "res.partner"),
                        ("res_id", "in", debtors.ids),
                        ("user_id", "=", former.user_id.id),
                    ]
                )
        # without a message for each of hundreds
        activities.with_context(mail_activity_quick_update=True).write({"user_id": user.id})
