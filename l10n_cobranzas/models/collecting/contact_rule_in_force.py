from odoo import api, models
from odoo.fields import Domain

from ...engine.contact import CLASSES as CLASS_OF_CHANNEL
from ...engine.contact import ContactRule, Window
from .cobranzas_contact_rule import CLASSES, HOURS

#: weekdays of the hours of a row, in the order of ``HOURS``
WEEKDAYS = [range(5), (5,), (6,)]


class CobranzasContactRule(models.Model):
    """Which row of the rules is for a debtor, as the engine's rule."""

    _inherit = "cobranzas.contact.rule"

    @api.model
    def _get_in_force(self, company, day):
        """Return the rows that hold for a company on a day; ``_find_for`` chooses among them."""
        # sudo: who contacts a debtor is bound by the rules, seen or not
        companies = [*company.sudo().parent_ids.ids, False]
        lends = company.sudo().cobranzas_contact_lender
        # sudo: as above
        return self.sudo().search_fetch(
            Domain("company_id", "in", companies)
            & Domain("creditor", "in", ["all", "lender" if lends else "shop"])
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", day))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day)),
            self._get_plain_fields(),
        )

    @api.model
    def _get_plain_fields(self):
        """Return the names of the stored fields of a row: all are read with the rows."""
        return [
            name
            for name, field in self._fields.items()
            if field.store and field.column_type and field.prefetch is True
        ]

    def _find_for(self, country, state, channel, profile=True):
        """Return the row, or none, that limits contacts by a channel in a state of a country.

        The state's rows, else the country's, else those without country: the first place that has
        any. Of these the row of the nearest company.

        :param profile: whether rows without country hold for countries that have none
        """
        places = [(country.id, state.id)] if state else []
        places += [(country.id, False)] if country else []
        places += [(False, False)] if profile else []
        kind = CLASS_OF_CHANNEL[channel]
        for place in places:
            rows = self.filtered(lambda row, at=place: (row.country_id.id, row.state_id.id) == at)
            if rows:
                rows = rows.filtered(lambda row: kind in CLASSES[row.channels])
                # the nearest company has the longest path; rows of every company have none
                return rows.sorted(
                    lambda row: len((row.company_id.parent_path or "").split("/")), reverse=True
                )[:1]
        return self.browse()

    def _to_engine(self):
        """Return the row as the engine's rule."""
        self.ensure_one()
        return ContactRule(
            self.id,
            self.name,
            frozenset(CLASSES[self.channels]),
            self._get_windows() if self.has_hours else None,
            holidays=self.on_holidays,
            per_day=self.per_day,
            per_week=self.per_week,
            gap_days=self.gap_days,
            one_channel=self.one_channel,
            authorised_only=self.authorised_only,
        )

    def _get_windows(self):
        return tuple(
            Window(weekday, round(self[first] * 60), round(self[last] * 60))
            for (first, last), weekdays in zip(HOURS, WEEKDAYS, strict=True)
            if self[last] > self[first]
            for weekday in weekdays
        )
