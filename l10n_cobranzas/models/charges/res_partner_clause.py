from odoo import api, fields, models
from odoo.fields import Domain

from ..debtors.cobranzas_debtor_figures import READERS


class ResPartner(models.Model):
    """The foreign-currency clause of a customer, and its balance in that currency (CHG-01)."""

    _inherit = "res.partner"

    cobranzas_clause_currency_id = fields.Many2one(
        "res.currency",
        string="Currency Clause",
        company_dependent=True,
        help="The customer owes its documents in this currency, at the rate of each document, "
        "whatever currency they are made in. Empty for none.",
    )
    cobranzas_clause_in_force_id = fields.Many2one(
        "res.currency",
        string="Clause in Force",
        compute="_compute_cobranzas_clause_in_force_id",
        help="The clause of the customer's debtor group, else its own.",
    )
    cobranzas_clause_balance = fields.Monetary(
        string="Balance under the Clause",
        compute="_compute_cobranzas_clause_balance",
        currency_field="cobranzas_clause_in_force_id",
        groups=READERS,
        help="What is owed less what is in favour, in the clause's currency: each document at its "
        "own rate, what has none at today's.",
    )

    @api.depends(
        "commercial_partner_id.cobranzas_clause_currency_id",
        "commercial_partner_id.cobranzas_group_id.clause_currency_id",
    )
    @api.depends_context("company")
    def _compute_cobranzas_clause_in_force_id(self):
        for partner in self:
            partner.cobranzas_clause_in_force_id = partner._cobranzas_get_clause(self.env.company)

    def _cobranzas_get_clause(self, company):
        """Return the currency of the customer's clause in ``company``; none in its own currency.

        Members of a debtor group with a clause follow the group's.
        """
        customer = self.commercial_partner_id.with_company(company)
        # sudo: of the group only the clause, for whoever makes a document of the customer
        clause = customer.sudo().cobranzas_group_id.clause_currency_id.sudo(False)
        clause = clause or customer.cobranzas_clause_currency_id
        return clause if clause != company.currency_id else clause.browse()

    @api.depends_context("company", "uid", "allowed_company_ids")
    def _compute_cobranzas_clause_balance(self):
        bound = self.filtered("cobranzas_clause_in_force_id")
        (self - bound).cobranzas_clause_balance = 0.0
        worth = bound._read_cobranzas_clause_worth()
        company, today = self.env.company, fields.Date.context_today(self)
        for partner in bound:
            clause, total = partner.cobranzas_clause_in_force_id, 0.0
            for bound_by, currency, own, amounts in worth.get(partner._cobranzas_key(), ()):
                in_clause, in_currency, booked = amounts
                if bound_by == clause:
                    total += in_clause
                elif currency == clause:
                    total += in_currency
                else:
                    total += own._convert(booked, clause, company, today, round=False)
            partner.cobranzas_clause_balance = clause.round(total)

    def _cobranzas_key(self):
        return self.commercial_partner_id._origin

    def _read_cobranzas_clause_worth(self):
        """Return {customer: [(clause, currency, company currency, balances in each)]}.

        Of the open items that the user may read, by the clause of their documents.
        """
        customers = self._cobranzas_key()
        if not customers:
            return {}
        found = {}
        for partner, clause, currency, own, *amounts in self.env["cobranzas.open.item"]._read_group(
            Domain("partner_id", "in", customers.ids)
            & Domain("company_id", "child_of", self.env.company.root_id.id),
            ["partner_id", "clause_currency_id", "currency_id", "company_currency_id"],
            ["residual_clause:sum", "residual_currency:sum", "residual:sum"],
        ):
            found.setdefault(partner, []).append((clause, currency, own, amounts))
        return found
