"""Tokens that were changed, guessed, or made elsewhere open nothing (COL-09)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..lib.portal import COLLECTOR, PortalCommon


@tagged("post_install", "-at_install")
class TestLinkTampering(PortalCommon):
    def test_every_changed_character(self):
        link = self.link()
        token = link._get_token()
        self.assertEqual(self.Link._find(token), link)
        for place, letter in enumerate(token):
            other = "0" if letter != "0" else "1"
            wrong = token[:place] + other + token[place + 1 :]
            self.assertFalse(self.Link._find(wrong), place)

    def test_what_is_no_token(self):
        token = self.link()._get_token()
        for wrong in (
            None,
            False,
            0,
            1.5,
            [],
            {},
            b"0" * 64,
            "",
            " ",
            token[:-1],
            token + "0",
            f" {token}",
            f"{token}\n",
            token.upper() + " ",
            "\0" * 64,
            "٠" * 64,
            "' OR 1=1 --".ljust(64),
            "0" * 10**6,
        ):
            with self.subTest(repr(wrong)[:40]):
                self.assertFalse(self.Link._find(wrong))

    def test_of_another_link(self):
        first, second = self.link()._get_token(), self.link(contact=self.contact)._get_token()
        self.assertFalse(self.Link._find(first[:32] + second[32:]))

    def test_with_another_last_day(self):
        link = self.link()
        token = link._get_token()
        self.env.cr.execute(
            "UPDATE cobranzas_portal_link SET date_expiry = date_expiry + 1 WHERE id = %s",
            [link.id],
        )
        link.invalidate_recordset()
        self.assertFalse(self.Link._find(token))

    def test_of_another_database(self):
        token = self.link()._get_token()
        self.env["ir.config_parameter"].set_param("database.secret", "another")
        self.assertFalse(self.Link._find(token))

    def test_the_table_alone_opens_nothing(self):
        link = self.link()
        self.env.cr.execute("SELECT * FROM cobranzas_portal_link WHERE id = %s", [link.id])
        (row,) = self.env.cr.dictfetchall()
        self.assertNotIn(link._get_token(), str(row))
        self.assertNotIn(link._get_token()[32:], str(row))

    def test_nobody_reads_or_writes_what_makes_a_token(self):
        link = self.link()
        manager = self.make_user("gerente", "l10n_cobranzas.group_cobranzas_manager")
        mine = link.with_user(manager)
        self.assertTrue(mine.url)
        with self.assertRaises(AccessError):
            mine.read(["nonce"])
        with self.assertRaises(AccessError):
            mine.search([("nonce", "=like", "a%")])
        for vals in (
            {"nonce": "0" * 32},
            {"date_expiry": "2199-01-01"},
            {"revoked_date": False},
            {"partner_id": self.other_customer.id},
        ):
            with self.subTest(vals), self.assertRaises(AccessError):
                mine.write(vals)
        with self.assertRaises(AccessError):
            mine.create({"partner_id": self.customer.id, "contact_id": self.customer.id})
        with self.assertRaises(AccessError):
            mine.unlink()
        with self.assertRaises(AccessError):
            self.env["cobranzas.portal.hit"].with_user(manager).search([])

    def test_the_address_is_for_who_collects(self):
        link = self.link()
        reader = self.make_user("lectora", "account.group_account_readonly")
        self.assertEqual(link.with_user(reader).read(["state"])[0]["state"], "active")
        with self.assertRaises(AccessError):
            link.with_user(reader).read(["url"])
        with self.assertRaises(UserError):
            link.with_user(reader).action_send()
        other = self.make_user("otra", COLLECTOR)
        with self.assertRaises(AccessError):
            link.with_user(other).read(["state"])
