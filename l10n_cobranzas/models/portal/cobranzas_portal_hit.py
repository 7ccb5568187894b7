import ipaddress
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL, hmac

SCOPE = "l10n_cobranzas.portal.address"
#: what is counted is that of the last so many minutes
MINUTES = 10
#: requests within them by one link, and from one address (an office has many people behind one)
MOST_BY_LINK = 600
MOST_BY_ADDRESS = 3000
#: wrong links from one address: right ones are let in from there all the same
MOST_WRONG = 30
#: days after which hits are only a number on their link
KEPT_DAYS = 1


class CobranzasPortalHit(models.Model):
    """A request to the page of debtors: by them visits are counted and their rate is limited.

    Rows are only ever added: visitors who come at once don't wait for each other. Of where they
    come from only a keyed hash is kept.
    """

    _name = "cobranzas.portal.hit"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Request to a Debtor's Page"
    _log_access = False

    link_id = fields.Many2one("cobranzas.portal.link", ondelete="cascade", index="btree_not_null")
    address = fields.Char(required=True)
    date = fields.Datetime(required=True)
    is_visit = fields.Boolean(help="The page itself was opened, not what it links to.")
    is_wrong = fields.Boolean(help="There is no such link, or it is no longer valid.")

    _address_date = models.Index("(address, date)")

    @api.model
    def _hash_address(self, address):
        """Return the hash of a network address; of IPv6 that of the network it is in."""
        try:
            known = ipaddress.ip_address(address or "")
        except ValueError:
            known = ipaddress.ip_address("0.0.0.0")
        if known.version == 6:
            known = ipaddress.ip_network((known, 64), strict=False)
        # sudo: the database's secret, used and not told
        return hmac(self.env(su=True), SCOPE, str(known))[:32]

    @api.model
    def _admit(self, address, link=None, visit=False):
        """Note a request and tell whether there were not too many of late.

        In a transaction of its own: what the request does may fail, this counts all the same. Too
        many are not noted any more.

        :param address: of the visitor, as the server knows it
        :param link: empty for a request in My Account, None when the link was wrong
        """
        with self.env.registry.cursor() as cr:
            # sudo: visitors have no right to the table, and only this writes to it
            hits = self.with_env(api.Environment(cr, SUPERUSER_ID, {}))
            return hits._admit_row(hits._hash_address(address), link, visit)

    @api.model
    def _admit_row(self, address, link, visit):
        wrong = link is None
        link_id = link.id if link else None
        since = fields.Datetime.now() - timedelta(minutes=MINUTES)
        self.env.cr.execute(
            SQL(
                """SELECT count(*) FILTER (WHERE address = %(address)s AND is_wrong),
                          count(*) FILTER (WHERE address = %(address)s),
                          count(*) FILTER (WHERE link_id = %(link)s)
                     FROM cobranzas_portal_hit
                    WHERE date >= %(since)s AND (address = %(address)s OR link_id = %(link)s)""",
                address=address,
                link=link_id,
                since=since,
            )
        )
        by_wrong, by_address, by_link = self.env.cr.fetchone()
        if wrong and by_wrong >= MOST_WRONG:
            return False
        if by_address >= MOST_BY_ADDRESS or by_link >= MOST_BY_LINK:
            return False
        self.create(
            {
                "address": address,
                "link_id": link_id,
                "date": fields.Datetime.now(),
                "is_visit": visit and bool(link_id),
                "is_wrong": wrong,
            }
        )
        return True

    @api.autovacuum
    def _gc_hits(self):
        """Add the visits of past days to their links, and delete the rows."""
        limit = fields.Datetime.now() - timedelta(days=KEPT_DAYS)
        old = self.search([("date", "<", limit)])
        visits = old.filtered("is_visit")
        for link, rows in visits.grouped("link_id").items():
            link.kept_count += len(rows)
            link.kept_visit = max(rows.mapped("date") + [link.kept_visit or rows[0].date])
        old.unlink()
