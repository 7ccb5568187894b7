from odoo import api, fields, models
from odoo.fields import Domain

from .debtor_page_rows import Section, select_rows

SHOWN = 6


class CobranzasDebtorPage(models.AbstractModel):
    """What is planned with the debtor: the activities on it (COL-04)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        return {**super()._get_sections(scope), "activities": self._get_activities(scope)}

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
    def _get_activities(self, scope):
        # sudo: the activities of debtors that the user may read, as the chatter shows them
        sql = select_rows(
            self.env["mail.activity"].sudo(),
            self._get_activities_domain(scope),
            {
                "id": "id",
                "type": "activity_type_id.name",
                "summary": "summary",
                "deadline": "date_deadline",
                "user": "user_id.partner_id.name",
            },
            order="date_deadline, id",
            limit=SHOWN,
        )
        return Section(sql, lambda rows: [self._prepare_activity(scope, row) for row in rows])

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

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        title = self.env._("Activities")
        action = self._prepare_action("mail.activity", title, self._get_activities_domain(scope))
        page["lists"].append(
            self._prepare_list("activities", title, page.pop("activities"), action)
        )
        return page
