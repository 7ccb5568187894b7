from odoo import fields, models
from odoo.fields import Domain

from ..ledger.client_values import check_one

#: who may read receipts
READERS = (
    "l10n_cobranzas.group_cobranzas_collector,"
    "account.group_account_invoice,account.group_account_readonly"
)


class ResPartner(models.Model):
    """Customers and their receipts (REC-21)."""

    _inherit = "res.partner"

    cobranzas_receipt_count = fields.Integer(
        string="Receipts", compute="_compute_cobranzas_receipt_count", groups=READERS
    )

    def _compute_cobranzas_receipt_count(self):
        counts = dict(
            self.env["cobranzas.receipt"]._read_group(
                [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
                ["commercial_partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.cobranzas_receipt_count = counts.get(partner.commercial_partner_id, 0)

    def action_open_cobranzas_receipts(self):
        """Open the receipts of the customer (REC-21)."""
        check_one(self)
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "l10n_cobranzas.cobranzas_receipt_action"
            ),
            "domain": [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.id},
        }

    def action_cobranzas_register_receipt(self):
        """Open a receipt for the customer; for several, one draft each (REC-21)."""
        return self.env["cobranzas.receipt"]._action_register_for_partners(
            self.commercial_partner_id
        )

    def action_cobranzas_apply_balance(self):
        """Open an application of the customer's credits to its debts, filled in (REC-10).

        For several customers, one draft each. Raises ``UserError`` without credits or debts.
        """
        items = self.env["account.move.line"]
        return self.env["cobranzas.receipt"]._action_apply_credits(
            items.search(
                items._cobranzas_open_items_domain()
                & Domain("cobranzas_residual", "<", 0)
                & Domain("partner_id", "child_of", self.commercial_partner_id.ids)
                & Domain("company_id", "=", self.env.company.id)
            )
        )
