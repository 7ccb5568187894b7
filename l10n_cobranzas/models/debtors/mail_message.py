from odoo import api, models
from odoo.fields import Domain

from .debtor_notes import SUBTYPE


class MailMessage(models.Model):
    """What the collections work notes on a debtor is read by who sees its debts (COL-10)."""

    _inherit = "mail.message"

    @api.model
    def _cobranzas_get_foreign_domain(self):
        """Return which messages of the collections work are not the user's to read."""
        names = self._cobranzas_get_debt_subtypes()
        known = [self.env.ref(name, raise_if_not_found=False) for name in names]
        noted = Domain("subtype_id", "in", [subtype.id for subtype in known if subtype])
        # what is left of an activity that was seen to
        # "any!": a portal user reads its messages, and no types of activities
        done = Domain("mail_activity_type_id", "any!", [("cobranzas_collecting", "=", True)])
        debtors = self.env["cobranzas.debtor.figures"]._cobranzas_get_foreign_domain("model")
        return (
            (noted | done) & debtors & Domain("author_id", "!=", self.env.user.partner_id.id)
        )

    @api.model
    def _cobranzas_get_debt_subtypes(self):
        """Return the external ids of the subtypes of messages that tell of debts. To extend."""
        return [SUBTYPE]

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & ~self._cobranzas_get_foreign_domain()
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    def _get_forbidden_access(self, operation):
        forbidden = super()._get_forbidden_access(operation)
        if operation == "create":
            return forbidden
        left = self - forbidden
        domain = self._cobranzas_get_foreign_domain()
        if not left or domain.is_false():
            return forbidden
        # sudo: compared, no more
        foreign = self.sudo().search(Domain("id", "in", left.ids) & domain)
        return forbidden + foreign.with_env(self.env)
