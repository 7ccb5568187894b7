from odoo import api, models
from odoo.tools import SQL

#: an aggregate: how many groups there are, beyond those of the page too
LENGTH = "__length"


class CobranzasItem(models.AbstractModel):
    """A grouped list of a ledger of many years: groups are counted as their page is read.

    Core asks twice, once for the page and once to count the groups that it leaves out; of a union
    that is the work of making every row, each time.
    """

    _inherit = "cobranzas.item"

    def _formatted_read_group_with_length(
        self, domain, groupby, aggregates, offset=0, limit=None, order=None
    ):
        if not limit:
            return super()._formatted_read_group_with_length(
                domain, groupby, aggregates, offset, limit, order
            )
        groups = self.formatted_read_group(
            domain, groupby, [*aggregates, LENGTH], offset=offset, limit=limit, order=order
        )
        counts = [group.pop(LENGTH) for group in groups]
        return groups, max(counts, default=0)

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec == LENGTH:
            return SQL("COUNT(*) OVER ()")
        return super()._read_group_select(aggregate_spec, query)

    def _read_group_postprocess_aggregate(self, aggregate_spec, raw_values):
        if aggregate_spec == LENGTH:
            return iter(raw_values)
        return super()._read_group_postprocess_aggregate(aggregate_spec, raw_values)

    @api.model
    def _read_group_empty_value(self, spec):
        if spec == LENGTH:
            return 0
        return super()._read_group_empty_value(spec)
