from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .debtor_page_rows import Section, path_to_sql, select_rows

SHOWN = 4
CHECKS = "l10n_latam.check"
VIEW = "l10n_latam_check.view_account_third_party_check_tree"


class CobranzasDebtorPage(models.AbstractModel):
    """The debtor's cheques in hand, the next to cash first."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        domain = self._get_checks_domain(scope)
        sql = select_rows(
            self.env[CHECKS],
            domain,
            {
                "id": "id",
                "name": "name",
                "bank": "bank_id.name",
                "date": "payment_date",
                "amount": "amount",
                "currency_id": "payment_id.currency_id",
            },
            order="payment_date, id",
            limit=SHOWN,
        )
        return {
            **super()._get_sections(scope),
            "checks": Section(sql, lambda rows: [self._prepare_check(row) for row in rows]),
            "checks_total": Section(self._get_checks_total_sql(domain), lambda rows: rows),
        }

    @api.model
    def _get_checks_domain(self, scope):
        """Return the domain of the cheques in a portfolio: those of the figure on the form."""
        methods = "current_journal_id.inbound_payment_method_line_ids.payment_method_id.code"
        return (
            Domain(methods, "=", "in_third_party_checks")
            & Domain("payment_id.partner_id.commercial_partner_id", "in", scope.customers.ids)
            & scope.in_company
        )

    @api.model
    def _get_checks_total_sql(self, domain):
        model = self.env[CHECKS]
        query = model._search(domain)
        query.groupby = SQL("1")
        return query.select(
            SQL("%s AS currency_id", path_to_sql(model, query, "payment_id.currency_id")),
            SQL("SUM(%s) AS amount", path_to_sql(model, query, "amount")),
            SQL("COUNT(*) AS count"),
        )

    @api.model
    def _prepare_check(self, row):
        return {
            "id": row["id"],
            "model": CHECKS,
            "label": row["name"] or "",
            "detail": " · ".join(
                part for part in (self._format_day(row["date"]), row["bank"]) if part
            ),
            "amount": self._format_amount(row["amount"], row["currency_id"]),
        }

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        rows, totals = page.pop("checks"), page.pop("checks_total")
        title = self.env._("Cheques in hand")
        view_id = self.env["ir.model.data"]._xmlid_to_res_id(VIEW)
        action = self._prepare_action(CHECKS, title, self._get_checks_domain(scope))
        action["views"] = [(view_id, "list"), (False, "form")]
        total = " + ".join(self._format_amount(row["amount"], row["currency_id"]) for row in totals)
        page["lists"].append(self._prepare_list("checks", title, rows, action, total=total))
        return page
