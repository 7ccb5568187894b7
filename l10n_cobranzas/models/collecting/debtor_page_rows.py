"""What several lists are read by in one query: their SQL, and what is made of their rows."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import SQL


@dataclass(frozen=True)
class PageScope:
    """Whose page it is, for one user and company.

    :param debtor: the customer (commercial partner) or debtor group
    :param customers: of the debtor, those of whom the user may read what they owe
    :param companies: the current one, and those in use that are under the same root
    """

    debtor: BaseModel
    customers: BaseModel
    companies: BaseModel
    today: datetime.date

    @property
    def is_group(self):
        return self.debtor._name == "cobranzas.debtor.group"

    @property
    def in_company(self):
        """The domain of what belongs to the companies of the page."""
        return Domain("company_id", "in", self.companies.ids)

    @property
    def of_customers(self):
        """The domain of the rows of these customers, by ``partner_id``."""
        return Domain("partner_id", "in", self.customers.ids) & self.in_company


@dataclass(frozen=True)
class Section:
    """A part of the page: all of them are read by one query.

    :param sql: a SELECT, each of whose rows comes as a dict: dates as ISO texts
    :param show: makes of the rows what the client shows
    """

    sql: SQL
    show: Callable


def path_to_sql(model, query, path):
    """Return the SQL of a field along Many2one fields; what is joined is added to the query."""
    alias = query.table
    *links, name = path.split(".")
    for link in links:
        model, alias = model._fields[link].join(model, alias, query)
    return model._field_to_sql(alias, name, query)


def select_columns(model, query, columns):
    """Return the SELECT of a query's columns: {name: path of fields from the model}."""
    return query.select(
        *(
            SQL("%s AS %s", path_to_sql(model, query, path), SQL.identifier(name))
            for name, path in columns.items()
        )
    )


def fetch_as_json(env, parts):
    """Return {name: rows as dicts} of {name: SELECT}, all of them by one query; dates are texts.

    PostgreSQL is told not to compile it: it runs once.
    """
    rows = env.execute_query(
        SQL(
            "SET LOCAL jit = off; %s",
            SQL(" UNION ALL ").join(
                SQL("SELECT %s, (SELECT json_agg(to_json(found)) FROM (%s) found)", name, sql)
                for name, sql in parts.items()
            ),
        )
    )
    return {name: found or [] for name, found in rows}


def select_rows(model, domain, columns, order=None, limit=None):
    """Return the SELECT of the rows that the user may read: {name: path of fields}."""
    query = model._search(domain, order=order, limit=limit)
    return select_columns(model, query, columns)


def fetch_sections(env, sections):
    """Return {name: what its section makes of its rows}; one query for all of them."""
    rows = fetch_as_json(env, {name: section.sql for name, section in sections.items()})
    ids = {row["currency_id"] for found in rows.values() for row in found if row.get("currency_id")}
    if ids - {env.company.currency_id.id}:  # those of all rows at once, not one by one
        env["res.currency"].browse({env.company.currency_id.id, *ids}).fetch()
    return {name: section.show(rows[name]) for name, section in sections.items()}
