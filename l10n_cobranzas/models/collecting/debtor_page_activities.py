from odoo import api, fields, models
from odoo.fields import Domain

from .cobranzas_debtor_page import PageList


class CobranzasDebtorPage(models.AbstractModel):
    """What is planned with the debtor: the activities on it (COL-04)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_lists(self, scope):
        activities = PageList(
            title=self.env._("Activities"),
            # sudo: the activities of debtors that the user may read, as the chatter shows them
            records=self.env["mail.activity"].sudo(),
            domain=self._get_activities_domain(scope),
            columns={
                "id": "id",
                "type": "activity_type_id.name",
                "summary": "summary",
                "deadline": "date_deadline",
                "user": "user_id.partner_id.name",
            },
            order="date_deadline, id",
            limit=6,
            show=lambda row: self._prepare_activity(scope, row),
        )
        return {**super()._get_lists(scope), "activities": activities}

    @api.model
    def _get_activities_domain(self, scope):
        on_customers = Domain("res_model", "=", "res.partner") & Domain(
            "res_id", "in", scope.customers.ids
        )
        if not scope.is_group:
            return on_customers
        return on_customers | (
            Domain("res_model", "=", scope.debtor._name) & Domain("res_id", "=", scope.debtor.id)
        )

    @api.model
    def _prepare_activity(self, scope, row):
        deadline = fields.Date.to_date(row["deadline"])
        tone = "danger" if deadline < scope.today else ""
        if deadline == scope.today:
            tone = "warning"
        return {
            "id": row["id"],
            "model": "mail.activity",
            "label": row["summary"] or row["type"] or "",
            "detail": row["user"] or "",
            "state": self.env._("Today") if tone == "warning" else self._format_day(deadline),
            "tone": tone,
        }
