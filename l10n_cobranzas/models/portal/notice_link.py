from odoo import models


class CobranzasNotice(models.Model):
    """Notices with the link to the debtor's page, by every channel (COL-05, COL-09)."""

    _name = "cobranzas.notice"
    _inherit = ["cobranzas.notice", "cobranzas.portal.link.mixin"]
    _cobranzas_link_origin = "notice"

    def _cobranzas_get_link_pair(self):
        debtor = self._get_debtor()
        return debtor, self.recipient_ids[:1] or debtor._get_cobranzas_customers()[debtor][:1]

    def _read_drafts_or_note_failures(self):
        drafts = super()._read_drafts_or_note_failures()
        going = {notice: draft for notice, draft in drafts.items() if draft.channel}
        links = self.env["cobranzas.portal.link"]
        for company in self.company_id:
            # made together: each message finds its own
            links._get_links(
                [
                    (draft.debtor, draft.recipients[:1])
                    for notice, draft in going.items()
                    if notice.company_id == company and draft.recipients
                ],
                company,
                self._cobranzas_link_origin,
            )
        return drafts

    def _render_mail(self):
        notice = self.with_context(lang=self.lang)._cobranzas_with_addresses()
        mail = super(CobranzasNotice, notice)._render_mail()
        mail["body_html"] = notice._cobranzas_add_link(mail["body_html"])
        return mail

    def _cobranzas_render_link(self):
        if self.channel == "letter":
            return self._cobranzas_render_link_qr()
        return super()._cobranzas_render_link()

    def _render_text(self):
        text = super()._render_text()
        url = self._cobranzas_get_address()
        return text if not url or url in text else f"{text}\n{url}"
