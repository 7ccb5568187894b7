from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...models.credit.cobranzas_credit_decision import KINDS


class CobranzasCreditTrial(models.TransientModel):
    """What would pass? A document is judged that nobody makes (CRE-03)."""

    _name = "cobranzas.credit.trial"
    _inherit = "cobranzas.guarded.mixin"
    _description = "What Would Pass?"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company.id
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, default="order")
    amount = fields.Monetary(required=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    panel = fields.Html(string="Answer", compute="_compute_panel", sanitize=False)
    control = fields.Selection(
        [("control", "Controlled"), ("warn", "Only warned of"), ("nothing", "Not controlled")],
        string="Treatment",
        compute="_compute_panel",
    )

    @api.readonly
    def onchange(self, values, field_names, fields_spec):
        """Answer the form as core does; nothing of it is kept, so a replica may (CRE-03)."""
        return super().onchange(values, field_names, fields_spec)

    @api.depends("partner_id", "company_id", "kind", "amount", "date")
    def _compute_panel(self):
        panel = self.env["cobranzas.credit.panel"].sudo()  # sudo: the template alone is read
        for trial in self:
            trial.panel = False
            trial.control = False
            if not (trial.partner_id and trial.company_id and trial.kind and trial.date):
                continue
            trial._check_readable()
            company = trial.company_id
            # sudo: a setting
            trial.control = company.sudo()._cobranzas_credit_control(trial.kind)
            decision = trial.partner_id._cobranzas_judge_credit(
                trial.amount, trial.kind, trial.date, company
            )
            trial.panel = panel._render(decision, company)

    def _check_readable(self):
        """Raise ``AccessError`` for a customer or company that the user may not see.

        Who sells tries customers that they may read; a collector, own debtors.
        """
        customer = self.partner_id.commercial_partner_id
        self.partner_id.check_access("read")
        if self.company_id not in self.env.companies:
            self.company_id.check_access("read")
        sells = self.env.user.has_group("sales_team.group_sale_salesman")
        if not sells and not customer._cobranzas_filter_own_debtors():
            raise AccessError(
                self.env._("Another collector has this customer: ask them what would pass.")
            )
