from odoo import api, models
from odoo.fields import Domain

from .cobranzas_debtor_page import PageList

DISPUTE = "cobranzas.dispute"
#: who may open the dialog of a new one
DISPUTERS = "l10n_cobranzas.group_cobranzas_collector,account.group_account_invoice"


class CobranzasDebtorPage(models.AbstractModel):
    """What the debtor does not agree to pay (COL-06)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_lists(self, scope):
        disputes = PageList(
            title=self.env._("Disputes"),
            records=self.env[DISPUTE],
            domain=scope.of_customers & Domain("state", "=", "open"),
            columns={
                "id": "id",
                "document": "move_id.name",
                "reason": "reason_id.name",
                "responsible": "responsible_id.partner_id.name",
                "amount": "amount",
                "currency_id": "currency_id",
                "target": "date_target",
            },
            order="date_target, id DESC",
            show=lambda row: self._prepare_dispute(scope, row),
        )
        return {**super()._get_lists(scope), "disputes": disputes}

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
    def _get_buttons(self, scope):
        buttons = super()._get_buttons(scope)
        if self.env.user.has_groups(DISPUTERS):
            buttons = [*buttons, "dispute"]
        return buttons
