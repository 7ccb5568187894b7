import datetime

from odoo import models

from ...engine import alternatives


class ResCompany(models.Model):
    _inherit = "res.company"

    def _cobranzas_get_days_off(self, days):
        """Return the days off from the first of ``days`` to a month after the last one.

        By the company's working hours, with their public holidays; without any, weekends.
        """
        self.ensure_one()
        if not days:
            return set()
        first, last = min(days), max(days) + datetime.timedelta(days=alternatives.MOST_DAYS_OFF)
        calendar = self.resource_calendar_id
        if not calendar:
            span = (first + datetime.timedelta(days=at) for at in range((last - first).days + 1))
            return {day for day in span if day.weekday() >= 5}
        midnight = datetime.time.min
        unusual = calendar._get_unusual_days(
            datetime.datetime.combine(first, midnight),
            datetime.datetime.combine(last + datetime.timedelta(days=1), midnight),
            self,
        )
        return {datetime.date.fromisoformat(day) for day, is_off in unusual.items() if is_off}
