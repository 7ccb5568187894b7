"""The order of names: without case and accents (REP-01)."""

import unicodedata
from string import ascii_uppercase


def _get_letters() -> dict[str, str]:
    """Return the letter without accent of each accented letter of western Europe."""
    letters = dict(zip("ÆæØøÐðÞþßŒœŁłĐđı", "aaooddttsoollddi", strict=True))
    for letter in map(chr, range(0xC0, 0x180)):
        base = unicodedata.normalize("NFKD", letter.lower())[0]
        if base.isascii() and base.isalpha():
            letters[letter] = base
    return letters


LETTERS = _get_letters()
TABLE = str.maketrans(LETTERS | {letter: letter.lower() for letter in ascii_uppercase})


def sort_key(name: str) -> str:
    """Return the key by which a name is sorted and compared: no accents, no capitals.

    >>> sorted(["Zapata", "árbol", "Ávila", "Ñandú", "nube"], key=sort_key)
    ['árbol', 'Ávila', 'Ñandú', 'nube', 'Zapata']
    >>> sort_key("Łódź & Çelik GmbH, Straße 3")
    'lodz & celik gmbh, strase 3'
    """
    return name.lower() if name.isascii() else name.translate(TABLE)
