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
#: what is asked, and the index that answers it
USED = {
    "SELECT id FROM account_move WHERE cobranzas_awaits_acceptance IS TRUE": (
        "account_move_cobranzas_awaiting_idx"
    ),
    "SELECT id FROM account_partial_reconcile WHERE cobranzas_is_crossing IS NOT FALSE": (
        "account_partial_reconcile_cobranzas_crossing_idx"
    ),
}


@tagged("post_install", "-at_install")
class TestIndexes(TransactionCase):
    def test_booleans_are_asked_for_as_the_orm_asks(self):
        """``IS [NOT] TRUE``, as the ORM writes, or SQL's own: none is taken for the bare column."""
        self.env.cr.execute(CONDITIONS)
        rows = self.env.cr.fetchall()
        self.assertGreater(len(rows), 5)
        for index, table, condition in rows:
            self.env.cr.execute(BOOLEANS, [table])
            for (column,) in self.env.cr.fetchall():
                bare = re.search(rf"\b{column}\b(?! IS (NOT )?(TRUE|FALSE))", condition)
                with self.subTest(index=index, column=column):
                    self.assertFalse(bare, condition)

    def test_the_few_are_found_by_their_index(self):
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for query, index in USED.items():
            self.env.cr.execute(f"EXPLAIN {query}")
            plan = "\n".join(line for (line,) in self.env.cr.fetchall())
            with self.subTest(index=index):
                self.assertIn(index, plan)
