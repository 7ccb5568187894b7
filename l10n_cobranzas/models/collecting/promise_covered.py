from odoo import api, fields, models
from odoo.fields import Domain

from ...engine import promise as engine


class CobranzasPromise(models.Model):
    """Which documents promises in time are about: they are not claimed meanwhile (COL-06)."""

    _inherit = "cobranzas.promise"

    @api.model
    def _cobranzas_covered(self, items):
        """Return {item id: amount promised in time, in the item's currency}.

        What is promised of named documents covers these; of the account, the debts due first.
        A fixed number of queries for any number of items.

        :param items: receivable items that the caller may read
        """
        # sudo: what is promised of items that the caller has; nothing else of promises leaves here
        items = items.sudo()
        promises, left = self.sudo()._read_in_time(items.partner_id.commercial_partner_id)
        covered = {}
        named = promises.filtered(lambda promise: not promise.is_account)
        for promise in named:
            promise._cover(left[promise], promise._get_rooms(), covered)
        account = promises - named
        debts = account._find_debts_by_debtor()
        for promise in account:
            rooms = [
                (item, item.amount_residual_currency - covered.get(item, 0.0))
                for item in debts[promise]
            ]
            promise._cover(left[promise], rooms, covered)
        return {item.id: covered[item] for item in items if item in covered}

    @api.model
    def _read_in_time(self, customers):
        """Return the promises of customers with something still in time, and {promise: amount}."""
        domain = Domain("state", "=", "open") & Domain(
            "date_limit", ">=", fields.Date.context_today(self)
        )
        domain &= Domain("partner_id", "in", customers.ids) | Domain(
            "debtor_group_id", "in", customers.cobranzas_group_id.ids
        )
        sums = self.env["cobranzas.promise.line"]._read_group(
            domain, ["promise_id"], ["amount_left:sum"], order="promise_id"
        )
        left = dict(sums)
        return self.union(*left), left

    def _get_rooms(self):
        """Return (item, what is promised of it and not paid) of the named documents."""
        self.ensure_one()
        rooms = []
        for named in self.item_ids:
            item = named.move_line_id
            paid = max(named.residual_before - item.amount_residual_currency, 0.0)
            room = min(named.amount - paid, item.amount_residual_currency)
            rooms.append((item, max(room, 0.0)))
        return rooms

    def _cover(self, amount, rooms, covered):
        """Add to {item: amount} what of the rooms an amount of the promise covers, in order."""
        self.ensure_one()
        to_units = self.currency_id._cobranzas_to_minor_units
        taken = engine.cover(to_units(amount), [(item, to_units(room)) for item, room in rooms])
        for item, units in taken.items():
            part = self.currency_id._cobranzas_from_minor_units(units)
            covered[item] = covered.get(item, 0.0) + part

    def _find_debts_by_debtor(self):
        """Return {promise: the open debts that it may be for, those due first}, in one query."""
        customers = {promise: promise._get_customers() for promise in self}
        everyone = self.env["res.partner"].union(*customers.values())
        items = self.env["account.move.line"].search(
            self._get_debts_domain(everyone, self.company_id, self.currency_id),
            order="date_maturity, id",
        )
        by_debtor = items.grouped(
            lambda item: (
                item.partner_id.commercial_partner_id,
                item.company_id.root_id,
                item.currency_id,
            )
        )
        found = {}
        for promise in self:
            scope = (promise.company_id.root_id, promise.currency_id)
            own = items.browse().union(
                *(by_debtor.get((each, *scope), items.browse()) for each in customers[promise])
            )
            found[promise] = own.sorted(lambda item: (item.date_maturity or item.date, item.id))
        return found

    def _get_customers(self):
        """Return whose payments count for the promise."""
        self.ensure_one()
        if not self.debtor_group_id:
            return self.partner_id
        return self.debtor_group_id._get_cobranzas_customers()[self.debtor_group_id]
