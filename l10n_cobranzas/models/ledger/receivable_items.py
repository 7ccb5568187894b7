"""The search behind the cashiers' record rules: entries and allocations of receivables.

Rules of several groups are joined by *or*, where PostgreSQL turns ``IN (SELECT ...)`` into a set
of all the company's receivable items before it reads one record: seconds for a million items.
"""

from odoo.fields import Domain
from odoo.tools import SQL


def search_by_item(item_field, own_field):
    """Return the search method of a Boolean: a receivable item's field is the record's own."""

    def search(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.custom(to_sql=to_sql)

    def to_sql(model, alias, query):
        # OFFSET 0: looked up for each record by index, never made a set of all
        return SQL(
            """EXISTS (
                SELECT FROM account_move_line AS item
                WHERE item.%s = %s AND item.account_id = ANY (ARRAY(
                    SELECT id FROM account_account WHERE account_type = 'asset_receivable'
                ))
                OFFSET 0
            )""",
            SQL.identifier(item_field),
            SQL.identifier(alias, own_field),
        )

    return search
