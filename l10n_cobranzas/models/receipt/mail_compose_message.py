from odoo import models


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _compute_attachment_ids(self):
        """Attach no receipt yet where it is rendered only as it is sent (REC-17)."""
        if self.env.context.get("cobranzas_pdf_when_sent"):
            self.attachment_ids = False
            return None
        return super()._compute_attachment_ids()
