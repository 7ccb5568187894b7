import datetime

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: how far back the newest rows are looked for, in days, before all of them are put in order
SPANS = (31, 186)
#: items of a few customers that are put in order at once; with more of them it is as with all
MANY = 5000


class CobranzasItem(models.AbstractModel):
    """The first page of a list whose newest rows come first, of a ledger of many years.

    PostgreSQL makes every row of a union before it puts them in order, also for a page of 80. So
    the page is looked for among the rows of the last days: where these fill it, it is the same.
    """

    _inherit = "cobranzas.item"

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **options):
        self._skip_compiling()
        domain = Domain(domain)
        if limit and self._lists_newest(domain, order):
            domain &= self._get_newest_domain(domain, offset + limit, options)
        return super()._search(domain, offset, limit, order, **options)

    @api.model
    def _skip_compiling(self):
        """Let PostgreSQL run the queries of this transaction without compiling them.

        It takes longer to compile (``jit``) a list's query of many kinds than to run it.
        """
        cr = self.env.cr
        if "cobranzas_jit" not in cr.cache:
            cr.execute(SQL("SET LOCAL jit = off"))
            cr.cache["cobranzas_jit"] = False

    @api.model
    def _lists_newest(self, domain, order):
        """Tell whether rows go by date, the newest first, and nothing narrows them to a few."""
        first = (order or "").lower().partition(",")[0].split()
        if first != ["date", "desc"]:
            return False
        named = {condition.field_expr for condition in domain.iter_conditions()}
        if named & {"date", "id", "move_id", "move_line_id"}:
            return False
        customers = self._get_partners_of(domain)
        return self._have_many_items(customers) if customers else "partner_id" not in named

    @api.model
    def _have_many_items(self, customer_ids):
        """Tell whether these customers have more items than are quickly put in order."""
        [[count]] = self.env.execute_query(
            SQL(
                """SELECT count(*) FROM (SELECT FROM account_move_line line
                WHERE line.partner_id IN (
                    SELECT id FROM res_partner WHERE commercial_partner_id IN %s)
                AND %s LIMIT %s) found""",
                tuple(customer_ids),
                self._get_receivable_sql(),
                MANY + 1,
            )
        )
        return count > MANY

    @api.model
    def _get_newest_domain(self, domain, wanted, options):
        """Return the condition of the newest dates that have as many rows; none when few do."""
        today = fields.Date.context_today(self)
        for days in SPANS:
            recent = Domain("date", ">=", today - datetime.timedelta(days=days))
            if len(self._search(domain & recent, limit=wanted, **options)) >= wanted:
                return recent
        return Domain.TRUE
