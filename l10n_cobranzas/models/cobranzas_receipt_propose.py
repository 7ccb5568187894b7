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
        candidates = self._get_propose_candidates()
        credits = self.line_ids.filtered(lambda line: line.amount < 0)
        if self.kind == "application" and not credits:
            raise UserError(self.env._("Tick the credits to apply first."))
        funds = self.amount_values - self._sum_in_receipt_currency(credits)
        items, residual_by_item = self._prepare_engine_items(candidates)
        if not self.currency_id.is_zero(funds):
            items, allocated = self._spread(items, funds)
        else:
            allocated = {item.key: item.residual for item in items}
        by_move_line = {line.move_line_id.id: line for line in self.line_ids}
        commands = [
            Command.delete(line.id)
            for line in self.line_ids - credits
            if line.move_line_id.id not in allocated
        ]
        for sequence, item in enumerate((item for item in items if item.key in allocated), start=1):
            amount = self._from_proposal(item, allocated[item.key], residual_by_item[item.key])
            vals = {"amount": amount, "sequence": sequence, "is_listed": False}
            line = by_move_line.get(item.key)
            commands.append(
                Command.update(line.id, vals)
                if line
                else Command.create({"move_line_id": item.key, **vals})
            )
        self.line_ids = commands

    def _spread(self, items, funds):
        criterion = allocation.Criterion(self.company_id.cobranzas_criterion)
        value_dates = [
            *self.check_ids.mapped("payment_date"),
            *([self.date] if self.value_ids.filtered(lambda value: not value.is_check) else []),
        ]
        ordered = allocation.order_items(items, criterion, self.date, value_dates)
        allocated, _left = allocation.allocate_amount(
            ordered, self.currency_id._cobranzas_to_units(funds)
        )
        return ordered, allocated

    def _prepare_engine_items(self, move_lines):
        """Return the debts as engine items, residuals in units of the receipt's currency.

        Second: the residual of each in its own currency, to turn a full payment back exactly.
        """
        items, residuals = [], {}
        for line in move_lines:
            residual = line.amount_residual_currency
            units = self.currency_id._cobranzas_to_units(
                self._to_receipt_currency(residual, line.currency_id)
            )
            if units > 0:
                residuals[line.id] = (residual, line.currency_id)
                items.append(
                    allocation.Item(
                        key=line.id,
                        residual=units,
                        date_due=line.date_maturity or line.date,
                        date=line.date,
                        number=line.move_name or "",
                    )
                )
        return items, residuals

    def _from_proposal(self, item, units, residual):
        """Return ``units`` of the receipt's currency as an amount of the document's own."""
        amount, currency = residual
        if units == item.residual:
            return amount
        if currency == self.currency_id:
            return currency._cobranzas_from_units(units)
        share = self.currency_id._convert(
            self.currency_id._cobranzas_from_units(units), currency, self.company_id, self.date
        )
        return min(share, amount)

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
