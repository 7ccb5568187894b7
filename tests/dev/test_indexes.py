"""Partial indexes are worded as the ORM words its conditions, or PostgreSQL never takes them."""

import re

from odoo.tests import TransactionCase, tagged

#: conditions of the add-on's partial indexes, but for those that keep rows unique
CONDITIONS = """
SELECT made.indexrelid::regclass::text, made.indrelid,
       pg_get_expr(made.indpred, made.indrelid)
  FROM pg_index made
 WHERE made.indpred IS NOT NULL AND NOT made.indisunique
   AND made.indexrelid::regclass::text LIKE '%cobranzas%'
"""
BOOLEANS = """
SELECT attname FROM pg_attribute
 WHERE attrelid = %s AND atttypid = 'boolean'::regtype AND NOT attisdropped
"""
USED = "SELECT id FROM account_move WHERE cobranzas_awaits_acceptance IS TRUE"


@tagged("post_install", "-at_install")
class TestIndexes(TransactionCase):
    def test_booleans_are_asked_for_as_the_orm_asks(self):
        """The ORM writes ``IS TRUE`` and ``IS NOT TRUE``: neither is taken for the bare column."""
        self.env.cr.execute(CONDITIONS)
        rows = self.env.cr.fetchall()
        self.assertGreater(len(rows), 5)
        for index, table, condition in rows:
            self.env.cr.execute(BOOLEANS, [table])
            for (column,) in self.env.cr.fetchall():
                bare = re.search(rf"\b{column}\b(?! IS (NOT )?TRUE)", condition)
                with self.subTest(index=index, column=column):
                    self.assertFalse(bare, condition)

    def test_entries_that_await_acceptance_are_found_by_their_index(self):
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute(f"EXPLAIN {USED}")
        plan = "\n".join(line for (line,) in self.env.cr.fetchall())
        self.assertIn("account_move_cobranzas_awaiting_idx", plan)
