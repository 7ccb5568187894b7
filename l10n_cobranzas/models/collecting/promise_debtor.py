from odoo import api, fields, models
from odoo.fields import Domain

from ..debtors.cobranzas_debtor_figures import READERS


class CobranzasDebtorFigures(models.AbstractModel):
    """What a customer or a debtor group promised, and does not agree to pay (COL-06)."""

    _inherit = "cobranzas.debtor.figures"

    cobranzas_promised = fields.Monetary(
        string="Promised in Time",
        compute="_compute_cobranzas_promised",
        currency_field="cobranzas_currency_id",
        groups=READERS,
        help="What is still to come of promises whose date, with its tolerance, has not passed.",
    )
    cobranzas_disputed = fields.Monetary(
        string="Disputed",
        compute="_compute_cobranzas_disputed",
        currency_field="cobranzas_currency_id",
        groups=READERS,
        help="What is in open disputes.",
    )
    cobranzas_promise_count = fields.Integer(
        string="Promises", compute="_compute_cobranzas_promise_count", groups=READERS
    )

    @api.depends_context("company", "uid", "allowed_company_ids")
    def _compute_cobranzas_promised(self):
        today = fields.Date.context_today(self)
        domain = Domain("state", "=", "open") & Domain("date_limit", ">=", today)
        sums = self._cobranzas_sum_by_customer(
            "cobranzas.promise.line", domain, "amount_left_company:sum"
        )
        self._cobranzas_set_sums("cobranzas_promised", sums)

    @api.depends_context("company", "uid", "allowed_company_ids")
    def _compute_cobranzas_disputed(self):
        domain = Domain("state", "=", "open")
        sums = self._cobranzas_sum_by_customer("cobranzas.dispute", domain, "amount_company:sum")
        self._cobranzas_set_sums("cobranzas_disputed", sums)

    @api.depends_context("company", "uid", "allowed_company_ids")
    def _compute_cobranzas_promise_count(self):
        counts = self._cobranzas_sum_by_customer("cobranzas.promise", Domain.TRUE, "__count")
        self._cobranzas_set_sums("cobranzas_promise_count", counts)

    def _cobranzas_sum_by_customer(self, model, domain, aggregate):
        """Return {customer: sum} over the records of the debtors that the user may read."""
        owners = self._get_cobranzas_customers().values()
        customers = self.env["res.partner"].union(*owners)
        domain &= Domain("partner_id", "in", customers.ids)
        domain &= Domain("company_id", "child_of", self.env.company.root_id.id)
        return dict(self.env[model]._read_group(domain, ["partner_id"], [aggregate]))

    def _cobranzas_set_sums(self, name, sums):
        found = self._get_cobranzas_customers()
        for debtor in self:
            debtor[name] = sum(sums.get(customer, 0) for customer in found.get(debtor, ()))

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------

    def action_cobranzas_open_promises(self):
        """Open the promises of the debtor."""
        return self._action_cobranzas_of_debtor("l10n_cobranzas.cobranzas_promise_action")

    def action_cobranzas_open_disputes(self):
        """Open the disputes of the debtor."""
        return self._action_cobranzas_of_debtor("l10n_cobranzas.cobranzas_dispute_action")

    def _action_cobranzas_of_debtor(self, xmlid):
        self.check_access("read")
        customers = self.env["res.partner"].union(*self._get_cobranzas_customers().values())
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": [("partner_id", "in", customers.ids)], "context": {}}
