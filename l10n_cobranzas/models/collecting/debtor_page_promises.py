from odoo import api, models
from odoo.fields import Domain

from .cobranzas_debtor_page import PageList

PROMISE = "cobranzas.promise"
TONES = {"open": "info", "kept": "success", "partly": "warning", "broken": "danger"}


class CobranzasDebtorPage(models.AbstractModel):
    """What the debtor promised to pay, and what came of it (COL-06)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_lists(self, scope):
        promises = PageList(
            title=self.env._("Promises"),
            records=self.env[PROMISE],
            domain=scope.of_customers & Domain("state", "not in", ("replaced", "cancelled")),
            columns={
                "id": "id",
                "name": "name",
                "amount": "amount",
                "amount_left": "amount_left",
                "currency_id": "currency_id",
                "state": "state",
                "date": "date",
                "date_next": "date_next",
                "note": "note",
            },
            # the open ones first, the next to come on top; then what came of the last ones
            order="date_state DESC NULLS FIRST, date_next, id DESC",
            limit=5,
            show=self._prepare_promise,
            opens=scope.of_customers,
        )
        return {**super()._get_lists(scope), "promises": promises}

    @api.model
    def _prepare_promise(self, row):
        day = self._format_day(row["date_next"])
        state = self._get_selection(PROMISE, "state").get(row["state"], "")
        is_open = row["state"] == "open"
        return {
            "id": row["id"],
            "model": PROMISE,
            "label": self.env._("For %(day)s", day=day) if day else row["name"],
            "detail": self.env._("made on %(day)s", day=self._format_day(row["date"])),
            "note": row["note"] or "",
            "amount": self._format_amount(
                row["amount_left"] if is_open else row["amount"], row["currency_id"]
            ),
            "state": state,
            "tone": TONES.get(row["state"], ""),
        }

    @api.model
    def _get_buttons(self, scope):
        buttons = super()._get_buttons(scope)
        if self.env.user.has_group("l10n_cobranzas.group_cobranzas_collector"):
            buttons = [*buttons, "promise"]
        return buttons
