from markupsafe import Markup
from odoo import api, fields, models
from odoo.tools import format_date, formatLang


class AccountMove(models.Model):
    """What the instalments of an invoice cost today, on its form (CHG-02)."""

    _inherit = "account.move"

    cobranzas_dues_today = fields.Html(
        string="Due Today",
        compute="_compute_cobranzas_dues_today",
        compute_sudo=True,
        help="What cancels each instalment when it is paid today.",
    )

    cobranzas_has_condoned = fields.Boolean(
        string="Has Condoned Instalments",
        compute="_compute_cobranzas_has_condoned",
        compute_sudo=True,
    )

    @api.depends("line_ids.cobranzas_condoned")
    def _compute_cobranzas_has_condoned(self):
        for move in self:
            move.cobranzas_has_condoned = any(move.line_ids.mapped("cobranzas_condoned"))

    @api.depends(
        "cobranzas_alternative_ids.amount",
        "cobranzas_alternative_ids.date",
        "line_ids.amount_residual_currency",
        "line_ids.cobranzas_condoned",
    )
    @api.depends_context("lang", "tz")
    def _compute_cobranzas_dues_today(self):
        items = self._origin.cobranzas_alternative_ids.move_line_id
        dues = items._cobranzas_get_dues(fields.Date.context_today(self))
        for move in self:
            own = move._origin.cobranzas_alternative_ids.move_line_id
            move.cobranzas_dues_today = Markup().join(
                Markup("<div>%s</div>") % item._cobranzas_describe_due(*dues[item])
                for item in own.sorted(lambda item: (item.date_maturity, item.id))
            )


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.depends_context("cobranzas_instalment")
    def _compute_display_name(self):
        """On its own invoice, show an instalment by its due date alone."""
        if not self.env.context.get("cobranzas_instalment"):
            return super()._compute_display_name()
        for item in self:
            item.display_name = format_date(self.env, item.date_maturity or item.date)
        return None

    def _cobranzas_describe_due(self, state, amount):
        """Return the sentence of what cancels the instalment today."""
        self.ensure_one()
        values = {
            "due": format_date(self.env, self.date_maturity),
            "amount": formatLang(self.env, amount, currency_obj=self.currency_id),
        }
        if self.reconciled and self.currency_id.is_zero(amount):
            return self.env._("Due on %(due)s: paid.", **values)
        if self.cobranzas_condoned:
            return self.env._(
                "Due on %(due)s: %(amount)s today. It generates no adjustments.", **values
            )
        if state == "early":
            return self.env._("Due on %(due)s: %(amount)s today, before the due date.", **values)
        if state == "on_time":
            return self.env._("Due on %(due)s: %(amount)s today, on time.", **values)
        return self.env._("Due on %(due)s: %(amount)s today, late.", **values)
