"""Charges waived, and reinstated, from their list and form, each with its reason (CHG-03)."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..lib.charge_runs import ChargeRunsCommon


@tagged("post_install", "-at_install")
class TestChargeDecide(ChargeRunsCommon):
    def decide(self, charges, name):
        action = getattr(charges, f"action_open_{name}")()
        with Form(self.env["cobranzas.charge.decide"].with_context(**action["context"])) as form:
            form.reason = "Acordado"
        form.record.action_decide()

    def test_waived_and_reinstated(self):
        """Of a selection, those that may be; what stands charged has its note undone first."""
        first, second = (self.invoice(amount, due="2026-03-01") for amount in (1000, 500))
        run = self.make_run()
        self.book(run)
        charges = (first | second).cobranzas_charge_ids
        with self.assertRaisesRegex(UserError, "None of these charges is “To Charge Again”"):
            charges.action_open_waive()
        run.operation_ids.action_undo("2026-03-31", "test")
        self.decide(charges, "waive")
        self.assertEqual(
            [(c.state, c.reason, c.decided_by) for c in charges],
            [("waived", "Acordado", self.env.user)] * 2,
        )
        self.assertFalse(any(i._cobranzas_get_interest("2026-03-31") for i in (first, second)))
        self.decide(first.cobranzas_charge_ids, "reinstate")
        self.assertEqual(self.make_run().line_ids.mapped("move_line_id"), first)
