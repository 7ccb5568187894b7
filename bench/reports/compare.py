"""Whether two ways found the same figures, to the cent."""


def _keyed(rows):
    """Return {(customer, currency): amounts} of the rows that are not all zero."""
    keyed = {row[1:3]: tuple(round(value, 2) for value in row[3:]) for row in rows}
    return {key: amounts for key, amounts in keyed.items() if any(amounts)}


def rows(found, expected):
    """Check the rows of two ways, each (name, customer, currency, amounts...); return how many."""
    found, expected = _keyed(found), _keyed(expected)
    _check(found, expected)
    return len(found)


def statements(found, expected):
    """Check two statements: openings, and in each currency every line with its running balance."""
    opening, opened = (
        {key: round(value, 2) for key, value in way[0].items() if round(value, 2)}
        for way in (found, expected)
    )
    _check(opening, opened)
    lines, expected_lines = ({}, {})
    for way, kept in ((found, lines), (expected, expected_lines)):
        for day, name, ref, due, _kind, currency, *amounts in way[1]:
            kept.setdefault(currency, []).append(
                (day, name, ref or "", due, *(round(value, 2) for value in amounts))
            )
    _check(lines, expected_lines)
    return len(found[1])


def with_oca(found, rows_by_currency):
    """Check OCA's {customer: amounts} against rows in the company's currency; return how many."""
    expected = {}
    for name, _customer, _currency, total, not_due, first, second, *rest in rows_by_currency:
        amounts = (total, not_due, first + second, *rest)
        sums = expected.setdefault(name, [0.0] * len(amounts))
        for place, amount in enumerate(amounts):
            sums[place] += amount
    expected = {name: tuple(round(value, 2) for value in sums) for name, sums in expected.items()}
    found = {name: tuple(round(value, 2) for value in sums) for name, sums in found.items()}
    _check(
        {name: sums for name, sums in found.items() if any(sums)},
        {name: sums for name, sums in expected.items() if any(sums)},
    )
    return len(found)


def _check(found, expected):
    if found != expected:
        wrong = [key for key in {*found, *expected} if found.get(key) != expected.get(key)]
        first = wrong[0]
        raise AssertionError(
            f"{len(wrong)} differ; {first}: {found.get(first)} instead of {expected.get(first)}"
        )
