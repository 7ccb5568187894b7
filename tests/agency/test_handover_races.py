"""Two hand-overs of the same documents at once: one has them (COL-09)."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..lib.many_debtors import make_many_debtors
from ..lib.transactions import TransactionsCommon


@tagged("post_install", "-at_install")
class TestHandoverRaces(TransactionsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with cls.registry.cursor() as cr:
            env = cls._env(cr)
            debtors = make_many_debtors(env, 3)
            items = env["cobranzas.open.item"].search([("partner_id", "in", debtors)])
            cls.item_ids = items.move_line_id.ids
            partner = env["res.partner"].create(
                {"name": "Estudio", "street": "Mitre 1", "phone": "1"}
            )
            agency = env["cobranzas.agency"].create(
                {
                    "partner_id": partner.id,
                    "company_id": cls.company_id,
                    "rate_ids": [Command.create({"days_from": 1, "percent": 10})],
                }
            )
            cls.agency_id = agency.id

    def _list(self):
        """Commit a listed batch; return its id."""
        with self.registry.cursor() as cr:
            env = self._env(cr)
            batch = env["cobranzas.agency.handover"].create(
                {
                    "agency_id": self.agency_id,
                    "company_id": self.company_id,
                    "days_from": 1,
                }
            )
            batch.action_list()
            return batch.id

    @staticmethod
    def _hand_over(batch_id):
        return lambda env: env["cobranzas.agency.handover"].browse(batch_id).action_hand_over()

    def test_two_batches_and_a_double_click(self):
        first, second = self._list(), self._list()
        answers = self._at_once(
            *(self._hand_over(batch) for batch in (first, second, first, second))
        )
        self.assertEqual(len(self.item_ids), 3)
        self.assertEqual(sum(answer is True for answer in answers), 1, answers)
        self.assertTrue(all(isinstance(a, UserError) for a in answers if a is not True), answers)
        with self.registry.cursor() as cr:
            lines = self._env(cr)["cobranzas.agency.handover.line"]
            held = lines.search([("company_id", "=", self.company_id), ("status", "=", "in_force")])
            self.assertEqual(sorted(held.move_line_id.ids), sorted(self.item_ids))
            self.assertEqual(len(held.handover_id), 1)
