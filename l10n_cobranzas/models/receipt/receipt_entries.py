from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import formatLang

#: the receipt's own chatter tells what happened: its payments and entries need not repeat it
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True}


class CobranzasReceipt(models.Model):
    """The values of what a receipt books: ``ReceiptBooking`` asks for them (DESIGN 5).

    One payment for each value, one entry for each withholding, and one settlement entry for
    documents received (REC-05), credits carried to other customers of the group, accounts or
    currencies (REC-11), and rounding (REC-09).
    """

    _inherit = "cobranzas.receipt"

    def _prepare_change_payment_vals(self, excess):
        """Return the payment that gives the excess back in cash (REC-08).

        In the currency of the journal that gives it, else that of the receipt.

        :param excess: values of the on-account items that it is given out of
        """
        journal = self.company_id.cobranzas_change_journal_id
        currency = journal.currency_id or self.currency_id
        if currency == self.company_id.currency_id:
            amount = -sum(vals["balance"] for vals in excess)
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

    def _prepare_settlement_vals(self, items, date=None):
        """Return the values of an entry of the receipt, in the journal for receipt entries.

        :param items: values of its journal items; ``date`` that of the receipt when empty
        """
        return {
            "move_type": "entry",
            "journal_id": self.company_id._cobranzas_get_settlement_journal().id,
            "company_id": self.company_id.id,
            "date": date or self.date,
            "ref": self.name,
            "partner_id": self.commercial_partner_id.id,
            "cobranzas_receipt_id": self.id,
            "line_ids": [Command.create(vals) for vals in items],
        }

    def _prepare_debts_item_vals(self, lines, amount, balance):
        """Return the receivable item that pays documents of one customer, account and currency.

        :param lines: of the documents
        :param amount: what it pays of them, positive, in their currency
        :param balance: negative, in the company's currency
        """
        document = lines[0].move_line_id
        names = lines.mapped("name")
        shown = ", ".join(names[:3]) + (f" (+{len(names) - 3})" if len(names) > 3 else "")
        return {
            # no analytics on a receivable: core would look a model up for each item by itself
            "analytic_distribution": False,
            "name": self.env._("%(receipt)s: %(documents)s", receipt=self.name, documents=shown),
            "account_id": document.account_id.id,
            "partner_id": document.partner_id.id,
            "currency_id": document.currency_id.id,
            "amount_currency": -amount,
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
        amount = currency._cobranzas_from_minor_units(units)
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

    def _prepare_overpaid_item_vals(self, item):
        """Return the item that takes back ``item``, on account: it was paid over, and is gain."""
        return {
            "name": self.env._("%(receipt)s: rounding", receipt=self.name),
            "account_id": item.account_id.id,
            "partner_id": item.partner_id.id,
            "currency_id": item.currency_id.id,
            "amount_currency": -item.amount_currency,
            "balance": -item.balance,
            "date_maturity": self.date,
        }

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

    def _check_rounding_accounts(self, difference, currency):
        """Raise ``UserError`` when a rounding difference has no account to go to (REC-09)."""
        company = self.company_id
        accounts = (
            company.cobranzas_rounding_gain_account_id,
            company.cobranzas_rounding_loss_account_id,
        )
        if not all(accounts):
            raise UserError(
                self.env._(
                    "Choose the accounts for rounding gains and losses in Settings, Collections: "
                    "this receipt has a rounding difference of %(difference)s.",
                    difference=formatLang(self.env, difference, currency_obj=currency),
                )
            )

    def _keeps_excess(self):
        """Tell whether what was received beyond the documents stays on account, or is given back.

        Otherwise it is rounding. What pays no document by its nature does not count.
        """
        if self.amount_change:
            return True
        on_account = self.amount_on_account - self._get_deferred_amount()
        return not self.currency_id.is_zero(on_account)

    def _get_customer_account(self):
        """Return the customer's receivable account in the receipt's company."""
        customer = self.commercial_partner_id.with_company(self.company_id)
        return customer.property_account_receivable_id
