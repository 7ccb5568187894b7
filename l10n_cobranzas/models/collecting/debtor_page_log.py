from odoo import api, fields, models

from ..settings.moments import format_moment
from .cobranzas_debtor_page import PageList

LOG = "cobranzas.contact.log"


class CobranzasDebtorPage(models.AbstractModel):
    """What was done with the debtor: the log of contacts (COL-04)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_lists(self, scope):
        log = PageList(
            title=self.env._("Contacts made"),
            records=self.env[LOG],
            domain=scope.of_customers,
            columns={
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
            limit=8,
            show=self._prepare_log_row,
            empty=self.env._("Nobody has been in touch yet."),
        )
        return {**super()._get_lists(scope), "log": log}

    @api.model
    def _prepare_log_row(self, row):
        channel = self._get_selection(LOG, "channel").get(row["channel"], "")
        moment = format_moment(self.env, fields.Datetime.to_datetime(row["date"].replace("T", " ")))
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
    def _get_buttons(self, scope):
        buttons = super()._get_buttons(scope)
        if self.env.user.has_group("l10n_cobranzas.group_cobranzas_collector"):
            buttons = [*buttons, "log"]
        return buttons
