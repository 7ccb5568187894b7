from odoo import api, models
from odoo.fields import Domain

from .debtor_page_rows import Section, select_rows

PROMISE = "cobranzas.promise"
SHOWN = 5
TONES = {"open": "info", "kept": "success", "partly": "warning", "broken": "danger"}


class CobranzasDebtorPage(models.AbstractModel):
    """What the debtor promised to pay, and what came of it (COL-06)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        sections = super()._get_sections(scope)
        if not self.env[PROMISE].has_access("read"):
            return sections
        sql = select_rows(
            self.env[PROMISE],
            scope.of_customers & Domain("state", "not in", ("replaced", "cancelled")),
            {
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
            limit=SHOWN,
        )
        return {
            **sections,
            "promises": Section(sql, lambda rows: [self._prepare_promise(row) for row in rows]),
        }

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
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        if "promises" not in page:
            return page
        title = self.env._("Promises")
        action = self._prepare_action(PROMISE, title, scope.of_customers)
        page["lists"].append(self._prepare_list("promises", title, page.pop("promises"), action))
        return page

    @api.model
    def _get_buttons(self, scope):
        buttons = super()._get_buttons(scope)
        if self.env.user.has_group("l10n_cobranzas.group_cobranzas_collector"):
            buttons = [*buttons, "promise"]
        return buttons
