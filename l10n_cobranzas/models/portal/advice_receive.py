from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..ledger.client_values import check_one, read_text
from ..ledger.locking import lock_rows


class CobranzasPaymentAdvice(models.Model):
    """A cashier receives what a debtor says it transferred, or rejects it (COL-09)."""

    _inherit = "cobranzas.payment.advice"

    def _check_cashier(self):
        check_one(self)
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_cashier",
            self.env._("Only a cashier deals with transfers."),
        )
        self.check_access("write")

    # ------------------------------------------------------------------
    # Receiving
    # ------------------------------------------------------------------

    def action_receive(self):
        """Open a receipt of the transfer, filled in and not saved; a draft begun before, again.

        :raises UserError: for a transfer that was received or rejected
        :raises AccessError: below cashier
        """
        self._check_cashier()
        self._check_open()
        receipts = self.env["cobranzas.receipt"]
        begun = receipts.search([("advice_id", "=", self.id), ("state", "=", "draft")], limit=1)
        if begun:
            return begun._get_records_action()
        return receipts._action_open_new([self._prepare_receipt_vals()])

    def _prepare_receipt_vals(self):
        """Return the values of the receipt: the documents chosen, paid by transfer or deposit."""
        return {
            "advice_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "allocate_by_group": bool(self.debtor_group_id),
            "line_ids": [Command.create(vals) for vals in self._prepare_lines_vals()],
            "value_ids": [Command.create(self._prepare_value_vals())],
        }

    def _prepare_lines_vals(self):
        """Return the rows of the documents chosen that are owed, the oldest first.

        In the transfer's currency no more than it comes to is settled.
        """
        left, rows = self._get_amount_seen(), []
        items = self.item_ids.filtered(lambda item: item.amount_residual_currency > 0)
        for item in items.sorted(lambda item: (item.date_maturity or item.date, item.id)):
            vals = {"move_line_id": item.id, "sequence": len(rows) + 1}
            if item.currency_id == self.currency_id:
                vals["amount"] = min(left, item.amount_residual_currency)
                left = self.currency_id.round(left - vals["amount"])
                if not vals["amount"]:
                    continue
            rows.append(vals)
        return rows

    def _prepare_value_vals(self):
        deposit = self._get_pending_deposit()
        vals = {
            "amount": self._get_amount_seen(),
            "currency_id": self.currency_id.id,
            "operation_number": (self.reference or deposit.reference),
        }
        method = self._get_deposit_method(deposit)
        if method:
            return {
                **vals,
                "journal_id": deposit.journal_id.id,
                "payment_method_line_id": method.id,
                "deposit_id": deposit.id,
            }
        journal = deposit.journal_id or self.journal_id or self._get_accounts(self.company_id)[:1]
        return {**vals, "journal_id": journal.id}

    def _get_pending_deposit(self):
        """Return the deposit that the transfer is, empty once it was used otherwise."""
        return self.deposit_id.filtered(lambda deposit: deposit.state == "pending")

    def _get_amount_seen(self):
        """Return what came in: that of the deposit, else what the debtor said."""
        return self._get_pending_deposit().amount or self.amount

    def _get_deposit_method(self, deposit):
        """Return the method by which receipts of the deposit's bank use deposits."""
        methods = deposit.journal_id.inbound_payment_method_line_ids
        return methods.filtered(lambda method: method.code == "cobranzas_deposit")[:1]

    # ------------------------------------------------------------------
    # Rejecting
    # ------------------------------------------------------------------

    def action_reject(self, reason=None):
        """Reject the transfer, and tell the debtor why.

        :param reason: told to the debtor; required
        :raises UserError: without a reason, or for one that was received or rejected
        :raises AccessError: below cashier
        """
        self._check_cashier()
        reason = read_text(self.env, reason).strip()
        if not reason:
            raise UserError(self.env._("Say why the transfer is rejected: the debtor is told."))
        lock_rows(self)
        self.invalidate_recordset(["state", "rejected_at"])
        self._check_open()
        # sudo: the right was checked above; only that it was rejected is written and told
        self.sudo()._reject(reason, self.env.user)
        return True

    def _reject(self, reason, user):
        self.write(
            {
                "reject_reason": reason,
                "rejected_by": user.id,
                "rejected_at": fields.Datetime.now(),
                "deposit_id": False,
            }
        )
        self._close_activity(reason)
        lang = self.contact_id.lang or self.partner_id.lang
        told = self.with_context(lang=lang)
        body = told.env._(
            "We could not find your transfer of %(transfer)s: %(reason)s",
            transfer=told._describe_briefly(),
            reason=reason,
        )
        # the page of the company that was told of the transfer, whichever the user works in
        debtor = (self.debtor_group_id or self.partner_id).with_company(self.company_id)
        debtor._cobranzas_portal_answer(body, self.contact_id or self.partner_id, user)

    def _describe_briefly(self):
        """Return amount and day of the transfer, and its reference."""
        name = self.display_name.removeprefix(f"{self.partner_id.name} · ")
        return " · ".join(filter(None, (name, self.reference)))

    # ------------------------------------------------------------------
    # Its end
    # ------------------------------------------------------------------

    def _close_activity(self, words):
        """Take the activity of a transfer that was dealt with out of the agenda."""
        activity = self.activity_id.exists()
        if activity.active:
            activity._action_done(feedback=words)
