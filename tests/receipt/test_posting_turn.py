"""Who posts keeps the others of a journal and a book waiting as late as can be (REC-13, REC-14)."""

import threading
from functools import partial
from unittest.mock import patch

from odoo import Command
from odoo.sql_db import Cursor
from odoo.tests import tagged

from ..lib.common import CollectionsCommon
from ..lib.transactions import TransactionsCommon

#: what stands in for a number begins with this, and nobody types it
STAND_IN = "\ue000"


def get_text(query):
    """Return a query of the cursor as text."""
    text = getattr(query, "code", query)
    return text.decode() if isinstance(text, bytes) else text


def is_journals_lock(query):
    """Tell whether a query waits for the journals."""
    return "pg_advisory_xact_lock" in query and "AS id" in query


@tagged("post_install", "-at_install")
class TestPostingTurn(CollectionsCommon):
    def _post(self, receipts):
        """Post the receipts and return the queries."""
        self.env.flush_all()
        queries, execute = [], Cursor.execute

        def note(cursor, query, *args, **kw):
            queries.append(get_text(query))
            return execute(cursor, query, *args, **kw)

        with patch.object(Cursor, "execute", note):
            receipts.action_post()
            self.env.flush_all()
        return queries

    def _find(self, queries, found):
        return [place for place, query in enumerate(queries) if found(query)]

    def test_entries_are_built_before_anybody_waits(self):
        receipts = self.receipt([self.invoice(100)], [self.cash_value(100)])
        receipts |= self.receipt([self.invoice(50)], [self.transfer_value(60)])
        queries = self._post(receipts)
        built = self._find(queries, lambda query: 'INSERT INTO "account_move_line"' in query)
        locked = self._find(queries, is_journals_lock)
        taken = self._find(queries, lambda query: "UPDATE cobranzas_receipt SET number" in query)
        self.assertTrue(built and locked and taken)
        self.assertLess(max(built), min(locked))
        self.assertLess(max(locked), min(taken))

    def test_everything_has_the_number_in_the_end(self):
        self.company.cobranzas_change_journal_id = self.cash
        receipts = self.receipt([self.invoice(100)], [self.transfer_value(60), self.cash_value(40)])
        receipts |= self.receipt([self.invoice(50)], [self.cash_value(80)], excess="change")
        receipts |= self.receipt([], [self.transfer_value(10)])
        receipts.action_post()
        for receipt in receipts:
            self.assertTrue(receipt.number)
            self.assertEqual(receipt.display_name, receipt.name)
            for move in receipt.move_ids:
                self.assertTrue(move.ref.startswith(receipt.name), move.ref)
                self.assertEqual(set(move.line_ids.mapped("ref")), {move.ref})
            for payment in receipt.payment_ids:
                self.assertTrue(payment.memo.startswith(receipt.name), payment.memo)
            names = receipt._get_receivable_items().mapped("name")
            self.assertTrue(all(receipt.name in name for name in names), names)
        self.assertEqual(self._find_stand_ins(), [])

    def _find_stand_ins(self):
        """Return the columns of the database in which something stands in for a number."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns
            WHERE data_type IN ('character varying', 'text') AND table_schema = 'public'
                AND (table_name LIKE 'account_%' OR table_name LIKE 'cobranzas_%'
                OR table_name LIKE 'mail_%' OR table_name LIKE 'l10n_%')"""
        )
        found = []
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT 1 FROM "{table}" WHERE "{column}" LIKE %s LIMIT 1', [f"%{STAND_IN}%"]
            )
            found += [(table, column)] if self.env.cr.rowcount else []
        return found

    def test_what_is_booked_in_steps_waits_first(self):
        """So that notes and entries are numbered in the order in which all ask for them."""
        receipt = self.receipt([self.invoice(100)], [self.cash_value(100)])
        with patch.object(type(receipt), "_books_in_steps", lambda _receipts: True):
            queries = self._post(receipt)
        built = self._find(queries, lambda query: 'INSERT INTO "account_move"' in query)
        locked = self._find(queries, is_journals_lock)
        self.assertLess(min(locked), min(built))
        self.assertTrue(receipt.move_ids[:1].ref.startswith(receipt.name))


@tagged("post_install", "-at_install")
class TestPostingSideBySide(TransactionsCommon):
    def _draft(self, *journals):
        """Commit a draft of a customer of its own, a value in each of these journals."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            vals = {
                "partner_id": env["res.partner"].create({"name": "Uno"}).id,
                "date": "2026-02-01",
                "value_ids": [
                    Command.create(
                        {
                            "journal_id": self.journals[name],
                            "amount": 10,
                            "operation_number": "TR",
                        }
                    )
                    for name in journals
                ],
            }
            return env["cobranzas.receipt"].create(vals).id

    def _post(self, receipt_id, env):
        env["cobranzas.receipt"].browse(receipt_id).action_post()

    def test_the_second_builds_its_entries_while_the_first_holds_the_journal(self):
        one, two = self._draft("bank"), self._draft("bank")
        built, execute = threading.Event(), Cursor.execute

        def note(cursor, query, *args, **kw):
            if is_journals_lock(get_text(query)):
                built.set()
            return execute(cursor, query, *args, **kw)

        with self.registry.cursor() as cr:
            self._post(one, self._env(cr))
            with patch.object(Cursor, "execute", note):
                thread = threading.Thread(target=self._call, args=(partial(self._post, two),))
                thread.start()
                self.assertTrue(built.wait(20), "it waits before its entries are there")
                thread.join(0.3)
                self.assertTrue(thread.is_alive(), "two have the journal at once")
                cr.commit()
                thread.join(20)
        with self.registry.cursor() as cr:
            receipts = self._env(cr)["cobranzas.receipt"].browse([one, two])
            self.assertEqual(receipts[1].number, receipts[0].number + 1)
            first, second = (receipt.move_ids for receipt in receipts)
            self.assertEqual(second.sequence_number, first.sequence_number + 1)

    def test_journals_in_opposite_orders(self):
        """None waits for the other, so none is run again."""
        drafts = [self._draft("bank", "wallet"), self._draft("wallet", "bank")]
        drafts += [self._draft("bank", "wallet"), self._draft("wallet", "bank")]
        tries = []

        def post(receipt_id, env):
            tries.append(receipt_id)
            self._post(receipt_id, env)

        answers = self._at_once(*(partial(post, each) for each in drafts))
        self.assertEqual(answers, [None] * 4)
        self.assertEqual(sorted(tries), sorted(drafts))
        with self.registry.cursor() as cr:
            env = self._env(cr)
            for name in self.journals.values():
                moves = env["account.move"].search(
                    [("journal_id", "=", name), ("state", "=", "posted")]
                )
                numbers = sorted(moves.mapped("sequence_number"))
                self.assertEqual(numbers, list(range(1, len(numbers) + 1)))
