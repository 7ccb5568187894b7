from odoo import api, models
from odoo.fields import Domain

from ..collecting.debtor_page_rows import Section, select_rows

LINE = "cobranzas.agency.handover.line"
SHOWN = 4


class CobranzasDebtorPage(models.AbstractModel):
    """Which agency has what of the debtor's documents (COL-09)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        sections = super()._get_sections(scope)
        if not self.env[LINE].has_access("read"):
            return sections
        sql = select_rows(
            self.env[LINE],
            self._get_agency_domain(scope),
            {
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
            limit=SHOWN,
        )
        return {
            **sections,
            "agencies": Section(sql, lambda rows: [self._prepare_handed(row) for row in rows]),
        }

    @api.model
    def _get_agency_domain(self, scope):
        in_force = self.env[LINE]._get_domain_in_force()
        return scope.of_customers & in_force & Domain("move_line_id.reconciled", "=", False)

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
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        rows = page.pop("agencies", [])
        if rows:
            title = self.env._("With an agency")
            action = self._prepare_action(LINE, title, self._get_agency_domain(scope))
            page["lists"].append(self._prepare_list("agencies", title, rows, action))
        return page

    @api.model
    def _open_to_collect(self, scope):
        """Open what we collect ourselves: without what an agency has."""
        action = super()._open_to_collect(scope)
        domain = Domain(action["domain"]) & Domain("agency_id", "=", False)
        return {**action, "domain": list(domain)}
