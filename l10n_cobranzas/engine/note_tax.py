"""The taxes of a charge note whose total is given, exact to the cent (CHG-01, CHG-02).

The total is spread over the bases of the document that the note corrects, or over one rate that
was chosen. *Inside*: the total is what the customer pays, taxes in. *On top*: it is the
net amount, and the customer pays the taxes besides.

>>> invoice = [Base("goods", 1_000_00, {"VAT 21 %": 210_00, "perception": 30_00})]
>>> share_inside(124_000_00, invoice)
[Base(key='goods', net=10000000, taxes={'VAT 21 %': 2100000, 'perception': 300000})]
>>> share_on_top(121_000_00, [from_rate("VAT 21 %", Fraction(21))])
[Base(key=None, net=12100000, taxes={'VAT 21 %': 2541000})]
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .exchange import round_half_up
from .minor_units import split

__all__ = ["Base", "from_rate", "share_inside", "share_on_top"]


@dataclass(frozen=True, slots=True)
class Base:
    """A net amount with its taxes, in minor units of one currency."""

    key: Hashable
    net: int
    taxes: Mapping[Hashable, int]

    @property
    def total(self) -> int:
        """What is paid: net amount and taxes.

        >>> Base("goods", 100_00, {"VAT": 21_00}).total
        12100
        """
        return self.net + sum(self.taxes.values())


def from_rate(tax: Hashable, percent: Fraction) -> Base:
    """Return a base that stands for one tax rate, to spread a total over.

    >>> from_rate("VAT", Fraction("10.5"))
    Base(key=None, net=200, taxes={'VAT': 21})
    """
    return Base(None, 100 * percent.denominator, {tax: percent.numerator})


def share_inside(total: int, bases: Sequence[Base]) -> list[Base]:
    """Return the bases of a note of ``total``, taxes in, in proportion to ``bases``.

    They add up to the total to the cent, also where no net amount with its tax computed would:
    100.00 at 21 % is 82.64 and 17.36, though 21 % of 82.64 is 17.35 (X-06).

    >>> [note] = share_inside(100_00, [from_rate("VAT 21 %", Fraction(21))])
    >>> note.net, note.taxes, note.total
    (8264, {'VAT 21 %': 1736}, 10000)
    """
    weights = [units for base in bases for units in (base.net, *base.taxes.values())]
    shares = iter(split(total, weights))
    return [
        Base(base.key, next(shares), {tax: next(shares) for tax in base.taxes}) for base in bases
    ]


def share_on_top(net: int, bases: Sequence[Base]) -> list[Base]:
    """Return the bases of a note of ``net`` in proportion to ``bases``, and its taxes besides.

    >>> [note] = share_on_top(100_00, [Base("goods", 1_000_00, {"VAT 21 %": 210_00})])
    >>> note.net, note.total
    (10000, 12100)
    """
    shares = split(net, [base.net for base in bases])
    return [
        Base(
            base.key,
            share,
            {
                tax: round_half_up(Fraction(share * units, base.net)) if base.net else 0
                for tax, units in base.taxes.items()
            },
        )
        for base, share in zip(bases, shares, strict=True)
    ]
