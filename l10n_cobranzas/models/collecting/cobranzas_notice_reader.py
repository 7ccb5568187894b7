from odoo import api, fields, models
from odoo.fields import Domain

from ...engine.notices import Case, Item, Step, decide
from .notice_draft import NoticeDraft


class CobranzasNoticeReader(models.AbstractModel):
    """What each debtor gets today, and why not: of runs, of previews, and before sending (COL-05).

    It reads the debtors of a slice with the rights of the superuser, in a number of queries that
    does not depend on how many they are. Who shows what it says has checked who may see it.
    """

    _name = "cobranzas.notice.reader"
    _description = "Reader of Notices"

    @api.model
    def _read(self, company, debtors, at, notices=None):
        """Return {debtor: ``NoticeDraft``} of customers and debtor groups at a moment.

        :param company: one that is no branch; the documents of its branches are told too
        :param at: naive, in UTC
        :param notices: planned notices that are to be sent: their steps are not dealt with yet
        """
        if notices is None:
            notices = self.env["cobranzas.notice"]
        # sudo: notices tell of all that a debtor owes, whoever looks at the list of them
        reader = self.sudo().with_company(company)._at_company(company)
        customers = reader._get_customers(debtors)
        facts = reader._fetch_facts(company, customers, at, notices)
        plans = reader._get_plans(company)
        drafts = {
            debtor: reader._make_draft(company, debtor, found, plans, facts)
            for debtor, found in customers.items()
        }
        for notice in notices:
            draft = drafts.get(notice._get_debtor())
            if draft and notice.is_second:
                draft.channels = draft.channels[1:]
        reader._route(list(drafts.values()), at)
        return drafts

    @api.model
    def _get_today(self, company, at):
        """Return the day that it is in the company at a moment."""
        return fields.Datetime.context_timestamp(self._at_company(company), at).date()

    @api.model
    def _at_company(self, company):
        """Return the reader with the clock of a company, whoever asks: promises end by it too."""
        return self.with_context(tz=self._get_zone(company))

    @api.model
    def _get_zone(self, company):
        """Return the name of the time zone in which a company works."""
        return company.resource_calendar_id.tz or company.partner_id.tz or "UTC"

    # ------------------------------------------------------------------
    # Plans
    # ------------------------------------------------------------------

    @api.model
    def _get_plans(self, company):
        """Return the plans that a company uses, in order."""
        return self.env["cobranzas.notice.plan"].search(
            [("company_id", "in", (company.id, False))]
        )

    @api.model
    def _choose_plan(self, company, debtor, customers, plans):
        """Return the plan of a debtor: its own, else the first one whose conditions it meets."""
        for owner in dict.fromkeys([debtor, *customers]):
            chosen = owner.with_company(company).cobranzas_notice_plan_id
            if chosen in plans:
                return chosen
        return next((plan for plan in plans if plan._applies_to(customers)), plans.browse())

    @api.model
    def _get_customers(self, debtors):
        """Return {debtor: its customers that are not archived}, which are read together."""
        found = {}
        for name in ("res.partner", "cobranzas.debtor.group"):
            mine = self.env[name].browse([each.id for each in debtors if each._name == name])
            found |= mine._get_cobranzas_customers()
        everyone = self.env["res.partner"].union(*found.values()).ids
        return {
            debtor: customers.filtered("active").with_prefetch(everyone)
            for debtor, customers in found.items()
        }

    @api.model
    def _group_up(self, company, customers):
        """Return the debtors that customers make: themselves, or their groups, each once."""
        plans, debtors = self._get_plans(company), []
        whole = {
            group: plan.by_group
            for group, members in self._get_customers(customers.cobranzas_group_id).items()
            if (plan := self._choose_plan(company, group, members, plans))
        }
        for customer in customers:
            group = customer.cobranzas_group_id
            debtors.append(group if whole.get(group) else customer)
        return list(dict.fromkeys(debtors))

    # ------------------------------------------------------------------
    # Decision
    # ------------------------------------------------------------------

    @api.model
    def _make_draft(self, company, debtor, customers, plans, facts):
        plan = self._choose_plan(company, debtor, customers, plans)
        episode = facts.episodes.get(debtor, self.env["cobranzas.notice.episode"])
        rows = {row.id: row for each in customers for row in facts.items.get(each, ())}
        draft = NoticeDraft(debtor, customers, company, plan, episode, rows, None)
        if not plan:
            draft.reason = self.env._("No plan of notices applies to the debtor.")
            return draft
        draft.decision = decide(self._make_case(draft, facts))
        draft.reason = self._get_draft_reason(draft)
        if draft.step_id:
            step = self.env["cobranzas.notice.step"].browse(draft.step_id)
            draft.channels = tuple(filter(None, (step.channel, step.next_channel)))
            draft.documents = tuple(
                self._prepare_document(draft, told) for told in draft.decision.told
            )
        return draft

    @api.model
    def _prepare_document(self, draft, told):
        """Return the values of a notice's row for a document that it tells of."""
        row = draft.rows[told.key]
        return {
            "move_line_id": row.id,
            "name": row.name,
            "partner_id": row.partner_id.id,
            "date": row.date,
            "date_due": row.date_due,
            "days_overdue": told.days,
            "currency_id": row.currency_id.id,
            "amount": row.currency_id._cobranzas_from_minor_units(told.left),
            "amount_company": draft.company.currency_id._cobranzas_from_minor_units(told.worth),
            "step_id": told.step,
        }

    @api.model
    def _make_case(self, draft, facts):
        """Return the engine's case of a debtor: amounts in minor units, credits by purse."""
        items, credits, pools = [], {}, {}
        for row in draft.rows.values():
            purse = self._get_purse(draft, row.partner_id, row.currency_id)
            units = row.currency_id._cobranzas_to_minor_units(row.residual_currency)
            if units < 0:
                credits[purse] = credits.get(purse, 0) - units
            elif units:
                items.append(self._make_item(row, purse, units, facts))
        for customer in draft.customers:
            for currency, covers in facts.pools.get(customer, {}).items():
                pool = pools.setdefault(self._get_purse(draft, customer, currency), {})
                for kind, units in covers.items():
                    pool[kind] = pool.get(kind, 0) + units
        to_units = draft.company.currency_id._cobranzas_to_minor_units
        return Case(
            today=facts.today,
            items=items,
            steps=[
                Step(step.id, step.days, to_units(step.amount_min)) for step in draft.plan.step_ids
            ],
            credits=credits,
            pools=pools,
            minimum=to_units(draft.plan.amount_min),
            done=facts.told,
            recent=self._get_recent_steps(draft, facts),
            stop="reply" if any(draft.customers.mapped("cobranzas_reply_unread")) else "",
        )

    @api.model
    def _get_recent_steps(self, draft, facts):
        """Return the ids of the steps that the debtor got too lately to get them again."""
        days = draft.plan.days_between
        passed = facts.recent.get(draft.debtor, {})
        return {step for step, since in passed.items() if since < days}

    @api.model
    def _make_item(self, row, purse, units, facts):
        worth = row.company_currency_id._cobranzas_to_minor_units(row.residual)
        return Item(
            key=row.id,
            purse=purse,
            due=row.date_due,
            owed=units,
            worth=max(worth, 0),
            covered=facts.covers.get(row.id, {}),
            at_agency=row.id in facts.at_agency,
            fresh_until=facts.fresh.get(row.id),
        )

    @api.model
    def _get_purse(self, draft, customer, currency):
        """Return within what credits pay debts: the group's where it shares them."""
        group = draft.debtor if draft.debtor._name == "cobranzas.debtor.group" else None
        owner = group if group and group.allocate_across else customer
        return owner, currency

    @api.model
    def _get_draft_reason(self, draft):
        """Return in words why a debtor gets no notice; empty when it gets one."""
        reason = draft.decision.reason
        if not draft.customers:
            return self.env._("The debtor is archived.")
        if not any(row.residual_currency > 0 for row in draft.rows.values()):
            return self.env._("Nothing is owed any more.")
        if reason == "recent":
            days = draft.plan.days_between
            return self.env._("The same step went out less than %(days)s days ago.", days=days)
        return self._get_reason(reason)

    @api.model
    def _get_reason(self, key):
        """Return in words why a debtor gets no notice; empty for none."""
        return {
            "": "",
            "early": self.env._("Nothing to tell of yet."),
            "credit": self.env._("Credits not applied yet cover what is due."),
            "agency": self.env._("An outside agency collects it."),
            "fresh": self.env._("A dispute was rejected: there is time until its new date."),
            "disputed": self.env._("What is due is disputed."),
            "promised": self.env._("What is due is promised, and the promise is in time."),
            "cheque": self.env._("A cheque in hand covers what is due."),
            "online": self.env._("An online payment that is pending covers what is due."),
            "minimum": self.env._("It comes to less than the least amount."),
            "done": self.env._("The step was dealt with already."),
            "reply": self.env._("The debtor answered, and nobody has read it."),
        }[key]

    @api.model
    def _get_owed_domain(self, company):
        """Return which open items count: those with a balance in both currencies."""
        return (
            Domain("company_id", "child_of", company.id)
            & Domain("residual_currency", "!=", 0)
            & Domain("residual", "!=", 0)
        )
