from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...engine import allocation


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
            receipt.allocated_by_hand = False  # what was decided was about other amounts
        return True

    def action_clear(self):
        """Take the allocation back: nothing is settled until ticked or proposed again."""
        for receipt in self:
            receipt._check_is_draft()
            receipt.line_ids = [Command.clear()]
            receipt.allocated_by_hand = False
        return True

    def _action_propose(self):
        self.ensure_one()
        if not self.partner_id:
            raise UserError(self.env._("Choose the customer first."))
        credits = self._get_propose_credits()
        debts = self._get_propose_candidates().filtered(
            # a post-dated collection is not paid by the credit that came with it
            lambda debt: debt.move_id not in {credit.move_id for credit in credits}
        )
        if self.kind == "application" and not credits:
            raise UserError(self.env._("Tick the credits to apply first."))
        ordered = self._order_debts(debts)
        paid, used = self._spread(ordered, credits)
        limit = self.book_id.max_lines
        if limit and sum(map(bool, [*paid.values(), *used.values()])) > limit:
            ordered, credits = self._cut_to_limit(paid, used, credits)
            paid, used = self._spread(ordered, credits)
        self._write_proposal(ordered, paid, used)

    def _spread(self, ordered, credits):
        """Return {debt: units paid} and {credit: units used}, in each one's currency.

        Without credits or anything received, every debt is proposed in full.
        """
        if not credits and not self.amount_total:
            return {debt: self._item_units(debt) for debt in ordered}, {}
        paid, used = self._spread_credits(ordered, credits)
        self._spread_funds(ordered, credits, paid, used)
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

    def _spread_credits(self, ordered, credits):
        """Let each credit pay debts of its customer, account and currency, in order.

        Returns {debt: units of its currency} and the same for the credits.
        """
        pieces, _left, _unpaid = allocation.waterfall(
            [allocation.Source(item.id, n, item._cobranzas_pool()) for item, n in credits.items()],
            [
                allocation.Target(debt.id, self._item_units(debt), debt._cobranzas_pool())
                for debt in ordered
            ],
        )
        paid, used = {}, dict.fromkeys(credits, 0)
        for piece in pieces:
            debt, credit = ordered.browse(piece.target), ordered.browse(piece.source)
            paid[debt] = paid.get(debt, 0) + piece.amount
            used[credit] += piece.amount
        return paid, used

    def _spread_funds(self, ordered, credits, paid, used):
        """Add to ``paid`` and ``used`` what is paid with what was received, and with what those
        credits have left that may pay documents of other customers, accounts or currencies."""
        rest = {debt: self._item_units(debt) - paid.get(debt, 0) for debt in ordered}
        spare = {credit: units - used[credit] for credit, units in credits.items()}
        worth = {item: self._to_receipt_units(item, n) for item, n in (rest | spare).items()}
        sources = [
            allocation.Source(credit.id, worth[credit], self._get_transfer_pool(credit))
            for credit in spare
            if worth[credit] > 0
        ]
        received = self.currency_id._cobranzas_to_units(
            self.amount_total - self._get_amount_apart()
        )
        sources += [allocation.Source(0, received)] if received > 0 else []
        targets = [
            allocation.Target(debt.id, worth[debt], self._get_transfer_pool(debt))
            for debt in ordered
            if worth[debt] > 0
        ]
        pieces, left, unpaid = allocation.waterfall(sources, targets)
        for debt in {ordered.browse(piece.target) for piece in pieces}:
            share = self._own_share(debt, rest[debt], worth[debt], unpaid.get(debt.id, 0))
            paid[debt] = paid.get(debt, 0) + share
        for credit in spare:
            used[credit] += self._own_share(
                credit, spare[credit], worth[credit], left.get(credit.id, 0)
            )

    def _own_share(self, item, units, worth, left):
        """Return how much of ``units`` of an item is spent when ``left`` of its ``worth``, in
        units of the receipt's currency, is not."""
        if not left:
            return units if worth > 0 else 0
        amount = self.currency_id._cobranzas_from_units(worth - left)
        own = self._convert_amount(amount, self.currency_id, item.currency_id)
        return min(item.currency_id._cobranzas_to_units(own), units)

    def _to_receipt_units(self, item, units):
        """Return ``units`` of an item's currency as units of the receipt's."""
        amount = self._to_receipt_currency(
            item.currency_id._cobranzas_from_units(units), item.currency_id
        )
        return self.currency_id._cobranzas_to_units(amount)

    def _order_debts(self, debts):
        """Return the debts in the order of the company's criterion (REC-03)."""
        items = [
            allocation.Item(
                key=debt.id,
                residual=max(self._to_receipt_units(debt, self._item_units(debt)), 1),
                date_due=debt.date_maturity or debt.date,
                date=debt.date,
                number=debt.move_name or "",
            )
            for debt in debts
        ]
        value_dates = [
            *self.check_ids.mapped("payment_date"),
            *self.document_ids.mapped("date_due"),
            *([self.date] if self.value_ids.filtered(lambda value: not value.is_check) else []),
        ]
        criterion = allocation.Criterion(self.company_id.cobranzas_criterion)
        ordered = allocation.order_items(items, criterion, self.date, value_dates)
        return debts.browse([item.key for item in ordered])

    def _item_units(self, item):
        """Return the item's balance, without sign, in whole units of its currency."""
        return item.currency_id._cobranzas_to_units(abs(item.amount_residual_currency))

    def _write_proposal(self, ordered, paid, used):
        """Write the proposal on the receipt's lines, in the order of allocation."""
        amounts = {item: -item.currency_id._cobranzas_from_units(used[item]) for item in used}
        for debt in ordered:
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
        # invoices with credit invoices go in a receipt of their own (REC-22)
        domain &= Domain("cobranzas_credit_invoice_ids", "not any", [("state", "=", "issued")])
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
        items = self.env["account.move.line"].search_fetch(
            domain,
            [
                "amount_residual_currency",
                "currency_id",
                "date_maturity",
                "date",
                "move_id",
                "move_name",
            ],
            order="date_maturity, date, id",
        )
        # sudo: an item may stand in the entry of another customer's receipt
        moves = items.sudo().move_id
        moves.fetch(["move_type"])  # all that most need to be judged by
        waiting = moves.filtered(lambda move: move._cobranzas_awaits_approval())
        return items.filtered(
            lambda item: item.amount_residual_currency < 0 or item.move_id.id not in waiting._ids
        )

    def _get_open_items_domain(self):
        """Return the domain of the customer's open items: posted, receivable, with a balance."""
        self.ensure_one()
        return self.env["account.move.line"]._cobranzas_open_items_domain() & Domain(
            [
                ("company_id", "=", self.company_id.id),
                ("partner_id", "child_of", self._get_payable_customers().ids),
                ("date", "<=", max(self.date, fields.Date.context_today(self))),
                ("move_id", "not any", [("cobranzas_awaits_acceptance", "=", True)]),
            ]
        )
