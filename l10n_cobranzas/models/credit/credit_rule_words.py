from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang

#: rows named one by one in a sentence
SHOWN = 3


class CobranzasCreditRule(models.Model):
    """What a rule says, for whom, and which other it wins over, in words."""

    _inherit = "cobranzas.credit.rule"

    scope = fields.Selection(
        selection=[
            ("company", "Every customer"),
            ("group", "Debtor group"),
            ("customer", "Customer"),
        ],
        compute="_compute_scope",
    )
    words = fields.Char(
        string="What It Does", compute="_compute_words", help="Which of the rules of a kind wins."
    )

    @api.depends("partner_id", "group_id")
    def _compute_scope(self):
        for rule in self:
            rule.scope = "customer" if rule.partner_id else "group" if rule.group_id else "company"

    @api.depends("kind", "threshold", "mode", "company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for rule in self:
            rule.display_name = f"{kinds.get(rule.kind, '')} · {rule._get_holder_name() or ''}"

    @api.depends(
        "kind",
        "threshold",
        "mode",
        "is_exclusion",
        "date_end",
        "partner_id",
        "group_id",
        "company_id",
        "active",
    )
    @api.depends_context("lang")
    def _compute_words(self):
        others = self._find_others()
        for rule in self:
            order = rule._describe_order(others[rule._origin.id])
            rule.words = f"{rule._describe()} {order}".strip()

    # ------------------------------------------------------------------
    # What it says
    # ------------------------------------------------------------------

    def _describe(self):
        """Return what the row does as one sentence."""
        self.ensure_one()
        if not self.is_exclusion:
            return self._describe_mode(self._describe_case())
        if self.date_end:
            return self.env._(
                "Does not hold until %(day)s.", day=format_date(self.env, self.date_end)
            )
        return self.env._("Does not hold.")

    def _describe_mode(self, case):
        if self.mode == "warn":
            return self.env._("Warns %(case)s.", case=case)
        return self.env._("Stops %(case)s.", case=case)

    def _describe_case(self):
        """Return when the rule refuses or warns: the second half of a sentence."""
        texts = {
            "limit": self.env._("beyond the limit"),
            "days": self.env._("when a debt is late more than %(value)s days beyond grace"),
            "cash": self.env._("cash customers with something pending"),
            "limit_expired": self.env._("when the limit has expired"),
            "overdue_amount": self.env._("when more than %(value)s is overdue"),
            "share": self.env._("when more than %(value)s %% of the limit is used"),
            "returned_check": self.env._("for %(value)s days after a returned cheque"),
            "broken_promise": self.env._("after more than %(value)s broken promises"),
            "document_amount": self.env._("documents above %(value)s"),
        }
        return texts.get(self.kind, "") % {"value": self._format_threshold()}

    def _format_threshold(self):
        if self.unit == "amount":
            return formatLang(self.env, self.threshold, currency_obj=self.currency_id)
        if self.unit == "percent":
            return f"{self.threshold:g}"
        return str(int(self.threshold))

    # ------------------------------------------------------------------
    # Which one wins
    # ------------------------------------------------------------------

    def _find_others(self):
        """Return {id: other rows of its kind for the same customers, or some of them}.

        One query for any number of rows.
        """
        today = fields.Date.context_today(self)
        candidates = self.search(
            Domain("kind", "in", self.mapped("kind"))
            & (Domain("is_exclusion", "=", False) | self._get_domain_not_ended(today))
        ).grouped("kind")
        return {
            rule._origin.id: candidates.get(rule.kind, self.browse()).filtered(rule._overlaps)
            for rule in self
        }

    def _overlaps(self, other):
        """Tell whether another row is for some of the same customers in the same company."""
        mine, theirs = self.company_id.parent_ids, other.company_id.parent_ids
        if other == self._origin or not (self.company_id in theirs or other.company_id in mine):
            return False
        if self.scope == "company" or other.scope == "company":
            return True
        if self.scope == other.scope == "customer":
            return self.customer_id == other.customer_id
        return self._get_group() == other._get_group()

    def _get_group(self):
        return self.group_id or self.customer_id.cobranzas_group_id

    def _describe_order(self, others):
        """Return which rows this one wins over and which win over it, as sentences."""
        mine = self._get_rank()
        losers = others.filtered(lambda other: other._get_rank() > mine)
        sentences = []
        if losers:
            rows = losers._name_some()
            sentences.append(self.env._("It wins over %(rows)s.", rows=rows))
        if others - losers:
            rows = (others - losers)._name_some()
            sentences.append(self.env._("It gives way to %(rows)s.", rows=rows))
        return " ".join(sentences)

    def _name_some(self):
        """Return the first rows in words, and how many more there are."""
        names = [rule._get_short_name() for rule in self[:SHOWN]]
        if len(self) > SHOWN:
            names.append(self.env._("%(count)s more", count=len(self) - SHOWN))
        return ", ".join(names)

    def _get_short_name(self):
        """Return whose row it is, as part of a sentence."""
        values = {"name": self._get_holder_name()}
        if self.is_exclusion:
            return self.env._("the exclusion of %(name)s", **values)
        return self.env._("the rule of %(name)s", **values)
