from odoo import api, models
from odoo.fields import Domain

from .debtor_page_rows import Section, select_rows

DISPUTE = "cobranzas.dispute"
#: who may open the dialog of a new one
DISPUTERS = "l10n_cobranzas.group_cobranzas_collector,account.group_account_invoice"
SHOWN = 4


class CobranzasDebtorPage(models.AbstractModel):
    """What the debtor does not agree to pay (COL-06)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        sections = super()._get_sections(scope)
        if not self.env[DISPUTE].has_access("read"):
            return sections
        sql = select_rows(
            self.env[DISPUTE],
            self._get_disputes_domain(scope),
            {
                "id": "id",
                "document": "move_id.name",
                "reason": "reason_id.name",
                "responsible": "responsible_id.partner_id.name",
                "amount": "amount",
                "currency_id": "currency_id",
                "target": "date_target",
            },
            order="date_target, id DESC",
            limit=SHOWN,
        )
        return {
            **sections,
            "disputes": Section(
                sql, lambda rows: [self._prepare_dispute(scope, row) for row in rows]
            ),
        }

    @api.model
    def _get_disputes_domain(self, scope):
        return scope.of_customers & Domain("state", "=", "open")

    @api.model
    def _prepare_dispute(self, scope, row):
        return {
            "id": row["id"],
            "model": DISPUTE,
            "label": row["document"] or "",
            "detail": " · ".join(part for part in (row["reason"], row["responsible"]) if part),
            "amount": self._format_amount(row["amount"], row["currency_id"]),
            "state": self.env._("by %(day)s", day=self._format_day(row["target"])),
            "tone": "danger" if row["target"] < scope.today.isoformat() else "warning",
        }

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        if "disputes" not in page:
            return page
        title = self.env._("Disputes")
        action = self._prepare_action(DISPUTE, title, self._get_disputes_domain(scope))
        page["lists"].append(self._prepare_list("disputes", title, page.pop("disputes"), action))
        return page

    @api.model
    def _get_buttons(self, scope):
        buttons = super()._get_buttons(scope)
        if self.env.user.has_groups(DISPUTERS):
            buttons = [*buttons, "dispute"]
        return buttons
