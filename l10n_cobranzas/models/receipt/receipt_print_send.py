import base64
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...engine.amount_in_words import spanish_amount
from ..settings.debtor_mail import prepare_mail_dialog

#: how long the PDF may be fetched after Print or Send: the download, and a retry
WINDOW = timedelta(minutes=5)


def is_recent(moment):
    """Tell whether a moment is within the time in which the PDF may be fetched."""
    return bool(moment) and fields.Datetime.now() - moment < WINDOW


class CobranzasReceipt(models.Model):
    """Printing and sending (REC-17).

    A receipt goes out once by each way; again only with the company's setting and the
    right to reprint. A voided one always carries its VOID mark, which the report draws.
    """

    _inherit = "cobranzas.receipt"

    def action_print(self):
        """Return the PDF of the receipts (REC-17).

        Raises ``UserError`` when one was printed before and the user may not reprint.
        """
        self.check_access("read")
        for receipt in self:
            if receipt.printed_at:
                receipt._check_reprint()
        # sudo: noting that it was printed is no change of the receipt; who may read it prints it
        self.sudo().filtered(
            lambda receipt: receipt.state != "draft"
        ).printed_at = fields.Datetime.now()
        form = self._get_print_form()
        # not as superuser: core would then ask a cashier to design the company's layout first
        return form.sudo(False).report_action(self)

    def _get_print_form(self):
        """Return the form of receipts printed together: their book's own, else the usual one."""
        # sudo: a report action holds nothing secret, and roles may not read them all
        own = len(self.book_id) == 1 and not any(receipt.state == "voided" for receipt in self)
        form = self.book_id.sudo().report_id if own else None  # the usual form has the VOID mark
        return form or self.env.ref("l10n_cobranzas.action_report_receipt").sudo()

    def action_send(self):
        """Open the e-mail to the customer with the PDF attached (REC-17).

        Closed without sending, it opens again, for whoever may not reprint without the PDF: that
        is attached as it is sent. Raises ``UserError`` when it was sent before and the user may
        not reprint.
        """
        self.ensure_one()
        self.check_access("read")
        if self.state == "draft":
            raise UserError(self.env._("Post the receipt before you send it."))
        if self.sent_at and not is_recent(self.sent_at):
            self._check_reprint()
        recent = is_recent(self.send_opened_at)
        again = bool(self.send_opened_at) and not recent and not self._may_reprint()
        if not (recent or again):
            # sudo: noting that it is begun is no change of the receipt; who may read it sends it
            self.sudo().send_opened_at = fields.Datetime.now()
        return prepare_mail_dialog(
            self,
            self.env._("Send Receipt"),
            self._get_mail_template(),
            cobranzas_mark_sent=True,
            cobranzas_pdf_when_sent=again,
        )

    def _get_mail_template(self):
        """Return the template of the e-mail: the book's own, but for a voided receipt."""
        usual = self.env.ref("l10n_cobranzas.mail_template_receipt")
        return usual if self.state == "voided" else self.book_id.mail_template_id or usual

    def message_post(self, **kwargs):
        """Post the message; the one of the *Send* dialog is when the receipt was sent (REC-17)."""
        sending = self.env.context.get("cobranzas_mark_sent") and self.state != "draft"
        if sending and self.env.context.get("cobranzas_pdf_when_sent") and not self.sent_at:
            files = [*(kwargs.get("attachments") or []), *self._render_to_send()]
            kwargs["attachments"] = files
        message = super().message_post(**kwargs)
        if sending:
            # sudo: noting that it went out is no change of the receipt; the first time is kept
            self.sudo().sent_at = self.sent_at or fields.Datetime.now()
        return message

    def _render_to_send(self):
        """Return the files that the template attaches, as (name, contents)."""
        # sudo: the one copy that goes to the customer; the user gets it as part of the message
        template = self._get_mail_template().sudo()
        files = template._generate_template(self.ids, ("attachment_ids", "report_template_ids"))
        return [
            (name, base64.b64decode(contents))
            for name, contents in files[self.id].get("attachments", [])
        ]

    def _mail_get_partners(self, introspect_fields=False):
        """Return {id: whom it is e-mailed to}: the customer's invoice contacts, else the customer.

        The same that statements of account go to.
        """
        return {receipt.id: receipt._get_invoice_contacts() for receipt in self}

    def _message_add_suggested_recipients(self, *args, **kwargs):
        """Suggest whom the receipt is e-mailed to, without its salesperson (REC-17)."""
        suggested = super()._message_add_suggested_recipients(*args, **kwargs)
        customers = self._mail_get_partners()
        # sudo: a collector may not read every user; only who is left out is read of them
        for receipt in self.sudo():
            seller = receipt.user_id.partner_id - customers[receipt.id]
            suggested[receipt.id]["partners"] -= seller
        return suggested

    def _get_invoice_contacts(self):
        customer = self.commercial_partner_id
        contacts = customer.child_ids.filtered(
            lambda contact: contact.type == "invoice" and contact.email_normalized
        )
        return contacts or customer

    def _check_reprint(self):
        """Raise ``UserError`` unless the company and the user's rights allow a second copy."""
        self.ensure_one()
        if not self._may_reprint():
            raise UserError(
                self.env._(
                    "%(receipt)s is delivered once, by its own buttons: "
                    "another copy takes the right to reprint.",
                    receipt=self.display_name,
                )
            )

    def _may_reprint(self):
        return self.env.su or (
            self.company_id.cobranzas_allow_reprint
            and self.env.user.has_group("l10n_cobranzas.group_cobranzas_reprint")
        )

    def _check_rendering(self):
        """Raise ``UserError`` when the PDF is fetched past the buttons and their rights."""
        self.check_access("read")
        for receipt in self:
            delivered = any(
                is_recent(moment)
                for moment in (receipt.printed_at, receipt.send_opened_at, receipt.sent_at)
            )
            if receipt.state != "draft" and not delivered:
                receipt._check_reprint()

    def _amount_in_words(self, lang):
        """Return the total received in words, in ``lang`` and the receipt's currency (REC-17)."""
        self.ensure_one()
        currency = self.currency_id.with_context(lang=lang)
        if not (lang or "").startswith("es") or not currency.currency_unit_label:
            return currency.amount_to_text(self.amount_total)
        # core writes "Novecientos Doce Peso": Spanish receipts say "novecientos doce pesos"
        units, digits = (
            currency._cobranzas_to_minor_units(self.amount_total),
            currency.decimal_places,
        )
        whole, fraction = divmod(units, 10**digits)
        return spanish_amount(whole, fraction, currency.currency_unit_label, digits)

    def _format_rate(self, rate):
        """Return a rate of the receipt as people write it."""
        return self.company_id.currency_id._cobranzas_format_rate(rate.rate)

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.display_name
