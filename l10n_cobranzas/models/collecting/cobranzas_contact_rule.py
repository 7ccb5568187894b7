from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

CHANNELS = [
    ("all", "All channels"),
    ("call", "Calls and visits"),
    ("written", "What is written"),
]
CLASSES = {"all": {"call", "written"}, "call": {"call"}, "written": {"written"}}
#: fields of the hours of Monday to Friday, of Saturday, of Sunday
HOURS = [
    ("week_start", "week_end"),
    ("saturday_start", "saturday_end"),
    ("sunday_start", "sunday_end"),
]
MOST_DAYS = 60
MOST_CONTACTS = 100
#: what a confirmation is not about
UNRELATED = {"confirmed_by_id", "confirmed_on", "sequence"}


class CobranzasContactRule(models.Model):
    """When and how often debtors of a country may be contacted (COL-05).

    The rows that come with the add-on were read from what is published about the norms: who uses
    them has to confirm them. A row without country is of the countries that have none; that of a
    company wins over that of all.
    """

    _name = "cobranzas.contact.rule"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Rule of Contact"
    _order = "country_id nulls last, state_id nulls first, channels, id"

    name = fields.Char(
        string="Norm",
        required=True,
        help="What the rule is called where it does not allow a contact.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        help="Empty: of every company that has no row of its own for the same debtors.",
    )
    country_id = fields.Many2one("res.country", help="Empty: of the countries without any rule.")
    state_id = fields.Many2one(
        "res.country.state",
        domain="[('country_id', '=', country_id)]",
        help="Where a state has rules of its own, those of the country do not hold.",
    )
    creditor = fields.Selection(
        [("all", "Whoever collects"), ("shop", "Who sells"), ("lender", "Who lends money")],
        string="For",
        required=True,
        default="all",
    )
    whom = fields.Selection(
        [("persons", "Persons"), ("all", "Persons and companies")],
        string="Protects",
        required=True,
        default="persons",
    )
    channels = fields.Selection(CHANNELS, required=True, default="all")
    date_from = fields.Date(string="In Force from")
    date_to = fields.Date(string="In Force until", help="Its last day.")
    has_hours = fields.Boolean(
        string="Only at Certain Hours", default=True, help="In the debtor's own time."
    )
    week_start = fields.Float(string="Monday to Friday from", default=8)
    week_end = fields.Float(string="Monday to Friday until", default=19)
    saturday_start = fields.Float(string="Saturday from")
    saturday_end = fields.Float(string="Saturday until", help="Both at 0: not on that day.")
    sunday_start = fields.Float(string="Sunday from")
    sunday_end = fields.Float(string="Sunday until", help="Both at 0: not on that day.")
    on_holidays = fields.Boolean(
        string="On Public Holidays too",
        help="Public holidays are those of the company's working hours.",
    )
    per_day = fields.Integer(string="Contacts a Day", help="At most. 0: without limit.")
    per_week = fields.Integer(
        string="Contacts a Week", help="At most, from Monday to Sunday. 0: without limit."
    )
    gap_days = fields.Integer(
        string="Days between Contacts", help="2: not on the next day. 0: without limit."
    )
    one_channel = fields.Boolean(
        string="One Channel a Week",
        help="Once the debtor was reached: nothing more on that day, and no other channel in that "
        "week.",
    )
    authorised_only = fields.Boolean(
        string="Authorised Channels Only", help="Only channels that the debtor authorised."
    )
    source_url = fields.Char(string="Source")
    note = fields.Text(help="What is not clear in the norm, and how the row reads it.")
    read_on = fields.Date(string="Source Read on")
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by", readonly=True, copy=False)
    confirmed_on = fields.Date(readonly=True, copy=False)

    _limits_positive = models.Constraint(
        "CHECK (per_day >= 0 AND per_week >= 0 AND gap_days >= 0)",
        "A number of contacts or days can't be negative.",
    )
    _days_ascending = models.Constraint(
        "CHECK (date_to >= date_from)", "A rule ends after it begins."
    )

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains("has_hours", *(name for names in HOURS for name in names))
    def _check_hours(self):
        for rule in self.filtered("has_hours"):
            for first, last in HOURS:
                start, end = rule[first], rule[last]
                if not 0 <= start <= 24 or not 0 <= end <= 24 or (end <= start and (start or end)):
                    raise ValidationError(
                        self.env._(
                            "%(field)s: the hours go from an earlier to a later one, between 0:00 "
                            "and 24:00.",
                            field=self._fields[first]._description_string(self.env),
                        )
                    )

    @api.constrains("per_day", "per_week", "gap_days")
    def _check_limits(self):
        for rule in self:
            if max(rule.per_day, rule.per_week) > MOST_CONTACTS or rule.gap_days > MOST_DAYS:
                raise ValidationError(
                    self.env._(
                        "Type at most %(contacts)s contacts and %(days)s days between them.",
                        contacts=MOST_CONTACTS,
                        days=MOST_DAYS,
                    )
                )

    @api.constrains("country_id", "state_id")
    def _check_state(self):
        for rule in self:
            if rule.state_id and rule.state_id.country_id != rule.country_id:
                raise ValidationError(
                    self.env._("%(state)s is of another country.", state=rule.state_id.name)
                )

    @api.constrains("source_url")
    def _check_source_url(self):
        for rule in self:
            url = rule.source_url or ""
            if url and not url.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._("Type the source as an address that begins with https://.")
                )

    @api.constrains(
        "active",
        "company_id",
        "country_id",
        "state_id",
        "creditor",
        "channels",
        "date_from",
        "date_to",
    )
    def _check_once(self):
        """Raise ``ValidationError`` where two rows are for the same contacts of the same days."""
        for rule in self.filtered("active"):
            others = self.search(rule._get_same_domain()).filtered(rule._is_for_the_same)
            if others:
                raise ValidationError(
                    self.env._(
                        "%(other)s is for the same debtors, channels and days: change that one, or "
                        "end it the day before.",
                        other=others[0].name,
                    )
                )

    def _get_same_domain(self):
        """Return the domain of the other rows of the same debtors on the same days."""
        domain = Domain("id", "!=", self.id)
        for name in ("company_id", "country_id", "state_id"):
            domain &= Domain(name, "=", self[name].id)
        if self.date_to:
            domain &= Domain("date_from", "=", False) | Domain("date_from", "<=", self.date_to)
        if self.date_from:
            domain &= Domain("date_to", "=", False) | Domain("date_to", ">=", self.date_from)
        return domain

    def _is_for_the_same(self, other):
        creditors = {self.creditor, other.creditor}
        return bool(CLASSES[self.channels] & CLASSES[other.channels]) and (
            "all" in creditors or len(creditors) == 1
        )

    # ------------------------------------------------------------------
    # Confirmation
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [vals if self.env.su else self._drop_confirmation(vals) for vals in vals_list]
        )

    def write(self, vals):
        """A row that is changed has to be confirmed again."""
        if not self.env.su:
            vals = self._drop_confirmation(vals)
        if set(vals) - UNRELATED:
            vals = {**vals, "confirmed_by_id": False, "confirmed_on": False}
        return super().write(vals)

    @api.model
    def _drop_confirmation(self, vals):
        """Return the values without those that only the button writes."""
        return {
            name: value
            for name, value in vals.items()
            if name not in ("confirmed_by_id", "confirmed_on")
        }

    def action_confirm(self):
        """Note who confirmed that the rows are the law of the company, and when.

        Raises ``AccessError`` below manager.
        """
        self.check_access("write")
        # sudo: who may write the rows was checked; only this is written
        self.sudo().write(
            {"confirmed_by_id": self.env.uid, "confirmed_on": fields.Date.context_today(self)}
        )
        return True
