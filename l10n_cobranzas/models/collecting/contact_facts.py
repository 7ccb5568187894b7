import datetime

from odoo import models
from odoo.fields import Domain

from ...engine.contact import Contact
from .debtor_page_rows import fetch_as_json, select_rows

#: what was contacted longer ago than this counts for no rule: two weeks and the longest gap
DAYS_BEFORE = 75


class ResPartner(models.Model):
    """What the answer to whether debtors may be contacted is made of, by one query (COL-05)."""

    _inherit = "res.partner"

    def _cobranzas_read_contact_facts(self, company, at, without):
        """Return the fields of the gate's ``Known`` that are read of these debtors, by name.

        :param at: naive, in UTC
        :param without: rows of the log that don't count
        """
        read = fetch_as_json(
            self.env,
            {
                "contacts": self._cobranzas_get_contacts_sql(company, at, without),
                "permissions": self._cobranzas_get_permissions_sql(),
                **company._cobranzas_get_holidays_sql(at),
            },
        )
        return {
            "contacts": self._cobranzas_sort_contacts(read["contacts"]),
            "permissions": self._cobranzas_sort_permissions(read["permissions"]),
            "holidays": company._cobranzas_list_holidays(at, read["leaves"], read["calendar"]),
        }

    def _cobranzas_get_contacts_sql(self, company, at, without):
        """Return the SELECT of the contacts made lately with the debtors or with their groups.

        A row that was corrected counts as its correction says.
        """
        since = at - datetime.timedelta(days=DAYS_BEFORE)
        groups = self.cobranzas_group_id
        return select_rows(
            self.env["cobranzas.contact.log"],
            (Domain("partner_id", "in", self.ids) | Domain("debtor_group_id", "in", groups.ids))
            & Domain("company_id", "child_of", company.root_id.id)
            & Domain("direction", "=", "out")
            & Domain("date", ">=", since)
            & Domain("correction_ids", "=", False)
            & Domain("annuls", "=", False)
            & Domain("id", "not in", without.ids if without else []),
            {
                "partner_id": "partner_id",
                "group_id": "debtor_group_id",
                "date": "date",
                "channel": "channel",
                "reached": "reached",
            },
            order="id",
        )

    def _cobranzas_get_permissions_sql(self):
        """Return the SELECT of what the debtors said of channels."""
        return select_rows(
            self.env["cobranzas.contact.permission"],
            Domain("customer_id", "in", self.ids),
            {"customer_id": "customer_id", "channel": "channel", "state": "state"},
            order="id",
        )

    def _cobranzas_read_permissions(self):
        """Return {debtor's id: {channel: state}} of what the debtors said of channels."""
        read = fetch_as_json(self.env, {"permissions": self._cobranzas_get_permissions_sql()})
        return self._cobranzas_sort_permissions(read["permissions"])

    def _cobranzas_sort_permissions(self, rows):
        found = {}
        for row in rows:
            found.setdefault(row["customer_id"], {})[row["channel"]] = row["state"]
        return found

    def _cobranzas_sort_contacts(self, rows):
        """Return {debtor's id: [``Contact``]} of rows of the log: a group's is of each member."""
        members, found = self.grouped("cobranzas_group_id"), {}
        members = {group.id: debtors for group, debtors in members.items() if group}
        for row in rows:
            contact = Contact(
                datetime.datetime.fromisoformat(row["date"]), row["channel"], bool(row["reached"])
            )
            group = members.get(row["group_id"], ())
            for debtor in {row["partner_id"] or False, *(each.id for each in group)}:
                found.setdefault(debtor, []).append(contact)
        return found
