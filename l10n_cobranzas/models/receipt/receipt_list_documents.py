from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class CobranzasReceipt(models.Model):
    """The open items that a receipt may settle: listed, looked up and added (REC-02)."""

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

    def _add_documents(self, items):
        """Settle ``items`` in full: those already listed are ticked, the others added."""
        self.ensure_one()
        listed = {line.move_line_id: line for line in self.line_ids}
        held = items._cobranzas_get_held()
        self.line_ids = [
            Command.update(listed[item].id, {"amount": item._cobranzas_get_residual(held)})
            if item in listed
            else Command.create({"move_line_id": item.id})
            for item in items
        ]
        self._check_line_limit()

    def _prepare_missing_lines_vals(self):
        """Return values for the customer's open items that the receipt does not list yet."""
        self.ensure_one()
        known = self.line_ids.move_line_id
        items = self._search_open_items(self._get_open_items_domain()) - known
        return [
            {"move_line_id": item.id, "amount": 0.0, "is_listed": True}
            for item in items.sorted(lambda item: item.amount_currency < 0)
        ]

    def _search_open_items(self, domain):
        items = self.env["account.move.line"].search_fetch(
            domain,
            [
                "amount_currency",
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
            lambda item: item.amount_currency < 0 or item.move_id.id not in waiting._ids
        )

    def _get_open_items_domain(self):
        """Return the domain of the customer's open items: posted, receivable, with a balance."""
        self.ensure_one()
        return self.env["account.move.line"]._cobranzas_open_items_domain() & Domain(
            [
                ("company_id", "child_of", self.company_id.id),
                ("partner_id", "child_of", self._get_payable_customers().ids),
                ("date", "<=", max(self.date, fields.Date.context_today(self))),
                ("move_id", "not any", [("cobranzas_awaits_acceptance", "=", True)]),
            ]
        )
