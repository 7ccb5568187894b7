"""20,000 sends simulated over eight countries: none outside their limits (COL-05).

The engine says yes, or no and when; what it says is compared with a judge that shares no code with
it (``contact_cases``), and what was sent counts for what comes after.
"""

import datetime
import random
from collections import Counter
from zoneinfo import ZoneInfo

from .contact_cases import LAWS, PLACES, refuse, to_rules
from .loading import load

data, engine = load("contact_data"), load("contact")

SENDS = 20_000
DEBTORS = 500
#: over a change of clocks in Chile, Mexico's border, Cuba and Paraguay, Carnival, Easter and the
#: turn of the year
START = datetime.datetime(2026, 8, 20)
DAYS = 230
MINUTE = datetime.timedelta(minutes=1)
HOLIDAYS = frozenset(
    {
        datetime.date(2026, 9, 18),
        datetime.date(2026, 10, 12),
        datetime.date(2026, 11, 2),
        datetime.date(2026, 12, 8),
        datetime.date(2026, 12, 25),
        datetime.date(2027, 1, 1),
        datetime.date(2027, 2, 8),
        datetime.date(2027, 2, 9),
        datetime.date(2027, 3, 25),
        datetime.date(2027, 3, 26),
    }
)


class Simulation:
    """Debtors of all places, who are sent to at random moments in order of time."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        self.rules = {key: to_rules(data, key) for key in LAWS}
        self.debtors = [self.draw.choice(PLACES) for _number in range(DEBTORS)]
        self.sent = {number: [] for number in range(DEBTORS)}
        self.authorised = [
            frozenset(each for each in data.CHANNELS if self.draw.random() < 0.6)
            for _number in range(DEBTORS)
        ]
        self.outcomes, self.wrong = Counter(), []

    def run(self):
        sends = []
        while len(sends) < SENDS:  # some debtors are tried again within hours
            second, debtor = self.draw.randrange(DAYS * 86400), self.draw.randrange(DEBTORS)
            sends.append((second, debtor))
            if self.draw.random() < 0.3:
                sends.append((second + self.draw.randrange(36_000), debtor))
        for number, (second, debtor) in enumerate(sorted(sends[:SENDS])):
            self.send(number, debtor, START + datetime.timedelta(seconds=second))
        return self

    def send(self, number, debtor, at):
        channel = self.draw.choice(data.CHANNELS)
        answer = self.ask(debtor, channel, at)
        why = self.judge(debtor, channel, at)
        self.outcomes[(self.debtors[debtor][0], why or "sent")] += 1
        if answer:
            self.sent[debtor].append((at, channel, self.draw.random() < 0.3))
        if bool(answer) != (why is None) or answer.limit != (why or ""):
            self.wrong.append((self.debtors[debtor], channel, at, answer, why))
        elif not answer:
            self.check_suppressed(debtor, channel, at, answer, whole=number % 400 == 0)

    def check_suppressed(self, debtor, channel, at, answer, whole):
        """A rule is named; the next moment is allowed, and none before it."""
        moment = answer.next_moment
        good = answer.rule.startswith(self.debtors[debtor][0])
        if moment is None:
            good &= answer.limit == "authorised"
        else:
            tried = [moment - datetime.timedelta(seconds=1), moment - MINUTE]
            tried += [at + (moment - at) * self.draw.random() for _try in range(4)]
            if whole:
                minutes = int((moment - at) / MINUTE)
                tried += [at + count * MINUTE for count in range(minutes)]
            good &= self.judge(debtor, channel, moment) is None
            good &= all(self.judge(debtor, channel, each) for each in tried if at <= each < moment)
        if not good:
            self.wrong.append((self.debtors[debtor], channel, at, answer, "next moment"))

    def judge(self, debtor, channel, at):
        key, zone = self.debtors[debtor]
        made = self.sent[debtor]
        return refuse(key, zone, channel, at, made, HOLIDAYS, self.authorised[debtor])

    def ask(self, debtor, channel, at):
        key, zone = self.debtors[debtor]
        contacts = tuple(data.Contact(*each) for each in self.sent[debtor])
        authorised = self.authorised[debtor]
        who = data.Debtor(ZoneInfo(zone), contacts, HOLIDAYS, authorised=authorised)
        return engine.judge(self.rules[key], channel, at, who)


def test_no_send_is_outside_the_limits():
    simulation = Simulation(20261129).run()
    assert simulation.wrong[:3] == []
    outcomes = simulation.outcomes
    assert sum(outcomes.values()) == SENDS
    assert {key for key, _why in outcomes} == {key for key, _zone in PLACES}
    assert {why for _key, why in outcomes} == {
        *("sent", "hours", "holiday", "day", "week", "gap"),
        *("authorised", "same_day", "other_channel"),
    }
    for key in {key for key, _zone in PLACES}:
        assert outcomes[(key, "sent")] > 50, key


def test_the_judge_finds_what_an_engine_without_holidays_would_send():
    """The comparison can fail: holidays taken from the engine are noticed."""
    simulation = Simulation(7)
    simulation.ask = lambda debtor, channel, at: engine.judge(
        simulation.rules[simulation.debtors[debtor][0]],
        channel,
        at,
        data.Debtor(ZoneInfo(simulation.debtors[debtor][1])),
    )
    for number in range(500):
        at = datetime.datetime(2026, 12, 25, 14) + number * MINUTE
        simulation.send(number, number % DEBTORS, at)
    assert simulation.wrong
