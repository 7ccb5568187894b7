from odoo import models
from odoo.fields import Command


class CobranzasStatementRun(models.Model):
    """The addresses of statements: only those of the customers."""

    _inherit = "cobranzas.statement.run"

    def _prepare_recipient_vals(self, partners):
        """Return what a line notes of its recipients."""
        return {
            "recipient_ids": [Command.set(partners.ids)],
            "email_to": ", ".join(partners.mapped("email_normalized")) or False,
        }

    def _find_recipients(self, owners):
        """Return {owner: (recipients, reason when there are none)}, in a fixed number of queries.

        A statement goes to the invoice addresses of the customer, else to the customer; that of
        a debtor group to each of its members so.

        :param owners: customers and debtor groups
        """
        customers = {owner: owner._cobranzas_get_statement_customers() for owner in owners}
        everyone = self.env["res.partner"].union(*customers.values())
        contacts = self.env["res.partner"].search(
            [
                ("parent_id", "in", everyone.ids),
                ("type", "=", "invoice"),
                ("email_normalized", "!=", False),
            ]
        )
        (everyone | contacts).mapped("is_blacklisted")  # of all together
        by_customer = contacts.grouped("parent_id")
        return {
            owner: self._choose_recipients(owner, found, by_customer)
            for owner, found in customers.items()
        }

    def _choose_recipients(self, owner, customers, contacts):
        """Return the recipients of one statement, and a sentence when there are none."""
        chosen, reason, seen = self.env["res.partner"], False, set()
        for customer in customers:
            partners, reason = self._filter_recipients(customer, contacts.get(customer, customer))
            for partner in partners:
                if partner.email_normalized not in seen:
                    seen.add(partner.email_normalized)
                    chosen |= partner
        if chosen:
            return chosen, False
        return chosen, owner._cobranzas_get_no_recipient_reason(reason)

    def _filter_recipients(self, customer, partners):
        """Return the ``partners`` that may get e-mails, and the reason when none may."""
        valid = partners.filtered("email_normalized")
        allowed = valid.filtered(lambda partner: not partner.is_blacklisted)
        if customer.active and allowed:
            return allowed, False
        if not customer.active:
            reason = self.env._("The customer is archived.")
        elif valid:
            reason = self.env._(
                "%(email)s asked for no more e-mails (it is blacklisted).",
                email=valid[:1].email_normalized,
            )
        elif customer.email:
            reason = self.env._(
                "%(email)s is not an e-mail address: correct it on the customer.",
                email=customer.email,
            )
        else:
            reason = self.env._("No e-mail address: enter one on the customer.")
        return self.env["res.partner"], reason
