from odoo import fields, models

from ...engine.contact import Answer


class ResPartner(models.Model):
    """Whether a debtor may be contacted (COL-05)."""

    _inherit = "res.partner"

    cobranzas_contact_log_ids = fields.One2many(
        "cobranzas.contact.log",
        "partner_id",
        string="Contacts Made",
        groups="l10n_cobranzas.group_cobranzas_collector",
    )

    def _cobranzas_may_contact(self, channel, at=None):
        """Return the engine's ``Answer``: may the debtor be contacted by a channel at a moment?"""
        self.ensure_one()
        return self._cobranzas_contact_answers(channel, at)[self]

    def _cobranzas_contact_answers(self, channel, at=None):
        """Return {partner: ``Answer``} for all of them, in a fixed number of queries."""
        return {partner: Answer(True) for partner in self}
