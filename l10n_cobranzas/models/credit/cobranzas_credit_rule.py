from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...engine.credit_data import Rule
from .cobranzas_settings_mixin import MOST_DAYS

#: kinds of rule and what their threshold is
KINDS = [
    ("limit", "Limit"),
    ("days", "Days late beyond grace"),
    ("cash", "Cash customer"),
    ("limit_expired", "Limit expired"),
    ("overdue_amount", "Overdue amount"),
    ("share", "Share of the limit used"),
    ("returned_check", "Returned cheque"),
    ("broken_promise", "Broken promises"),
    ("document_amount", "Amount of the document"),
]
UNITS = {
    "days": "days",
    "returned_check": "days",
    "overdue_amount": "amount",
    "document_amount": "amount",
    "share": "percent",
    "broken_promise": "promises",
}
MOST_PERCENT = 1000


class CobranzasCreditRule(models.Model):
    """A rule that documents have to pass, or somebody's exclusion from one (CRE-01, CRE-06).

    Limit, days late, cash and expired limit hold without a row while credit control is on; a row
    gives them another threshold, lets them only warn, or takes them away. Of the rows of a kind the
    customer's own wins over that of its group, and that over the company's; at one level an
    exclusion wins over a rule, and the row of a branch over that of the company above it.
    """

    _name = "cobranzas.credit.rule"
    _inherit = "cobranzas.credit.holder.mixin"
    _description = "Credit Rule"
    _order = "kind, partner_id nulls first, group_id nulls first, id"

    kind = fields.Selection(selection=KINDS, string="Rule", required=True, default="share")
    unit = fields.Selection(
        selection=[
            ("days", "days"),
            ("amount", "amount"),
            ("percent", "%"),
            ("promises", "promises"),
        ],
        compute="_compute_unit",
    )
    threshold = fields.Float(
        string="Passes up to",
        digits=(16, 2),
        help="What still passes: days, an amount in the company's currency, or a percentage of "
        "the limit. Of returned cheques: for how many days after one nothing passes. Of broken "
        "promises: how many of the days that the settings name still pass.",
    )
    mode = fields.Selection(
        selection=[("control", "Stop"), ("warn", "Only warn")],
        required=True,
        default="control",
        help="Where documents of a kind are only warned of, no rule stops them.",
    )
    is_exclusion = fields.Boolean(
        string="Exclusion", default=False, help="The rule does not hold for these customers."
    )
    reason = fields.Char(help="Why they are excluded.")
    date_end = fields.Date(string="Excluded until", help="Its last day. Empty: without end.")
    active = fields.Boolean(default=True)

    _one_holder = models.Constraint(
        "CHECK (num_nonnulls(partner_id, group_id) <= 1)",
        "A rule is for the company, for a debtor group or for a customer: choose one of them.",
    )
    _uniq = models.UniqueIndex(
        "(company_id, kind, COALESCE(is_exclusion, FALSE), COALESCE(customer_id, 0), "
        "COALESCE(group_id, 0)) WHERE active",
        "There is such a rule already: change that one.",
    )

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.depends("kind")
    def _compute_unit(self):
        for rule in self:
            rule.unit = UNITS.get(rule.kind, False)

    @api.constrains("kind", "threshold", "is_exclusion")
    def _check_threshold(self):
        for rule in self:
            if not rule.is_exclusion:
                refusal = rule._refuse_threshold()
                if refusal:
                    raise ValidationError(refusal)

    def _refuse_threshold(self):
        """Return why the threshold can't be right, or an empty text."""
        value = self.threshold
        if value < 0:
            return self.env._("What passes can't be negative.")
        if self.unit == "days" and (value != int(value) or value > MOST_DAYS):
            return self.env._("Type whole days, from 0 to %(most)s.", most=MOST_DAYS)
        if self.unit == "promises" and (value != int(value) or value > MOST_DAYS):
            return self.env._("Type how many broken promises still pass: a whole number.")
        if self.unit == "percent" and not 0 < value <= MOST_PERCENT:
            return self.env._(
                "Type a percentage of the limit above 0 and up to %(most)s.", most=MOST_PERCENT
            )
        if self.kind == "returned_check" and not value:
            return self.env._("Type for how many days after a returned cheque nothing passes.")
        return ""

    @api.constrains("is_exclusion", "reason", "partner_id", "group_id")
    def _check_exclusion(self):
        for rule in self.filtered("is_exclusion"):
            if not (rule.reason or "").strip():
                raise ValidationError(self.env._("Say why they are excluded from the rule."))

    # ------------------------------------------------------------------
    # What is in force
    # ------------------------------------------------------------------

    @api.model
    def _get_in_force(self, partners, company, day):
        """Return {customer: [Rule]}: of each kind the row that wins, none where there is none.

        An exclusion is a rule of mode ``nothing``. Every customer is a key.

        :param partners: any contacts; the rules are of their commercial entities
        """
        # sudo: who confirms a document is bound by rules they may not see
        customers = partners.commercial_partner_id.sudo()
        # sudo: rules bind whoever confirms a document, seen or not
        rows = self.sudo().search(
            Domain("company_id", "in", company.sudo().parent_ids.ids)
            & (Domain("is_exclusion", "=", False) | self._get_domain_not_ended(day))
            & self._get_domain_of(customers)
        )
        by_holder = {}
        for row in rows.sorted(lambda row: row._get_rank(), reverse=True):
            key = ("partner", row.customer_id.id) if row.customer_id else ("group", row.group_id.id)
            by_holder.setdefault(key, {})[row.kind] = row  # the narrower of them comes last
        result = {}
        for customer in partners.commercial_partner_id:
            # sudo: as above
            group = customer.sudo().cobranzas_group_id
            of_group = by_holder.get(("group", group.id), {}) if group else {}
            winners = (
                by_holder.get(("group", False), {})
                | of_group
                | by_holder.get(("partner", customer.id), {})
            )
            result[customer] = [winner._to_engine() for winner in winners.values()]
        return result

    @api.model
    def _get_domain_not_ended(self, day):
        return Domain("date_end", "=", False) | Domain("date_end", ">=", day)

    @api.model
    def _get_domain_of(self, customers):
        """Return the domain of the rows for the customers, their groups, or everybody."""
        everybody = Domain("customer_id", "=", False) & Domain("group_id", "=", False)
        return (
            everybody
            | Domain("customer_id", "in", customers.ids)
            | Domain("group_id", "in", customers.cobranzas_group_id.ids)
        )

    def _get_rank(self):
        """Return the sort key of the row among those of its kind: the lowest wins."""
        level = 0 if self.customer_id else 1 if self.group_id else 2
        return level, -len(self.company_id.parent_path or ""), not self.is_exclusion, self.id

    def _to_engine(self):
        """Return the row as the engine takes it, amounts in minor units of its company."""
        self.ensure_one()
        value = self.threshold
        if self.unit == "amount":
            threshold = self.currency_id._cobranzas_to_minor_units(value)
        elif self.unit == "percent":
            threshold = Decimal(str(round(value, 2)))
        else:
            threshold = int(value) if self.unit else 0
        return Rule(
            self.id,
            self.kind,
            threshold,
            "nothing" if self.is_exclusion else self.mode,
            self._get_scope_words(),
        )

    def _get_scope_words(self):
        """Return whose rule it is, for who reads a decision."""
        self.ensure_one()
        if self.partner_id:
            return self.env._("Rule of the customer")
        if self.group_id:
            return self.env._("Rule of group %(group)s", group=self.group_id.name)
        return self.env._("Rule of %(company)s", company=self.company_id.name)
