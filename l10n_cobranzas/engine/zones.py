"""In which time zone a place of a country is, where the country has several (COL-05).

Codes of countries and states are those of Odoo, the countries by two letters.
"""

__all__ = ["find_zone"]

#: of the countries with several zones, that of most people
MAIN_ZONES = {
    "AR": "America/Argentina/Buenos_Aires",
    "BR": "America/Sao_Paulo",
    "CL": "America/Santiago",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "MX": "America/Mexico_City",
    "PT": "Europe/Lisbon",
    "US": "America/New_York",
}
#: (country, state) whose zone is another one
STATE_ZONES = {
    ("BR", "AC"): "America/Rio_Branco",
    ("BR", "AM"): "America/Manaus",
    ("BR", "MS"): "America/Campo_Grande",
    ("BR", "MT"): "America/Cuiaba",
    ("BR", "RO"): "America/Porto_Velho",
    ("BR", "RR"): "America/Boa_Vista",
    ("CL", "CL-MA"): "America/Punta_Arenas",
    ("EC", "20"): "Pacific/Galapagos",
    ("MX", "BCN"): "America/Tijuana",
    ("MX", "BCS"): "America/Mazatlan",
    ("MX", "NAY"): "America/Mazatlan",
    ("MX", "ROO"): "America/Cancun",
    ("MX", "SIN"): "America/Mazatlan",
    ("MX", "SON"): "America/Hermosillo",
}


def find_zone(country: str, state: str, own: str, zones: tuple[str, ...]) -> str:
    """Return the name of the time zone of who lives in a state of a country; empty if unknown.

    :param own: the zone typed for them: it counts when it is one of the country's, since what is
        filled in by itself is the zone of who typed
    :param zones: the zones of the country

    >>> find_zone("MX", "SON", "", ("America/Mexico_City", "America/Hermosillo"))
    'America/Hermosillo'
    >>> find_zone("CO", "", "America/Lima", ("America/Bogota",))
    'America/Bogota'
    """
    if (country, state) in STATE_ZONES:
        return STATE_ZONES[country, state]
    if own and (own in zones or not zones):
        return own
    return MAIN_ZONES.get(country) or (zones[0] if zones else "")
