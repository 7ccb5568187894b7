from odoo import api, models
from odoo.tools import SQL


class CobranzasWorklist(models.Model):
    """A page of the list and how many rows there are, of one read of the open items (COL-07)."""

    _inherit = "cobranzas.worklist"

    @api.model
    @api.readonly
    def web_search_read(
        self, domain, specification, offset=0, limit=None, order=None, count_limit=None
    ):
        """Return a page of rows as the list's client asks for it, and the length of the list.

        Core reads all debtors once for the page and again for their number. Here the page's ids
        come with the number, and the few rows are then read from the items of their customers.
        """
        if not limit:
            return super().web_search_read(domain, specification, offset, limit, order, count_limit)
        self.check_access("read")
        ids, length = self._search_counted(domain, offset, limit, order)
        if not ids and offset:
            length = self.search_count(domain, limit=count_limit)
        length = min(length, count_limit or length)
        return {"length": length, "records": self.browse(ids).web_read(specification)}

    @api.model
    def _search_counted(self, domain, offset, limit, order):
        """Return the ids of a page and how many rows meet the domain; no rows, no number."""
        query = self._search(domain, offset=offset, limit=limit, order=order or self._order)
        if query.is_empty():
            return [], 0
        columns = SQL.identifier(query.table, "id"), SQL("COUNT(*) OVER ()")
        # PostgreSQL would compile the plan for longer than it runs
        rows = self.env.execute_query(SQL("SET LOCAL jit = off; %s", query.select(*columns)))
        return [number for number, _length in rows], rows[0][1] if rows else 0
