from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CobranzasOperation(models.Model):
    """Operations begun from what was selected: "Operate on…" (OPS)."""

    _inherit = "cobranzas.operation"

    @api.model
    def _action_operate(self, items, partner=None):
        """Ask which operation to make of ``items``, open ones, or of a customer's account.

        Raises ``AccessError`` below accountant, ``UserError`` when nothing of them is open.
        """
        self._check_confirm_right()
        domain = self.env["account.move.line"]._cobranzas_open_items_domain()
        items = items.filtered_domain(domain)
        if not items and not partner:
            raise UserError(self.env._("Nothing of this is open: there is nothing to operate on."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Operate On…"),
            "res_model": "cobranzas.operation.start",
            "view_mode": "form",
            "target": "new",
            "context": {
                "cobranzas_item_ids": items.ids,
                "default_item_ids": items.ids,
                "default_partner_id": partner.id if partner else False,
            },
        }

    @api.model
    def _action_start(self, kind, items, partner):
        """Open a new operation of ``kind`` unsaved, filled in; of several customers, drafts."""
        together = self._get_kinds()[kind]._several_customers
        groups = items.grouped(
            lambda item: (
                item.company_id,
                item.currency_id,
                None if together else item.partner_id.commercial_partner_id,
            )
        )
        vals_list = [
            self._prepare_start_vals(kind, company, mine)
            for (company, _currency, _customer), mine in groups.items()
        ]
        if not vals_list:
            vals_list = [{"kind": kind, "partner_id": partner.id}]
        if len(vals_list) > 1:
            return self.create(vals_list)._get_records_action(name=self.env._("Operations"))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "l10n_cobranzas.cobranzas_operation_action"
        )
        context = {f"default_{name}": value for name, value in vals_list[0].items()}
        return {**action, "views": [(False, "form")], "context": context}

    @api.model
    def _prepare_start_vals(self, kind, company, items):
        ordered = items.sorted(lambda item: (item.date_maturity or item.date, item.id))
        return {
            "kind": kind,
            "company_id": company.id,
            "partner_id": items[0].partner_id.commercial_partner_id.id,
            "currency_id": items[0].currency_id.id,
            "line_ids": [Command.create({"move_line_id": item.id}) for item in ordered],
        }
