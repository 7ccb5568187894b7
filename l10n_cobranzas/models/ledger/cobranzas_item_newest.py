import datetime

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: how far back the newest rows are looked for, in days, before all of them are put in order
SPANS = (31, 186)


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
        """Return whether the rows go by date, the newest first, and nothing else narrows them."""
        first = (order or "").lower().partition(",")[0].split()
        if first != ["date", "desc"] or self._get_partners_of(domain):
            return False
        named = {condition.field_expr for condition in domain.iter_conditions()}
        return not named & {"date", "id", "move_id", "move_line_id", "partner_id"}

    @api.model
    def _get_newest_domain(self, domain, wanted, options):
        """Return the condition of the newest dates that have as many rows; none when few do."""
        today = fields.Date.context_today(self)
        for days in SPANS:
            recent = Domain("date", ">=", today - datetime.timedelta(days=days))
            if len(self._search(domain & recent, limit=wanted, **options)) >= wanted:
                return recent
        return Domain.TRUE
