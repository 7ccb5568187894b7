from datetime import datetime

import psycopg2.errors
from odoo import fields, models


class CobranzasReport(models.Model):
    """A report read on a replica of the database, which may be a moment behind.

    Filters are written on the primary, then read on the replica. Where they have not arrived there
    yet, the request is answered by the primary: that is what Odoo's server does with one that a
    read-only cursor refuses.
    """

    _inherit = "cobranzas.report"

    def web_read(self, specification):
        """Return the filters as core does, always from the primary: they were just written."""
        return super().web_read(specification)

    # core marks it as read-only
    web_read._readonly = False

    def _check_arrived(self, filters):
        """Have the primary answer when this database has not the filters that the screen shows.

        :param filters: [[name, value]] as the client has them; what is no filter is passed over
        """
        if not self.env.cr.readonly or not isinstance(filters, list):
            return
        sent = [each for each in filters if isinstance(each, list) and len(each) == 2]
        sent = {name: value for name, value in sent if isinstance(name, str)}
        known = self._read_filters([name for name in sent if name in self._fields])
        if any(value != (_plain(sent[name]) or False) for name, value in known.items()):
            raise _Behind

    def _read_filters(self, names):
        """Return {name: value} of filters as a client has them; empty is False."""
        read = self.read(names, load=None)
        values = read[0] if read else {}
        return {name: _plain(values.get(name)) or False for name in names}

    def _check_written(self, moment):
        """Have the primary answer when this database has not what was written at a moment.

        :param moment: ``write_date`` of the report where it was written, as text; other texts
            are passed over
        """
        if not self.env.cr.readonly or not moment:
            return
        try:
            written = datetime.fromisoformat(moment)
        except ValueError:
            return
        if written.tzinfo is None and self.write_date < written:
            raise _Behind


class _Behind(psycopg2.errors.ReadOnlySqlTransaction):
    """What Odoo's server takes as the sign to repeat a request on the primary."""

    def __init__(self):
        super().__init__("The filters of a report have not reached the replica yet")


def _plain(value):
    """Return a filter's value so that a client's and the database's compare."""
    if isinstance(value, (list, tuple)):
        return sorted(value, key=str)
    return fields.Date.to_string(value) if hasattr(value, "isoformat") else value
