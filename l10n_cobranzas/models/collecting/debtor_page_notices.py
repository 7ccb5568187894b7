from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .cobranzas_debtor_page import PageList

NOTICE = "cobranzas.notice"
TONES = {"sent": "success", "planned": "info", "failed": "danger"}


class CobranzasDebtorPage(models.AbstractModel):
    """The last notices to the debtor, and those planned (COL-05)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_lists(self, scope):
        notices = PageList(
            title=self.env._("Notices"),
            records=self.env[NOTICE],
            domain=self._get_notices_domain(scope),
            columns={
                "id": "id",
                "step": "step_id.name",
                "channel": "channel",
                "state": "state",
                "planned": "date_planned",
                "sent": "date_sent",
                "reason": "reason",
            },
            order="id DESC",
            show=self._prepare_notice,
        )
        return {**super()._get_lists(scope), "notices": notices}

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
