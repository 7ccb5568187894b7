"""Amounts in words as Spanish writes them on receipts and cheques (REC-17)."""

from num2words import num2words


def spanish_amount(whole: int, fraction: int, unit: str, digits: int = 2) -> str:
    """Return an amount in words, in Spanish, its fraction as hundredths.

    :param whole: whole units of the currency, not negative
    :param fraction: what is beyond them, in the currency's smallest unit
    :param unit: name of one unit, singular or plural, in Spanish
    :param digits: decimals of the currency; with 0 no fraction is written

    >>> spanish_amount(879912, 50, "Peso")
    'Ochocientos setenta y nueve mil novecientos doce pesos con 50/100'
    >>> spanish_amount(1, 0, "Dólar")
    'Un dólar con 00/100'
    >>> spanish_amount(21, 5, "Dólares")
    'Veintiún dólares con 05/100'
    >>> spanish_amount(1000000, 0, "Peso")
    'Un millón de pesos con 00/100'
    >>> spanish_amount(201, 0, "Libra")
    'Doscientas una libras con 00/100'
    >>> spanish_amount(5, 0, "Guaraní", digits=0)
    'Cinco guaraníes'
    """
    name = _singular(unit) if whole == 1 else _plural(unit)
    words = _agree(num2words(whole, lang="es"), feminine=_singular(unit).endswith("a"))
    link = " de " if words.endswith(("illón", "illones")) else " "
    text = f"{words}{link}{name}"
    if digits:
        text += f" con {fraction:0{digits}d}/{10**digits}"
    return text[:1].upper() + text[1:]


def _agree(words: str, feminine: bool) -> str:
    """Make the number agree with the noun after it: un peso, una libra."""
    if feminine:
        words = words.replace("cientos", "cientas").replace("quinientos", "quinientas")
        return words[:-3] + "una" if words.endswith("uno") else words
    if words.endswith("veintiuno"):
        return words[:-3] + "ún"
    return words[:-1] if words.endswith("uno") else words


def _singular(unit: str) -> str:
    unit = unit.strip().lower()
    for ending, stem in (("lares", "lar"), ("íes", "í"), ("les", "l"), ("s", "")):
        if unit.endswith(ending):
            return unit[: -len(ending)] + stem
    return unit


def _plural(unit: str) -> str:
    unit = _singular(unit)
    return unit + ("s" if unit[-1] in "aeioué" else "es")
