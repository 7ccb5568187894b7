from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain


class CobranzasPortalLink(models.Model):
    """Links made for many debtors and contacts at once."""

    _inherit = "cobranzas.portal.link"

    @api.model
    def _get_links(self, wanted, company, origin="manual"):
        """Return {(debtor, contact): link}, for a batch in a fixed number of queries (COL-09).

        A link that is valid for at least half of its days more is used again. Who may see the
        debtors was checked by the caller, who may read them.

        :param wanted: [(partner or debtor group, contact)]
        :return: empty when the company has no page for debtors
        """
        # sudo: the setting of the company that sends
        if not wanted or not company.sudo().cobranzas_portal_active:
            return {}
        for name in {debtor._name for debtor, _contact in wanted}:
            ids = {debtor.id for debtor, _contact in wanted if debtor._name == name}
            self.env[name].browse(ids).check_access("read")
        # sudo: links are made by this method alone, for debtors whom the user may read
        links = self.sudo().with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        keys = {(debtor, contact): links._get_key(debtor, contact) for debtor, contact in wanted}
        found = links._find_lasting(set(keys.values()), company.sudo())
        missing = [key for key in dict.fromkeys(keys.values()) if key not in found]
        made = links.create([links._prepare_vals(key, company.sudo(), origin) for key in missing])
        found.update(zip(missing, made, strict=True))
        return {pair: found[key].with_env(self.env) for pair, key in keys.items()}

    def _get_key(self, debtor, contact):
        """Return (partner's id, group's id, contact's id) of a link."""
        if debtor._name == "cobranzas.debtor.group":
            return (False, debtor.id, contact.id)
        # sudo: the id alone, of a debtor whom the caller may read
        return (debtor.sudo().commercial_partner_id.id, False, contact.id)

    def _find_lasting(self, keys, company):
        """Return {key: link} of the links that are there and will last."""
        days = company.cobranzas_portal_days // 2
        links = self.search_fetch(
            Domain("contact_id", "in", [contact for _partner, _group, contact in keys])
            & Domain("company_id", "=", company.id)
            & Domain("revoked_date", "=", False)
            & Domain("date_expiry", ">=", company._cobranzas_get_portal_today() + timedelta(days)),
            ["partner_id", "group_id", "contact_id", "date_expiry"],
            order="date_expiry, id",
        )
        found = {(link.partner_id.id, link.group_id.id, link.contact_id.id): link for link in links}
        return {key: link for key, link in found.items() if key in keys}

    def _prepare_vals(self, key, company, origin):
        partner_id, group_id, contact_id = key
        today = company._cobranzas_get_portal_today()
        return {
            "partner_id": partner_id,
            "group_id": group_id,
            "contact_id": contact_id,
            "company_id": company.id,
            "origin": origin,
            "date_expiry": today + timedelta(company.cobranzas_portal_days),
            "nonce": self._make_nonce(),
        }
