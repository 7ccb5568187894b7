"""Real transactions: threads with cursors of their own, committing to the run's database."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command, api, sql_db
from odoo.exceptions import RedirectWarning, UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name


class TransactionsCommon(BaseCase):
    """Commits to the database of the run, which is a throw-away copy, in a company of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env["res.company"].create(
                {"name": f"Concurrencia {cls.__name__}", "country_id": env.ref("base.ar").id}
            )
            env = env(context={"allowed_company_ids": company.ids})
            env["account.chart.template"].try_loading(
                "generic_coa", company=company, install_demo=False
            )
            cls.company_id = company.id
            cls.partner_id = env["res.partner"].create({"name": "Cliente de dos cajas"}).id
            bank = env["account.journal"].search(
                [("company_id", "=", company.id), ("type", "=", "bank")], limit=1
            )
            wallet = env["account.journal"].create(
                {"name": "Billetera", "code": "WAL", "type": "bank", "company_id": company.id}
            )
            cls.journals = {"bank": bank.id, "wallet": wallet.id}

    @classmethod
    def _env(cls, cr):
        return api.Environment(cr, SUPERUSER_ID, {"allowed_company_ids": [cls.company_id]})

    @classmethod
    def _make_documents(cls, count, amount):
        """Commit posted invoices of ``amount``; return the ids of their receivable items."""
        with cls.registry.cursor() as cr:
            moves = cls._env(cr)["account.move"].create(
                [
                    {
                        "move_type": "out_invoice",
                        "partner_id": cls.partner_id,
                        "invoice_date": "2026-01-10",
                        "invoice_line_ids": [
                            Command.create(
                                {"name": "x", "price_unit": amount, "tax_ids": [Command.clear()]}
                            )
                        ],
                    }
                ]
                * count
            )
            moves.action_post()
            return moves.line_ids.filtered(
                lambda line: line.account_id.account_type == "asset_receivable"
            ).ids

    def _receipt_vals(self, parts, **kw):
        """Values of a receipt that settles ``parts`` = {item id: amount} by one transfer."""
        return {
            "partner_id": self.partner_id,
            "date": "2026-02-01",
            "line_ids": [
                Command.create({"move_line_id": item, "amount": amount})
                for item, amount in parts.items()
            ],
            "value_ids": [
                Command.create(
                    {
                        "journal_id": self.journals["bank"],
                        "amount": sum(parts.values()),
                        "operation_number": "TR 1",
                    }
                )
            ],
            **kw,
        }

    def _call(self, call, barrier=None):
        """Call ``call(env)`` as an RPC does, retries included; return its answer or refusal.

        A query before it stands for the request's own, which take the snapshot.
        """
        with self.registry.cursor() as cr:
            env = self._env(cr)
            env["res.company"].search_count([])
            if barrier:
                barrier.wait(timeout=20)
            try:
                return retrying(lambda: call(env), env)
            except (UserError, RedirectWarning) as error:
                cr.rollback()
                return error

    def _at_once(self, *calls):
        """Run the calls in threads that start together; return their answers and refusals."""
        barrier = threading.Barrier(len(calls))
        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(lambda call: self._call(call, barrier), calls))

    def _kill_at_query(self, call, queries):
        """Run ``call(env)`` in a process of its own, which dies before a query; tell if it did.

        :param queries: how many it may send
        """
        child = os.fork()
        if not child:
            self._work_until_killed(call, queries)
        _child, status = os.waitpid(child, 0)
        return os.WIFSIGNALED(status)

    def _work_until_killed(self, call, queries):
        """In the child: work with a connection of its own, and be killed before the next query."""
        execute, left = sql_db.Cursor.execute, [queries]

        def count(cursor, *args, **kw):
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return execute(cursor, *args, **kw)

        with self._alone(), patch.object(sql_db.Cursor, "execute", count):
            self._call(call)

    @contextmanager
    def _alone(self):
        """Work in a child process with connections of its own; it ends with the block."""
        # kept: what closes a connection of the parent's would end it there too
        kept = sql_db._Pool, sql_db._Pool_readonly, self.registry._db
        sql_db._Pool = sql_db._Pool_readonly = None
        self.registry._db = sql_db.db_connect(get_db_name())
        try:
            yield
        finally:
            os._exit(len(kept))
