from markupsafe import escape
from odoo import api, models
from odoo.fields import Domain

#: of the notes that the collections work leaves on debtors
SUBTYPE = "l10n_cobranzas.mail_message_subtype_debtor_note"


class CobranzasDebtorFigures(models.AbstractModel):
    """Notes on a debtor that tell what it owes or promised are for who sees its debts (COL-10).

    Every employee reads contacts, with what is written on them; not so what they owe.
    """

    _inherit = "cobranzas.debtor.figures"

    def _cobranzas_note(self, bodies, author_id=None):
        """Leave notes on debtors for those who see their debts.

        :param bodies: {id of the debtor: text}
        :param author_id: the contact who says it; the user without one
        """
        author_id, email_from = self._message_compute_author(author_id)
        subtype = self.env.ref(SUBTYPE, raise_if_not_found=False)
        # sudo: who may do what is noted may leave the note; who calls has checked it.
        # Its subtype is not written later: core goes through the journal items of all for such a
        # change, and refuses it where the audit trail is restricted.
        self.sudo()._message_create(
            [
                {
                    "author_id": author_id,
                    "body": escape(bodies[debtor.id]),
                    "email_add_signature": False,
                    "email_from": email_from,
                    "is_internal": True,
                    "message_type": "notification",
                    "model": self._name,
                    "reply_to": email_from,
                    "res_id": debtor.id,
                    "subtype_id": subtype.id if subtype else False,
                }
                for debtor in self
            ]
        )

    @api.model
    def _cobranzas_get_foreign_domain(self, name):
        """Return the domain of what hangs on debtors whose debts the user does not see.

        :param name: field with the name of the model; that of the record is ``res_id``
        """
        user = self.env.user
        if user._cobranzas_sees_all_debtors():
            return Domain.FALSE
        # sudo: ids of one's own debtors, compared, no more
        acting = user.sudo().cobranzas_acting_collector_ids.ids
        customers = self.env["res.partner"].sudo().with_context(active_test=False)
        own = customers._search([("commercial_partner_id.cobranzas_collector_id", "in", acting)])
        groups = self.env["cobranzas.debtor.group"].sudo().with_context(active_test=False)
        own_groups = groups._search([("member_ids.partner_id", "in", own)])
        return Domain.OR(
            Domain(name, "=", model) & Domain("res_id", "not in", ids)
            for model, ids in ((customers._name, own), (groups._name, own_groups))
        )
