"""The e-mails to debtors: all have one frame."""

from markupsafe import Markup

#: as wide as the screen, with the company's logo and colours
LAYOUT = "l10n_cobranzas.notice_mail_layout"


def prepare_mail_dialog(record, title, template, **context):
    """Return the action of the dialog in which an e-mail of a template is looked over and sent."""
    return {
        "type": "ir.actions.act_window",
        "name": title,
        "res_model": "mail.compose.message",
        "view_mode": "form",
        "target": "new",
        "context": {
            "default_model": record._name,
            "default_res_ids": record.ids,
            "default_template_id": template.id,
            "default_composition_mode": "comment",
            "default_email_layout_xmlid": LAYOUT,
            "force_email": True,
            **context,
        },
    }


def post_mail(record, mail, author, recipients, template, **posting):
    """Post an e-mail on a record and put it in the queue of those that go out; return the message.

    :param record: in the language of the e-mail
    :param mail: what the template was rendered to
    :param posting: more of what ``message_post`` takes
    """
    lang = record.env.context["lang"]
    if mail.get("reply_to"):
        posting["reply_to"] = mail["reply_to"]
    return record.message_post(
        author_id=author.id,
        email_from=mail.get("email_from") or author.email_formatted,
        subject=mail["subject"],
        body=Markup(mail["body_html"]),  # rendered by the template, which escapes values
        message_type="comment",
        subtype_xmlid="mail.mt_note",  # answers go to its author alone
        partner_ids=recipients.ids,
        email_add_signature=False,
        email_layout_xmlid=LAYOUT,
        force_email_lang=lang,
        mail_auto_delete=template.auto_delete,
        mail_server_id=mail.get("mail_server_id"),
        force_send=False,
        **posting,
    )
