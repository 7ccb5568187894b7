from odoo import models


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
        for source in plan["parts"]:
            pairs += self._get_source_pairs(source, plan)
        for key, items in plan["settlement"].items():
            kind, record = key or (None, None)
            if kind == "short":
                pairs.append((record.move_line_id, items, plan["rounding"][record]))
            elif kind == "taken":
                pairs.append((items, record.move_line_id, items.amount_currency))
            elif kind == "over":
                on_account = self._get_on_account_item(record, plan)
                pairs.append((items, on_account, items.amount_currency))
        return pairs + self._pair_change(plan) + self._pair_deposits()

    def _get_source_pairs(self, source, plan):
        """Return the pairs of a source: each of its items with the documents it pays."""
        groups = self._group_parts(plan["parts"][source])
        items = self._get_source_items(source, plan)[: len(groups)]
        return [
            (line.move_line_id, item, amount)
            for item, rows in zip(items, groups, strict=True)
            for line, _units, amount in rows
        ]

    def _get_source_items(self, source, plan):
        """Return the receivable items of a source, in the order they were prepared."""
        if source._name in ("cobranzas.receipt.line", "cobranzas.document"):
            return plan["settlement"].get(("source", source), source.move_line_id.browse())
        return source._get_receivable_items()

    def _get_on_account_item(self, source, plan):
        """Return the item of a source that pays no document: after those that do."""
        return self._get_source_items(source, plan)[len(self._group_parts(plan["parts"][source]))]

    def _pair_change(self, plan):
        """Pair what the change takes back with the on-account items it comes out of."""
        giving = self.payment_ids.filtered(lambda payment: payment.payment_type == "outbound")
        taken = self._get_receivable(giving.move_id)
        excess = self.value_ids.filtered(plan["left"].get) if taken else ()
        return [
            (item, self._get_on_account_item(value, plan), item.amount_currency)
            for item, value in zip(taken, excess, strict=True)
        ]

    def _get_receivable(self, moves):
        """Return the receivable items of ``moves`` in the order they were made."""
        return moves.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        ).sorted("id")
