"""What posted entries left of a journal item, as lists show it and search by it."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: by field, the stored one that counts drafts too, and its place in what drafts hold
RESIDUALS = {
    "cobranzas_residual": ("amount_residual_currency", 0),
    "cobranzas_residual_company": ("amount_residual", 1),
}


class AccountMoveLine(models.Model):
    """Residuals between posted entries: what is matched with a draft is still open (REP-02)."""

    _inherit = "account.move.line"

    cobranzas_residual = fields.Monetary(
        string="Posted Balance",
        compute="_compute_cobranzas_residual",
        search=lambda self, *condition: self._search_cobranzas_residual(
            "cobranzas_residual", *condition
        ),
        aggregator="sum",
        help="What posted entries left, in the currency of the item; of a credit, negative.",
    )
    cobranzas_residual_company = fields.Monetary(
        string="Posted Balance (Company)",
        compute="_compute_cobranzas_residual",
        search=lambda self, *condition: self._search_cobranzas_residual(
            "cobranzas_residual_company", *condition
        ),
        currency_field="company_currency_id",
        aggregator="sum",
        help="What posted entries left, in the currency of the company, as booked.",
    )

    @api.depends(
        "amount_residual",
        "amount_residual_currency",
        "matched_credit_ids.credit_move_id.parent_state",
        "matched_debit_ids.debit_move_id.parent_state",
    )
    def _compute_cobranzas_residual(self):
        held = self._cobranzas_get_held()
        for item in self:
            amount, booked = held.get(item._origin.id, (0.0, 0.0))
            # an item that is being typed has no currency, and nothing left, until it has an account
            item.cobranzas_residual = item.currency_id and item.currency_id.round(
                item.amount_residual_currency + amount
            )
            item.cobranzas_residual_company = (
                item.company_currency_id
                and item.company_currency_id.round(item.amount_residual + booked)
            )

    @api.model
    def _search_cobranzas_residual(self, name, operator, value):
        """Search by the stored residual, but for the few items that drafts are matched with."""
        found = Domain(RESIDUALS[name][0], operator, value)
        if operator == "not in" and 0 in value:
            # as the index of open items has it
            found &= Domain("reconciled", "=", False)
        # sudo: only compared; the domain is read with the rights of the user
        held = self.sudo().browse(self._cobranzas_get_held())
        if not held:
            return found
        meant = held.filtered_domain(Domain(name, operator, value))
        return found & Domain("id", "not in", held.ids) | Domain("id", "in", meant.ids)

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let lists sort and sum by these residuals."""
        if field_expr not in RESIDUALS:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        stored, place = RESIDUALS[field_expr]
        residual = super()._field_to_sql(alias, stored, query)
        held = self._cobranzas_get_held()
        if not held:
            return residual
        cases = [SQL("WHEN %s THEN %s", id_, pair[place]) for id_, pair in held.items()]
        return SQL(
            "(%s + CASE %s %s ELSE 0 END)",
            residual,
            SQL.identifier(alias, "id"),
            SQL(" ").join(cases),
        )
