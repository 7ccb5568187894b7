"""What the steps of the collections work share: moments, who works a debtor, what is overdue."""

from contextlib import contextmanager
from datetime import datetime, time, timedelta

#: hours between the demo company's time and UTC
HOURS_TO_UTC = 3
#: no calls over cents
WORTH_A_CALL = 20000
#: login of who works the debtors of a collector without a user: the substitute
SUBSTITUTE = "collector"


def moment(demo, offset, hour=10, minute=0):
    """The naive moment in UTC of an hour in Rosario, on the working day at ``offset``."""
    return datetime.combine(demo.day(offset), time(hour + HOURS_TO_UTC, minute))


@contextmanager
def noted(demo, when):
    """What is noted on debtors meanwhile is dated ``when``."""
    messages = demo.env["mail.message"]
    last = messages.search([], order="id desc", limit=1)
    yield
    messages.search([("id", ">", last.id or 0)]).date = when


def worker(demo, debtor):
    """The user who collects from a debtor."""
    return debtor.partner.cobranzas_collector_id.user_id or demo.users[SUBSTITUTE]


def acting(demo, debtor, model):
    """A model as who collects from the debtor; nothing of the load asks for their rights."""
    return demo.env[model].with_user(worker(demo, debtor)).sudo()


def find_overdue(demo, least=5):
    """The debts in pesos overdue for ``least`` days: {row of the debtor: items, oldest first}."""
    items = demo.env["account.move.line"].search(
        [
            *demo.env["account.move.line"]._cobranzas_open_items_domain(),
            ("company_id", "=", demo.company.id),
            ("currency_id", "=", demo.company.currency_id.id),
            ("amount_residual", ">", WORTH_A_CALL),
            ("date_maturity", "<=", demo.today - timedelta(days=least)),
        ],
        order="date_maturity, id",
    )
    rows = {debtor.partner: debtor.row for debtor in demo.debtors}
    found = {}
    for item in items:
        found.setdefault(rows[item.partner_id], []).append(item)
    return found


def thousands(amount):
    """An amount as people say it: in whole thousands, at least one."""
    return float(max(amount // 1000 * 1000, 1000))


def choose(overdue, row, used):
    """The row of a debtor that owes: ``row``, else the next one not ``used``; it is used then.

    None when there is none: who owes what differs by the day of the load.
    """
    free = [each for each in (row, *sorted(overdue)) if each in overdue and each not in used]
    used.update(free[:1])
    return free[0] if free else None
