from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..ledger.client_values import check_one

COLLECTORS = "l10n_cobranzas.group_cobranzas_collector"


class CobranzasDebtorFigures(models.AbstractModel):
    """The link to the page of a customer or debtor group, made by hand (COL-09)."""

    _inherit = "cobranzas.debtor.figures"

    cobranzas_has_portal = fields.Boolean(
        string="Has a Page",
        compute="_compute_cobranzas_has_portal",
        groups=COLLECTORS,
        help="The company has a page for debtors: links to it may be sent.",
    )

    @api.depends_context("company")
    def _compute_cobranzas_has_portal(self):
        self.cobranzas_has_portal = self.env.company.cobranzas_portal_active

    def action_cobranzas_payment_link(self):
        """Open the link to the debtor's page, to copy or send it; made when there is none.

        Of a contact: the link to its company's page that is the contact's own (COL-09). Raises
        ``UserError`` without the page for debtors, ``AccessError`` for another collector's debtor.
        """
        check_one(self)
        self.check_access("read")
        if not self.env.user.has_group(COLLECTORS):
            raise UserError(self.env._("The links of debtors are for who collects."))
        debtor, contact = self._get_cobranzas_link_pair()
        pair = (debtor, contact)
        company = self.env.company
        link = self.env["cobranzas.portal.link"]._get_links([pair], company).get(pair)
        if not link:
            raise UserError(
                self.env._(
                    "%(company)s has no page for debtors: a manager switches it on in Settings, "
                    "Collections.",
                    company=company.name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payment Link"),
            "res_model": link._name,
            "res_id": link.id,
            "views": [(self.env.ref("l10n_cobranzas.cobranzas_portal_link_view_send").id, "form")],
            "target": "new",
        }

    def action_cobranzas_open_links(self):
        """Open the links to the page of the debtor: who got them, how often they were opened."""
        check_one(self)
        self.check_access("read")
        xmlid = "l10n_cobranzas.cobranzas_portal_link_action"
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        name = "group_id" if self._name == "cobranzas.debtor.group" else "partner_id"
        debtor = self if name == "group_id" else self.commercial_partner_id
        return {**action, "domain": [(name, "=", debtor.id)], "context": {}}

    def _get_cobranzas_link_pair(self):
        """Return whose page it is, and who gets the link.

        Of a customer its first contact for invoices with an e-mail address, else itself.
        """
        customers = self._get_cobranzas_customers()[self]
        for customer in customers - customers._cobranzas_filter_own_debtors():
            raise AccessError(
                self.env._(
                    "%(customer)s is another collector's debtor.", customer=customer.display_name
                )
            )
        if not customers:
            raise UserError(self.env._("Add a customer to the debtor group first."))
        if self._name == "res.partner" and self != customers:
            return customers, self
        first = customers[0]
        contacts = first.child_ids.filtered(
            lambda contact: contact.type == "invoice" and contact.email_normalized
        )
        return (customers if self._name == "res.partner" else self), contacts[:1] or first
