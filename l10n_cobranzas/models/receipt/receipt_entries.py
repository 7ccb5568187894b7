from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...engine import allocation

#: the receipt's own chatter tells what happened: its payments and entries need not repeat it
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True}


class CobranzasReceipt(models.Model):
    """The entries a receipt leaves: one payment per value, one entry per withholding, one
    settlement for the rest (DESIGN 4 and 5)."""

    _inherit = "cobranzas.receipt"

    def _create_value_payments(self, plans):
        """Create every payment of the receipts, with its entry, in one batch each.

        The entry of a payment carries one receivable item per customer, account and currency
        of the documents it pays; what pays no document is an on-account item of its own.
        """
        values = self.value_ids
        payments = self._create_payments([value._prepare_payment_vals() for value in values])
        items = []
        for value, payment in zip(values, payments, strict=True):
            value.payment_id = payment
            items.append(value.receipt_id._prepare_payment_items(value, plans[value.receipt_id]))
        giving = self.filtered("amount_change")
        change = self._create_payments(
            [receipt._prepare_change_payment_vals(plans[receipt]) for receipt in giving]
        )
        for receipt, payment in zip(giving, change, strict=True):
            items.append(receipt._prepare_change_items(payment, plans[receipt]))
        self._create_payment_entries(payments | change, items)
        return payments | change

    def _create_payments(self, vals_list):
        self._fill_outstanding_accounts(vals_list)
        return self.env["account.payment"].with_context(**QUIET).create(vals_list)

    def _create_payment_entries(self, payments, items):
        """Create the entries of the payments, with the items prepared for each, in one batch."""
        move_vals = []
        for payment, rows in zip(payments, items, strict=True):
            commands = [Command.create(vals) for vals in rows]
            move_vals.append(
                {
                    **payment._generate_move_vals(line_ids=commands),
                    "cobranzas_receipt_id": payment.cobranzas_receipt_id.id,
                }
            )
        moves = self.env["account.move"].with_context(**QUIET).create(move_vals)
        for payment, move in zip(payments, moves, strict=True):
            payment.move_id = move

    def _fill_outstanding_accounts(self, vals_list):
        """Name the account of every payment before it is made, where its method names none.

        A receipt always reaches the ledger, also where core would make payments without
        entries. Cheques stay in the portfolio's own account.
        """
        found = {}
        for vals in vals_list:
            method = self.env["account.payment.method.line"].browse(vals["payment_method_line_id"])
            if method.payment_account_id or vals.get("outstanding_account_id"):
                continue
            if method.code == "new_third_party_checks":
                vals["outstanding_account_id"] = method.journal_id.default_account_id.id
                continue
            key = (vals["company_id"], vals["payment_type"])
            if key not in found:
                payment = self.env["account.payment"].new({"company_id": key[0]})
                found[key] = payment._get_outstanding_account(key[1]).id
            vals["outstanding_account_id"] = found[key]

    def _prepare_payment_items(self, value, plan):
        """Return the values of the journal items of a value's payment, at the receipt's rates."""
        balance = self._to_company_currency(value.amount, value.currency_id)
        liquidity = value.payment_id._prepare_move_line_default_vals(force_balance=balance)[0]
        account = value.payment_id.destination_account_id
        return [liquidity, *self._prepare_source_items(value, plan, balance, account)]

    def _prepare_source_items(self, source, plan, balance, account):
        """Return the values of the items that credit receivables with what ``source`` pays.

        One per customer, account and currency of the documents, then one for what pays none.
        ``balance``, in company currency, is shared over them so that the entry balances to the
        unit whatever the currencies. What a foreign source pays in yet another currency is
        cancelled at that one's rate; the cents of re-expression are rounding. ``account`` is
        that of what stays on account.
        """
        company_currency = self.company_id.currency_id
        groups = self._group_parts(plan["parts"][source])
        left = source in plan["left"]
        weights = [sum(units for _line, units, _amount in rows) for rows in groups]
        weights += [plan["left"][source]] if left else []
        balances = [
            company_currency._cobranzas_from_units(units)
            for units in allocation.split(company_currency._cobranzas_to_units(balance), weights)
        ]
        items, residue = [], 0.0
        for rows, share in zip(groups, balances, strict=False):
            vals = self._prepare_documents_item_vals(
                [(line, amount) for line, _units, amount in rows], -share
            )
            own = rows[0][0].currency_id
            if own == company_currency or source.currency_id not in (company_currency, own):
                vals["balance"] = self._to_company_currency(vals["amount_currency"], own)
                residue += share + vals["balance"]
            items.append(vals)
        if left:
            own = allocation.split(plan["units"][source], weights)[-1]
            items.append(self._prepare_on_account_item_vals(source, account, own, -balances[-1]))
        residue = company_currency.round(residue)
        if residue:  # documents paid in another, foreign currency: cents of re-expression (REC-12)
            items.append(self._prepare_rounding_item_vals(-residue, -residue, company_currency))
        return items

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

    def _prepare_on_account_item_vals(self, source, account, units, balance):
        """Return the credit item for what pays no document yet (REC-08).

        :param units: of the source's currency; ``balance`` negative, in the company's
        """
        if not account:
            raise UserError(
                self.env._(
                    "%(customer)s has no receivable account: choose one on its sheet.",
                    customer=self.commercial_partner_id.display_name,
                )
            )
        currency = source.currency_id
        amount = currency._cobranzas_from_units(units)
        if currency.is_zero(amount):  # under a cent of that currency: kept in the local one
            currency, amount = self.company_id.currency_id, -balance
        return {
            "analytic_distribution": False,
            "name": self.env._("%(receipt)s: on account", receipt=self.name),
            "account_id": account.id,
            "partner_id": source._get_on_account_partner().id,
            "currency_id": currency.id,
            "amount_currency": -amount,
            "balance": balance,
            "date_maturity": self.date,
        }

    def _prepare_change_payment_vals(self, plan):
        """Return the payment that gives the excess back in cash (REC-08).

        In the currency of the journal that gives it, else that of the receipt.
        """
        journal = self.company_id.cobranzas_change_journal_id
        currency = journal.currency_id or self.currency_id
        if currency == self.company_id.currency_id:
            amount = -sum(vals["balance"] for vals in self._prepare_excess_items(plan))
        else:
            amount = self._convert_amount(self.amount_change, self.currency_id, currency)
        return {
            "payment_type": "outbound",
            "partner_type": "customer",
            "partner_id": self.commercial_partner_id.id,
            "journal_id": journal.id,
            "payment_method_line_id": journal.outbound_payment_method_line_ids[:1].id,
            "currency_id": currency.id,
            "amount": amount,
            "date": self.date,
            "memo": self.env._("%(receipt)s: change", receipt=self.name),
            "company_id": self.company_id.id,
            "cobranzas_receipt_id": self.id,
        }

    def _prepare_excess_items(self, plan):
        """Return the on-account items of the values, as their payments carry them."""
        items = []
        for value in self.value_ids.filtered(plan["left"].get):
            items.append(
                self._prepare_payment_items(value, plan)[
                    1 + len(self._group_parts(plan["parts"][value]))
                ]
            )
        return items

    def _prepare_change_items(self, payment, plan):
        """Return the items of the payment that gives change: it takes back what is in excess."""
        excess = self._prepare_excess_items(plan)
        balance = sum(vals["balance"] for vals in excess)
        liquidity = payment._prepare_move_line_default_vals(force_balance=balance)[0]
        taken = [
            {
                **vals,
                "name": liquidity["name"],
                "amount_currency": -vals["amount_currency"],
                "balance": -vals["balance"],
            }
            for vals in excess
        ]
        return [liquidity, *taken]
