"""Rows of a spreadsheet as people type them: headings, dates and amounts (OPS-01)."""

import csv
import datetime
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

__all__ = ["find_columns", "read_amount", "read_csv", "read_day", "simplify"]

#: dates as they are written: the year first, or the day
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y")


def simplify(text: object) -> str:
    """Return a text without accents, capitals and spaces around it.

    >>> simplify("  Número ")
    'numero'
    """
    plain = unicodedata.normalize("NFKD", str(text if text is not None else ""))
    return "".join(c for c in plain if not unicodedata.combining(c)).strip().lower()


def find_columns(headings: Sequence, known: Mapping[str, Iterable[str]]) -> dict[int, str]:
    """Return the name of each column, by its place, for the headings that are known.

    :param known: by name, how its heading may be written, simplified

    >>> known = {"partner": ["cliente"], "amount": ["importe"]}
    >>> find_columns(["Cliente", "Nota", "IMPORTE"], known)
    {0: 'partner', 2: 'amount'}
    """
    names = {heading: name for name, headings_ in known.items() for heading in headings_}
    places = {place: names.get(simplify(heading)) for place, heading in enumerate(headings)}
    return {place: name for place, name in places.items() if name}


def read_csv(content: bytes) -> list[list[str]]:
    """Return the rows of a text file, whatever of comma, semicolon or tab separates them.

    >>> read_csv("Cliente;Importe\\nÑandú;1.210,50\\n".encode("latin-1"))
    [['Cliente', 'Importe'], ['Ñandú', '1.210,50']]
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    first = text.partition("\n")[0]
    separator = max(";\t,", key=first.count)
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def read_day(value: object) -> datetime.date | None:
    """Return the date of a cell, None for an empty one. Raises ``ValueError`` for what is none.

    >>> read_day("15/09/2026"), read_day("2026-09-15")
    (datetime.date(2026, 9, 15), datetime.date(2026, 9, 15))
    """
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    text = str(value if value is not None else "").strip()
    if not text:
        return None
    for form in DAY_FORMATS:
        try:
            return datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(f"{text} is not a date")


def read_amount(value: object) -> float:
    """Return the amount of a cell, 0 for an empty one. Raises ``ValueError`` for what is none.

    The last of points and commas is that of decimals, unless it stands before three digits and
    is repeated or the other one was there: ``1.210.000`` is a million and more.

    >>> [read_amount(text) for text in ("1.210,50", "1,210.50", "1210.5", "1.210.000", " $ 70 ")]
    [1210.5, 1210.5, 1210.5, 1210000.0, 70.0]
    """
    if isinstance(value, int | float):
        return float(value)
    text = "".join(str(value if value is not None else "").split()).lstrip("$")
    if not text:
        return 0.0
    point = max(text.rfind("."), text.rfind(","))
    if point >= 0:
        mark = text[point]
        if text.count(mark) > 1:
            point = len(text)
        whole = text[:point].replace(".", "").replace(",", "")
        text = f"{whole}.{text[point + 1 :]}"
    amount = float(text)
    if amount != amount or amount in (float("inf"), float("-inf")):
        raise ValueError(f"{value} is not an amount")
    return amount
