from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..settings.debtor_mail import LAYOUT
from ..settings.moments import format_moment
from .portal_values import read_words

#: of what is written between a debtor and who collects from it, on the debtor's page
SUBTYPE = "l10n_cobranzas.mail_message_subtype_portal"
SHOWN = 50


class CobranzasDebtorFigures(models.AbstractModel):
    """The messages between a debtor and who collects from it (COL-09).

    They hang on the debtor, told apart by their subtype: nothing else that is said on a debtor,
    and no internal note, is shown on its page.
    """

    _inherit = "cobranzas.debtor.figures"

    @api.model
    def _cobranzas_ask_from_portal(self, access, text):
        """Write a message of the visitor of a page, and return it.

        :param access: who visits the page
        :param text: what the debtor writes; plain
        :raises UserError: without a text, or when the company offers no messages
        """
        ask = access.env["cobranzas.portal.ask"]
        ask._check_on(access, "cobranzas_portal_ask")
        text = read_words(self.env, text)
        if not text:
            raise UserError(self.env._("Write a message first."))
        debtor, customers = access.debtor, access.customers
        users = customers.cobranzas_collector_id.acting_user_ids or ask._get_responsible(
            ask._get_customer(access, access.env["account.move.line"]), access.company
        )
        message = debtor._cobranzas_post_portal(plaintext2html(text), access.visitor, users)
        customers._cobranzas_note_reply(
            {"author_id": access.visitor.id, "body": plaintext2html(text)},
            access.company,
            ask._get_group(access),
            channel="portal",
        )
        return message

    def _cobranzas_portal_answer(self, text, contact, user):
        """Answer a debtor: shown on its page and mailed to the contact; who calls checked it.

        :param text: plain
        """
        self.ensure_one()
        lang = contact.lang or self.env.lang
        subject = self.with_context(lang=lang).env._(
            "%(company)s: about your account", company=self.env.company.name
        )
        return self._cobranzas_post_portal(
            plaintext2html(text),
            user.partner_id,
            contact,
            subject=subject,
            email_layout_xmlid=LAYOUT,
            force_email_lang=lang,
        )

    def _cobranzas_post_portal(self, body, author, readers, **posting):
        """Post a message of the page of an author, who follows nothing by it; return it.

        :param readers: contacts, or users, who are told of it
        :param posting: more of what ``message_post`` takes
        """
        partners = readers.partner_id if readers._name == "res.users" else readers
        return self.with_context(mail_post_autofollow_author_skip=True).message_post(
            body=body,
            message_type="comment",
            subtype_xmlid=SUBTYPE,
            author_id=author.id,
            email_from=author.email_formatted or self.env.company.email_formatted,
            partner_ids=(partners - author).ids,
            **posting,
        )

    @api.model
    def _cobranzas_get_portal_messages(self, access):
        """Return the last messages of the page, the oldest first: ``author, date, body, mine``."""
        subtype = access.env.ref(SUBTYPE, raise_if_not_found=False)
        if not subtype:
            return []
        debtor = access.debtor
        messages = access.env["mail.message"].search(
            Domain("model", "=", debtor._name)
            & Domain("res_id", "=", debtor.id)
            & Domain("subtype_id", "=", subtype.id)
            & Domain("is_internal", "=", False)
            & Domain("record_company_id", "in", (access.company.id, False)),
            order="id desc",
            limit=SHOWN,
        )
        env = access.env["cobranzas.portal.ask"]._get_env(access)
        return [
            {
                "author": message.author_id.name or message.email_from,
                "date": format_moment(env, message.date),
                "body": message.body,
                "mine": message.author_id.commercial_partner_id in access.customers,
            }
            for message in reversed(messages)
        ]

    # ------------------------------------------------------------------
    # Answers by e-mail
    # ------------------------------------------------------------------

    def _cobranzas_is_portal_reply(self, parent_id):
        """Tell whether an incoming e-mail answers a message of the page."""
        # sudo: which subtype the message has that was answered
        parent = self.env["mail.message"].sudo().browse(parent_id or []).exists()
        subtype = self.env.ref(SUBTYPE, raise_if_not_found=False)
        return bool(parent and subtype) and parent.subtype_id == subtype

    def _cobranzas_update_by_mail(self, msg_dict):
        """Note an e-mail that answers a message of the page, as that was a message of the page."""
        if not self._cobranzas_is_portal_reply(msg_dict.get("parent_id")):
            return
        # sudo: e-mails come in for the server
        parent = self.env["mail.message"].sudo().browse(msg_dict["parent_id"])
        author = self.env["res.partner"].browse(msg_dict.get("author_id") or [])
        if author.sudo().user_ids.filtered(lambda user: not user.share):
            return  # an answer of ours
        for debtor, customers in self.sudo()._get_cobranzas_customers().items():
            group = debtor if debtor._name == "cobranzas.debtor.group" else None
            company = parent.record_company_id or self.env.company
            customers._cobranzas_note_reply(msg_dict, company, group)

    def _cobranzas_prepare_by_mail(self, kwargs):
        """Return what is to be posted: an answer to a message of the page is one of the page."""
        incoming = kwargs.get("message_type") == "email" and self.env.su
        if incoming and self._cobranzas_is_portal_reply(kwargs.get("parent_id")):
            subtype = self.env["ir.model.data"]._xmlid_to_res_id(SUBTYPE)
            return {**kwargs, "subtype_id": subtype, "subtype_xmlid": False}
        return kwargs
