from odoo import fields, models
from odoo.tools import format_duration

from .cobranzas_contact_rule import HOURS


class CobranzasContactRule(models.Model):
    """What a rule of contact says, in words."""

    _inherit = "cobranzas.contact.rule"

    hours_words = fields.Char(string="Hours", compute="_compute_hours_words")
    limits_words = fields.Char(string="Limits", compute="_compute_limits_words")

    def _compute_hours_words(self):
        for rule in self:
            words = rule._describe_hours() if rule.has_hours else ""
            rule.hours_words = words or self.env._("At any hour")

    def _describe_hours(self):
        """Return the hours in words, as ``Monday to Friday 08:00–20:00``."""
        self.ensure_one()
        labels = {
            "week_start": self.env._("Monday to Friday"),
            "saturday_start": self.env._("Saturday"),
            "sunday_start": self.env._("Sunday"),
        }
        parts = [
            f"{labels[first]} {format_duration(self[first])}–{format_duration(self[last])}"
            for first, last in HOURS
            if self[last] > self[first]
        ]
        return ", ".join(parts) or self.env._("never")

    def _compute_limits_words(self):
        for rule in self:
            rule.limits_words = ", ".join(rule._list_limits())

    def _list_limits(self):
        """Return each limit besides the hours in a few words."""
        self.ensure_one()
        env, found = self.env, []
        if self.per_day:
            found.append(env._("%(count)s a day", count=self.per_day))
        if self.per_week:
            found.append(env._("%(count)s a week", count=self.per_week))
        if self.gap_days > 1:
            found.append(env._("%(days)s days apart", days=self.gap_days))
        if self.one_channel:
            found.append(env._("one channel a week"))
        if self.authorised_only:
            found.append(env._("authorised channels"))
        if not self.on_holidays:
            found.append(env._("not on holidays"))
        return found

    def _describe_limit(self, limit):
        """Return the sentence that says which limit of the rule does not allow a contact."""
        self.ensure_one()
        env = self.env
        sentence = {
            "hours": env._("contacts only %(hours)s (debtor's time)", hours=self._describe_hours()),
            "holiday": env._("no contacts on public holidays"),
            "day": env._("at most %(count)s contacts a day", count=self.per_day),
            "week": env._("at most %(count)s contacts a week", count=self.per_week),
            "gap": env._("at least %(days)s days from contact to contact", days=self.gap_days),
            "same_day": env._("no second contact on the day the debtor was reached"),
            "other_channel": env._("no other channel in the week the debtor was reached"),
            "authorised": env._("only channels that the debtor authorised"),
        }[limit]
        return f"{self.name}: {sentence}."
