from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


@dataclass
class Debts:
    """What the visitor's customers owe in one currency: all of it, and what of it is overdue."""

    total: float = 0.0
    overdue: float = 0.0


class CobranzasPortalAsk(models.AbstractModel):
    """What promises, disputes, transfers and messages of a debtor's page share (COL-09).

    ``access`` is who visits the page: its ``env`` (superuser), ``customers`` (whose debts the
    visitor may see), ``debtor`` (customer or debtor group), ``visitor`` and ``company``.
    """

    _name = "cobranzas.portal.ask"
    _description = "What Debtors Send by Their Page"

    @api.model
    def _get_env(self, access):
        """Return the environment of the visit with the clock of the company."""
        reader = access.env["cobranzas.notice.reader"]
        return reader._at_company(access.company).env

    @api.model
    def _check_on(self, access, setting):
        """Raise ``UserError`` for what the company does not offer."""
        if not access.company[setting]:
            raise UserError(self.env._("The company does not offer this on its page."))

    @api.model
    def _get_debts_domain(self, access):
        return self.env["cobranzas.promise"]._get_debts_domain(access.customers, access.company)

    @api.model
    def _choose_debts(self, access, ids):
        """Return those of the items that are open debts of the visitor's customers, by due date."""
        domain = self._get_debts_domain(access) & Domain("id", "in", list(ids))
        # the visit's environment is the superuser's: the domain narrows it to the customers
        return access.env["account.move.line"].search(domain, order="date_maturity, date, id")

    @api.model
    def _find_debts(self, access, ids):
        """Return the debts chosen, those due first.

        :raises UserError: when one is none: another's, paid, or no debt
        """
        items = self._choose_debts(access, ids)
        if len(items) != len(set(ids)):
            raise UserError(
                self.env._("One of the documents is not owed any more: load the page again.")
            )
        return items

    @api.model
    def _sum_debts(self, access):
        """Return {currency: ``Debts``} of the visitor's customers, by two queries."""
        items, found = access.env["account.move.line"], {}
        today = fields.Date.context_today(self.with_env(self._get_env(access)))
        domain = self._get_debts_domain(access)
        for currency, total in self._sum_by_currency(items, domain):
            found[currency] = Debts(total)
        overdue = domain & Domain("date_maturity", "<", today)
        for currency, amount in self._sum_by_currency(items, overdue):
            found[currency].overdue = amount
        return found

    @api.model
    def _sum_by_currency(self, items, domain):
        return items._read_group(domain, ["currency_id"], ["amount_residual_currency:sum"])

    @api.model
    def _get_customer(self, access, items):
        """Return the customer that what is sent is about: that of the documents chosen."""
        return (items.partner_id.commercial_partner_id or access.customers)[:1]

    @api.model
    def _get_group(self, access):
        """Return the debtor group of the visit, empty for a customer's."""
        groups = access.env["cobranzas.debtor.group"]
        return access.debtor if access.debtor._name == groups._name else groups

    @api.model
    def _get_responsible(self, customer, company):
        """Return the user who sees to what a customer sends.

        Who collects from it, whom the settings name, the salesperson, or a cashier.
        """
        collecting = customer.cobranzas_collector_id.acting_user_ids
        chosen = (
            collecting.filtered("active")[:1]
            or company.cobranzas_portal_user_id
            or customer.user_id
        )
        if chosen:
            return chosen
        cashiers = self.env.ref("l10n_cobranzas.group_cobranzas_cashier")
        return self.env["res.users"].search(
            [
                ("all_group_ids", "in", cashiers.ids),
                ("company_ids", "in", company.ids),
                ("share", "=", False),
            ],
            order="id",
            limit=1,
        ) or self.env.user

    @api.model
    def _log(self, access, customer, note):
        """Add to the log of contacts that the debtor sent something by its page."""
        visitor = access.visitor
        return access.env["cobranzas.contact.log"]._cobranzas_log(
            [
                {
                    "partner_id": customer.id,
                    "contact_id": visitor.id if visitor != customer else False,
                    "debtor_group_id": self._get_group(access).id,
                    "company_id": access.company.id,
                    "channel": "portal",
                    "direction": "in",
                    "reached": True,
                    "note": note,
                }
            ]
        )
