from odoo import api, models
from odoo.fields import Domain

from ..collecting.cobranzas_debtor_page import PageList

LINE = "cobranzas.agency.handover.line"


class CobranzasDebtorPage(models.AbstractModel):
    """Which agency has what of the debtor's documents (COL-09)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_lists(self, scope):
        in_force = self.env[LINE]._get_domain_in_force()
        agencies = PageList(
            title=self.env._("With an agency"),
            records=self.env[LINE],
            domain=scope.of_customers & in_force & Domain("move_line_id.reconciled", "=", False),
            columns={
                "id": "move_line_id.move_id",
                "key": "id",
                "document": "document",
                "agency": "agency_id.name",
                "phone": "agency_id.partner_id.phone",
                "amount": "move_line_id.amount_residual_currency",
                "currency_id": "currency_id",
                "date": "date",
            },
            order="date_due, id",
            show=self._prepare_handed,
        )
        return {**super()._get_lists(scope), "agencies": agencies}

    @api.model
    def _prepare_handed(self, row):
        return {
            "id": row["id"],
            "key": row["key"],
            "model": "account.move",
            "label": row["document"],
            "detail": " · ".join(part for part in (row["agency"], row["phone"]) if part),
            "amount": self._format_amount(row["amount"], row["currency_id"]),
            "state": self.env._("since %(day)s", day=self._format_day(row["date"])),
            "tone": "warning",
        }

    @api.model
    def _open_to_collect(self, scope):
        """Open what we collect ourselves: without what an agency has."""
        action = super()._open_to_collect(scope)
        domain = Domain(action["domain"]) & Domain("agency_id", "=", False)
        return {**action, "domain": list(domain)}
