from odoo import models
from odoo.fields import Command

from ..engine import allocation

#: the receipt's own chatter tells what happened: its payments and entries need not repeat it
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True}


class CobranzasReceipt(models.Model):
    """The entries a receipt leaves: one payment per value, one settlement (DESIGN 4 and 5)."""

    _inherit = "cobranzas.receipt"

    def _create_value_payments(self, plans):
        """Create every payment of the receipts, with its entry, in one batch each.

        The entry of a payment carries one receivable item per document it pays, with that
        document's partner, account and currency; the rest is one on-account item.
        """
        values = self.value_ids
        vals_list = [value._prepare_payment_vals() for value in values]
        vals_list += [
            receipt._prepare_change_payment_vals() for receipt in self if receipt.amount_change
        ]
        self._fill_outstanding_accounts(vals_list)
        payments = self.env["account.payment"].with_context(**QUIET).create(vals_list)
        move_vals = []
        for value, payment in zip(values, payments, strict=False):
            value.payment_id = payment
            lines = value.receipt_id._prepare_payment_lines(value, payment, plans[value.receipt_id])
            move_vals.append(payment._generate_move_vals(line_ids=lines))
        for payment in payments[len(values) :]:
            move_vals.append(payment._generate_move_vals())
        for payment, vals in zip(payments, move_vals, strict=True):
            vals["cobranzas_receipt_id"] = payment.cobranzas_receipt_id.id
        moves = self.env["account.move"].with_context(**QUIET).create(move_vals)
        for payment, move in zip(payments, moves, strict=True):
            payment.move_id = move
        return payments

    def _fill_outstanding_accounts(self, vals_list):
        """Name the account of every payment before it is made, where its method names none.

        A receipt always reaches the ledger, also where core would make payments without
        entries. Cheques stay in the portfolio's own account.
        """
        found = {}
        for vals in vals_list:
            method = self.env["account.payment.method.line"].browse(vals["payment_method_line_id"])
            if method.payment_account_id:
                continue
            if method.code == "new_third_party_checks":
                vals["outstanding_account_id"] = method.journal_id.default_account_id.id
                continue
            key = (vals["company_id"], vals["payment_type"])
            if key not in found:
                payment = self.env["account.payment"].new({"company_id": key[0]})
                found[key] = payment._get_outstanding_account(key[1]).id
            vals["outstanding_account_id"] = found[key]

    def _prepare_payment_lines(self, value, payment, plan):
        """Return the commands for the journal items of a value's payment.

        Company-currency amounts are the payment's own, shared over the items so that the
        entry balances to the unit whatever the currencies.
        """
        company_currency = self.company_id.currency_id
        liquidity = payment._prepare_move_line_default_vals()[0]
        parts = plan["values"][value]
        left = plan["left"].get(value, 0)
        weights = [units for units, _amount in parts.values()] + ([left] if left else [])
        balance = company_currency._cobranzas_to_units(liquidity["debit"] - liquidity["credit"])
        balances = [
            company_currency._cobranzas_from_units(units)
            for units in allocation.split(balance, weights)
        ]
        items = [
            self._prepare_document_item_vals(line, amount, -share)
            for (line, (_units, amount)), share in zip(parts.items(), balances, strict=False)
        ]
        if left:
            own = value.currency_id._cobranzas_to_units(value.amount)
            amount = value.currency_id._cobranzas_from_units(allocation.split(own, weights)[-1])
            items.append(self._prepare_on_account_item_vals(payment, amount, -balances[-1]))
        return [Command.create(vals) for vals in [liquidity, *items]]

    def _prepare_document_item_vals(self, line, amount, balance):
        """Return the receivable item that pays ``line``.

        :param amount: positive, in the document's currency
        :param balance: negative, in the company's currency
        """
        document = line.move_line_id
        return {
            # no analytics on a receivable: core would look a model up for each item by itself
            "analytic_distribution": False,
            "name": self.env._(
                "%(receipt)s: %(document)s", receipt=self.name, document=line.move_id.name
            ),
            "account_id": document.account_id.id,
            "partner_id": document.partner_id.id,
            "currency_id": document.currency_id.id,
            "amount_currency": -amount,
            "balance": balance,
            "date_maturity": self.date,
            "cobranzas_receipt_line_id": line.id,
        }

    def _prepare_on_account_item_vals(self, payment, amount, balance):
        """Return the credit item for what pays no document yet (REC-08)."""
        return {
            "analytic_distribution": False,
            "name": self.env._("%(receipt)s: on account", receipt=self.name),
            "account_id": payment.destination_account_id.id,
            "partner_id": self.commercial_partner_id.id,
            "currency_id": payment.currency_id.id,
            "amount_currency": -amount,
            "balance": balance,
            "date_maturity": self.date,
        }

    def _prepare_change_payment_vals(self):
        """Return the payment that gives the excess back in cash (REC-08)."""
        journal = self.company_id.cobranzas_change_journal_id
        return {
            "payment_type": "outbound",
            "partner_type": "customer",
            "partner_id": self.commercial_partner_id.id,
            "journal_id": journal.id,
            "payment_method_line_id": journal.outbound_payment_method_line_ids[:1].id,
            "currency_id": self.currency_id.id,
            "amount": self.amount_change,
            "date": self.date,
            "memo": self.env._("%(receipt)s: change", receipt=self.name),
            "company_id": self.company_id.id,
            "cobranzas_receipt_id": self.id,
        }

    def _create_settlements(self, plans):
        """Create the settlement entries: what the receipts book besides their payments."""
        vals_list = []
        for receipt in self:
            items = receipt._prepare_settlement_items_vals(plans[receipt])
            if items:
                vals_list.append(receipt._prepare_settlement_vals(items))
        if vals_list:
            self.env["account.move"].with_context(**QUIET).create(vals_list)

    def _prepare_settlement_vals(self, items):
        return {
            "move_type": "entry",
            "journal_id": self.company_id._cobranzas_get_settlement_journal().id,
            "company_id": self.company_id.id,
            "date": self.date,
            "ref": self.name,
            "partner_id": self.commercial_partner_id.id,
            "cobranzas_receipt_id": self.id,
            "line_ids": [Command.create(vals) for vals in items],
        }

    def _prepare_settlement_items_vals(self, plan):
        """Return the items that book rounding: loss when paid short, gain when over (REC-09)."""
        company = self.company_id
        items = []
        for line, amount in plan["rounding"].items():
            balance = line.currency_id._convert(amount, company.currency_id, company, self.date)
            items.append(self._prepare_document_item_vals(line, amount, -balance))
            items.append(self._prepare_rounding_item_vals(amount, balance, line.currency_id))
        if not self.amount_on_account and not self.amount_change:
            for item in self._get_on_account_items():
                amount, balance = -item.amount_currency, -item.balance
                items.append(
                    {
                        "name": self.env._("%(receipt)s: rounding", receipt=self.name),
                        "account_id": item.account_id.id,
                        "partner_id": item.partner_id.id,
                        "currency_id": item.currency_id.id,
                        "amount_currency": amount,
                        "balance": balance,
                        "date_maturity": self.date,
                    }
                )
                items.append(self._prepare_rounding_item_vals(-amount, -balance, item.currency_id))
        return items

    def _get_on_account_items(self):
        """Return the items of the receipt's payments that pay no document."""
        return self.payment_ids.move_id.line_ids.filtered(
            lambda item: (
                item.account_id.account_type == "asset_receivable"
                and not item.cobranzas_receipt_line_id
                and item.balance < 0
            )
        )

    def _prepare_rounding_item_vals(self, amount, balance, currency):
        company = self.company_id
        account = (
            company.cobranzas_rounding_loss_account_id
            if balance > 0
            else company.cobranzas_rounding_gain_account_id
        )
        return {
            "name": self.env._("%(receipt)s: rounding", receipt=self.name),
            "account_id": account.id,
            "partner_id": self.commercial_partner_id.id,
            "currency_id": currency.id,
            "amount_currency": amount,
            "balance": balance,
        }
