from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...engine.payment_request import fit
from ..ledger.locking import acquire_customer_locks


class CobranzasPaymentRequest(models.Model):
    """From money that came in to one posted receipt, or to what takes its place (COL-09).

    Called by ``payment.transaction`` with the request locked, as superuser.
    """

    _inherit = "cobranzas.payment.request"

    def _receive(self, transaction):
        """Return the payment of the posted receipt of a transaction that was confirmed.

        What can't be settled as chosen stays on account, and ``problems`` keeps why. None where no
        receipt can be posted: the caller then makes core's own payment.
        """
        self.ensure_one()
        self._acquire_customer_locks()
        settled, problems = self._choose_settled(transaction)
        receipt, refusal = self._try_receipt(transaction, settled, problems)
        if not receipt and settled:
            problems = [*problems, self._note_refused("refused", refusal)]
            receipt, refusal_bare = self._try_receipt(transaction, {}, problems)
            refused, refusal = True, refusal_bare
        else:
            refused = not receipt
        if not receipt:
            problems = [*problems, self._note_refused("no_receipt", refusal)]
        self._note_received(transaction, receipt, problems, refused)
        return receipt.payment_ids

    def _acquire_customer_locks(self):
        """Let one transaction at a time change the ledger of these customers, until it ends."""
        customers = self.partner_id | self.line_ids.move_line_id.partner_id
        acquire_customer_locks(self.env.cr, customers.commercial_partner_id.ids, started=True)
        self.line_ids.move_line_id._cobranzas_lock()

    # ------------------------------------------------------------------
    # What it settles
    # ------------------------------------------------------------------

    def _choose_settled(self, transaction):
        """Return ({item: amount}, [why not all that was chosen]) of a transaction."""
        if self.receipt_id or any(other.payment_id for other in self.transaction_ids - transaction):
            return {}, [self._note_paid_twice(transaction)]
        same = transaction.currency_id == self.currency_id
        if not same or self.currency_id.compare_amounts(transaction.amount, self.amount):
            return {}, [self._note_differing(transaction)]
        settled = self._fit_items(transaction)
        changed = self.line_ids.filtered(
            lambda line: self.currency_id.compare_amounts(
                line.amount, settled.get(line.move_line_id, 0.0)
            )
        )
        return settled, self._note_changed(changed, settled)

    def _fit_items(self, transaction):
        """Return {item: amount} of what can still be settled of what was chosen."""
        to_units = self.currency_id._cobranzas_to_minor_units
        lines = self.line_ids.filtered("move_line_id")
        chosen = {line.move_line_id: to_units(line.amount) for line in lines}
        # an item that was drawn back to draft, or is of another customer by now, is none of these
        customers = self._get_payable_customers()
        balances = {
            item: to_units(item.cobranzas_residual)
            for item in chosen
            if item.parent_state == "posted"
            and item.account_id.account_type == "asset_receivable"
            and item.currency_id == self.currency_id
            and item.partner_id.commercial_partner_id in customers
        }
        units = fit(chosen, balances, to_units(transaction.amount))
        return {
            item: self.currency_id._cobranzas_from_minor_units(each) for item, each in units.items()
        }

    def _get_payable_customers(self):
        """Return the customers whose documents the receipt may settle, as the groups are now."""
        customer = self.partner_id.commercial_partner_id
        group = customer.cobranzas_group_id
        return customer | group.member_ids.partner_id.commercial_partner_id

    # ------------------------------------------------------------------
    # The receipt
    # ------------------------------------------------------------------

    def _try_receipt(self, transaction, settled, problems):
        """Return (posted receipt, None), or (none, the refusal) with nothing left behind."""
        receipts = self.env["cobranzas.receipt"]
        spoken = self.with_context(lang=self._get_payer_lang())  # the note is on the payer's paper
        try:
            with self.env.cr.savepoint():
                receipt = receipts.create(self._prepare_receipt_vals(transaction, settled))
                receipt.note = spoken._describe_outside(problems)
                receipt._acquire_customer_locks()
                receipt._action_post()
        except UserError as refusal:
            return receipts, refusal
        return receipt, None

    def _prepare_receipt_vals(self, transaction, settled):
        """Return the values of the receipt: dated today, so that a closed month is no obstacle."""
        customers = self.env["res.partner"].union(
            *(item.partner_id.commercial_partner_id for item in settled)
        )
        vals = {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": transaction.currency_id.id,
            "date": fields.Date.context_today(self),
            "transaction_id": transaction.id,
            "allocate_by_group": bool(customers - self.partner_id.commercial_partner_id),
            "collector_id": False,
            "excess": "on_account",
            "value_ids": [Command.create(self._prepare_value_vals(transaction))],
            "line_ids": [
                Command.create({"move_line_id": item.id, "amount": amount, "sequence": place})
                for place, (item, amount) in enumerate(settled.items())
            ],
        }
        if self.company_id.cobranzas_online_book_id:
            vals["book_id"] = self.company_id.cobranzas_online_book_id.id
        return vals

    def _prepare_value_vals(self, transaction):
        """Return the values of what was received: in the provider's journal, by its method."""
        method = self._get_method_line(transaction)
        if not method:
            raise UserError(
                self.env._(
                    "Payment provider %(provider)s has no journal: choose one on the provider.",
                    provider=transaction.provider_id.name,
                )
            )
        return {
            "journal_id": method.journal_id.id,
            "payment_method_line_id": method.id,
            "currency_id": transaction.currency_id.id,
            "amount": transaction.amount,
            "operation_number": transaction.provider_reference or transaction.reference,
        }

    # ------------------------------------------------------------------
    # Tried again
    # ------------------------------------------------------------------

    def action_apply(self):
        """Apply the money that a refused receipt left on account to what was chosen (COL-09).

        Raises ``AccessError`` below cashier; ``UserError`` with what still keeps it from being
        applied.
        """
        self._check_cashier()
        self.check_access("read")
        # sudo: the right was checked above; what is settled was chosen and checked before
        requests = self.sudo()
        requests._lock()
        for request in requests:
            request._apply()
        return True

    def _apply(self):
        """Post an application of what is left on account of the payment, or raise ``UserError``."""
        self.ensure_one()
        if not self.is_refused:
            raise UserError(
                self.env._("%(request)s has nothing to apply.", request=self.display_name)
            )
        self._acquire_customer_locks()
        payment = self.transaction_ids.payment_id[:1]
        credit = payment.move_id.line_ids.filtered(
            lambda item: (
                item.account_id.account_type == "asset_receivable" and item.cobranzas_residual < 0
            )
        )[:1]
        settled = self._fit_items(self.transaction_ids.filtered("payment_id")[:1])
        debts = {item: amount for item, amount in settled.items() if amount > 0}
        funds = -credit.cobranzas_residual if credit else 0.0
        if not debts or self.currency_id.compare_amounts(funds, sum(settled.values())) < 0:
            self.is_refused = False  # somebody applied it otherwise, or paid the documents
            return
        settled[credit] = -sum(settled.values())
        receipt = self.env["cobranzas.receipt"].create(self._prepare_application_vals(settled))
        receipt._acquire_customer_locks()
        receipt._action_post()
        applied = {"kind": "applied", "receipt": receipt.name}
        self.write(
            {
                "is_refused": False,
                "receipt_id": self.receipt_id.id or receipt.id,
                "problems": [*(self.problems or ()), applied],
            }
        )

    def _prepare_application_vals(self, settled):
        customers = self.env["res.partner"].union(
            *(item.partner_id.commercial_partner_id for item in settled)
        )
        return {
            "kind": "application",
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "date": fields.Date.context_today(self),
            "allocate_by_group": bool(customers - self.partner_id.commercial_partner_id),
            "collector_id": False,
            "line_ids": [
                Command.create({"move_line_id": item.id, "amount": amount})
                for item, amount in settled.items()
            ],
        }
