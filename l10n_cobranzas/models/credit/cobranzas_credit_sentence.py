from odoo import api, models
from odoo.tools import formatLang
from odoo.tools.misc import format_date

SHOWN = 5  # late documents named in a sentence; the panel lists all


class CobranzasCreditSentence(models.AbstractModel):
    """Words for what credit control decided: one sentence for each reason (CRE-03, CRE-04)."""

    _name = "cobranzas.credit.sentence"
    _description = "Words of Credit Control"

    @api.model
    def _describe(self, decision, company):
        """Return the reasons of a decision as sentences, the worst first."""
        return [self._describe_reason(decision, each, company) for each in decision.reasons]

    @api.model
    def _describe_reason(self, decision, reason, company):
        """Return one reason in one sentence, with its figures."""
        describe = self._get_describers().get(reason.rule)
        values = self._prepare_values(decision, reason, company)
        return describe(values) if describe else self.env._("Refused by a rule of credit control.")

    def _prepare_values(self, decision, reason, company):
        """Return what the sentences are made of: amounts in the company's currency, formatted."""
        standing = decision.standing
        holder = getattr(standing, reason.holder)
        return {
            "holder": holder.name,
            "threshold": self._format(reason.threshold, company),
            "days": reason.threshold,
            "value": self._format(reason.value, company),
            "count": reason.value,
            "excess": self._format(reason.excess, company),
            "amount": self._format(decision.request.amount, company),
            "debts": self._list_debts(reason.debts, company),
            "block": next((b.reason for b in standing.blocks if b.id == reason.source), ""),
            "expired": format_date(self.env, holder.limit.expires) if holder.limit.expires else "",
        }

    @api.model
    def _format(self, units, company):
        currency = company.currency_id
        amount = currency._cobranzas_from_minor_units(units)
        return formatLang(self.env, amount, currency_obj=currency)

    @api.model
    def _list_debts(self, debts, company):
        """Name the first documents with what is left of them and when it was due."""
        named = [
            self.env._(
                "%(document)s %(amount)s (due %(date)s)",
                document=debt.name,
                amount=self._format(debt.amount, company),
                date=format_date(self.env, debt.due),
            )
            for debt in debts[:SHOWN]
        ]
        if len(debts) > SHOWN:
            named.append(self.env._("%(count)s more", count=len(debts) - SHOWN))
        return ", ".join(named)

    def _get_describers(self):
        """Return {rule: function of the values to its sentence}. To extend with a rule."""
        return {
            "limit": self._describe_limit,
            "limit_expired": self._describe_expired,
            "days": self._describe_days,
            "cash": self._describe_cash,
            "overdue_amount": self._describe_overdue,
            "share": self._describe_share,
            "document_amount": self._describe_document,
            "returned_check": self._describe_check,
            "blocked": self._describe_block,
            "broken_promise": self._describe_promise,
        }

    def _describe_limit(self, values):
        return self.env._(
            "%(holder)s has a credit limit of %(threshold)s; with this document of %(amount)s it "
            "would owe %(value)s, %(excess)s too much.",
            **values,
        )

    def _describe_expired(self, values):
        return self.env._("The credit limit of %(holder)s expired on %(expired)s.", **values)

    def _describe_days(self, values):
        return self.env._("%(holder)s has documents overdue beyond grace: %(debts)s.", **values)

    def _describe_cash(self, values):
        return self.env._("%(holder)s buys for cash and still owes %(value)s: %(debts)s.", **values)

    def _describe_overdue(self, values):
        return self.env._(
            "%(holder)s owes %(value)s beyond grace; up to %(threshold)s is allowed.", **values
        )

    def _describe_share(self, values):
        return self.env._(
            "%(holder)s would owe %(value)s; of its credit limit up to %(threshold)s may be used.",
            **values,
        )

    def _describe_document(self, values):
        return self.env._(
            "This document is of %(value)s; up to %(threshold)s is allowed.", **values
        )

    def _describe_check(self, values):
        return self.env._(
            "A cheque of %(holder)s was returned %(count)s days ago; no credit for %(days)s days.",
            **values,
        )

    def _describe_block(self, values):
        return self.env._("%(holder)s is blocked: %(block)s.", **values)

    def _describe_promise(self, values):
        return self.env._("%(holder)s broke %(count)s promises of payment.", **values)

    # ------------------------------------------------------------------
    # Ways out
    # ------------------------------------------------------------------

    @api.model
    def _describe_ways(self, decision, company):
        """Return [(kinds of its steps, one sentence)] for each way out, the cheapest first."""
        ways = []
        for way in decision.ways:
            words = [self._describe_step(decision, step, company) for step in way]
            ways.append((tuple(step.kind for step in way), "; ".join(words)))
        return ways

    def _describe_step(self, decision, step, company):
        amount = self._format(step.amount, company)
        holder = getattr(decision.standing, step.holder).name
        if step.kind == "collect":
            return self.env._(
                "collect %(amount)s: %(debts)s",
                amount=amount,
                debts=self._list_collected(step, company),
            )
        words = {
            "credit": self.env._("receive %(amount)s on account", amount=amount),
            "limit": self.env._(
                "raise the limit of %(holder)s to %(amount)s", holder=holder, amount=amount
            ),
            "unblock": self.env._("lift the block of %(holder)s", holder=holder),
            "override": self.env._("let it pass once, with a reason"),
        }
        return words[step.kind]

    def _list_collected(self, step, company):
        """Name the first documents of a step, each with what of it is to be collected."""
        named = [
            f"{debt.name} {self._format(units, company)}"
            for debt, units in zip(step.debts, step.amounts, strict=True)
        ]
        more = len(named) - SHOWN
        if more > 0:
            named[SHOWN:] = [self.env._("%(count)s more", count=more)]
        return ", ".join(named)
