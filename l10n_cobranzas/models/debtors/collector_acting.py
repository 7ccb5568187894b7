from odoo import api, fields, models


class CobranzasCollector(models.Model):
    """Who sees a collector's debtors: their user, and in absences the substitute too (COL-03).

    Record rules go by it, by the ids that each user has of it: what changes it clears their cache.
    """

    _inherit = "cobranzas.collector"

    absence_ids = fields.One2many("cobranzas.collector.absence", "collector_id", string="Absences")
    acting_user_ids = fields.Many2many(
        "res.users",
        "cobranzas_collector_acting_user_rel",
        "collector_id",
        "user_id",
        string="Who Sees the Debtors",
        readonly=True,
        copy=False,
        help="The collector's user, and while the collector is absent that of the substitute.",
    )
    absent_until = fields.Date(
        compute="_compute_absent_until", help="The last day of the absence of today."
    )
    is_absent = fields.Boolean(string="Absent", compute="_compute_absent_until")
    acting_substitute_id = fields.Many2one(
        "cobranzas.collector",
        string="Substitute Today",
        compute="_compute_absent_until",
        help="Who works the collector's debtors while they are absent.",
    )

    @api.depends("absence_ids.date_from", "absence_ids.date_to", "absence_ids.substitute_id")
    def _compute_absent_until(self):
        today = self._origin._get_absences_today()
        for collector in self:
            absence = today.get(collector._origin)
            collector.is_absent = bool(absence)
            collector.absent_until = absence and absence.date_to
            collector.acting_substitute_id = absence and absence.substitute_id

    @api.model_create_multi
    def create(self, vals_list):
        collectors = super().create([self._drop_acting(vals) for vals in vals_list])
        collectors._refresh_acting_users()
        return collectors

    def write(self, vals):
        result = super().write(self._drop_acting(vals))
        if not {"user_id", "active", "company_id"}.isdisjoint(vals):
            (self | self._get_substituted())._refresh_acting_users()
        return result

    def unlink(self):
        substituted = self._get_substituted() - self
        result = super().unlink()
        substituted._refresh_acting_users()
        return result

    def _drop_acting(self, vals):
        """Return the values without who sees the debtors: that follows from users and absences."""
        if self.env.su:
            return vals
        return {name: value for name, value in vals.items() if name != "acting_user_ids"}

    def _get_substituted(self):
        """Return the collectors who have these as substitutes, at any time."""
        # sudo: who is refreshed, no more
        absences = self.env["cobranzas.collector.absence"].sudo()
        return absences.search([("substitute_id", "in", self.ids)]).collector_id.sudo(self.env.su)

    def _get_today(self):
        """Return the day it is where the collector works: of the user, else of the company."""
        self.ensure_one()
        company = self.company_id or self.env.company
        zone = self.user_id.tz or company.partner_id.tz or "UTC"
        return fields.Date.context_today(self.with_context(tz=zone))

    def _get_absences_today(self):
        """Return {collector: its absence of today}, of those who are absent."""
        # sudo: why somebody is absent is for managers; that they are is for whoever works with them
        rows = self.env["cobranzas.collector.absence"].sudo()
        by_collector = rows.search([("collector_id", "in", self.ids)]).grouped("collector_id")
        absences = {}
        for collector in self:
            mine = by_collector.get(collector.sudo())
            if mine:
                # sudo: the zone of the collector's user, to know which day it is there
                today = collector.sudo()._get_today()
                absences[collector] = mine.filtered(lambda row, day=today: row._covers(day))[:1]
        return {collector: absence for collector, absence in absences.items() if absence}

    def _refresh_acting_users(self):
        """Say anew who sees the debtors of these collectors today."""
        # sudo: follows from users and absences, which were written with the user's rights
        collectors = self.sudo()
        absences = collectors._get_absences_today()
        changed = False
        for collector in collectors:
            users = collector.user_id
            substitute = collector in absences and absences[collector].substitute_id
            if substitute and substitute.active:
                users |= substitute.user_id
            if users != collector.with_context(active_test=False).acting_user_ids:
                collector.acting_user_ids = users
                changed = True
        if changed:
            # the record rules of each user name the collectors they act for
            self.env.registry.clear_cache()

    @api.model
    def _cron_refresh_acting_users(self):
        """Let the debtors of who is absent from today go over, and come back (every hour).

        The day begins at another hour in each country.
        """
        collectors = self.with_context(active_test=False).search(
            [
                "|",
                "|",
                ("user_id", "!=", False),
                ("absence_ids", "!=", False),
                ("acting_user_ids", "!=", False),
            ]
        )
        collectors._refresh_acting_users()
