"""A database made by version 19.0.1.2.0 and updated: everything is still there, and still works.

That version is kept, without its translations, in ``tests/data``. What it is made to do is in
``tests/data/update``, whose scripts run in Odoo shells: ``company.py`` in the old version,
``reads.py`` in both, ``undo.py`` in the new one.
"""

import json
import tarfile
from dataclasses import dataclass

import pytest

from ground import databases
from ground.paths import MODULE, ROOT

pytestmark = pytest.mark.slow

DATA = ROOT / "tests" / "data"
ARCHIVE = DATA / f"{MODULE}-19.0.1.2.0.tar.xz"
SCRIPT = """
import json, runpy
steps = {{name: runpy.run_path({folder!r} + "/" + name + ".py")["run"] for name in {steps!r}}}
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
#: columns that say when a row was written, or what an update makes again
PASSING = ("write_date", "write_uid")
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

    notes: dict  # of what company.py made
    before: dict  # what reads.py returned
    after: dict
    rows_before: dict  # table -> its rows
    rows_after: dict
    names_before: set  # external ids
    names_after: set
    log: str  # of the update
    version: str
    undone: dict  # what undo.py returned


def shell(ground, db, folder, *steps, notes=None, path):
    """Run scripts of ``tests/data/update`` in an Odoo shell; return {script: its result}."""
    script = SCRIPT.format(
        folder=str(DATA / "update"), steps=steps, notes=json.dumps(notes), path=str(path)
    )
    ground.odoo(db, "shell", script=script, addons_path=folder)
    return json.loads(path.read_text())


def read_rows(ground, db):
    """Return {table: its rows as dicts, in order} of the add-on's tables and the ledger's."""
    tables = {name for (name,) in ground.sql(OWN_TABLES, db=db)} | set(LEDGER)
    rows = {}
    for table in sorted(tables):
        found = ground.sql(f'SELECT to_jsonb(t) FROM "{table}" t', db=db)
        rows[table] = sorted((row for (row,) in found), key=json.dumps)
    return rows


def read_names(ground, db):
    """Return the external ids of the add-on's records that others name."""
    return {name for (name,) in ground.sql(NAMES, [NAMED], db=db)}


@pytest.fixture(scope="module")
def updated(tmp_path_factory):
    """A database with the former version and its data, updated to the present one."""
    folder = tmp_path_factory.mktemp("former")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    ground = databases.Ground("test")
    db = ground.throwaway(ground.ensure_base())
    path = folder / "results.json"
    ground.odoo(db, "server", "-i", MODULE, "--stop-after-init", addons_path=folder)
    made = shell(ground, db, folder, "company", "reads", path=path)
    rows, names = read_rows(ground, db), read_names(ground, db)
    log = ground.odoo(db, "server", "-u", MODULE, "--stop-after-init")
    version = f"SELECT latest_version FROM ir_module_module WHERE name = '{MODULE}'"
    [(version,)] = ground.sql(version, db=db)
    rows_after, names_after = read_rows(ground, db), read_names(ground, db)
    done = shell(ground, db, ROOT, "reads", "undo", notes=made["company"], path=path)
    yield Updated(
        made["company"],
        made["reads"],
        done["reads"],
        rows,
        rows_after,
        names,
        names_after,
        log,
        version,
        done["undo"],
    )
    ground.drop(db)


def test_the_update_logs_no_complaint(updated):
    assert databases.complaints(updated.log) == []
    assert updated.version == databases.manifest()["version"]


def test_every_table_has_something_to_lose(updated):
    """What the old version makes here covers what it can make."""
    assert [table for table, rows in updated.rows_before.items() if not rows] == []


def test_no_row_and_no_value_is_lost(updated):
    lost = [
        f"{table}: {old} -> {new}"
        for table, rows in updated.rows_before.items()
        for old, new in compare(rows, updated.rows_after.get(table, []))
    ]
    assert lost == []


def compare(before, after):
    """Yield (old, new) values of the rows that are not as they were, on the old columns."""
    columns = {name for row in before for name in row} - set(PASSING)

    def shorten(row):
        return {name: row.get(name, "(no such column)") for name in columns}

    if before and "id" in before[0]:
        later = {row["id"]: shorten(row) for row in after}
        for row in map(shorten, before):
            found = later.pop(row["id"], None)
            if found is None:
                yield row, None
            elif found != row:
                changed = [name for name in row if row[name] != found[name]]
                yield (
                    {"id": row["id"], **{name: row[name] for name in changed}},
                    {name: found[name] for name in changed},
                )
        yield from ((None, row) for row in later.values())
        return
    old, new = ([json.dumps(shorten(row)) for row in rows] for rows in (before, after))
    if sorted(old) != sorted(new):
        yield old, new


def test_what_others_name_keeps_its_name(updated):
    assert updated.names_before - updated.names_after == set()


@pytest.mark.parametrize("role", ["manager", "accountant", "cashier", "collector"])
def test_everybody_sees_what_was_seen_and_may_do_what_was_allowed(updated, role):
    assert updated.after["seen"][role] == updated.before["seen"][role]


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


def test_an_old_draft_is_posted(updated):
    assert updated.undone["draft"] == [0, "voided", 35]


def test_an_old_deposit_is_cancelled(updated):
    assert updated.undone["deposit"] == ["cancelled", 0]
