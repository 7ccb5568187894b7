"""A database made by version 19.0.1.2.0 and updated: everything is still there, and still works.

That version is kept, without its translations, in ``tests/data``. What it is made to do is in
``tests/data/update``, whose modules run in Odoo shells: ``receipts.py`` in the old version,
``reads.py`` in both, ``undo.py`` in the new one.
"""

import json
import tarfile
from dataclasses import dataclass

import pytest

from env import databases
from env.paths import MODULE, ROOT

pytestmark = pytest.mark.slow

DATA = ROOT / "tests" / "data"
ARCHIVE = DATA / f"{MODULE}-19.0.1.2.0.tar.xz"
SCRIPT = """
import importlib, json, sys
sys.path.insert(0, {folder!r})
steps = {{name: importlib.import_module("update." + name).run for name in {steps!r}}}
notes = json.loads({notes!r})
results = {{name: steps[name](env, *([notes] if name == "undo" else [])) for name in steps}}
env.cr.commit()
with open({path!r}, "w") as out:
    json.dump(results, out, default=str)
"""
#: tables outside the add-on that hold what receipts booked, and whom and what they name
LEDGER = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "account_full_reconcile",
    "account_payment",
    "account_payment_method_line",
    "account_journal",
    "l10n_latam_check",
    "mail_message",
    "mail_tracking_value",
    "res_company",
    "res_partner",
    "res_users",
)
#: columns that say when and by whom a row was written
PASSING = ("write_date", "write_uid")
NO_COLUMN = "no such column"
#: records dropped on purpose: pending documents have one menu, under Receipts
DROPPED = {"ir.ui.menu cobranzas_open_items_menu"}
OWN_TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relname LIKE '%cobranzas%' AND relnamespace = 'public'::regnamespace
      AND NOT EXISTS (  -- what dialogs hold is thrown away
          SELECT FROM ir_model
          WHERE transient AND strpos(relname, replace(model, '.', '_')) > 0
      )
"""
NAMES = f"""
    SELECT model || ' ' || name FROM ir_model_data
    WHERE module = '{MODULE}' AND model IN %s
"""
#: records that others name, or that hold who may do what
NAMED = (
    "res.groups",
    "ir.model.access",
    "ir.rule",
    "ir.cron",
    "ir.ui.menu",
    "ir.actions.act_window",
    "ir.actions.report",
    "mail.template",
    "account.payment.method",
    "cobranzas.card.brand",
)


@dataclass(frozen=True)
class Updated:
    """The database before and after its update, and after what was done with it then."""

    notes: dict  # what receipts.py returned
    before: dict  # what reads.py returned
    after: dict
    rows_before: dict  # table -> its rows
    rows_after: dict
    names_before: set  # external ids
    names_after: set
    log: str  # of the update
    version: str
    undone: dict  # what undo.py returned


def shell(server, db, folder, *steps, notes=None, path):
    """Run scripts of ``tests/data/update`` in an Odoo shell; return {script: its result}."""
    script = SCRIPT.format(folder=str(DATA), steps=steps, notes=json.dumps(notes), path=str(path))
    server.odoo(db, "shell", script=script, addons_path=folder)
    return json.loads(path.read_text())


def read_rows(server, db):
    """Return {table: its rows as dicts, in order} of the add-on's tables and the ledger's."""
    tables = {name for (name,) in server.sql(OWN_TABLES, db=db)} | set(LEDGER)
    rows = {}
    for table in sorted(tables):
        found = server.sql(f'SELECT to_jsonb(t) FROM "{table}" t', db=db)
        rows[table] = sorted((row for (row,) in found), key=json.dumps)
    return rows


def read_names(server, db):
    """Return the external ids of the add-on's records that others name."""
    return {name for (name,) in server.sql(NAMES, [NAMED], db=db)}


def compare(before, after):
    """Yield (old, new) for what differs between two states of a table, on its old columns."""
    columns = {name for row in before for name in row} - set(PASSING)
    old, new = (
        [{name: row.get(name, NO_COLUMN) for name in columns} for row in rows]
        for rows in (before, after)
    )
    if "id" in columns:
        yield from compare_records(old, new)
    elif sorted(map(repr_row, old)) != sorted(map(repr_row, new)):
        yield old, new


def repr_row(row):
    """Return a row as text, the same whatever the order of its columns."""
    return json.dumps(row, sort_keys=True)


def compare_records(before, after):
    """Yield (old, new) for records that went, came or changed; of those, what changed."""
    later = {row["id"]: row for row in after}
    for old in before:
        new = later.pop(old["id"], None)
        if new is None:
            yield old, None
        elif old != new:
            changed = ["id", *(name for name in sorted(old) if old[name] != new[name])]
            yield tuple({name: row[name] for name in changed} for row in (old, new))
    yield from ((None, row) for row in later.values())


def test_a_difference_is_found():
    rows = [{"id": 1, "a": 5, "write_date": "x"}, {"id": 2, "a": 6, "write_date": "x"}]
    same = [{**row, "new": 0, "write_date": "y"} for row in reversed(rows)]
    assert list(compare(rows, same)) == []
    assert list(compare(rows, [rows[0], {"id": 2, "a": 7}])) == [
        ({"id": 2, "a": 6}, {"id": 2, "a": 7})
    ]
    assert list(compare(rows, rows[:1])) == [({"id": 2, "a": 6}, None)]
    assert list(compare(rows[:1], rows)) == [(None, {"id": 2, "a": 6})]
    assert list(compare(rows[:1], [{"id": 1}])) == [({"id": 1, "a": 5}, {"id": 1, "a": NO_COLUMN})]
    pair = {"one": 1, "two": 2}
    assert list(compare([pair], [dict(reversed(pair.items()))])) == []
    assert list(compare([pair], [])) == [([pair], [])]


@pytest.fixture(scope="module")
def updated(tmp_path_factory):
    """A database with the former version and its data, updated to the present one."""
    folder = tmp_path_factory.mktemp("former")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    server = databases.DatabaseServer("test")
    db = server.throwaway(server.ensure_base())
    path = folder / "results.json"
    server.odoo(db, "server", "-i", MODULE, "--stop-after-init", addons_path=folder)
    made = shell(server, db, folder, "receipts", "reads", path=path)
    rows, names = read_rows(server, db), read_names(server, db)
    log = server.odoo(db, "server", "-u", MODULE, "--stop-after-init")
    version = f"SELECT latest_version FROM ir_module_module WHERE name = '{MODULE}'"
    [(version,)] = server.sql(version, db=db)
    rows_after, names_after = read_rows(server, db), read_names(server, db)
    done = shell(server, db, ROOT, "reads", "undo", notes=made["receipts"], path=path)
    yield Updated(
        notes=made["receipts"],
        before=made["reads"],
        after=done["reads"],
        rows_before=rows,
        rows_after=rows_after,
        names_before=names,
        names_after=names_after,
        log=log,
        version=version,
        undone=done["undo"],
    )
    server.drop(db)


def test_the_update_logs_no_complaint(updated):
    assert databases.complaints(updated.log) == []
    assert updated.version == databases.manifest()["version"]


def test_every_table_has_something_to_lose(updated):
    """The old version was made to fill each table it has."""
    assert [table for table, rows in updated.rows_before.items() if not rows] == []


def count_from_receipts(partials, receipts):
    """Return the allocations as they are to be now: counted from their receipt's date."""
    dates = {receipt["id"]: receipt["date"] for receipt in receipts}
    return [
        {**row, "max_date": max(row["max_date"], dates.get(row["cobranzas_receipt_id"], ""))}
        for row in partials
    ]


def is_told_of_an_action(table, row):
    """Tell whether a new row is core's message that an action or a cron of the add-on was made."""
    return table == "mail_message" and row["model"] in ("ir.actions.server", "ir.cron")


def test_no_row_and_no_value_is_lost(updated):
    wanted = {
        **updated.rows_before,
        "account_partial_reconcile": count_from_receipts(
            updated.rows_before["account_partial_reconcile"],
            updated.rows_before["cobranzas_receipt"],
        ),
    }
    lost = [
        f"{table}: {old} -> {new}"
        for table, rows in wanted.items()
        for old, new in compare(rows, updated.rows_after.get(table, []))
        if old or not is_told_of_an_action(table, new)
    ]
    assert lost == []


def test_what_others_name_keeps_its_name(updated):
    assert updated.names_before - updated.names_after == DROPPED


@pytest.mark.parametrize("role", ["manager", "accountant", "cashier", "collector"])
def test_everybody_sees_what_was_seen_and_may_do_what_was_allowed(updated, role):
    before, after = updated.before["seen"][role], updated.after["seen"][role]
    rights = {model: after["rights"].get(model) for model in before["rights"]}
    assert {**after, "rights": rights, "open": None} == {**before, "open": None}
    assert after["open"]["None"] == before["open"]["None"]
    for day, debtors in before["open"].items():
        found = after["open"][day]
        assert {name: total[1:] for name, total in found.items()} == {
            name: total[1:] for name, total in debtors.items()
        }
        # at a past date, debts and credits that were applied to each other later stand apart
        assert all(found[name][0] >= total[0] for name, total in debtors.items())


def test_a_collector_sees_own_debtors_alone(updated):
    """What is compared above is not nothing."""
    seen = updated.after["seen"]
    assert {name.rpartition(" ")[0] for name in seen["collector"]["open"]["None"]} == {
        "Ñandú Hnos.",
        "Casa Norte",
    }
    assert len(seen["manager"]["open"]["None"]) > 4
    assert 0 < len(seen["collector"]["receipts"]) < len(seen["manager"]["receipts"])


def test_every_report_says_the_same(updated):
    before, after = updated.before["reports"], updated.after["reports"]
    assert set(after) == set(before)
    for key, report in before.items():
        assert report["rows"], key
        assert after[key] == report, key


def test_old_receipts_are_voided_and_restore_every_residual(updated):
    assert len(updated.undone["voided"]) == len(updated.notes["owed"]) > 15
    for name, state, owed, owe in updated.undone["voided"]:
        assert (name, state, owe) == (name, "voided", owed)
    assert updated.undone["unbalanced"] == []


def test_a_cashier_no_longer_reads_what_is_no_receivable(updated):
    for domain, groups in updated.undone["rules"]:
        assert domain != "[(1, '=', 1)]"
        assert groups == ["Cashier"]


def test_an_old_draft_is_posted(updated):
    assert updated.undone["draft"] == [0, "voided", 35]


def test_an_old_deposit_is_cancelled(updated):
    assert updated.undone["deposit"] == ["cancelled", 0]
