from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .debtor_page_rows import Section

WORKLIST = "cobranzas.worklist"
PARTS = ("overdue", "undisputed", "promised", "transit")


class CobranzasWorklist(models.Model):
    """What is to be collected of a few customers, as the worklist has it of all (COL-07)."""

    _inherit = "cobranzas.worklist"

    @api.model
    def _get_few_sql(self, customers, companies):
        """Return the SELECT of one row: the parts of what these customers owe overdue.

        In the currency of the companies, which are of one root. The ledger's scope should be
        that of these customers: of others nothing need be read.
        """
        return SQL(
            "WITH %s SELECT %s FROM (%s) known"
            " WHERE customer_id IN %s AND root_id = %s",
            self._get_base_sql(),
            SQL(", ").join(
                SQL("COALESCE(SUM(%(name)s), 0) AS %(name)s", name=SQL.identifier(name))
                for name in PARTS
            ),
            self._get_customers_sql(),
            customers._ids or (0,),
            companies.root_id.id,
        )


class CobranzasDebtorPage(models.AbstractModel):
    """What of the overdue is to be claimed now: not what is promised, disputed or received."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    def _get_sections(self, scope):
        sections = super()._get_sections(scope)
        if not scope.customers:
            return sections
        sql = self.env[WORKLIST]._get_few_sql(scope.customers, scope.companies)
        return {**sections, "parts": Section(sql, lambda rows: rows[0])}

    @api.model
    def _prepare_page(self, scope, found):
        page = super()._prepare_page(scope, found)
        parts = page.pop("parts", None)
        if not parts or not parts["overdue"]:
            return page
        disputed = parts["overdue"] - parts["undisputed"]
        left = max(parts["undisputed"] - parts["promised"] - parts["transit"], 0)
        for key, label, value, action in (
            ("promised", self.env._("Promised"), parts["promised"], self._open_promised(scope)),
            ("disputed", self.env._("Disputed"), disputed, self._open_disputed(scope)),
            ("to_collect", self.env._("To collect"), left, self._open_to_collect(scope)),
        ):
            if value or key == "to_collect":
                page["figures"].append(self._prepare_figure(key, label, value, action))
        return page

    @api.model
    def _open_promised(self, scope):
        in_time = Domain("state", "=", "open") & Domain("date_limit", ">=", scope.today)
        title = self.env._("Promised")
        return self._prepare_action("cobranzas.promise.line", title, scope.of_customers & in_time)

    @api.model
    def _open_disputed(self, scope):
        title = self.env._("Disputed")
        domain = scope.of_customers & Domain("state", "=", "open")
        return self._prepare_action("cobranzas.dispute", title, domain)

    @api.model
    def _open_to_collect(self, scope):
        title = self.env._("To collect")
        domain = scope.of_customers & Domain("date_due", "<", scope.today)
        return self._prepare_action("cobranzas.collect.item", title, domain)
