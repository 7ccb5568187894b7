from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SLICE = 100  # debtors that are read together
MOST = 20000  # debtors listed


class CobranzasNoticePreview(models.TransientModel):
    """Who would get which notice now, and who not and why: nothing is sent or stored (COL-05).

    It is what a run plans, by the same code.
    """

    _name = "cobranzas.notice.preview"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Preview of Notices"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company.root_id,
        domain="[('parent_id', '=', False)]",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    plan_id = fields.Many2one("cobranzas.notice.plan", help="Empty: every plan.")
    is_active = fields.Boolean(compute="_compute_is_active")
    line_ids = fields.One2many("cobranzas.notice.preview.line", "preview_id", readonly=True)
    send_count = fields.Integer(string="To Send", compute="_compute_counts")
    amount = fields.Monetary(string="Asked For", compute="_compute_counts")
    left_out_count = fields.Integer(string="Without Notice", compute="_compute_counts")

    @api.depends("company_id")
    def _compute_is_active(self):
        for preview in self:
            # sudo: a setting
            preview.is_active = preview.company_id.sudo().cobranzas_notices_active

    @api.depends("line_ids.will_go", "line_ids.amount")
    def _compute_counts(self):
        for preview in self:
            going = preview.line_ids.filtered("will_go")
            preview.send_count = len(going)
            preview.amount = sum(going.mapped("amount"))
            preview.left_out_count = len(preview.line_ids) - len(going)

    def _compute_display_name(self):
        self.display_name = self.env._("Preview of Notices")

    @api.constrains("company_id")
    def _check_company(self):
        for preview in self:
            if preview.company_id.parent_id:
                raise UserError(
                    self.env._(
                        "%(company)s is a branch: choose the company it belongs to.",
                        company=preview.company_id.display_name,
                    )
                )

    def action_preview(self):
        """List the debtors with documents due, what each would get, and why not."""
        self.ensure_one()
        self.check_access("write")
        self.line_ids.unlink()
        now = fields.Datetime.now()
        debtors = self.env["cobranzas.notice.run"]._find_debtors(self.company_id, now)
        reader, rows = self.env["cobranzas.notice.reader"], []
        for start in range(0, min(len(debtors), MOST), SLICE):
            drafts = reader._read(self.company_id, debtors[start : start + SLICE], now)
            rows += [self._prepare_line_vals(draft) for draft in drafts.values()]
        if self.plan_id:
            rows = [row for row in rows if row["plan_id"] == self.plan_id.id]
        self.env["cobranzas.notice.preview.line"].create(rows)

    def _prepare_line_vals(self, draft):
        """Return the row of a draft: what a run plans of it, and its reason in words."""
        is_group = draft.debtor._name == "cobranzas.debtor.group"
        told = draft.decision.told if draft.decision else ()
        names = [draft.rows[each.key].name or "" for each in told]
        company = draft.company.currency_id
        worth = draft.decision.worth if draft.decision else 0
        return {
            "preview_id": self.id,
            "partner_id": False if is_group else draft.debtor.id,
            "debtor_group_id": draft.debtor.id if is_group else False,
            "plan_id": draft.plan.id,
            "step_id": draft.step_id,
            "channel": draft.channel,
            "address": draft.address,
            "date_planned": draft.moment,
            "will_go": bool(draft.channel),
            "item_count": len(told),
            "documents": ", ".join(names),
            "amount": company._cobranzas_from_minor_units(worth),
            "reason": " ".join(dict.fromkeys(filter(None, (draft.problem, draft.reason)))),
        }

    def action_send(self):
        """Plan the notices of the company now, and send those that may go.

        Raises ``UserError`` while notices are switched off, ``AccessError`` for who is no manager.
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("l10n_cobranzas.group_cobranzas_manager"):
            raise AccessError(self.env._("Only managers of collections send notices now."))
        # sudo: runs are made by this action and by the schedule alone; its right is the manager's
        self.env["cobranzas.notice.run"].sudo()._action_start(self.company_id.sudo())
        return self.env["ir.actions.actions"]._for_xml_id("l10n_cobranzas.cobranzas_notice_action")
