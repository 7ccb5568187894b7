from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from psycopg2.errors import UniqueViolation

from ..ledger.client_values import read_text

#: what a debtor may send
KINDS = [
    ("promise", "Promise"),
    ("dispute", "Dispute"),
    ("advice", "Transfer"),
    ("ask", "Message"),
]
#: how long a form may be sent again and finds what it made
KEPT = timedelta(days=30)
MOST_KEY = 64


class CobranzasPortalSubmission(models.Model):
    """A form that a debtor sent from its page: sent twice, it acts once (COL-09)."""

    _name = "cobranzas.portal.submission"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Form Sent by a Debtor"
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade", index=True
    )
    visitor_id = fields.Many2one(
        "res.partner", required=True, readonly=True, ondelete="cascade", index=True
    )
    holder = fields.Char(
        required=True, readonly=True, help="Customer or debtor group: p12, g3. Limits are theirs."
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    key = fields.Char(required=True, readonly=True, help="Chosen by the page, new for each form.")
    digest = fields.Char(required=True, readonly=True, help="What was sent with the key.")
    answer = fields.Text(readonly=True, help="The sentence that the debtor was answered.")

    _key_unique = models.UniqueIndex("(company_id, visitor_id, kind, key)")
    _holder_idx = models.Index("(company_id, holder, kind, create_date)")

    @api.model
    def _once(self, access, kind, sent, make):
        """Act on a form, once for each key, and return the sentence to answer.

        :param sent: (key of the form, hash of its contents)
        :param make: makes it and returns the sentence; called once
        :raises UserError: for a form without key, one changed since it was sent, too many a day,
            and whatever ``make`` raises
        """
        key, digest = sent
        key = read_text(self.env, key)
        if not key or len(key) > MOST_KEY:
            raise UserError(self.env._("The page is incomplete: load it again."))
        # one at a time for a debtor: the second of two waits here, and is run again after
        self.env["cobranzas.credit.turn"]._take(
            access.customers, access.customers.cobranzas_group_id
        )
        known = self.search(self._get_key_domain(access, kind, key))
        if known:
            return known._repeat(digest)
        self._check_rate(access, kind)
        vals = self._prepare_submission_vals(access, kind, key, digest)
        try:
            submission = self.create(vals)
            submission.flush_recordset()
        except UniqueViolation as error:  # run again, the first one is found then
            raise ConcurrencyError(self.env._("This form was sent already.")) from error
        submission.answer = make()
        return submission.answer

    @api.model
    def _prepare_submission_vals(self, access, kind, key, digest):
        return {
            "company_id": access.company.id,
            "visitor_id": access.visitor.id,
            "holder": self._get_holder(access),
            "kind": kind,
            "key": key,
            "digest": digest,
        }

    @api.model
    def _get_key_domain(self, access, kind, key):
        return (
            Domain("company_id", "=", access.company.id)
            & Domain("visitor_id", "=", access.visitor.id)
            & Domain("kind", "=", kind)
            & Domain("key", "=", key)
        )

    @api.model
    def _get_holder(self, access):
        letter = "g" if access.debtor._name == "cobranzas.debtor.group" else "p"
        return f"{letter}{access.debtor.id}"

    def _repeat(self, digest):
        """Return what was answered; raise ``UserError`` when something else is sent now."""
        if self.digest != digest:
            raise UserError(
                self.env._("This form was sent before with other contents: load the page again.")
            )
        return self.answer

    @api.model
    def _check_rate(self, access, kind):
        """Raise ``UserError`` for a debtor who sent so many of the kind in 24 hours."""
        most = access.company.cobranzas_portal_day_most
        since = fields.Datetime.now() - timedelta(days=1)
        sent = self.search_count(
            Domain("company_id", "=", access.company.id)
            & Domain("holder", "=", self._get_holder(access))
            & Domain("kind", "=", kind)
            & Domain("create_date", ">=", since)
        )
        if sent >= most:
            raise UserError(
                self.env._(
                    "You sent %(count)s of these in a day, which is the most: try again tomorrow.",
                    count=sent,
                )
            )

    @api.autovacuum
    def _gc_submissions(self):
        self.search([("create_date", "<", fields.Datetime.now() - KEPT)], limit=1000).unlink()
