from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..engine import allocation


class CobranzasReceipt(models.Model):
    """Which documents a receipt settles: listing and automatic allocation (REC-02, REC-03)."""

    _inherit = "cobranzas.receipt"

    def action_load_documents(self):
        """List every open item of the customer, nothing ticked (REC-02, "on request")."""
        for receipt in self:
            receipt._check_is_draft()
            if not receipt.partner_id:
                raise UserError(self.env._("Choose the customer first."))
            receipt.line_ids = [
                Command.create(vals) for vals in receipt._prepare_missing_lines_vals()
            ]
        return True

    def action_find_documents(self):
        """Open the customer's open items, to search, tick and add to the receipt (REC-02)."""
        self.ensure_one()
        self._check_is_draft()
        if not self.partner_id:
            raise UserError(self.env._("Choose the customer first."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "l10n_cobranzas.account_move_line_action_find"
        )
        return {
            **action,
            "domain": list(self._get_open_items_domain()),
            "context": {"cobranzas_receipt_id": self.id, "create": False},
        }

    def action_propose(self):
        """Spread what was received over the open debts, by the company's criterion (REC-03).

        Ticked credits stay and add to what can be spread. What was typed on debts before
        is recalculated. Without values or credits every open debt is proposed in full.
        """
        for receipt in self:
            receipt._check_is_draft()
            receipt._action_propose()
        return True

    def action_clear(self):
        """Take the allocation back: nothing is settled until ticked or proposed again."""
        for receipt in self:
            receipt._check_is_draft()
            receipt.line_ids = [Command.clear()]
        return True

    def _action_propose(self):
        self.ensure_one()
        if not self.partner_id:
            raise UserError(self.env._("Choose the customer first."))
        debts = self._get_propose_candidates()
        credits = self._get_propose_credits()
        if self.kind == "application" and not credits:
            raise UserError(self.env._("Tick the credits to apply first."))
        paid, used = self._spread_funds(debts, credits)
        limit = self.book_id.max_lines
        if limit and sum(map(bool, [*paid.values(), *used.values()])) > limit:
            debts, credits = self._cut_to_limit(paid, used, credits)
            paid, used = self._spread_funds(debts, credits)
        self._write_proposal(debts, paid, used)

    def _spread_funds(self, debts, credits):
        """Return {debt: units paid} and {credit: units used}, in each one's currency."""
        if not credits and not self.amount_values:
            return {debt: self._item_units(debt) for debt in debts}, {}
        paid, used = self._spread_credits(debts, credits)
        self._spread_values(debts, paid)
        return paid, used

    def _get_propose_credits(self):
        """Return {credit: units of its currency}: those ticked, and the open credit notes
        where the company lets them take part (REC-03)."""
        ticked = self.line_ids.filtered(lambda line: line.amount < 0)
        credits = {line.move_line_id: line._amount_units() for line in ticked}
        if not self.company_id.cobranzas_skip_credit_notes:
            domain = self._get_open_items_domain() & Domain(
                [("amount_residual_currency", "<", 0), ("move_id.move_type", "=", "out_refund")]
            )
            for item in self._search_open_items(domain):
                credits.setdefault(item, self._item_units(item))
        return credits

    def _spread_credits(self, debts, credits):
        """Let each credit pay debts of its customer, account and currency, in order.

        Returns {debt: units of its currency} and the same for the credits: what finds no
        debt to pay is not used.
        """
        paid, used = {}, {}
        pools = {}
        for item, units in credits.items():
            pools.setdefault(item._cobranzas_pool(), []).append((item, units))
        for pool, rows in pools.items():
            mine = debts.filtered(lambda debt, pool=pool: debt._cobranzas_pool() == pool)
            ordered = self._order_debts({debt: self._item_units(debt) for debt in mine})
            total = sum(units for _item, units in rows)
            allocated, left = allocation.allocate_amount(ordered, total)
            paid.update({debts.browse(key): units for key, units in allocated.items()})
            for item, units in reversed(rows):
                unused = min(left, units)
                left -= unused
                used[item] = units - unused
        return paid, used

    def _spread_values(self, debts, paid):
        """Add to ``paid`` what the values received pay of what the credits left, in order."""
        rest = {debt: self._item_units(debt) - paid.get(debt, 0) for debt in debts}
        converted = {
            debt: self.currency_id._cobranzas_to_units(
                self._to_receipt_currency(
                    debt.currency_id._cobranzas_from_units(units), debt.currency_id
                )
            )
            for debt, units in rest.items()
        }
        ordered = self._order_debts({debt: units for debt, units in converted.items() if units > 0})
        funds = self.currency_id._cobranzas_to_units(self.amount_values)
        allocated, _left = allocation.allocate_amount(ordered, funds)
        for key, units in allocated.items():
            debt = debts.browse(key)
            share = rest[debt] if units == converted[debt] else self._to_own_units(debt, units)
            paid[debt] = paid.get(debt, 0) + min(share, rest[debt])

    def _to_own_units(self, debt, units):
        """Return ``units`` of the receipt's currency as units of the debt's own."""
        amount = self.currency_id._cobranzas_from_units(units)
        own = self.currency_id._convert(amount, debt.currency_id, self.company_id, self.date)
        return debt.currency_id._cobranzas_to_units(own)

    def _order_debts(self, units_of):
        """Return the debts as engine items, ordered by the company's criterion (REC-03)."""
        items = [
            allocation.Item(
                key=debt.id,
                residual=units,
                date_due=debt.date_maturity or debt.date,
                date=debt.date,
                number=debt.move_name or "",
            )
            for debt, units in units_of.items()
        ]
        value_dates = [
            *self.check_ids.mapped("payment_date"),
            *([self.date] if self.value_ids.filtered(lambda value: not value.is_check) else []),
        ]
        criterion = allocation.Criterion(self.company_id.cobranzas_criterion)
        return allocation.order_items(items, criterion, self.date, value_dates)

    def _item_units(self, item):
        """Return the item's balance, without sign, in whole units of its currency."""
        return item.currency_id._cobranzas_to_units(abs(item.amount_residual_currency))

    def _write_proposal(self, debts, paid, used):
        """Write the proposal on the receipt's lines, in the order of allocation."""
        ordered = self._order_debts({debt: self._item_units(debt) for debt in paid})
        in_order = debts.browse([item.key for item in ordered]) | debts
        amounts = {item: -item.currency_id._cobranzas_from_units(used[item]) for item in used}
        for debt in in_order:
            amounts[debt] = debt.currency_id._cobranzas_from_units(paid.get(debt, 0))
        amounts = {item: amount for item, amount in amounts.items() if amount}
        listed = {line.move_line_id: line for line in self.line_ids}
        commands = [Command.delete(line.id) for item, line in listed.items() if item not in amounts]
        for sequence, (item, amount) in enumerate(amounts.items(), start=1):
            vals = {"amount": amount, "sequence": sequence, "is_listed": False}
            commands.append(
                Command.update(listed[item].id, vals)
                if item in listed
                else Command.create({"move_line_id": item.id, **vals})
            )
        self.line_ids = commands

    def _get_propose_candidates(self):
        """Return the open debts that automatic allocation may pay (REC-03)."""
        domain = self._get_open_items_domain() & Domain("amount_residual_currency", ">", 0)
        company = self.company_id
        if company.cobranzas_skip_debit_notes:
            domain &= Domain("move_id.debit_origin_id", "=", False)
        return self._search_open_items(domain)

    def _add_documents(self, items):
        """Settle ``items`` in full: those already listed are ticked, the others added."""
        self.ensure_one()
        listed = {line.move_line_id: line for line in self.line_ids}
        self.line_ids = [
            Command.update(listed[item].id, {"amount": item.amount_residual_currency})
            if item in listed
            else Command.create({"move_line_id": item.id})
            for item in items
        ]
        self._check_line_limit()

    def _prepare_missing_lines_vals(self):
        """Return values for the customer's open items that the receipt does not list yet."""
        self.ensure_one()
        known = self.line_ids.move_line_id
        return [
            {"move_line_id": line.id, "amount": 0.0, "is_listed": True}
            for line in self._search_open_items(self._get_open_items_domain())
            if line not in known
        ]

    def _search_open_items(self, domain):
        return self.env["account.move.line"].search_fetch(
            domain,
            ["amount_residual_currency", "currency_id", "date_maturity", "date", "move_name"],
            order="date_maturity, date, id",
        )

    def _get_open_items_domain(self):
        """Return the domain of the customer's open items: posted, receivable, with a balance."""
        self.ensure_one()
        return self.env["account.move.line"]._cobranzas_open_items_domain() & Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "child_of", self.commercial_partner_id.ids),
                ("date", "<=", max(self.date, fields.Date.context_today(self))),
            ]
        )
