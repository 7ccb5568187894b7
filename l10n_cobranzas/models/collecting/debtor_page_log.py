from odoo import api, fields, models
from odoo.tools import format_datetime

from .debtor_page_rows import Section, select_rows

LOG = "cobranzas.contact.log"
SHOWN = 8


class CobranzasDebtorPage(models.AbstractModel):
    """What was done with the debtor: the log of contacts (COL-04)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        sections = super()._get_sections(scope)
        if self.env[LOG].has_access("read"):
            sections = {**sections, "log": self._get_log_section(scope)}
        return sections

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

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
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
        if self.env.user.has_group("l10n_cobranzas.group_cobranzas_collector"):
            buttons = [*buttons, "log"]
        return buttons
