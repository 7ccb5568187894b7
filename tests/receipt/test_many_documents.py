"""A receipt that lists many documents works on those ticked, and reads few balances."""

from unittest.mock import patch

from odoo.tests import tagged

from ..lib.common import CollectionsCommon

COUNT = 12


@tagged("post_install", "-at_install")
class TestManyDocuments(CollectionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for _document in range(COUNT):
            cls.invoice(100)
        cls.listed = cls.receipt([], [cls.cash_value(150)])

    def _note(self, model, name, call):
        """Return the records of which a method of a model is called by ``call()``."""
        method, calls = getattr(type(self.env[model]), name), []

        def count(records, *args):
            calls.append(records)
            return method(records, *args)

        with patch.object(type(self.env[model]), name, count):
            call()
            self.env.flush_all()
        return calls

    def test_totals_go_by_what_is_ticked(self):
        self.listed.action_load_documents()
        lines = self.listed.line_ids
        self.assertEqual(len(lines), COUNT)
        lines[0].amount = 100

        def sum_up():
            self.listed._recompute_amounts()
            self.env.flush_all()

        asked = self._note("cobranzas.receipt.line", "_get_worth", sum_up)
        self.assertEqual(set(asked), {lines[0]})
        self.assertEqual(self.listed.amount_documents, 100)

    def test_a_proposal_reads_no_balance_for_each_of_its_steps(self):
        found = {}

        def propose():
            found.update(self.listed._prepare_proposal())

        asked = self._note("account.move.line", "_cobranzas_get_residual", propose)
        self.assertLessEqual(len(asked), 2 * COUNT)
        self.assertEqual(sorted(found.values()), [50, 100])
