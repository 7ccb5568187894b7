from odoo import api, fields, models


class CobranzasCreditHolderMixin(models.AbstractModel):
    """Rows of credit control that are a customer's or a debtor group's in a company."""

    _name = "cobranzas.credit.holder.mixin"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Of a Customer or a Debtor Group"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", ondelete="cascade", index="btree_not_null"
    )
    customer_id = fields.Many2one(
        "res.partner",
        string="Commercial Entity",
        related="partner_id.commercial_partner_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    group_id = fields.Many2one(
        "cobranzas.debtor.group",
        string="Debtor Group",
        ondelete="cascade",
        index="btree_not_null",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    # ------------------------------------------------------------------
    # Whom a change concerns
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        self._tell_credit_changed(rows._get_concerned())
        return rows

    def write(self, vals):
        before = self._get_concerned()
        result = super().write(vals)
        self._tell_credit_changed(before, self._get_concerned())
        return result

    def unlink(self):
        before = self._get_concerned()
        result = super().unlink()
        self._tell_credit_changed(before)
        return result

    def _get_concerned(self):
        """Return {company: its customers whom these rows concern}; None for all of them."""
        concerned = {}
        # sudo: only told that something changed, nothing is shown
        for company, rows in self.sudo().grouped("company_id").items():
            if any(not row.customer_id and not row.group_id for row in rows):
                concerned[company] = None
            else:
                members = rows.group_id.member_ids.partner_id.commercial_partner_id
                concerned[company] = rows.customer_id | members
        return concerned

    @api.model
    def _tell_credit_changed(self, *changes):
        """Call the hooks for what one change concerned before and after it."""
        merged = {}
        for concerned in changes:
            for company, customers in concerned.items():
                # sudo: an empty set, to compare with those told as superuser
                known = merged.get(company, self.env["res.partner"].sudo())
                everyone = known is None or customers is None
                merged[company] = None if everyone else known | customers
        for company, customers in merged.items():
            if customers is None:
                company._cobranzas_credit_changed()
            elif customers:
                customers._cobranzas_credit_changed(company)

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _get_holder_name(self):
        """Return the name of whom the row is for."""
        self.ensure_one()
        return (self.partner_id or self.group_id or self.company_id).display_name
