"""How far the code of a receipt and of a report is spread: calls, changes of file, files entered.

The work: a receipt of two invoices paid with cash and a transfer is opened from them, posted and
voided; the aging of two customers is read as a table, a spreadsheet and a screen. Each is done
once before, so that what Odoo caches is cached; before posting everything is flushed.

Counted are the calls of the add-on's named functions (no lambda, no comprehension), in the order
they begin. A change of file is a call in another file than the call counted before it; returns are
not counted. ``WALK_VERBOSE=1`` prints the calls too, indented by the calls they are made in.

This counts, it measures no time: the figures are the same on every machine.
"""

import os
import sys
import tempfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import odoo.addons.l10n_cobranzas as addon
from odoo import Command

ROOT = f"{Path(addon.__file__).parent}{os.sep}"
DAY = date(2026, 2, 2)


class Walk:
    """The calls of the add-on's named functions made within a ``with`` block.

    ``calls`` are (file, function, number of such calls it is made in).
    """

    def __init__(self):
        self.calls = []
        self._depth = 0

    def __enter__(self):
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_error):
        sys.setprofile(None)

    def _note(self, frame, event, _value):
        code = frame.f_code
        if event not in ("call", "return") or code.co_name.startswith("<"):
            return
        if not code.co_filename.startswith(ROOT):
            return
        if event == "return":
            self._depth -= 1
            return
        self.calls.append((code.co_filename.removeprefix(ROOT), code.co_name, self._depth))
        self._depth += 1

    def figures(self):
        """Return the numbers of calls, of changes of file, and of distinct files."""
        files = [file for file, _name, _depth in self.calls]
        changes = sum(before != after for before, after in pairwise(files))
        return len(files), changes, len(set(files))

    def show(self):
        """Print the calls, one a line."""
        for file, name, depth in self.calls:
            print(f"    {'  ' * depth}{file}: {name}")


def run(env):
    """Print the figures of each piece of work."""
    env["account.chart.template"].try_loading(
        "generic_coa", company=env.company, install_demo=False
    )
    env.cr.commit()
    print(f"\n{'':34}{'calls':>8}{'changes':>9}{'files':>7}")
    customers = env["res.partner"].create([{"name": "Cliente"}, {"name": "Otro cliente"}])
    journals = _find_journals(env)
    for shown in (False, True):
        _walk_receipt(env, customers[0], journals, shown)
    _make_invoices(env, customers)
    report = env["cobranzas.report"].create({"report": "aging", "period": "custom", "date_to": DAY})
    for shown in (False, True):
        _walk_report(env, report, shown)


def _trace(env, label, work, shown):
    """Do the work in a state as a new request finds it, and print its figures."""
    env.flush_all()
    env.invalidate_all()
    env.cr.commit()
    with Walk() as walk:
        result = work()
    if shown:
        calls, changes, files = walk.figures()
        print(f"{label:34}{calls:8}{changes:9}{files:7}")
        if os.environ.get("WALK_VERBOSE"):
            walk.show()
    return result


def _walk_receipt(env, customer, journals, shown):
    moves = _make_invoices(env, [customer, customer])
    _trace(env, "open a receipt from invoices", moves.action_cobranzas_register_receipt, shown)
    receipt = _make_receipt(env, customer, moves, journals)
    _trace(env, "receipt: action_post", receipt.action_post, shown)
    _trace(env, "receipt: action_void", lambda: receipt.action_void(DAY, "Error"), shown)


def _walk_report(env, report, shown):
    _trace(env, "aging: table", report._get_table, shown)
    _trace(env, "aging: table with documents", lambda: report._get_table(details=True), shown)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "aging.xlsx"
        _trace(env, "aging: spreadsheet", lambda: report._write_xlsx(str(path)), shown)
    _trace(env, "aging: screen", report.get_screen, shown)


def _find_journals(env):
    company = env.company
    bank = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
    )
    cash = env["account.journal"].create({"name": "Caja", "code": "CAJA", "type": "cash"})
    return cash, bank


def _make_invoices(env, customers):
    moves = env["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": customer.id,
                "invoice_date": date(2026, 1, day),
                "date": date(2026, 1, day),
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 100.0, "tax_ids": [Command.clear()]})
                ],
            }
            for day, customer in enumerate(customers, start=10)
        ]
    )
    moves.action_post()
    return moves


def _make_receipt(env, customer, moves, journals):
    cash, bank = journals
    items = moves.line_ids.filtered(lambda line: line.account_id.account_type == "asset_receivable")
    return env["cobranzas.receipt"].create(
        {
            "partner_id": customer.id,
            "date": DAY,
            "line_ids": [Command.create({"move_line_id": item.id}) for item in items],
            "value_ids": [
                Command.create({"journal_id": cash.id, "amount": 120.0}),
                Command.create({"journal_id": bank.id, "amount": 80.0, "operation_number": "TR 1"}),
            ],
        }
    )
