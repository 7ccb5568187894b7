"""What is booked in several steps, each of which may let held orders pass (CRE-06)."""

from odoo import models

from ..ledger.client_values import check_one


class CobranzasLedgerOwner(models.AbstractModel):
    _inherit = "cobranzas.ledger.owner"

    def _action_undo(self, date, reason=None):
        with self.env["res.partner"]._cobranzas_booking():
            return super()._action_undo(date, reason)


class CobranzasReceipt(models.Model):
    _inherit = "cobranzas.receipt"

    def _action_post(self):
        with self.env["res.partner"]._cobranzas_booking():
            return super()._action_post()

    def _action_change_date(self, date, reason):
        with self.env["res.partner"]._cobranzas_booking():
            return super()._action_change_date(date, reason)

    def _action_change_withholdings(self, add, change, remove, reason):
        with self.env["res.partner"]._cobranzas_booking():
            return super()._action_change_withholdings(add, change, remove, reason)


class CobranzasOperation(models.Model):
    _inherit = "cobranzas.operation"

    def _action_confirm(self):
        with self.env["res.partner"]._cobranzas_booking():
            return super()._action_confirm()


class CobranzasDeposit(models.Model):
    _inherit = "cobranzas.deposit"

    def _action_post(self):
        with self.env["res.partner"]._cobranzas_booking():
            return super()._action_post()


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        with self.env["res.partner"]._cobranzas_booking():
            return super()._post(soft)

    def button_draft(self):
        with self.env["res.partner"]._cobranzas_booking():
            return super().button_draft()


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _reconcile_plan(self, reconciliation_plan):
        with self.env["res.partner"]._cobranzas_booking():
            return super()._reconcile_plan(reconciliation_plan)


class AccountMoveReversal(models.TransientModel):
    _inherit = "account.move.reversal"

    def reverse_moves(self, is_modify=False):
        """Judge held orders once the credit note and what follows it are there."""
        check_one(self)
        with self.env["res.partner"]._cobranzas_booking():
            return super().reverse_moves(is_modify)


class AccountPaymentRegister(models.TransientModel):
    _inherit = "account.payment.register"

    def _create_payments(self):
        with self.env["res.partner"]._cobranzas_booking():
            return super()._create_payments()


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _post_process(self):
        with self.env["res.partner"]._cobranzas_booking():
            return super()._post_process()
