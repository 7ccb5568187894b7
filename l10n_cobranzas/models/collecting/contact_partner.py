from odoo import api, fields, models

from ..settings.moments import format_moment

READERS = (
    "l10n_cobranzas.group_cobranzas_collector,"
    "account.group_account_invoice,account.group_account_readonly"
)


class ResPartner(models.Model):
    """Contacts made with a debtor, by which channels, and whether one may call now (COL-05)."""

    _inherit = "res.partner"

    cobranzas_contact_log_ids = fields.One2many(
        "cobranzas.contact.log", "partner_id", string="Contacts Made", groups=READERS
    )
    cobranzas_permission_ids = fields.One2many(
        "cobranzas.contact.permission", "partner_id", string="Contact Channels", groups=READERS
    )
    cobranzas_may_call = fields.Boolean(
        string="May Be Called Now", compute="_compute_cobranzas_may_call", groups=READERS
    )
    cobranzas_call_words = fields.Char(
        string="Calls", compute="_compute_cobranzas_may_call", groups=READERS
    )

    @api.depends_context("company", "uid", "lang", "tz")
    def _compute_cobranzas_may_call(self):
        answers = self._origin._cobranzas_contact_answers("call")
        for partner in self:
            answer = answers.get(partner._origin)
            partner.cobranzas_may_call = bool(answer)
            partner.cobranzas_call_words = answer and partner._cobranzas_answer_words(answer)

    def _cobranzas_answer_words(self, answer):
        """Return an answer of the gate in words: allowed, or why not and from when on."""
        if answer:
            return self.env._("Allowed now")
        if not answer.next_moment:
            return answer.rule
        return self.env._(
            "%(rule)s Allowed from %(moment)s.",
            rule=answer.rule,
            moment=format_moment(self.env, answer.next_moment),
        )
