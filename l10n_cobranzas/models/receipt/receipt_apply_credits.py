from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from .proposal import ReceiptProposal


class CobranzasReceipt(models.Model):
    """Applications opened filled in: a customer's credits pay what it owes (REC-10)."""

    _inherit = "cobranzas.receipt"

    has_open_credits = fields.Boolean(compute="_compute_has_open_credits")

    @api.depends("state", "move_ids.line_ids.cobranzas_residual")
    def _compute_has_open_credits(self):
        posted = self.filtered(lambda receipt: receipt.state == "posted" and receipt.id)
        receipts = posted._search_open_credits().move_id.cobranzas_receipt_id
        for receipt in self:
            receipt.has_open_credits = receipt in receipts

    def action_apply_balance(self):
        """Open an application of what the receipts left on account, filled in (REC-10).

        :raises UserError: when nothing is left of it, or their customer owes nothing
        """
        self.check_access("read")
        return self._action_apply_credits(self._search_open_credits())

    def _search_open_credits(self):
        """Return what the receipts left on account and was not applied since."""
        if not self:
            return self.env["account.move.line"]
        items = self.env["account.move.line"]
        return items.search(
            items._cobranzas_open_items_domain()
            & Domain("cobranzas_residual", "<", 0)
            & Domain("move_id.cobranzas_receipt_id", "in", self.ids)
        )

    @api.model
    def _action_apply_credits(self, credits):
        """Open an application of ``credits`` to what their customer owes, filled in (REC-10).

        Of several customers, one draft each.

        :raises UserError: when there is none, or no customer of theirs owes anything
        """
        if not credits:
            raise UserError(self.env._("Nothing here is left to apply."))
        groups = credits.grouped(
            lambda item: (item.company_id, item.partner_id.commercial_partner_id)
        )
        vals_list = [
            self._prepare_application_vals(company, partner, mine)
            for (company, partner), mine in groups.items()
        ]
        vals_list = [vals for vals in vals_list if vals]
        if not vals_list:
            raise UserError(
                self.env._(
                    "%(customers)s: no open document that this balance could pay.",
                    customers=", ".join(partner.display_name for _company, partner in groups),
                )
            )
        return self._action_open_new(vals_list)

    @api.model
    def _prepare_application_vals(self, company, partner, credits):
        """Return the values of an application of ``credits`` by the company's criterion, debts
        first; nothing when no debt takes any of them."""
        currency = credits.currency_id if len(credits.currency_id) == 1 else company.currency_id
        vals = {
            "kind": "application",
            "company_id": company.id,
            "partner_id": partner.id,
            "currency_id": currency.id,
        }
        amounts = ReceiptProposal(self.new(vals), credits).get_amounts()
        if not any(amount > 0 for amount in amounts.values()):
            return {}
        # the sort keeps the order of allocation within debts, and within credits
        apart = sorted(amounts.items(), key=lambda pair: pair[1] < 0)
        return {
            **vals,
            "line_ids": [
                Command.create({"move_line_id": item.id, "amount": amount, "sequence": sequence})
                for sequence, (item, amount) in enumerate(apart, start=1)
            ],
        }
