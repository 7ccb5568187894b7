"""What is found out of one debtor before a notice is planned or sent; it is never stored."""

import datetime
from dataclasses import dataclass, field

from ...engine.notices import Decision


@dataclass
class Facts:
    """What was read of the debtors of a slice, by a fixed number of queries.

    :param items: {customer: its open items}, rows of ``cobranzas.open.item``
    :param covers: {journal item id: {kind of cover: minor units}}
    :param fresh: {journal item id: day until which it is treated as not due}
    :param pools: {(customer, currency): {kind of cover: minor units}}
    :param episodes: {debtor: its open episode}
    :param told: {journal item id: ids of the steps at which a notice told of it}
    :param recent: {debtor: {id of a step: days since its last notice}}
    :param at_agency: ids of the journal items that an outside agency collects
    """

    today: datetime.date
    items: dict = field(default_factory=dict)
    covers: dict = field(default_factory=dict)
    fresh: dict = field(default_factory=dict)
    pools: dict = field(default_factory=dict)
    episodes: dict = field(default_factory=dict)
    told: dict = field(default_factory=dict)
    recent: dict = field(default_factory=dict)
    at_agency: frozenset = frozenset()


@dataclass
class NoticeDraft:
    """What a debtor gets, when and by which channel; or why nothing.

    :param debtor: a customer or a debtor group
    :param rows: {journal item id: its row of ``cobranzas.open.item``}
    :param documents: values of a notice's rows, one for each document that it tells of
    :param channels: those to try, in order
    :param channel: the one chosen; None for none
    :param contacted: the customers that the message reaches
    :param moment: when it may go, naive and in UTC
    :param reason: why it waits or does not go, in words
    :param problem: why the first channel of the step is not used, in words
    """

    debtor: object
    customers: object
    company: object
    plan: object
    episode: object
    rows: dict
    decision: Decision | None
    reason: str = ""
    documents: tuple = ()
    channels: tuple = ()
    channel: str | None = None
    recipients: object = None
    contacted: object = None
    address: str = ""
    moment: datetime.datetime | None = None
    problem: str = ""

    @property
    def step_id(self):
        """The id of the step to send; None for none."""
        return self.decision.step if self.decision else None

    @property
    def oldest_id(self):
        """The id of the oldest document that it tells of."""
        return self.decision.told[0].key

    @property
    def collector(self):
        """The collector of the debtor: the first one of a group's members."""
        return self.customers.cobranzas_collector_id[:1]

    @property
    def user(self):
        """Who signs the notice and gets its activities.

        The user of the collector, of the substitute while the collector is absent; else the plan's.
        """
        collector = self.collector.acting_substitute_id or self.collector
        users = collector.user_id or self.collector.user_id or self.plan.user_id
        return users.filtered("active")[:1]
