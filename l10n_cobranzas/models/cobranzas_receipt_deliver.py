from odoo import models
from odoo.exceptions import UserError


class CobranzasReceipt(models.Model):
    """Printing and sending (REC-17)."""

    _inherit = "cobranzas.receipt"

    def action_print(self):
        """Return the PDF of the receipts.

        The first printing is free; printing again takes the company's setting and the
        right to reprint (REC-17).
        """
        self.check_access("read")
        self._check_delivery("print_count", self.env._("print"))
        return self.env.ref("l10n_cobranzas.action_report_receipt").report_action(self)

    def action_send(self):
        """Open the e-mail to the customer with the PDF attached (REC-17)."""
        self.ensure_one()
        self.check_access("read")
        self._check_delivery("send_count", self.env._("send"))
        if self.state == "draft":
            raise UserError(self.env._("Post the receipt before you send it."))
        template = self.env.ref("l10n_cobranzas.mail_template_receipt")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Receipt"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
                "default_email_layout_xmlid": "mail.mail_notification_light",
                "force_email": True,
                "cobranzas_send_receipt": True,
            },
        }

    def _check_delivery(self, counter, verb):
        """Raise ``UserError`` when the receipt went out before and may not go out again."""
        for receipt in self:
            if receipt[counter] and not receipt._may_reprint():
                raise UserError(
                    self.env._(
                        "Receipt %(receipt)s already went out; to %(verb)s it again you need the right to reprint.",
                        receipt=receipt.display_name,
                        verb=verb,
                    )
                )

    def _may_reprint(self):
        return self.env.su or (
            self.company_id.cobranzas_allow_reprint
            and self.env.user.has_group("l10n_cobranzas.group_cobranzas_reprint")
        )

    def _amount_in_words(self, lang):
        """Return the total received in words, in ``lang`` and the receipt's currency (REC-17)."""
        self.ensure_one()
        return self.currency_id.with_context(lang=lang).amount_to_text(self.amount_values)

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.display_name
