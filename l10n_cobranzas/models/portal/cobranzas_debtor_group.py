from odoo import fields, models


class CobranzasDebtorGroup(models.Model):
    """A debtor group whose members may see and pay each other's debts (COL-09)."""

    _inherit = "cobranzas.debtor.group"

    portal_shared = fields.Boolean(
        string="Members See the Group",
        help="On the page for debtors, each member sees and may pay what the whole group owes.",
    )

    def _cobranzas_get_payment_url(self, company, contact=None, origin="manual"):
        """Return the address of the group's page for a contact of a member (COL-09).

        :param contact: who gets it; None: the first member
        :return: empty when the company has no page for debtors
        """
        self.ensure_one()
        contact = contact or self._get_customers()[:1]
        links = self.env["cobranzas.portal.link"]._get_links([(self, contact)], company, origin)
        return links[self, contact].sudo().url if links else ""  # sudo: the address alone
