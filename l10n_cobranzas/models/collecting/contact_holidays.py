import datetime

import pytz
from odoo import models
from odoo.fields import Domain

from .debtor_page_rows import select_rows

#: public holidays are read so far on
DAYS_AFTER = 400


class ResCompany(models.Model):
    """Public holidays of a company, from Odoo's working hours (COL-05)."""

    _inherit = "res.company"

    def _cobranzas_get_holidays_sql(self, at):
        """Return the SELECTs that public holidays around and after a moment are made of.

        They are the days of the company's working hours on which nobody works.
        """
        self.ensure_one()
        calendar = self.resource_calendar_id
        leaves = (
            Domain("resource_id", "=", False)
            & Domain("time_type", "=", "leave")
            & Domain("company_id", "in", [*self.parent_ids.ids, False])
            & Domain("calendar_id", "in", [calendar.id, False])
            & Domain("date_to", ">=", at - datetime.timedelta(days=7))
            & Domain("date_from", "<=", self._cobranzas_get_last_holiday(at))
        )
        columns = {"date_from": "date_from", "date_to": "date_to"}
        return {
            "leaves": select_rows(self.env["resource.calendar.leaves"], leaves, columns),
            "calendar": select_rows(calendar, Domain("id", "=", calendar.id), {"tz": "tz"}),
        }

    def _cobranzas_get_last_holiday(self, at):
        """Return the moment up to which holidays are read."""
        return at + datetime.timedelta(days=DAYS_AFTER)

    def _cobranzas_list_holidays(self, at, leaves, calendars):
        """Return the set of dates of rows of these SELECTs; a part of a day counts as the day."""
        if not leaves:
            return frozenset()
        self.ensure_one()
        tz = next((row["tz"] for row in calendars), None)
        zone, found = pytz.timezone(tz or self.partner_id.tz or "UTC"), set()
        last = self._cobranzas_get_last_holiday(at).date()
        for leave in leaves:
            first, end = (
                (datetime.datetime.fromisoformat(leave[name]) - less)
                .replace(tzinfo=pytz.utc)
                .astimezone(zone)
                .date()
                for name, less in (
                    ("date_from", datetime.timedelta()),
                    ("date_to", datetime.timedelta(seconds=1)),
                )
            )
            days = (min(end, last) - first).days
            found.update(first + datetime.timedelta(days=number) for number in range(days + 1))
        return frozenset(found)
