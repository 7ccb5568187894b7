"""Debtors that were put off in the worklist until a day."""

from datetime import timedelta

from .shared import SUBSTITUTE

#: how many days from today, and why
SNOOZES = ((3, "Pidió que lo llamemos el día que cobra la licitación"), (8, "De viaje"))


def make(demo, promised):
    """Put off the last debtors of the worklist that promised nothing."""
    demo.env.flush_all()
    rows = demo.env["cobranzas.worklist"].search([("company_id", "=", demo.company.id)])
    free = rows.filtered(lambda row: row.partner_id and row.partner_id not in promised)
    for (days, reason), row in zip(SNOOZES, reversed(free), strict=False):
        user = row.collector_id.user_id or demo.users[SUBSTITUTE]
        until = demo.today + timedelta(days=days)
        row.with_user(user).sudo()._snooze(until, reason)
