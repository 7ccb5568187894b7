"""What a client sends to the add-on's own models, checked before anything reads it.

Related fields and stored computes run as superuser: of a record that is only being typed, they
would tell whoever sends the id of a record what that record holds.
"""

import datetime
import math
from dataclasses import dataclass

from odoo import fields
from odoo.api import NewId
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.models import BaseModel

#: dates that people type: what is beyond breaks the arithmetic of months for everybody
FIRST_DATE = datetime.date(1900, 1, 1)
LAST_DATE = datetime.date(2199, 12, 31)
#: of PostgreSQL's integers, which ids are too
MOST_INTEGER = 2**31 - 1
#: beyond, amounts lose their cents
MOST_AMOUNT = 1e15
#: what fields depend on of what a client's context says
CONTEXT_KEYS = ("cobranzas_document", "cobranzas_due", "cobranzas_instalment")
#: of a text of one line: two of them fit together in a row of an index
MOST_BYTES = 1300


def is_own(model):
    """Tell whether the model is one of the add-on's own, not one that it extends."""
    return model._name.startswith("cobranzas.")


def check_one(records):
    """Raise ``UserError`` unless the call is for just one record."""
    try:
        (_id,) = records._ids
    except ValueError:
        raise UserError(
            records.env._("This is done for one record at a time: choose one.")
        ) from None


def check_dict(env, value):
    """Raise ``UserError`` unless a dict was sent."""
    if not isinstance(value, dict):
        raise UserError(env._("What was sent can't be read."))


def check_context(env):
    """Raise ``UserError`` for a key of the context that holds rows instead of a plain value."""
    for key in CONTEXT_KEYS:
        if isinstance(env.context.get(key), dict | list | set | tuple):
            raise UserError(env._("What was sent can't be read."))


def read_date(env, value, last=LAST_DATE):
    """Return the date that a client sent, or None for none (B5).

    :param last: the last one that is sensible; later ones may have a refusal of their own
    :raises UserError: for what is no date, or out of the range of sensible ones
    """
    if value in (None, False, ""):
        return None
    try:
        if not isinstance(value, str | datetime.date):
            raise TypeError
        day = fields.Date.to_date(value)
    except (TypeError, ValueError):
        raise UserError(env._("%(value)s is not a date.", value=value)) from None
    if not FIRST_DATE <= day <= last:
        raise UserError(
            env._(
                "%(date)s can't be right: type a date from %(first)s to %(last)s.",
                date=day.isoformat(),
                first=FIRST_DATE.year,
                last=LAST_DATE.year,
            )
        )
    return day


def read_text(env, value):
    """Return the text that a client sent; empty for none.

    :raises UserError: for what is no text, or too long for one line
    """
    if value in (None, False):
        return ""
    if not isinstance(value, str) or "\0" in value:
        raise UserError(env._("What was sent is not a text."))
    check_length(env, value)
    return value


def read_ids(env, value):
    """Return the ids that a client sent, none for none. Raises ``UserError`` for what is no id."""
    ids = value or []
    if type(ids) is int:
        ids = [ids]
    good = isinstance(ids, list | tuple | set) and all(
        type(each) is int and 0 < each <= MOST_INTEGER for each in ids
    )
    if not good:
        raise UserError(env._("What was sent can't be read."))
    return list(ids)


def check_length(env, text, label=""):
    """Raise ``UserError`` for a text of one line that is too long for an index."""
    if len(text) > MOST_BYTES // 4 and len(text.encode(errors="replace")) > MOST_BYTES:
        raise UserError(
            env._(
                "%(field)s is too long: %(length)s characters. Shorten it to %(most)s.",
                field=label or f"{text[:30]}…",
                length=len(text),
                most=MOST_BYTES // 4,
            )
        )


@dataclass(frozen=True)
class Sent:
    """Where an id was sent: the records that are written, none for new ones, and the field."""

    records: BaseModel
    field: fields.Field

    def holds(self, record_id):
        """Tell whether the field of every record written has the id already."""
        # sudo: only compared; who may write the records is checked by core
        held = [record_id in record[self.field.name]._ids for record in self.records.sudo()]
        return bool(held) and all(held)


class ClientValues:
    """The values of one call, nested commands included.

    What is of the wrong type is refused while it is added. Ids are checked together at the end, a
    query or two for each model, none for each row.
    """

    def __init__(self, env):
        self.env = env
        self._sent = {}  # {model's name: {id: [Sent]}}

    # ------------------------------------------------------------------
    # Gathering
    # ------------------------------------------------------------------

    def add(self, records, vals):
        """Take the values to be written on ``records``, which are empty for a new one.

        :raises UserError: naming the field whose value can't be read
        """
        check_dict(self.env, vals)
        for name, value in vals.items():
            field = records._fields.get(name)
            if field is None:
                if is_own(records) and name != "id":
                    raise UserError(
                        self.env._(
                            "%(model)s has no field %(field)s.",
                            model=records._description,
                            field=name,
                        )
                    )
            elif field.relational:
                self._add_relation(records, field, value)
            elif is_own(records) and value not in (None, False):
                self._check_value(field, value)

    def _add_relation(self, records, field, value):
        if not value and not isinstance(value, int | float):
            return
        if isinstance(value, BaseModel):
            for record_id in value.ids:
                self._add_id(records, field, record_id)
        elif field.type == "many2one":
            self._add_many2one(records, field, value)
        elif isinstance(value, list | tuple):
            for command in value:
                self._add_command(records, field, command)
        elif value:
            self._refuse(field)

    def _add_many2one(self, records, field, value):
        if isinstance(value, list | tuple):  # with its name, as it is read
            value = value[0]
        if isinstance(value, dict):  # the record above, as the form shows it
            self._add_id(records, field, value.get("id"))
            comodel = self.env[field.comodel_name]
            if set(value) - set(comodel._fields):
                self._refuse(field)
            self.add(comodel.browse(self._read_id(field, value.get("id"))), value)
        else:
            self._add_id(records, field, value)

    def _add_command(self, records, field, command):
        comodel = self.env[field.comodel_name]
        if not isinstance(command, list | tuple):
            self._add_id(records, field, command)
        elif not command or command[0] not in list(Command):
            self._refuse(field)
        elif command[0] == Command.CREATE:
            self.add(comodel, command[2] if len(command) > 2 else {})
        elif command[0] == Command.SET:
            for record_id in command[2] if len(command) > 2 else ():
                self._add_id(records, field, record_id)
        elif command[0] != Command.CLEAR:
            self._add_row(records, field, command)

    def _add_row(self, records, field, command):
        record_id = self._read_id(field, command[1] if len(command) > 1 else None)
        self._add_id(records, field, record_id)
        if command[0] == Command.UPDATE and record_id:
            row = self.env[field.comodel_name].browse(record_id)
            self.add(row, command[2] if len(command) > 2 else {})

    def _add_id(self, records, field, value):
        record_id = self._read_id(field, value)
        if record_id:
            sent = self._sent.setdefault(field.comodel_name, {})
            sent.setdefault(record_id, []).append(Sent(records, field))

    def _read_id(self, field, value):
        """Return the id of a record that exists, or None for that of a row being typed."""
        origin = value.origin if isinstance(value, NewId) else value
        typed = isinstance(origin, str) and origin.startswith("virtual")
        if origin is None or origin is False or typed:
            return None
        if type(origin) is not int or not 0 < origin <= MOST_INTEGER:
            return self._refuse(field)
        return origin

    # ------------------------------------------------------------------
    # Values
    # ------------------------------------------------------------------

    def _check_value(self, field, value):
        """Raise ``UserError`` for a value that the field can't hold."""
        if field.type in ("date", "datetime"):
            read_date(self.env, value)
        elif field.type in ("integer", "float", "monetary"):
            self._check_number(field, value)
        elif field.type in ("char", "text", "html"):
            self._check_text(field, value)
        elif field.type == "selection" and value not in field.get_values(self.env):
            self._refuse(field)

    def _check_number(self, field, value):
        most = MOST_INTEGER if field.type == "integer" else MOST_AMOUNT
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            self._refuse(field)
        if not math.isfinite(number) or abs(number) > most:
            raise UserError(
                self.env._("%(field)s: the number is too large.", field=self._get_label(field))
            )

    def _check_text(self, field, value):
        if isinstance(value, dict) and field.translate:  # a text for each language
            for text in value.values():
                self._check_text(field, text)
        elif isinstance(value, bytes | list | tuple | dict | set):
            self._refuse(field)
        elif isinstance(value, str):
            if "\0" in value:
                self._refuse(field)
            if field.type == "char":
                check_length(self.env, value, self._get_label(field))

    def _get_label(self, field):
        return field._description_string(self.env)

    def _refuse(self, field):
        raise UserError(
            self.env._("%(field)s: what was sent can't be read.", field=self._get_label(field))
        )

    # ------------------------------------------------------------------
    # Access
    # ------------------------------------------------------------------

    def check_access(self):
        """Raise ``AccessError`` when an id is of a record that the user may not read.

        What the records written hold already may be sent again, as forms do.
        """
        for name, sent in self._sent.items():
            records = self.env[name].browse(sent)
            for record_id in (records - records._filtered_access("read"))._ids:
                for place in sent[record_id]:
                    if not place.holds(record_id):
                        raise AccessError(
                            self.env._(
                                "%(field)s: you have no access to what was chosen.",
                                field=self._get_label(place.field),
                            )
                        )
