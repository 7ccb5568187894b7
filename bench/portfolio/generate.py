"""Make a portfolio: all of it in a few statements, quickly or carefully."""

import contextlib

import psycopg2
from odoo import fields, sql_db
from odoo.tools import SQL

from .company import Portfolio, make_debtors, make_rates, prepare_company
from .inserts import FILLED, insert_rows
from .lifecycle import make_entries, make_lifecycles


def generate(env, debtors=10_000, invoices=1_000_000, years=5, seed=1, today=None, fast=True):
    """Make debtors and their posted invoices in the current company, and what was paid of them.

    Of the invoices 70 % are paid in full, 10 % in part, the open ones being the young ones
    mostly; a tenth is in a foreign currency, with the exchange differences; one payment in a
    hundred is on account.

    :param fast: let the database check references and build indexes at the end, commit, and
        have its statistics taken; else all happens in the caller's transaction, as always checked
    :return: the :class:`Portfolio`
    """
    portfolio = Portfolio(debtors, invoices, years, seed, today or fields.Date.today())
    _make(env, portfolio, fast)
    return portfolio


def double_history(env, portfolio, fast=True):
    """Add as many invoices as are paid in full, older than all and paid in full."""
    env.cr.execute(
        SQL(
            "SELECT count(*) FROM account_move WHERE move_type = 'out_invoice' "
            "AND payment_state = 'paid' AND company_id = %s",
            env.company.id,
        )
    )
    closed = Portfolio(
        portfolio.debtors,
        env.cr.fetchone()[0],
        portfolio.years,
        portfolio.seed,
        portfolio.today,
        closed=True,
    )
    _make(env, closed, fast)
    return closed


def _make(env, portfolio, fast):
    env.flush_all()
    ids = prepare_company(env)
    make_rates(env, ids, portfolio)
    make_debtors(env, portfolio)
    env.cr.execute(SQL("SET LOCAL work_mem = '256MB'"))
    make_lifecycles(env, ids, portfolio)
    make_entries(env, ids, portfolio)
    with _hurried(env) if fast else contextlib.nullcontext():
        insert_rows(env, ids)
    env.invalidate_all()
    if fast:
        env.cr.commit()
        vacuum(env)


@contextlib.contextmanager
def _hurried(env):
    """Put the indexes off to the end; and as superuser of the database, skip the foreign keys."""
    env.cr.execute(SQL("SET LOCAL maintenance_work_mem = '1GB'"))
    env.cr.execute(SQL("SHOW is_superuser"))
    if env.cr.fetchone()[0] == "on":
        env.cr.execute(SQL("SET LOCAL session_replication_role = replica"))
    indexes = env.execute_query(
        SQL(
            """
SELECT pg_get_indexdef(indexrelid), indexrelid::regclass::text
  FROM pg_index
 WHERE indrelid = ANY (%s::regclass[])
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
            """,
            list(FILLED),
        )
    )
    for _definition, name in indexes:
        env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
    yield
    for definition, _name in indexes:
        env.cr.execute(SQL(definition.replace("%", "%%")))
    env.cr.execute(SQL("SET LOCAL session_replication_role = DEFAULT"))


def vacuum(env):
    """Take the statistics of the database, as its own autovacuum would before long."""
    _name, link = sql_db.connection_info_for(env.cr.dbname)
    with contextlib.closing(psycopg2.connect(**link)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            # rows of commits that are not written out yet are not marked as seen by all
            cursor.execute("SET synchronous_commit = on")
            cursor.execute("SELECT pg_current_xact_id()")
            for table in (*FILLED, "res_partner"):
                cursor.execute(f"VACUUM ANALYZE {table}")
