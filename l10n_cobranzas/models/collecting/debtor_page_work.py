from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from .debtor_page_rows import Section, select_rows

LOG = "cobranzas.contact.log"
SHOWN = 8


class CobranzasDebtorPage(models.AbstractModel):
    """What was done with the debtor, and what is planned: log and activities (COL-04)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        sections = {**super()._get_sections(scope), "activities": self._get_activities(scope)}
        if self.env[LOG].has_access("read"):
            sections["log"] = self._get_log_section(scope)
        return sections

    # ------------------------------------------------------------------
    # Activities
    # ------------------------------------------------------------------

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

    # ------------------------------------------------------------------
    # Log
    # ------------------------------------------------------------------

    @api.model
    def _get_log_section(self, scope):
        sql = select_rows(
            self.env[LOG],
            scope.of_customers,
            {
                "id": "id",
                "date": "date",
                "channel": "channel",
                "direction": "direction",
                "reached": "reached",
                "result": "result_id.name",
                "note": "note",
                "person": "contact_id.name",
                "user": "user_id.partner_id.name",
            },
            order="date DESC, id DESC",
            limit=SHOWN,
        )
        return Section(sql, lambda rows: [self._prepare_log_row(row) for row in rows])

    @api.model
    def _prepare_log_row(self, row):
        channel = self._get_selection(LOG, "channel").get(row["channel"], "")
        moment = format_datetime(
            self.env, fields.Datetime.to_datetime(row["date"].replace("T", " ")), dt_format="short"
        )
        reached = self.env._("Reached") if row["reached"] else self.env._("Not reached")
        return {
            "id": row["id"],
            "model": LOG,
            "label": " · ".join(part for part in (channel, row["result"], row["person"]) if part),
            "detail": f"{moment} · {row['user']}",
            "note": row["note"] or "",
            "state": reached if row["direction"] == "out" else self.env._("Incoming"),
            "tone": "success" if row["reached"] or row["direction"] == "in" else "",
        }

    # ------------------------------------------------------------------
    # What is shown
    # ------------------------------------------------------------------

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        title = self.env._("Activities")
        domain = self._get_activities_domain(scope)
        action = self._prepare_action("mail.activity", title, domain)
        page["lists"].append(
            self._prepare_list("activities", title, page.pop("activities"), action)
        )
        if "log" in page:
            title = self.env._("Contacts made")
            action = self._prepare_action(LOG, title, scope.of_customers)
            empty = self.env._("Nobody has been in touch yet.")
            page["lists"].append(
                self._prepare_list("log", title, page.pop("log"), action, empty=empty)
            )
        return page

    @api.model
    def _get_buttons(self, scope):
        buttons = super()._get_buttons(scope)
        return [*buttons, "log"] if self.env["cobranzas.contact.log.new"].has_access("create") else buttons
