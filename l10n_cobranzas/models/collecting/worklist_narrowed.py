from collections.abc import Iterable

from odoo import api, models
from odoo.fields import Domain
from odoo.orm.domains import DomainAnd, DomainCondition
from odoo.tools import SQL

from ..ledger.cobranzas_item import FEW
from ..ledger.read_scope import ReadScope
from .cobranzas_worklist import NEXT_COMPANY


class CobranzasWorklist(models.Model):
    """Rows of a few debtors are read from the items of these alone, quickly (COL-07)."""

    _inherit = "cobranzas.worklist"

    @api.model
    def _search(self, domain, *args, **kwargs):
        customer_ids = self._get_customers_of(Domain(domain))
        if customer_ids and len(customer_ids) <= FEW:
            # an object, which no request can send; the items read below see no more than before
            narrowed = self.with_context(cobranzas_scope=ReadScope(partner_ids=customer_ids))
            return super(CobranzasWorklist, narrowed)._search(domain, *args, **kwargs)
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _get_items_domain(self):
        """Return the domain of the items to read: those of a few customers, or all of them."""
        scope = self.env.context.get("cobranzas_scope")
        if isinstance(scope, ReadScope) and scope.partner_ids:
            return Domain("partner_id", "in", list(scope.partner_ids))
        return Domain.TRUE

    @api.model
    def _get_items(self, name):
        """Return a read model of items, as of today whatever the context says."""
        scope = self.env.context.get("cobranzas_scope")
        kept = scope.kept if isinstance(scope, ReadScope) else None
        return self.env[name]._with_scope(ReadScope(kept=kept))

    @api.model
    def _search_items(self, items, domain):
        """Return the query of the items to read that meet a domain and are left to nobody else."""
        query = items._search(self._get_items_domain() & domain)
        item = items._field_to_sql(query.table, "move_line_id", query)
        query.add_where(SQL("NOT (%s)", self._get_left_to_others_sql(item)))
        return query

    @api.model
    def _get_customers_of(self, domain):
        """Return the ids of the customers whose rows alone can meet a domain; none for any."""
        for part in domain.children if isinstance(domain, DomainAnd) else (domain,):
            if not isinstance(part, DomainCondition) or part.operator not in ("=", "in"):
                continue
            ids = [part.value] if part.operator == "=" else part.value
            if isinstance(ids, str | Domain) or not isinstance(ids, Iterable):
                continue
            ids = list(ids)
            if not ids or not all(type(each) is int and each > 0 for each in ids):
                continue
            if part.field_expr == "id":
                return self._with_members([each % NEXT_COMPANY for each in ids])
            if part.field_expr == "partner_id":
                return self._with_members(ids)
            if part.field_expr == "debtor_group_id":
                return self._find_customers([("cobranzas_group_id", "in", ids)])
        return ()

    @api.model
    def _with_members(self, customer_ids):
        """Return the customers and all those of their debtor groups."""
        # sudo: ids of customers, to find their items by; rules are on the items
        customers = self.env["res.partner"].sudo().browse(customer_ids).exists()
        groups = customers.cobranzas_group_id
        members = self._find_customers([("cobranzas_group_id", "in", groups.ids)]) if groups else ()
        return tuple({*customer_ids, *members})

    @api.model
    def _find_customers(self, domain):
        # sudo: see above
        contacts = self.env["res.partner"].sudo().with_context(active_test=False)
        return contacts.search(domain).commercial_partner_id._ids
