"""A month of collections work: who is away, what was promised, disputed, spoken and written."""

from . import contacts, disputes, notices, people, promises, snoozes
from .shared import find_overdue


def make(demo):
    """Make the collections work of the last month, and what is to be done today."""
    people.make(demo)
    overdue = find_overdue(demo)
    promised = promises.make(demo, overdue)
    disputed = disputes.make(demo, overdue)
    contacts.make(demo, overdue, promised, disputed)
    notices.make(demo)
    snoozes.make(demo, {promise.partner_id for promise in promised})
