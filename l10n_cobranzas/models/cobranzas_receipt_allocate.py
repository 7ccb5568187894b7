from odoo import models

from ..engine import allocation


class CobranzasReceipt(models.Model):
    """Which item of the receipt's entries pays which document, and how much of it."""

    _inherit = "cobranzas.receipt"

    def _allocate(self, plans):
        """Pass every pair of the receipts through the door at once (DESIGN 1.2)."""
        allocations, origins = [], []
        for receipt in self:
            pairs = receipt._get_pairs(plans[receipt])
            allocations += pairs
            origins += [receipt] * len(pairs)
        self.env["account.move.line"]._cobranzas_allocate(allocations, origins)

    def _get_pairs(self, plan):
        """Return (debit item, credit item, amount in the debit's currency) for the whole plan."""
        self.ensure_one()
        pairs = list(plan["credits"])
        for value, parts in plan["values"].items():
            groups = self._group_parts(parts)
            items = self._get_value_items(value)[: len(groups)]
            for item, rows in zip(items, groups, strict=True):
                pairs += [(line.move_line_id, item, amount) for line, _units, amount in rows]
        debits, credits = self._get_settlement_items()
        for (line, amount), item in zip(plan["rounding"].items(), credits, strict=True):
            pairs.append((line.move_line_id, item, amount))
        on_account = [self._get_on_account_item(value, plan) for value in plan["left"]]
        return pairs + self._pair_excess(debits, on_account)

    def _get_value_items(self, value):
        """Return the receivable items of a value's payment, in the order they were prepared."""
        return value.payment_id.move_id.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        ).sorted("id")

    def _get_on_account_item(self, value, plan):
        """Return the item of a value's payment that pays no document: after those that do."""
        return self._get_value_items(value)[len(self._group_parts(plan["values"][value]))]

    def _get_settlement_items(self):
        """Return the receivable debits and credits of what the receipt books besides its values.

        Debits are the change given and rounding gains; credits are rounding losses.
        """
        moves = self.move_ids - self.value_ids.payment_id.move_id
        items = moves.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        ).sorted("id")
        debits = items.filtered(lambda item: item.balance > 0 or item.amount_currency > 0)
        return debits, items - debits

    def _pair_excess(self, debits, on_account):
        """Pair change and rounding gains with the on-account items they come out of."""
        sources, targets = (
            [
                kind(number, item._cobranzas_units(), item._cobranzas_pool())
                for number, item in enumerate(items)
                if item._cobranzas_units()
            ]
            for kind, items in ((allocation.Source, on_account), (allocation.Target, debits))
        )
        pieces, _left, _unpaid = allocation.waterfall(sources, targets)
        return [
            (
                debits[piece.target],
                on_account[piece.source],
                debits[piece.target].currency_id._cobranzas_from_units(piece.amount),
            )
            for piece in pieces
        ]
