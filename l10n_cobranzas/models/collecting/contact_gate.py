from dataclasses import dataclass, field, replace

import pytz
from odoo import fields, models
from odoo.exceptions import UserError

from ...engine.contact import CHANNELS, Answer, Debtor, judge
from ...engine.zones import find_zone


@dataclass
class Known:
    """What was read of all the debtors at once."""

    rules: models.BaseModel
    holidays: frozenset
    contacts: dict
    permissions: dict
    chosen: dict = field(default_factory=dict)


class ResPartner(models.Model):
    """Whether a debtor may be contacted, in front of every channel (COL-05)."""

    _inherit = "res.partner"

    def _cobranzas_may_contact(self, channel, at=None):
        """Return the engine's ``Answer``: may the debtor be contacted by a channel at a moment?

        :param channel: one of the channels of the log
        :param at: naive, in UTC; None: now
        :raises UserError: for a channel that there is none of
        """
        self.ensure_one()
        return self._cobranzas_contact_answers(channel, at)[self]

    def _cobranzas_contact_answers(self, channel, at=None, without=None):
        """Return {partner: ``Answer``} for all of them, in a fixed number of queries.

        The answer of a contact is that of its commercial entity. The current company is who
        contacts; contacts that its branches made count too.

        :param without: rows of the log that don't count, as that which is being corrected
        """
        if channel not in CHANNELS:
            raise UserError(self.env._("%(value)s is no channel of contact.", value=channel))
        at = at or fields.Datetime.now()
        # sudo: only whether, by which rule and when a debtor may be contacted is told
        company, partners = self.env.company.sudo(), self.sudo()
        if not company.cobranzas_contact_active:
            return dict.fromkeys(self, Answer(True))
        debtors = partners.commercial_partner_id
        known = Known(
            self.env["cobranzas.contact.rule"]._get_in_force(company, at.date()),
            **debtors._cobranzas_read_contact_facts(company, at, without),
        )
        answers = {
            debtor.id: debtor._cobranzas_judge_contact(channel, at, company, known)
            for debtor in debtors
        }
        return {
            partner: answers.get(sudoed.commercial_partner_id.id, Answer(True))
            for partner, sudoed in zip(self, partners, strict=True)
        }

    def _cobranzas_judge_contact(self, channel, at, company, known):
        """Return the answer for one debtor, with its words."""
        self.ensure_one()
        row, rule = self._cobranzas_find_rule(channel, company, known)
        states = known.permissions.get(self.id, {})
        debtor = Debtor(
            self._cobranzas_get_zone(company),
            tuple(known.contacts.get(self.id, ())),
            known.holidays,
            frozenset(each for each, state in states.items() if state == "authorised"),
            frozenset(each for each, state in states.items() if state == "refused"),
        )
        answer = judge([rule] if rule else [], channel, at, debtor)
        if answer:
            return answer
        if answer.limit == "refused":
            words = self.env._("The debtor does not want to be contacted by this channel.")
        else:
            words = row._describe_limit(answer.limit)
        return replace(answer, rule=words)

    def _cobranzas_find_rule(self, channel, company, known):
        """Return the row that limits contacts with the debtor, and the engine's rule; or nones."""
        country = self.country_id or company.country_id
        state = self.state_id if self.state_id.country_id == country else self.state_id.browse()
        if (country, state) not in known.chosen:
            profile = company.cobranzas_contact_elsewhere == "profile"
            row = known.rules._find_for(country, state, channel, profile)
            known.chosen[country, state] = row, row._to_engine() if row else None
        row, rule = known.chosen[country, state]
        everyone = row.whom == "all" or company.cobranzas_contact_whom == "everyone"
        return (row, rule) if everyone or not self.is_company else (row.browse(), None)

    def _cobranzas_get_zone(self, company):
        """Return the debtor's time zone: of its state or country, else the company's."""
        country = self.country_id or company.country_id
        code = country.code or ""
        zones = tuple(pytz.country_timezones.get(code, ()))
        name = find_zone(code, self.state_id.code or "", self.tz or "", zones)
        return pytz.timezone(name or company.partner_id.tz or "UTC")
