import re
import secrets

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import consteq, hmac

STATES = [("active", "Active"), ("expired", "Expired"), ("revoked", "Revoked")]
ORIGINS = [
    ("manual", "By Hand"),
    ("notice", "Notice"),
    ("statement", "Statement"),
    ("receipt", "Receipt"),
]
#: scope of the signature: no other use of the database's secret makes the same
SCOPE = "l10n_cobranzas.portal.link"
#: 128 random bits, and as many of their signature
HALF = 32
TOKEN = re.compile(rf"[0-9a-f]{{{2 * HALF}}}", re.ASCII)


class CobranzasPortalLink(models.Model):
    """A link by which one contact of a debtor opens the debtor's page without login (COL-09).

    The address holds random bits and their signature, nothing that tells whose it is. It is
    computed each time: an export of the table alone opens no page.
    """

    _name = "cobranzas.portal.link"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Link to a Debtor's Page"
    _order = "id desc"

    partner_id = fields.Many2one(
        "res.partner", string="Debtor", ondelete="cascade", index="btree_not_null", readonly=True
    )
    group_id = fields.Many2one(
        "cobranzas.debtor.group",
        string="Debtor Group",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
    )
    contact_id = fields.Many2one(
        "res.partner",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
        help="Who gets the link: what is done by it is noted as done by this contact.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, ondelete="cascade", index=True, readonly=True
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        compute="_compute_lang",
        compute_sudo=True,
    )
    origin = fields.Selection(ORIGINS, required=True, default="manual", readonly=True)
    date_expiry = fields.Date(string="Valid until", required=True, readonly=True)
    revoked_date = fields.Datetime(string="Revoked on", readonly=True)
    nonce = fields.Char(groups=fields.NO_ACCESS, copy=False)
    state = fields.Selection(STATES, compute="_compute_state", search="_search_state")
    hit_ids = fields.One2many("cobranzas.portal.hit", "link_id", groups=fields.NO_ACCESS)
    kept_count = fields.Integer(groups=fields.NO_ACCESS)
    kept_visit = fields.Datetime(groups=fields.NO_ACCESS)
    visit_count = fields.Integer(
        string="Visits", compute="_compute_visits", compute_sudo=True, help="How often opened."
    )
    last_visit = fields.Datetime(compute="_compute_visits", compute_sudo=True)
    url = fields.Char(
        string="Address",
        compute="_compute_url",
        compute_sudo=True,
        groups="l10n_cobranzas.group_cobranzas_collector",
    )

    _nonce_uniq = models.UniqueIndex("(nonce)")
    _of_one_debtor = models.Constraint(
        "CHECK ((partner_id IS NULL) != (group_id IS NULL))",
        "A link is of one debtor, or of one debtor group.",
    )

    @api.depends("partner_id", "group_id", "contact_id")
    def _compute_display_name(self):
        for link in self:
            link.display_name = f"{link._get_debtor().display_name} – {link.contact_id.name}"

    @api.depends("contact_id", "partner_id", "company_id")
    def _compute_lang(self):
        for link in self:
            langs = (link.contact_id.lang, link.partner_id.lang, link.company_id.partner_id.lang)
            link.lang = next(filter(None, langs), self.env.lang)

    @api.depends("date_expiry", "revoked_date", "company_id")
    def _compute_state(self):
        # sudo: which day it is for the companies of links that the user reads, no more
        today = {
            company: company._cobranzas_get_portal_today() for company in self.company_id.sudo()
        }
        for link in self:
            if link.revoked_date:
                link.state = "revoked"
            elif not link.date_expiry or link.date_expiry < today[link.company_id.sudo()]:
                link.state = "expired"
            else:
                link.state = "active"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: which day it is for each company, no more
        found = self.sudo()._read_group([], ["company_id"])
        companies = self.env["res.company"].sudo().concat(*(company for (company,) in found))
        current = Domain.OR(
            Domain("company_id", "in", each.ids) & Domain("date_expiry", ">=", day)
            for day, each in companies.grouped(
                lambda company: company._cobranzas_get_portal_today()
            ).items()
        )
        kept = Domain("revoked_date", "=", False)
        domains = {"active": kept & current, "expired": kept & ~current, "revoked": ~kept}
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("kept_count", "kept_visit", "hit_ids")
    def _compute_visits(self):
        rows = self.env["cobranzas.portal.hit"]._read_group(
            [("link_id", "in", self.ids), ("is_visit", "=", True)],
            ["link_id"],
            ["__count", "date:max"],
        )
        fresh = {link: (count, last) for link, count, last in rows}
        for link in self:
            count, last = fresh.get(link, (0, False))
            link.visit_count = link.kept_count + count
            link.last_visit = last or link.kept_visit

    @api.depends("nonce", "date_expiry")
    def _compute_url(self):
        for link in self:
            link.url = link.nonce and f"{link.get_base_url()}/statement/{link._get_token()}"

    # ------------------------------------------------------------------
    # Token
    # ------------------------------------------------------------------

    @api.model
    def _make_nonce(self):
        """Return random bits that nobody can guess."""
        return secrets.token_hex(HALF // 2)

    def _get_signature(self):
        """Return the signature of the link's id and last day."""
        # sudo: the database's secret, used and not told
        message = (self.id, str(self.date_expiry))
        return hmac(self.env(su=True), SCOPE, message)[:HALF]

    def _get_token(self):
        """Return what stands in the address."""
        self.ensure_one()
        return f"{self.sudo().nonce}{self._get_signature()}"  # sudo: readers may copy the address

    @api.model
    def _find(self, token):
        """Return the link (as superuser) whose token this is while it is valid, else none.

        The same is computed and compared for every token of the right form, whether there is such
        a link or not. Requirement COL-09.
        """
        links = self.sudo()  # sudo: whoever holds the token is let in by it; nothing else is told
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            return links.browse()
        link = links.search([("nonce", "=", token[:HALF])], limit=1)
        genuine = consteq(link._get_signature(), token[HALF:])
        return link if genuine and link and link._is_valid() else links.browse()

    def _is_valid(self):
        """Tell whether the link opens the page: in time, not revoked, its contact the debtor's."""
        self.ensure_one()
        return (
            self.state == "active"
            and self.company_id.active
            and self.company_id.cobranzas_portal_active
            and self.contact_id.active
            and self._is_of_debtor(self.contact_id)
        )

    def _is_of_debtor(self, contact):
        """Tell whether somebody is a contact of the debtor, or of a member of the group."""
        customers = self._get_customers()
        return contact.commercial_partner_id in customers or contact.parent_id in customers

    def _get_debtor(self):
        """Return the debtor or the debtor group that the link is of."""
        self.ensure_one()
        return self.group_id or self.partner_id

    def _get_customers(self):
        """Return the commercial partners whose debts the link shows."""
        self.ensure_one()
        if self.group_id:
            return self.group_id._get_customers() if self.group_id.active else self.partner_id
        return self.partner_id.commercial_partner_id

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_revoke(self):
        """Close the links for good: whoever opens them finds nothing (COL-09).

        Links that were revoked keep their date. Raises ``AccessError`` for links that the user
        doesn't see or without the right to collect.
        """
        self._check_collects()
        # sudo: of the link nothing else can be changed, by nobody
        open_ones = self.sudo().filtered(lambda link: not link.revoked_date)
        open_ones.write({"revoked_date": fields.Datetime.now()})
        return True
