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

        The entry of a payment carries one receivable item per customer, account and currency
        of the documents it pays; what pays no document is an on-account item of its own.
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
        groups = self._group_parts(plan["values"][value])
        left = value in plan["left"]
        weights = [sum(units for _line, units, _amount in rows) for rows in groups]
        weights += [plan["left"][value]] if left else []
        balance = company_currency._cobranzas_to_units(liquidity["debit"] - liquidity["credit"])
        balances = [
            company_currency._cobranzas_from_units(units)
            for units in allocation.split(balance, weights)
        ]
        items, residue = [], 0.0
        for rows, share in zip(groups, balances, strict=False):
            vals = self._prepare_documents_item_vals(
                [(line, amount) for line, _units, amount in rows], -share
            )
            if vals["currency_id"] == company_currency.id:
                residue += vals["amount_currency"] - vals["balance"]
                vals["balance"] = vals["amount_currency"]
            items.append(vals)
        if left:
            own = value.currency_id._cobranzas_to_units(value.amount)
            amount = value.currency_id._cobranzas_from_units(allocation.split(own, weights)[-1])
            items.append(self._prepare_on_account_item_vals(payment, amount, -balances[-1]))
        residue = company_currency.round(residue)
        if residue:  # local documents in a foreign receipt: cents of re-expression (REC-12)
            items.append(self._prepare_rounding_item_vals(-residue, -residue, company_currency))
        return [Command.create(vals) for vals in [liquidity, *items]]

    def _group_parts(self, parts):
        """Group what a value pays by customer, account and currency: one item each.

        :param parts: {line: (units of the receipt, amount in the line's currency)}
        :return: list of [(line, units, amount), ...], in the order of the documents
        """
        groups = {}
        for line, (units, amount) in parts.items():
            groups.setdefault(line._pool(), []).append((line, units, amount))
        return list(groups.values())

    def _prepare_documents_item_vals(self, rows, balance):
        """Return the receivable item that pays the documents of ``rows``, all of one pool.

        :param rows: [(line, amount in the document's currency, positive)]
        :param balance: negative, in the company's currency
        """
        document = rows[0][0].move_line_id
        names = [line.name for line, _amount in rows]
        shown = ", ".join(names[:3]) + (f" (+{len(names) - 3})" if len(names) > 3 else "")
        return {
            # no analytics on a receivable: core would look a model up for each item by itself
            "analytic_distribution": False,
            "name": self.env._("%(receipt)s: %(documents)s", receipt=self.name, documents=shown),
            "account_id": document.account_id.id,
            "partner_id": document.partner_id.id,
            "currency_id": document.currency_id.id,
            "amount_currency": -document.currency_id.round(sum(amount for _line, amount in rows)),
            "balance": balance,
            "date_maturity": self.date,
        }

    def _prepare_on_account_item_vals(self, payment, amount, balance):
        """Return the credit item for what pays no document yet (REC-08)."""
        currency = payment.currency_id
        if currency.is_zero(amount):  # under a cent of the value's currency: kept in the local one
            currency, amount = self.company_id.currency_id, -balance
        return {
            "analytic_distribution": False,
            "name": self.env._("%(receipt)s: on account", receipt=self.name),
            "account_id": payment.destination_account_id.id,
            "partner_id": self.commercial_partner_id.id,
            "currency_id": currency.id,
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
            items.append(self._prepare_documents_item_vals([(line, amount)], -balance))
            items.append(self._prepare_rounding_item_vals(amount, balance, line.currency_id))
        if not self.amount_on_account and not self.amount_change:
            for value in plan["left"]:
                items += self._prepare_gain_items_vals(self._get_on_account_item(value, plan))
        return items

    def _prepare_gain_items_vals(self, item):
        """Return the items that move what was paid over, within the tolerance, to the gain."""
        amount, balance = -item.amount_currency, -item.balance
        return [
            {
                "name": self.env._("%(receipt)s: rounding", receipt=self.name),
                "account_id": item.account_id.id,
                "partner_id": item.partner_id.id,
                "currency_id": item.currency_id.id,
                "amount_currency": amount,
                "balance": balance,
                "date_maturity": self.date,
            },
            self._prepare_rounding_item_vals(-amount, -balance, item.currency_id),
        ]

    def _prepare_rounding_item_vals(self, amount, balance, currency):
        """Return the item for a rounding difference, or for cents of re-expression.

        Where no rounding account is set, those cents go where core books exchange differences.
        """
        company = self.company_id
        if balance > 0:
            account = company.cobranzas_rounding_loss_account_id
            account = account or company.expense_currency_exchange_account_id
        else:
            account = company.cobranzas_rounding_gain_account_id
            account = account or company.income_currency_exchange_account_id
        if not account:
            self._check_rounding_accounts(balance, company.currency_id)
        return {
            "name": self.env._("%(receipt)s: rounding", receipt=self.name),
            "account_id": account.id,
            "partner_id": self.commercial_partner_id.id,
            "currency_id": currency.id,
            "amount_currency": amount,
            "balance": balance,
        }
