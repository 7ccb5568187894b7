from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..ledger.client_values import check_one


class AccountMove(models.Model):
    """The final invoice deducts the advances invoiced before, so that no tax is due twice (OPS-03).

    What is left of them is the balance of the customer on the account of the advances.
    """

    _inherit = "account.move"

    cobranzas_advances_left = fields.Monetary(
        string="Invoiced Advances Left",
        compute="_compute_cobranzas_advances_left",
        help="Advances invoiced to the customer, before taxes, that no invoice deducts yet.",
    )

    @api.depends("partner_id", "currency_id", "invoice_line_ids.price_subtotal", "state")
    def _compute_cobranzas_advances_left(self):
        for move in self:
            wanted = move.move_type == "out_invoice" and move.state == "draft"
            wanted = wanted and move.company_id.cobranzas_invoiced_advances
            move.cobranzas_advances_left = move._get_cobranzas_advances_left() if wanted else 0.0

    def _get_cobranzas_advance_account(self):
        """Return the account of the product of advances, where the company has one."""
        product = self.company_id.cobranzas_advance_product_id
        if not product:
            return self.env["account.account"]
        template = product.product_tmpl_id.with_company(self.company_id)
        return template.get_product_accounts(self.fiscal_position_id)["income"]

    def _get_cobranzas_advances_left(self):
        """Return the advances of the customer that no other entry, posted or not, deducts."""
        account = self._get_cobranzas_advance_account()
        if not account:
            return 0.0
        # sudo: the sum of the advances of the customer of an invoice that the user may read
        lines = self.env["account.move.line"].sudo()
        balance = lines._read_group(
            [
                ("account_id", "=", account.id),
                ("company_id", "=", self.company_id.id),
                ("partner_id", "child_of", self.commercial_partner_id.ids),
                ("currency_id", "=", self.currency_id.id),
                ("move_id", "!=", self._origin.id),
                "|",
                ("parent_state", "=", "posted"),
                "&",
                ("parent_state", "=", "draft"),
                ("amount_currency", ">", 0),
            ],
            aggregates=["amount_currency:sum"],
        )[0][0]
        own = self.invoice_line_ids.filtered(lambda line: line.account_id == account)
        left = self.currency_id.round(-(balance or 0.0) + sum(own.mapped("price_subtotal")))
        return max(left, 0.0)

    def action_cobranzas_deduct_advances(self):
        """Deduct from a draft invoice the advances that the customer was invoiced (OPS-03).

        By one line of the product of advances, with its taxes; no more than the invoice is for.
        Raises ``UserError`` when there is nothing to deduct.
        """
        check_one(self)
        self.check_access("write")
        amount = min(self.cobranzas_advances_left, self.amount_untaxed)
        if self.currency_id.compare_amounts(amount, 0.0) <= 0:
            raise UserError(
                self.env._(
                    "%(customer)s has no invoiced advance left to deduct.",
                    customer=self.partner_id.display_name,
                )
            )
        self.invoice_line_ids = [Command.create(self._prepare_cobranzas_deduction_vals(amount))]
        return True

    def _prepare_cobranzas_deduction_vals(self, amount):
        """Return the line that deducts advances: they were taxed when they were invoiced."""
        product = self.company_id.cobranzas_advance_product_id
        domain = self.env["account.tax"]._check_company_domain(self.company_id)
        taxes = self.fiscal_position_id.map_tax(product.taxes_id.filtered_domain(domain))
        return {
            "product_id": product.id,
            "name": self.env._("Deduction of invoiced advances"),
            "quantity": -1.0,
            "price_unit": amount,
            "account_id": self._get_cobranzas_advance_account().id,
            "tax_ids": [Command.set(taxes.ids)],
        }
