from urllib.parse import quote

from odoo import api, models
from odoo.exceptions import UserError

from ..settings.debtor_mail import prepare_mail_dialog


class CobranzasPortalLink(models.Model):
    """Links sent by hand, where the rules of contact allow it, and noted in the log (COL-05)."""

    _name = "cobranzas.portal.link"
    _inherit = ["cobranzas.portal.link", "mail.thread"]
    _mail_post_access = "read"

    @api.model
    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["contact_id"]

    def _cobranzas_render_link(self):
        """Return the button of the link as HTML, for the text of its e-mail."""
        self.ensure_one()
        title = self.env._("See what you owe, and pay")
        return self._render_button(self.sudo().url, self.company_id, title)  # sudo: it is sent

    def action_send(self):
        """Open the e-mail with the link, to its contact (COL-09).

        Raises ``UserError`` when the link is no longer valid, the contact has no e-mail address, or
        may not be written to now.
        """
        self._check_sendable("email", self.contact_id.email_normalized)
        return prepare_mail_dialog(
            self,
            self.env._("Send Link"),
            self.env.ref("l10n_cobranzas.mail_template_portal_link"),
            cobranzas_link_sent=True,
        )

    def action_send_whatsapp(self):
        """Log that the link is sent, and open WhatsApp with it filled in (COL-09).

        Raises ``UserError`` as ``action_send`` does, for a phone number.
        """
        self._check_sendable("whatsapp", self.contact_id.phone_sanitized)
        self._log_sent("whatsapp")
        digits = "".join(filter(str.isdigit, self.contact_id.phone_sanitized))
        text = self.with_context(lang=self.lang).env._(
            "%(company)s: here you see what you owe, and can pay it: %(url)s",
            company=self.company_id.name,
            url=self.sudo().url,  # sudo: who collects may send the address
        )
        url = f"https://wa.me/{digits}?text={quote(text)}"
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}

    def _check_sendable(self, channel, address):
        """Raise ``UserError`` unless the link may be sent by a channel, now."""
        self.ensure_one()
        self._check_collects()
        if not self.sudo()._is_valid():  # sudo: whether it opens the page, no more
            raise UserError(self.env._("This link is no longer valid: make a new one."))
        contact = self.contact_id.with_company(self.company_id)
        if not address and channel == "email":
            raise UserError(
                self.env._("Enter the e-mail address of %(contact)s.", contact=contact.name)
            )
        if not address:
            raise UserError(
                self.env._(
                    "Enter the phone number of %(contact)s with the code of its country.",
                    contact=contact.name,
                )
            )
        answer = contact._cobranzas_may_contact(channel)
        if not answer:
            raise UserError(contact._cobranzas_answer_words(answer))

    def _check_collects(self):
        """Raise unless the user collects and sees the links."""
        if not self.env.user.has_group("l10n_cobranzas.group_cobranzas_collector"):
            raise UserError(self.env._("The links of debtors are for who collects."))
        self.check_access("read")

    def _message_post_after_hook(self, message, msg_vals):
        if self.env.context.get("cobranzas_link_sent") and message.partner_ids:
            self._log_sent("email")
        return super()._message_post_after_hook(message, msg_vals)

    def _log_sent(self, channel):
        """Add the contact that sending the link is to the log of its debtors."""
        self.ensure_one()
        contact = self.contact_id
        # sudo: of whom the link is, no more
        own = contact.commercial_partner_id in self.sudo()._get_customers()
        note = self.env._("Link to the page for debtors sent to %(contact)s", contact=contact.name)
        self.env["cobranzas.contact.log"]._cobranzas_log(
            [
                {
                    "partner_id": contact.id if own else contact.parent_id.id,
                    "debtor_group_id": self.group_id.id,
                    "company_id": self.company_id.id,
                    "channel": channel,
                    "direction": "out",
                    "note": note,
                }
            ]
        )
