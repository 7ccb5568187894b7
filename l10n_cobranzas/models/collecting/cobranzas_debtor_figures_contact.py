from odoo import fields, models
from odoo.fields import Domain

from ..ledger.client_values import check_one
from .contact_partner import READERS


class CobranzasDebtorFigures(models.AbstractModel):
    """Contacts with a debtor: logged from its form and page, listed, exported (COL-04)."""

    _inherit = "cobranzas.debtor.figures"

    cobranzas_contact_count = fields.Integer(
        string="Contacts Logged", compute="_compute_cobranzas_contact_count", groups=READERS
    )

    def _compute_cobranzas_contact_count(self):
        owners = self._get_cobranzas_customers()
        ids = [customer.id for customers in owners.values() for customer in customers]
        counts = dict(
            self.env["cobranzas.contact.log"]._read_group(
                Domain("partner_id", "in", ids), ["partner_id"], ["__count"]
            )
        )
        for debtor in self:
            debtor.cobranzas_contact_count = sum(
                counts.get(customer, 0) for customer in owners.get(debtor, ())
            )

    def _get_cobranzas_contacts_domain(self):
        """Return the domain of the contacts with the debtors."""
        owners = self._get_cobranzas_customers().values()
        return Domain("partner_id", "in", [one.id for customers in owners for one in customers])

    def action_cobranzas_log_contact(self):
        """Open the dialog that logs a contact with the debtor.

        The context may bring defaults, as ``default_channel``.
        """
        check_one(self)
        self.check_access("read")
        customers = self._get_cobranzas_customers()[self]
        person = self.id if self._name == "res.partner" and self != customers else False
        defaults = {
            "default_partner_id": customers[:1].id,
            "default_contact_id": person,
            "default_debtor_group_id": self.id if self._name != "res.partner" else False,
        }
        context = self.env.context
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log Contact"),
            "res_model": "cobranzas.contact.log.new",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                **{key: context[key] for key in context if key.startswith("default_")},
                **defaults,
            },
        }

    def action_cobranzas_open_contacts(self):
        """Open the log of the contacts with the debtor."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "l10n_cobranzas.cobranzas_contact_log_action"
        )
        return {**action, "domain": list(self._get_cobranzas_contacts_domain()), "context": {}}
