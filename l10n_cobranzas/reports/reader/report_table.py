"""What a report is made of: columns and levels of its definition, rows of its table."""

from dataclasses import dataclass, field

from odoo.fields import Domain

#: of a ``Column``: what is left of an item
RESIDUAL = {"field": "residual_currency", "company_field": "residual"}


@dataclass(frozen=True)
class Column:
    """A column: a sum of a field over the rows that match ``domain``, or a field of each row.

    One domain makes the figure and lists what is behind it, so the two can't disagree.

    :param kind: ``amount`` (summed), ``running`` (summed up to and with each row), ``most`` (a
        whole number, of a group the highest), ``share`` (how much of an amount is taken, in
        percent), or ``text``, ``date``, ``integer``: of a row of detail only
    :param name: unique in the report
    :param field: of the source; an amount in the currency of the row
    :param company_field: the same amount in the currency of the company
    :param domain: which rows of the source an amount counts
    :param of: of a share, the names of the amount that is 100 % and of what is left of it
    :param blank: an amount that is empty, not 0, where no row has it
    :param alike: an amount that the rows of a group have in common, which is not summed: empty
        where they differ, in rows of detail and in totals
    :param mixed: the choice to show where those of the rows merged into one differ
    """

    name: str
    label: str
    kind: str = "amount"
    field: str = ""
    company_field: str = ""
    domain: Domain = Domain.TRUE
    mixed: str = ""
    of: tuple = ()
    blank: bool = False
    alike: bool = False

    @property
    def is_amount(self):
        """Tell whether the column is money, in the currency of its row."""
        return self.kind in ("amount", "running")

    @property
    def is_figure(self):
        """Tell whether groups and totals have a figure of the column, too."""
        return self.is_amount or self.kind in ("most", "share")


def amount_column(name, label, field="", **options):
    """Return the column of an amount, ``field`` or else ``name``, that also has ``_company``."""
    field = field or name
    return Column(name, label, field=field, company_field=f"{field}_company", **options)


@dataclass(frozen=True)
class Level:
    """A level of grouping: rows with the same value of a field of the source.

    :param opening: for a date, or a month: what is dated (``date``) before the report's first
        day makes one row, the opening balance
    :param ordered: for a selection: its rows in its own order, not in that of their names
    """

    field: str
    label: str
    opening: bool = False
    ordered: bool = False


@dataclass(slots=True)
class Row:
    """A row of a table: a group, a detail of the last group before it, or a total.

    :param path: the group's values, outermost first, as the source stores them
    :param values: by column: amounts in ``currency_id``, texts, dates
    :param count: rows of detail in the group, at most: one may be counted by its parts
    :param res_id: the row of the source a detail shows
    """

    label: str
    currency_id: int
    path: tuple = ()
    values: dict = field(default_factory=dict)
    kind: str = "group"
    count: int = 0
    res_id: int = 0

    @property
    def level(self):
        """The depth of the row, 0 for an outermost group."""
        return len(self.path) - (self.kind != "detail")


@dataclass
class Table:
    """A report's columns, its rows in order and its totals, one a currency."""

    columns: list
    rows: list
    totals: list
