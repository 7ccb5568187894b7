"""The limits that come with the add-on, typed again from the norms, and a plain judge of them.

The judge looks at one moment and at nothing else: it shares no code with the engine.
"""

import datetime
from zoneinfo import ZoneInfo

CALLS = {"call", "visit"}
WRITTEN = {"email", "sms", "whatsapp", "letter", "portal", "other"}
ALL = CALLS | WRITTEN
UTC = datetime.timezone.utc


def law(channels, week, saturday=None, **limits):
    """Hours of Monday to Friday, of Saturday; nothing on Sundays and holidays."""
    hours = dict.fromkeys(range(5), week) | ({5: saturday} if saturday else {})
    return {"channels": channels, "hours": hours, **limits}


#: key of the rows -> (a rule of contact as the norm has it, for each class where they differ)
LAWS = {
    "cl": [
        law(CALLS, (8, 20), (8, 20), per_week=1),
        law(WRITTEN, (8, 20), (8, 20), per_week=2, gap=2),
    ],
    "co": [law(ALL, (7, 19), (8, 15), direct=True, authorised=True)],
    "pe": [law(CALLS, (7, 20))],
    "ec": [law(ALL, (7, 20), per_day=1)],
    "mx_shop": [law(ALL, (7, 22))],
    "mx_lender": [law(ALL, (7, 22))],
    "br_sp": [law(ALL, (8, 20), (8, 14))],
    "br_rj": [law(ALL, (9, 19))],
    "br_es": [law(ALL, (8, 19))],
    "br_am": [law(ALL, (8, 19))],
    "br_al": [law(ALL, (8, 20), (8, 14))],
    "profile": [
        law(CALLS, (8, 19), per_week=1),
        law(WRITTEN, (8, 19), per_week=2, gap=2),
    ],
}

#: where debtors of the simulation live: key of the law, time zone
PLACES = [
    ("cl", "America/Santiago"),
    ("cl", "America/Punta_Arenas"),
    ("cl", "Pacific/Easter"),
    ("co", "America/Bogota"),
    ("pe", "America/Lima"),
    ("ec", "America/Guayaquil"),
    ("ec", "Pacific/Galapagos"),
    ("mx_shop", "America/Mexico_City"),
    ("mx_lender", "America/Tijuana"),
    ("mx_lender", "America/Cancun"),
    ("br_sp", "America/Sao_Paulo"),
    ("br_am", "America/Manaus"),
    ("br_rj", "America/Sao_Paulo"),
    ("br_al", "America/Maceio"),
    ("profile", "America/Argentina/Buenos_Aires"),
    ("profile", "America/Asuncion"),
    ("profile", "America/Havana"),
]


def refuse(key, zone, channel, at, contacts, holidays, authorised=()):
    """Why the law does not allow a contact at a moment in UTC; None when it does.

    :param contacts: [(moment in UTC, channel, reached)]
    """
    for one in LAWS[key]:
        if channel in one["channels"]:
            return _refuse(one, ZoneInfo(zone), channel, at, contacts, holidays, authorised)
    return None


def _refuse(one, zone, channel, at, contacts, holidays, authorised):
    here = at.replace(tzinfo=UTC).astimezone(zone)
    if one.get("authorised") and channel not in authorised:
        return "authorised"
    if here.date() in holidays:
        return "holiday"
    hours = one["hours"].get(here.weekday())
    if hours is None or not hours[0] <= here.hour < hours[1]:
        return "hours"
    made = [
        (moment, moment.replace(tzinfo=UTC).astimezone(zone), by, reached)
        for moment, by, reached in contacts
        if by in one["channels"]
    ]
    same_day = [each for each in made if each[1].date() == here.date()]
    same_week = [each for each in made if each[1].isocalendar()[:2] == here.isocalendar()[:2]]
    if one.get("per_day") and len(same_day) >= one["per_day"]:
        return "day"
    if one.get("per_week") and len(same_week) >= one["per_week"]:
        return "week"
    days = [abs(each[1].date().toordinal() - here.date().toordinal()) for each in made]
    if one.get("gap") and any(count < one["gap"] for count in days):
        return "gap"
    if one.get("direct"):
        if any(reached and moment <= at for moment, _here, _by, reached in same_day):
            return "same_day"
        if any(r and moment <= at and by != channel for moment, _h, by, r in same_week):
            return "other_channel"
    return None


def to_rules(data, key):
    """The engine's rules of a law; ``data`` is its module of dataclasses."""
    return [
        data.ContactRule(
            number,
            f"{key} {number}",
            frozenset(
                kind
                for kind, channel in (("call", "call"), ("written", "email"))
                if channel in one["channels"]
            ),
            tuple(
                data.Window(weekday, start * 60, end * 60)
                for weekday, (start, end) in one["hours"].items()
            ),
            per_day=one.get("per_day", 0),
            per_week=one.get("per_week", 0),
            gap_days=one.get("gap", 0),
            one_channel=one.get("direct", False),
            authorised_only=one.get("authorised", False),
        )
        for number, one in enumerate(LAWS[key], start=1)
    ]
