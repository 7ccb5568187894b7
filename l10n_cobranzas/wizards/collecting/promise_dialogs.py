"""Ways to the dialogs of promises and disputes (COL-06)."""

from odoo import models
from odoo.exceptions import UserError

from ...models.ledger.client_values import check_one


class CobranzasDebtorFigures(models.AbstractModel):
    _inherit = "cobranzas.debtor.figures"

    def action_cobranzas_promise(self):
        """Open the dialog of a promise, filled in with what of the debtor is overdue (COL-06)."""
        return self._action_cobranzas_dialog("cobranzas.promise.new", self.env._("Promise to Pay"))

    def action_cobranzas_dispute(self):
        """Open the dialog of a dispute of one of the debtor's documents (COL-06)."""
        return self._action_cobranzas_dialog("cobranzas.dispute.new", self.env._("Dispute"))

    def _action_cobranzas_dialog(self, model, name):
        check_one(self)
        self.check_access("read")
        everyone = self._get_cobranzas_customers()[self]
        customers = everyone._cobranzas_filter_own_debtors()
        if not customers:
            raise UserError(
                self.env._(
                    "%(debtor)s has no customer whose debts you collect.",
                    debtor=self.display_name,
                )
            )
        # what the group promises is of all its members
        whole = self._name == "cobranzas.debtor.group" and customers == everyone
        group = self if whole else self.env["cobranzas.debtor.group"]
        # of a group, the promise is noted with whoever owes most since it is due
        customer = customers.sorted("cobranzas_overdue", reverse=True)[:1]
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_partner_id": customer.id,
                "default_debtor_group_id": group.id,
            },
        }


class CobranzasPromise(models.Model):
    _inherit = "cobranzas.promise"

    def action_open_replace(self):
        """Open the dialog of a promise that takes the place of this one."""
        check_one(self)
        self.check_access("read")
        debtor = self.debtor_group_id or self.partner_id
        action = debtor.action_cobranzas_promise()
        action["context"] = {
            **action["context"],
            "default_partner_id": self.partner_id.id,
            "default_replaces_id": self.id,
            "default_currency_id": self.currency_id.id,
            "default_about": "account" if self.is_account else "documents",
        }
        if self.is_account:  # the documents of the others are ticked, with their balances
            action["context"]["default_amount"] = self.amount_left
        return action


class CobranzasDispute(models.Model):
    _inherit = "cobranzas.dispute"

    def action_open_resolve(self):
        """Open the dialog that closes the dispute."""
        check_one(self)
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Resolve %(dispute)s", dispute=self.name),
            "res_model": "cobranzas.dispute.resolve",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dispute_id": self.id},
        }


class AccountMove(models.Model):
    _inherit = "account.move"

    def action_cobranzas_dispute(self):
        """Open the dialog of a dispute of this document (COL-06)."""
        check_one(self)
        self.check_access("read")
        debts = self.line_ids.filtered(
            lambda item: (
                item.account_id.account_type == "asset_receivable"
                and item.amount_residual_currency > 0
            )
        )
        if self.state != "posted" or not debts:
            raise UserError(
                self.env._(
                    "Nothing is owed of %(document)s: there is nothing to dispute.",
                    document=self.display_name,
                )
            )
        customer = debts[:1].partner_id.commercial_partner_id
        action = customer._action_cobranzas_dialog("cobranzas.dispute.new", self.env._("Dispute"))
        first = debts.sorted(lambda item: (item.date_maturity or item.date, item.id))[:1]
        action["context"]["default_move_line_id"] = first.id
        return action
