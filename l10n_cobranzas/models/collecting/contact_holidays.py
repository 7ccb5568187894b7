import datetime

import pytz
from odoo import models
from odoo.fields import Domain

from .contact_gate import DAYS_AFTER


class ResCompany(models.Model):
    """Public holidays of a company, from Odoo's working hours (COL-05)."""

    _inherit = "res.company"

    def _cobranzas_get_holidays(self, at):
        """Return the set of dates that are public holidays around and after a moment.

        They are the days of the company's working hours on which nobody works; a part of a day
        counts as the day.
        """
        self.ensure_one()
        calendar = self.resource_calendar_id
        last = at + datetime.timedelta(days=DAYS_AFTER)
        leaves = self.env["resource.calendar.leaves"].search_fetch(
            Domain("resource_id", "=", False)
            & Domain("time_type", "=", "leave")
            & Domain("company_id", "in", [*self.parent_ids.ids, False])
            & Domain("calendar_id", "in", [calendar.id, False])
            & Domain("date_to", ">=", at - datetime.timedelta(days=7))
            & Domain("date_from", "<=", last),
            ["date_from", "date_to"],
        )
        zone = pytz.timezone(calendar.tz or self.partner_id.tz or "UTC")
        found = set()
        for leave in leaves:
            first, end = (
                moment.replace(tzinfo=pytz.utc).astimezone(zone).date()
                for moment in (leave.date_from, leave.date_to - datetime.timedelta(seconds=1))
            )
            days = (min(end, last.date()) - first).days
            found.update(first + datetime.timedelta(days=number) for number in range(days + 1))
        return frozenset(found)
