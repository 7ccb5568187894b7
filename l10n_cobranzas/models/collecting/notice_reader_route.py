from odoo import api, models
from odoo.tools import format_datetime


class CobranzasNoticeReader(models.AbstractModel):
    """By which channel a notice goes, to which address, and when the rules of contact allow it."""

    _inherit = "cobranzas.notice.reader"

    @api.model
    def _route(self, drafts, at):
        """Choose channel, address and moment of the drafts that have a step.

        The first channel that has an address, and by which the debtor may be contacted now or
        later, is taken. Never before a moment that the rules allow.
        """
        drafts = [draft for draft in drafts if draft.step_id]
        if not drafts:
            return
        used = {channel for draft in drafts for channel in draft.channels}
        customers = self.env["res.partner"].union(*(draft.customers for draft in drafts))
        answers = {
            channel: customers._cobranzas_contact_answers(channel, at) for channel in sorted(used)
        }
        run = self.env["cobranzas.statement.run"]
        emails = {}
        if "email" in used:
            emails = run._find_recipients([draft.debtor for draft in drafts])
        if used & {"sms", "whatsapp"}:
            customers.mapped("phone_sanitized_blacklisted")  # of all together
        for draft in drafts:
            self._choose_channel(draft, answers, emails, at)

    @api.model
    def _choose_channel(self, draft, answers, emails, at):
        reasons = []
        for channel in draft.channels:
            recipients, contacted, address, reason = self._find_address(draft, channel, emails)
            if not reason:
                moment, reason = self._find_moment(contacted, answers[channel], at)
                if moment:
                    draft.channel, draft.moment = channel, moment
                    draft.recipients, draft.contacted = recipients, contacted
                    draft.address, draft.reason = address, reason
                    break
            reasons.append(reason)
        draft.problem = " ".join(reasons)
        if not draft.channel:
            draft.reason = draft.problem

    @api.model
    def _find_moment(self, customers, answers, at):
        """Return when all of these customers may be contacted, and what they wait for.

        None, and the rule, when they may never.
        """
        refusals = [answers[customer] for customer in customers if not answers[customer]]
        if not refusals:
            return at, ""
        if any(answer.next_moment is None for answer in refusals):
            return None, next(each.rule for each in refusals if each.next_moment is None)
        last = max(refusals, key=lambda answer: answer.next_moment)
        return max(last.next_moment, at), self.env._("It waits: %(rule)s", rule=last.rule)

    @api.model
    def _find_address(self, draft, channel, emails):
        """Return recipients, the customers they stand for, the address, or why there is none."""
        none = self.env["res.partner"]
        if channel == "email":
            recipients, reason = emails[draft.debtor]
            wanted = recipients.commercial_partner_id & draft.customers
            address = ", ".join(recipients.mapped("email_normalized"))
            return recipients, wanted or draft.customers, address, reason
        find = self._find_street if channel == "letter" else self._find_number
        reason = ""
        for customer in draft.customers:
            address, reason = find(customer)
            if address:
                return customer, customer, address, ""
        return none, none, "", reason or self.env._("The debtor has no members to write to.")

    @api.model
    def _find_number(self, customer):
        """Return the phone number of a customer with its country's prefix, or why there is none."""
        number = customer.phone_sanitized
        if number and not customer.phone_sanitized_blacklisted:
            return number, ""
        if number:
            reason = self.env._("%(number)s asked for no more messages.", number=number)
        elif customer.phone:
            reason = self.env._(
                "%(number)s is not a phone number: correct it on the customer.",
                number=customer.phone,
            )
        else:
            reason = self.env._("No phone number: enter one on the customer.")
        return "", reason

    @api.model
    def _find_street(self, customer):
        """Return the postal address of a customer in one line, or why there is none."""
        if not customer.street:
            return "", self.env._("No postal address: enter the street on the customer.")
        lines = customer._display_address(without_company=True).splitlines()
        return ", ".join(line.strip() for line in lines if line.strip()), ""

    @api.model
    def _get_moment_text(self, company, moment):
        """Return a moment as people of the company read it."""
        return format_datetime(
            self.env, moment, tz=self._get_zone(company), dt_format="short"
        )
