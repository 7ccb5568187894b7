from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .debtor_page_rows import Section, select_rows

NOTICE = "cobranzas.notice"
SHOWN = 4
TONES = {"sent": "success", "planned": "info", "failed": "danger"}


class CobranzasDebtorPage(models.AbstractModel):
    """The last notices to the debtor, and those planned (COL-05)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        sections = super()._get_sections(scope)
        if NOTICE not in self.env or not self.env[NOTICE].has_access("read"):
            return sections
        sql = select_rows(
            self.env[NOTICE],
            self._get_notices_domain(scope),
            {
                "id": "id",
                "step": "step_id.name",
                "channel": "channel",
                "state": "state",
                "planned": "date_planned",
                "sent": "date_sent",
                "reason": "reason",
            },
            order="id DESC",
            limit=SHOWN,
        )
        section = Section(sql, lambda rows: [self._prepare_notice(row) for row in rows])
        return {**sections, "notices": section}

    @api.model
    def _get_notices_domain(self, scope):
        """Return the notices to these customers, and those to the group that is shown."""
        owners = Domain("partner_id", "in", scope.customers.ids)
        if scope.is_group:
            owners |= Domain("debtor_group_id", "=", scope.debtor.id)
        return owners & scope.in_company

    @api.model
    def _prepare_notice(self, row):
        channel = self._get_selection(NOTICE, "channel").get(row["channel"], "")
        moment = (row["sent"] or row["planned"] or "").replace("T", " ")
        day = fields.Datetime.to_datetime(moment) if moment else False
        return {
            "id": row["id"],
            "model": NOTICE,
            "label": " · ".join(part for part in (channel, row["step"]) if part),
            "detail": format_date(self.env, day) if day else "",
            "note": row["reason"] or "",
            "state": self._get_selection(NOTICE, "state").get(row["state"], ""),
            "tone": TONES.get(row["state"], ""),
        }

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        if "notices" in page:
            title = self.env._("Notices")
            action = self._prepare_action(NOTICE, title, self._get_notices_domain(scope))
            page["lists"].append(self._prepare_list("notices", title, page.pop("notices"), action))
        return page
