from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CobranzasReceipt(models.Model):
    """Opening a receipt filled in, from invoices, customers and open items (REC-21)."""

    _inherit = "cobranzas.receipt"

    @api.model
    def _action_register_for_items(self, items):
        """Open a receipt that settles ``items``; of several customers, one draft each."""
        groups = items.grouped(lambda item: (item.company_id, item.partner_id.commercial_partner_id))
        vals_list = [
            {
                "company_id": company.id,
                "partner_id": partner.id,
                "currency_id": (mine.currency_id if len(mine.currency_id) == 1 else company.currency_id).id,
                "line_ids": [
                    Command.create({"move_line_id": item.id, "sequence": sequence})
                    for sequence, item in enumerate(mine.sorted(lambda item: (item.date_maturity or item.date, item.id)))
                ],
            }
            for (company, partner), mine in groups.items()
        ]
        return self._action_open_new(vals_list)

    @api.model
    def _action_register_for_partners(self, partners):
        return self._action_open_new([{"partner_id": partner.id} for partner in partners])

    @api.model
    def _action_open_new(self, vals_list):
        """Open one new receipt unsaved, filled in; save several as drafts and list them."""
        if not vals_list:
            raise UserError(self.env._("Select at least one customer or document."))
        action = self.env["ir.actions.act_window"]._for_xml_id("l10n_cobranzas.cobranzas_receipt_action")
        if len(vals_list) == 1:
            return {
                **action,
                "views": [(False, "form")],
                "res_id": False,
                "context": {f"default_{name}": value for name, value in vals_list[0].items()},
            }
        return self.create(vals_list)._get_records_action(name=self.env._("New Receipts"))
