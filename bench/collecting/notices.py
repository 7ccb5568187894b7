"""A day's notices to all debtors: preview, planning, sending, beside raw SQL of who gets what."""

import time
from unittest.mock import patch

from odoo import fields
from odoo.addons.l10n_cobranzas.engine.contact import Answer
from odoo.tools import SQL

#: each debtor's documents with their stage, the debtor's being that of the oldest; without
#: disputes, promises, cheques, online payments, credits, rules of contact, addresses and texts
RAW = """
CREATE TEMP TABLE bench_notice ON COMMIT DROP AS
SELECT item.id, contact.commercial_partner_id AS debtor_id, item.amount_residual,
       item.amount_residual_currency, stage.id AS step_id,
       first_value(stage.id) OVER (PARTITION BY contact.commercial_partner_id
            ORDER BY COALESCE(item.date_maturity, item.date), item.id) AS debtor_step_id
  FROM account_move_line item JOIN res_partner contact ON contact.id = item.partner_id
 CROSS JOIN LATERAL (
    SELECT step.id FROM cobranzas_notice_step step
     WHERE step.plan_id = %(plan)s
       AND step.days <= %(today)s - COALESCE(item.date_maturity, item.date)
     ORDER BY step.days DESC LIMIT 1) stage
 WHERE item.account_id IN %(accounts)s AND item.reconciled IS NOT TRUE
   AND item.parent_state = 'posted' AND item.company_id = %(company)s
   AND item.amount_residual > 0
"""
EMAILS = """
UPDATE res_partner SET email = 'd' || id || '@example.com',
    email_normalized = 'd' || id || '@example.com' WHERE cobranzas_collector_id IS NOT NULL
"""


def print_notices(env):
    """Print what the notices of a day take, as a whole and for the first and the last debtors."""
    env.cr.execute(EMAILS)
    env.company.cobranzas_notices_active = True
    plan = env.ref("l10n_cobranzas.cobranzas_notice_plan_default")
    plan.step_ids.attach_statement = False  # PDFs are measured by the statements
    env.cr.commit()
    env.invalidate_all()
    with _gate_open(env):
        rows = [_take(env, "raw SQL, stages only", lambda: _read_raw(env, plan))]
        rows.append(_take(env, "preview", lambda: _preview(env)))
        env["cobranzas.notice.run"]._action_start(env.company)
        parts = []
        rows.append(_take(env, "planning", lambda: _plan(env, parts)))
        rows.append(_take(env, "sending", lambda: _send(env, parts)))
    print(f"\n{'notices of a day':30}{'debtors':>9}{'s':>9}{'ms each':>9}{'queries each':>14}")
    for name, count, spent, queries in rows + parts:
        each = max(count, 1)
        print(
            f"{name:30}{count:9,}{spent:9.1f}{1000 * spent / each:9.2f}{queries / each:14.1f}",
            flush=True,
        )
    states = dict(env["cobranzas.notice"]._read_group([], ["state"], ["__count"]))
    print(f"  {', '.join(f'{count:,} {state}' for state, count in states.items())}")


def _gate_open(env):
    """Ask the rules of contact, and let the answer be yes: the bench runs at any hour."""
    partners = env.registry["res.partner"]
    ask = partners._cobranzas_contact_answers

    def answer(records, channel, at=None):
        return {partner: Answer(True) for partner in ask(records, channel, at)}

    return patch.object(partners, "_cobranzas_contact_answers", answer)


def _take(env, name, way):
    """Return (name, debtors, seconds, queries) of a way, which returns how many debtors."""
    env.flush_all()
    env.invalidate_all()
    before, start = env.cr.sql_log_count, time.perf_counter()
    count = way()
    env.flush_all()
    return name, count, time.perf_counter() - start, env.cr.sql_log_count - before


def _read_raw(env, plan):
    env.cr.execute(
        SQL(
            RAW,
            plan=plan.id,
            today=fields.Date.today(),
            accounts=env["account.account"]._cobranzas_get_receivable_ids(),
            company=env.company.id,
        )
    )
    env.cr.execute("SELECT count(DISTINCT debtor_id) FROM bench_notice")
    return env.cr.fetchone()[0]


def _preview(env):
    preview = env["cobranzas.notice.preview"].create({"company_id": env.company.id})
    preview.action_preview()
    count = len(preview.line_ids)
    env.cr.rollback()
    return count


def _plan(env, parts):
    run, rows = env["cobranzas.notice.run"].search([("state", "=", "planning")], limit=1), []
    while run.state == "planning":
        rows.append(_take(env, "", run._plan_slice))
        env.cr.commit()
    parts += _first_and_last("planning", rows)
    return sum(row[1] for row in rows)


def _send(env, parts):
    rows, done = [], True

    def progress(count=0, **_kw):
        nonlocal total
        total += count
        env.cr.commit()
        return 1.0

    def send():
        nonlocal done
        _left, done = env["cobranzas.notice"]._send_slice(progress)
        return total

    while done:
        total = 0
        rows.append(_take(env, "", send))
    parts += _first_and_last("sending", [row for row in rows if row[1]])
    return sum(row[1] for row in rows)


def _first_and_last(name, rows):
    """Return the sums of the first and of the last tenth of slices."""
    part = max(1, len(rows) // 10)
    return [
        (f"  {name}, {label}", *(sum(column) for column in list(zip(*found, strict=True))[1:]))
        for label, found in (("first tenth", rows[:part]), ("last tenth", rows[-part:]))
    ]
