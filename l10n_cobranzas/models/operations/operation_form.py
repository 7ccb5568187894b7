from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CobranzasOperation(models.Model):
    """The form of an operation: what its kind shows of it, finding items, links (OPS)."""

    _inherit = "cobranzas.operation"

    item_domain = fields.Binary(compute="_compute_item_domain")

    @api.depends("kind", "partner_id", "company_id")
    def _compute_item_domain(self):
        for operation in self:
            domain = operation._get_kind()._get_items_domain(operation) if operation.kind else []
            operation.item_domain = list(domain)

    @api.onchange("partner_id", "kind", "company_id")
    def _onchange_items(self):
        """Leave out what the operation may no longer take."""
        if self.kind and self.line_ids:
            items = self.line_ids.move_line_id
            allowed = items.filtered_domain(self._get_kind()._get_items_domain(self))
            self.line_ids -= self.line_ids.filtered(lambda line: line.move_line_id not in allowed)

    def action_find_items(self):
        """Open the items that the operation may take, to search, tick and add."""
        self.ensure_one()
        self._check_is_draft()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "l10n_cobranzas.account_move_line_action_find_for_operation"
        )
        return {
            **action,
            "domain": list(self._get_kind()._get_items_domain(self)),
            "context": {"cobranzas_operation_id": self.id, "create": False},
        }

    def action_list_items(self):
        """Take every open item of the customer that the operation may take, in full."""
        for operation in self:
            operation._check_is_draft()
            if not operation.kind or not operation.partner_id:
                raise UserError(self.env._("Choose the kind and the customer first."))
            domain = operation._get_kind()._get_items_domain(operation)
            order = "date_maturity, date, id"
            operation._add_items(self.env["account.move.line"].search(domain, order=order))
        return True

    def _add_items(self, items):
        """Take ``items`` in full, those that the operation may take and does not list yet."""
        self.ensure_one()
        new = items.filtered_domain(self._get_kind()._get_items_domain(self))
        new -= self.line_ids.move_line_id
        self.line_ids = [Command.create({"move_line_id": item.id}) for item in new]

    def action_open_entries(self):
        """Open the journal items of the operation."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move.line",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            # sudo: ids of entries of an operation that the user may read; rules apply to the list
            "domain": [("move_id", "in", self.sudo().move_ids.ids)],
            "context": {"create": False},
            "name": self.env._("Journal Items"),
        }

    def action_open_results(self):
        """Open the open items that the operation made."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "cobranzas.open.item",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            # sudo: ids of items of an operation that the user may read; rules apply to the list
            "domain": [("move_line_id", "in", self.sudo().result_ids.ids)],
            "name": self.env._("Items Made"),
        }
