from odoo import models
from odoo.fields import Command

from .receipt_entries import QUIET


class CobranzasReceipt(models.Model):
    """The settlement entry: what a receipt books besides its payments and withholdings.

    Documents received (REC-05), credits carried to other customers of the group, accounts or
    currencies (REC-11), and rounding (REC-09).
    """

    _inherit = "cobranzas.receipt"

    def _create_settlements(self, plans):
        """Create the settlement entries in one batch; each plan then knows its items.

        ``plan["settlement"]`` becomes {key: items}, keys as in ``_prepare_settlement_items``.
        """
        vals_list, keys = [], []
        for receipt in self:
            rows = receipt._prepare_settlement_items(plans[receipt])
            plans[receipt]["settlement"] = {}
            if rows:
                vals_list.append(receipt._prepare_settlement_vals([vals for _key, vals in rows]))
                keys.append((plans[receipt], [key for key, _vals in rows]))
        moves = self.env["account.move"].with_context(**QUIET).create(vals_list)
        for move, (plan, names) in zip(moves, keys, strict=True):
            for name, item in zip(names, move.line_ids.sorted("id"), strict=True):
                known = plan["settlement"].get(name, move.line_ids.browse())
                plan["settlement"][name] = known + item

    def _prepare_settlement_vals(self, items, date=None):
        """Return the values of an entry of the receipt, in the journal for receipt entries."""
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

    def _prepare_settlement_items(self, plan):
        """Return [(key, item values)]: the items to reconcile are found again by their keys.

        ``("source", record)``: what pays documents, then what is left on account;
        ``("taken", record)``: what takes a credit from its owner; ``("document", record)``: a
        document received; ``("short", line)`` and ``("over", record)``: the receivable side of
        rounding; ``None``: the rest.
        """
        rows = []
        for source in plan["units"]:
            if source._name == "cobranzas.receipt.line":
                rows += self._prepare_transfer_items(source, plan)
            elif source._name == "cobranzas.document":
                rows += self._prepare_document_items(source, plan)
        for line, amount in plan["rounding"].items():
            balance = self._to_company_currency(amount, line.currency_id)
            item = self._prepare_documents_item_vals([(line, amount)], -balance)
            rows.append((("short", line), item))
            rows.append((None, self._prepare_rounding_item_vals(amount, balance, line.currency_id)))
        if not self._keeps_excess():
            for source in plan["left"]:
                if source._name == "cobranzas.document":
                    continue  # what a document leaves was seen to with it
                rows += self._prepare_gain_items(source, self._get_on_account_item(source, plan))
        return rows

    def _keeps_excess(self):
        """Tell whether what was received beyond the documents stays on account, or is given back.

        Otherwise it is rounding. What pays no document by its nature does not count.
        """
        on_account = self.amount_on_account - self._get_amount_apart()
        return bool(self.amount_change) or not self.currency_id.is_zero(on_account)

    def _prepare_transfer_items(self, credit, plan):
        """Return the items that take a credit from its owner and pay other documents with it.

        Each customer's own account stays right: the owner's goes down by what the debtor's
        goes down (REC-11). At the receipt's rates.
        """
        item = credit.move_line_id
        amount = credit.currency_id._cobranzas_from_units(plan["units"][credit])
        balance = self._to_company_currency(amount, credit.currency_id)
        taken = {
            "analytic_distribution": False,
            "name": self.env._(
                "%(receipt)s: use of %(credit)s", receipt=self.name, credit=credit.name
            ),
            "account_id": item.account_id.id,
            "partner_id": item.partner_id.id,
            "currency_id": credit.currency_id.id,
            "amount_currency": amount,
            "balance": balance,
            "date_maturity": self.date,
        }
        given = self._prepare_source_items(credit, plan, balance, item.account_id)
        return [(("taken", credit), taken), *self._key_source_items(credit, plan, given)]

    def _key_source_items(self, source, plan, given):
        """Return [(key, item values)] for the items of ``_prepare_source_items``."""
        parts = len(self._group_parts(plan["parts"][source])) + (source in plan["left"])
        keys = [("source", source)] * parts + [None] * (len(given) - parts)
        return list(zip(keys, given, strict=True))

    def _prepare_gain_items(self, source, item):
        """Return the items that move what was paid over, within the tolerance, to the gain."""
        amount, balance = -item.amount_currency, -item.balance
        over = {
            "name": self.env._("%(receipt)s: rounding", receipt=self.name),
            "account_id": item.account_id.id,
            "partner_id": item.partner_id.id,
            "currency_id": item.currency_id.id,
            "amount_currency": amount,
            "balance": balance,
            "date_maturity": self.date,
        }
        gain = self._prepare_rounding_item_vals(-amount, -balance, item.currency_id)
        return [(("over", source), over), (None, gain)]

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
