from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date, formatLang


class CobranzasCreditExtra(models.Model):
    """More limit for some time, with a reason (CRE-02).

    It adds to the limit of its customer or group until its last day, and then is gone by itself.
    """

    _name = "cobranzas.credit.extra"
    _inherit = "cobranzas.credit.holder.mixin"
    _description = "Extra Credit Limit"
    _order = "date_end desc, id desc"
    _rec_name = "reason"

    amount = fields.Monetary(
        string="Extra Limit", required=True, help="In the company's currency, on top of the limit."
    )
    date_end = fields.Date(string="Until", required=True, help="Its last day.")
    reason = fields.Char(required=True)

    _one_holder = models.Constraint(
        "CHECK (num_nonnulls(partner_id, group_id) = 1)",
        "An extra limit is for a customer or for a debtor group: choose one.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "An extra limit has to be above zero."
    )

    @api.constrains("reason")
    def _check_reason(self):
        for extra in self:
            if not (extra.reason or "").strip():
                raise ValidationError(self.env._("Say why the extra limit is given."))

    @api.constrains("date_end")
    def _check_date_end(self):
        today = fields.Date.context_today(self)
        for extra in self:
            if extra.date_end and extra.date_end < today:
                raise ValidationError(
                    self.env._(
                        "The extra limit would have ended on %(day)s: choose today or a later day.",
                        day=format_date(self.env, extra.date_end),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        extras = super().create(vals_list)
        for extra in extras:
            extra._log(self.env._("Extra limit of %(words)s", words=extra._describe()))
        return extras

    def write(self, vals):
        before = {extra: extra._describe() for extra in self}
        result = super().write(vals)
        for extra, words in before.items():
            after = extra._describe()
            if after != words:
                extra._log(
                    self.env._("Extra limit: %(before)s → %(after)s", before=words, after=after)
                )
        return result

    def unlink(self):
        for extra in self:
            extra._log(self.env._("No more extra limit of %(words)s", words=extra._describe()))
        return super().unlink()

    def _describe(self):
        """Return the extra limit in words: how much, where, until when, why."""
        self.ensure_one()
        return self.env._(
            "%(amount)s in %(company)s until %(day)s: %(reason)s",
            amount=formatLang(self.env, self.amount, currency_obj=self.currency_id),
            company=self.company_id.name,
            day=format_date(self.env, self.date_end),
            reason=self.reason,
        )

    def _log(self, body):
        """Note it in the chatter of the customer or the group."""
        # sudo: whoever may give an extra limit leaves a note of it
        (self.customer_id or self.group_id).sudo()._message_log(body=body)

    @api.model
    def _sum_in_force(self, holders, company, day=None):
        """Return {id: extra limit in company currency} of customers or of groups, on a day.

        What a branch's holders have in the company above counts in the branch too.

        :param holders: customers (commercial entities) or debtor groups
        :param day: empty: today
        """
        field = "customer_id" if holders._name == "res.partner" else "group_id"
        # sudo: limits bind whoever confirms a document
        groups = self.sudo()._read_group(
            Domain(field, "in", holders.ids)
            & Domain("company_id", "in", company.sudo().parent_ids.ids)
            & Domain("date_end", ">=", day or fields.Date.context_today(self)),
            [field],
            ["amount:sum"],
        )
        return {holder.id: amount for holder, amount in groups}
