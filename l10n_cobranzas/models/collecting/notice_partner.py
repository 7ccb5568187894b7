from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import html2plaintext

MOST_TEXT = 2000  # characters of an answer that the log keeps; the message has all


class ResPartner(models.Model):
    """Answers of a debtor to notices and statements, which stop its notices until read (COL-05)."""

    _inherit = "res.partner"

    cobranzas_reply_unread = fields.Boolean(
        string="Answer Not Read",
        readonly=True,
        copy=False,
        index=True,
        help="The debtor answered a message: it gets no notices until somebody has read it.",
    )

    def write(self, vals):
        if "cobranzas_reply_unread" in vals and not self.env.su:
            vals = {name: vals[name] for name in vals if name != "cobranzas_reply_unread"}
        return super().write(vals)

    def _cobranzas_note_reply(self, message, company, group=None, channel="email"):
        """Log an incoming e-mail of one of these customers, and mark that it is not read yet.

        :param message: as core parsed it; who wrote it may be unknown
        :param channel: by which it came in, of ``CHANNELS``
        :raises AccessError: for who calls it by hand: nobody writes a debtor's answers
        """
        if not self.env.su:
            raise AccessError(
                self.env._("An e-mail is noted when it comes in: log other contacts by their form.")
            )
        # sudo: e-mails come in for the server, whoever the debtor's collector is
        everyone = self.sudo()
        author = everyone.browse(message.get("author_id") or []).exists()
        writers = author.commercial_partner_id & everyone or everyone
        writers.write({"cobranzas_reply_unread": True})
        text = html2plaintext(message.get("body") or "").strip()
        note = "\n".join(filter(None, (message.get("subject"), text)))[:MOST_TEXT]
        self.env["cobranzas.contact.log"]._cobranzas_log(
            [
                {
                    "partner_id": (author if author.commercial_partner_id == each else each).id,
                    "debtor_group_id": group.id if group else False,
                    "company_id": company.id,
                    "channel": channel,
                    "direction": "in",
                    "reached": True,
                    "note": note,
                }
                for each in writers
            ]
        )
