"""Notices: switched on a month ago; what was sent since, and what goes out next. No mail leaves.

The runs of the month look at debtors as the reader of notices does today, at moments of the past.
"""

from datetime import timedelta

from markupsafe import Markup
from odoo import fields
from odoo.fields import Command

from .shared import moment, noted

#: days from today on which the runs of the month took place
RUNS = (-29, -19, -9, -2)
#: a plan made today: name, debtor groups, least amount,
#: ((days, step, channel, else by, texts, with statement), ...)
PLAN = (
    "Grupos familiares",
    ("Familia Bianchi", "Hermanos Quiroga"),
    50000.0,
    (
        (-5, "Recordatorio de vencimiento", "email", "sms", "before", False),
        (2, "Mensaje del cobrador", "whatsapp", "email", "friendly", False),
        (40, "Carta al titular", "letter", "email", "firm", True),
    ),
)
SMS = {"before": "before", "friendly": "late", "firm": "late"}
#: places, among the notices of the last run, of the one that came back and the one cancelled
FAILED, CANCELLED = 1, 4
BOUNCED = "El servidor de correo respondió: 550 la casilla no existe."
CANCEL_REASON = "Cancelado por Silvina Arrieta: el cliente acaba de transferir."


def make(demo):
    """Switch notices on and run them, the last time today, with a plan more for some groups."""
    demo.company.cobranzas_notices_active = True
    for offset in RUNS:
        planned = _run(demo, demo.day(offset), moment(demo, offset, 10))
        if offset == RUNS[-1]:
            _cancel_one(planned)
        for notice, draft in planned.items():
            _send(demo, notice, draft, moment(demo, offset, 10, 5))
    _fail_one(list(planned))
    _make_plan(demo)
    now = fields.Datetime.now()
    today = demo.env["cobranzas.notice.reader"]._get_today(demo.company, now)
    for notice, draft in _run(demo, today, now).items():
        if notice.channel in ("whatsapp", "letter"):
            notice._deliver(draft)
        else:  # the queue finds nothing to send on the day of the load
            notice.date_planned = max(notice.date_planned, _next_morning(demo))


def _make_plan(demo):
    name, groups, least, steps = PLAN
    found = demo.env["cobranzas.debtor.group"].search(
        [("name", "in", groups), ("company_id", "=", demo.company.id)]
    )
    demo.env["cobranzas.notice.plan"].create(
        {
            "name": name,
            "company_id": demo.company.id,
            "sequence": 5,
            "user_id": demo.users["manager"].id,
            "debtor_group_ids": [Command.set(found.ids)],
            "amount_min": least,
            "step_ids": [Command.create(_prepare_step_vals(demo, *step)) for step in steps],
        }
    )


def _prepare_step_vals(demo, days, name, channel, other, text, statement):
    return {
        "name": name,
        "days": days,
        "channel": channel,
        "next_channel": other,
        "template_id": demo.env.ref(f"l10n_cobranzas.mail_template_notice_{text}").id,
        "sms_template_id": demo.env.ref(f"l10n_cobranzas.sms_template_notice_{SMS[text]}").id,
        "attach_statement": statement,
    }


def _run(demo, day, now):
    """Look at all debtors at a moment; return {planned notice: its draft}."""
    runs = demo.env["cobranzas.notice.run"]
    debtors = runs._find_debtors(demo.company, now)
    run = runs.create(
        {
            "company_id": demo.company.id,
            "date": day,
            "state": "done",
            "todo": [],
            "position": len(debtors),
            "debtor_count": len(debtors),
        }
    )
    drafts = demo.env["cobranzas.notice.reader"]._read(demo.company, debtors, now)
    made = demo.env["cobranzas.notice"]._plan(list(drafts.values()), run)
    return {
        notice: drafts[notice._get_debtor()] for notice in made if notice.state == "planned"
    }


def _send(demo, notice, draft, when):
    """Note a notice as sent at a moment, with its text beside it; nothing leaves."""
    message = notice.message_ids.browse()
    with noted(demo, when):
        if notice.channel == "email":
            mail = notice._render_mail()
            message = notice._message_log(
                body=Markup(mail["body_html"]),
                subject=mail["subject"],
                author_id=(notice.user_id.partner_id or notice.company_id.partner_id).id,
            )
        elif notice.channel == "letter":
            notice.letter_html = notice._render_mail()["body_html"]
        else:
            notice.text = notice._render_text()
        # the log only grows: its rows have their day from the start
        notice.with_context(default_date=when)._note_sent(draft.contacted, message)
    notice.write({"date_planned": when, "date_sent": when})


def _cancel_one(planned):
    """Cancel a notice before it is sent; it is taken out of {notice: draft}."""
    for notice in list(planned)[CANCELLED:][:1]:
        notice.write({"state": "cancelled", "reason": CANCEL_REASON})
        planned.pop(notice)


def _fail_one(sent):
    """Let the e-mail of a notice come back."""
    for notice in sent[FAILED:][:1]:
        notice.write({"state": "failed", "reason": BOUNCED})


def _next_morning(demo):
    """Nine o'clock of the next working day."""
    day = next(each for each in (1, 2, 3) if (demo.today + timedelta(days=each)).weekday() < 5)
    return moment(demo, day, 9)
