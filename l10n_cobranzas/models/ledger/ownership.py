"""Who may write what ties ledger records to their owner, and how an owner's correction is told."""

import datetime
from dataclasses import dataclass, field

from odoo.exceptions import AccessError, UserError


@dataclass(frozen=True)
class Correction:
    """Stands in the context while an owner changes what it booked (REC-16).

    An object of this class, which no request can carry: what a client sends under the same key
    has no effect.

    :param date: the date on which what core reverses by itself is to be reversed, if any
    """

    date: datetime.date | None = None


#: a correction that keeps core's own dates
CORRECTION = Correction()


def get_correction(env):
    """Return the ``Correction`` under way, or None."""
    correction = env.context.get("cobranzas_correction")
    return correction if isinstance(correction, Correction) else None


@dataclass(frozen=True)
class Removal:
    """Stands in the context while partials are removed: from when they no longer count.

    :param date: the date of the void or undo; None for a correction, which has none
    :param entry_dates: of entries that are reversed, the date of the reversal, by id
    :param locks: the last closed day of each company, by id
    :param today: when it is done: what is of a closed period counts until then
    """

    date: datetime.date | None = None
    entry_dates: dict = field(default_factory=dict)
    locks: dict = field(default_factory=dict)
    today: datetime.date | None = None

    def get_date(self, moves):
        """Return the date from which a partial between ``moves`` no longer counts, or None."""
        dates = [self.entry_dates[id_] for id_ in moves.ids if id_ in self.entry_dates]
        return max(dates, default=self.date)

    def get_open_date(self, company, date):
        """Return from when what a correction changes of ``date`` counts; None when it is open.

        A closed month stays as it was reported: the correction counts from the day it is made,
        or from the first open day.
        """
        lock = self.locks.get(company.id)
        if lock is None or date > lock:
            return None
        return max(self.today, lock + datetime.timedelta(days=1))


def get_removal(env):
    """Return the ``Removal`` under way, or None."""
    removal = env.context.get("cobranzas_removal")
    return removal if isinstance(removal, Removal) else None


def check_system_field(env, vals_list, name):
    """Raise ``AccessError`` when ``name`` is written by a user.

    What ties payments, entries, allocations and cheques to their owner decides who may change
    them; only posting and undoing set it, and those run as superuser. A default that the
    context brings is written by a user too.
    """
    if env.su:
        return
    if f"default_{name}" in env.context or any(name in vals for vals in vals_list):
        raise AccessError(env._("What a receipt made is tied to it by posting alone."))


def get_owner_fields(records):
    """Return the names of the Many2one by which records of this model know their owners."""
    pool = records.pool
    owners = pool.descendants(["cobranzas.ledger.owner"], "_inherit")
    names = [pool[owner]._owner_field for owner in owners]
    return [name for name in names if name in records._fields]


def get_owners(records):
    """Return the owners of the records: a list with one recordset for each model of owner."""
    # sudo: whoever handles the records may be told which owner holds one
    records = records.sudo()
    return [records[name] for name in get_owner_fields(records)]


def check_owner_fields(records, vals_list):
    """Raise ``AccessError`` when a user writes what ties the records to their owners."""
    for name in get_owner_fields(records):
        check_system_field(records.env, vals_list, name)


def find_changed(records, vals, names):
    """Return the records of which the values change one of the fields ``names``.

    Forms and core write again what a record has already; that changes nothing.
    """
    sent = [name for name in names if name in vals]
    if not sent:
        return records.browse()
    return records.filtered(
        lambda record: any(
            record._fields[name].convert_to_cache(vals[name], record, validate=False)
            != record._fields[name].convert_to_cache(record[name], record, validate=False)
            for name in sent
        )
    )


def check_not_booked(owners_list, get_refusal):
    """Raise ``UserError`` when one of the owners is no longer a draft: its records stand (REC-15).

    :param owners_list: as ``get_owners`` gives it
    :param get_refusal: gives the sentence of an owner, as ``lambda owner: owner._get_…_refusal()``
    """
    for owners in owners_list:
        for owner in owners:
            if owner.state != "draft":
                raise UserError(get_refusal(owner))
