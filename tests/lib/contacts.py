"""What tests of contacts with debtors share: a debtor of a country, moments, rows of the log."""

import datetime

import pytz
from odoo.fields import Command

from .common import CollectionsCommon
from .kept import kept


class ContactsCommon(CollectionsCommon):
    @classmethod
    @kept
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "America/Santiago"
        cls.chile = cls.make_debtor("Camila Soto", "cl")
        cls.log = cls.env["cobranzas.contact.log"]

    @classmethod
    def make_debtor(cls, name, country, state=False, **vals):
        """A person of a country, by the codes of the references to them."""
        return cls.env["res.partner"].create(
            {
                "name": name,
                "country_id": cls.env.ref(f"base.{country}").id,
                "state_id": state and cls.env.ref(f"base.state_{country}_{state}").id,
                **vals,
            }
        )

    @classmethod
    def make_user(cls, login, group, **vals):
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "email": f"{login}@example.com",
                "group_ids": [Command.set([cls.env.ref(group).id])],
                "company_ids": [Command.set(cls.company.ids)],
                "company_id": cls.company.id,
                **vals,
            }
        )

    @staticmethod
    def at(text, zone="America/Santiago"):
        """A moment in UTC, from what the clock of a zone shows."""
        here = pytz.timezone(zone).localize(datetime.datetime.fromisoformat(text))
        return here.astimezone(pytz.utc).replace(tzinfo=None)

    def add(self, partner, text, channel="call", zone="America/Santiago", **vals):
        """A row of the log at a moment of a zone's clock."""
        return self.log._cobranzas_log(
            [
                {
                    "partner_id": partner.id,
                    "channel": channel,
                    "date": self.at(text, zone),
                    **vals,
                }
            ]
        )

    def ask(self, partner, channel, text, zone="America/Santiago"):
        """(limit, next moment on the clock of the zone) of the gate; None when it is allowed."""
        answer = partner._cobranzas_may_contact(channel, self.at(text, zone))
        if answer:
            return None
        moment = answer.next_moment
        shown = moment and pytz.utc.localize(moment).astimezone(pytz.timezone(zone))
        return answer.limit, shown and shown.strftime("%Y-%m-%d %H:%M")

    def dialog(self, partner=None, user=None, **vals):
        """The dialog that logs a contact, at a lawful time of Chile unless said otherwise."""
        return (
            self.env["cobranzas.contact.log.new"]
            .with_user(user or self.env.user)
            .create(
                {
                    "partner_id": (partner or self.chile).id,
                    "date": self.at("2025-12-01 10:00"),
                    **vals,
                }
            )
        )
