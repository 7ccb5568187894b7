import re

from odoo import api, models
from odoo.fields import Domain

from ..ledger.client_values import read_text

MOST = 8  # of each kind
DIGITS = 6  # of a text with as many, a phone number may be meant


class CobranzasDebtorPage(models.AbstractModel):
    """Finds the debtor to show: by name, tax id, phone, e-mail, document (COL-07)."""

    _inherit = "cobranzas.debtor.page"

    @api.model
    @api.readonly
    def find_debtors(self, text):
        """Return the debtors that a text may mean, groups first: model, id, name and detail.

        A collector finds their own debtors. The text is part of the name of a debtor or of one of
        its people, of a tax id, a phone number or an e-mail address, or the number of a document.

        :raises AccessError: for who may not read the ledger of customers
        :raises UserError: for what is no text
        """
        self.env["cobranzas.open.item"].check_access("read")
        text = read_text(self.env, text).strip()
        if not text:
            return []
        return [*self._find_groups(text), *self._find_customers(text)]

    @api.model
    def _find_groups(self, text):
        groups = self.env["cobranzas.debtor.group"].search(
            Domain("name", "ilike", text) & self._get_own_domain("member_ids.partner_id."),
            limit=MOST,
        )
        label = self.env._("Debtor group")
        return [
            {"model": group._name, "id": group.id, "name": group.name, "detail": label}
            for group in groups
        ]

    @api.model
    def _find_customers(self, text):
        partners = self.env["res.partner"].search(
            self._get_text_domain(text) & self._get_own_domain(""), limit=MOST * 3
        )
        customers = partners.commercial_partner_id._filtered_access("read")[:MOST]
        return [
            {
                "model": "res.partner",
                "id": customer.id,
                "name": customer.display_name,
                "detail": " · ".join(part for part in (customer.vat, customer.phone) if part),
            }
            for customer in customers
        ]

    @api.model
    def _get_text_domain(self, text):
        domain = Domain.OR(
            Domain(name, "ilike", text) for name in ("complete_name", "vat", "email", "ref")
        )
        digits = re.sub(r"\D", "", text)
        if len(digits) >= DIGITS and not re.search(r"[^\d\s()+.-]", text):
            domain |= Domain("phone_mobile_search", "ilike", text)
        return domain | self._get_document_domain(text)

    @api.model
    def _get_document_domain(self, text):
        items = self.env["cobranzas.open.item"]
        found = items.search_fetch(
            Domain("move_id.name", "=ilike", text), ["partner_id"], limit=MOST
        )
        return Domain("id", "in", found.partner_id.ids)

    @api.model
    def _get_own_domain(self, path):
        """Return the domain of the debtors that the user collects from, by a path to them."""
        user = self.env.user
        if user._cobranzas_sees_all_debtors():
            return Domain.TRUE
        field = f"{path}commercial_partner_id.cobranzas_collector_id.acting_user_ids"
        return Domain(field, "in", user.ids)
