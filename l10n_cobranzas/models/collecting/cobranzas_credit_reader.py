from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class CobranzasCreditReader(models.AbstractModel):
    """Promises that were not kept, for the rule of credit control on them (CRE-01, COL-06)."""

    _inherit = "cobranzas.credit.reader"

    @api.model
    def _get_fact_queries(self):
        self.env["cobranzas.promise"].flush_model(["partner_id", "date_missed"])
        missed = SQL(
            """SELECT FROM cobranzas_promise WHERE date_missed IS NOT NULL
            AND partner_id IN (SELECT commercial_partner_id FROM counted_contact)"""
        )
        return {**super()._get_fact_queries(), "promises": missed}

    @api.model
    def _read_broken_promises(self, customers, company, day):
        """Return {customer: how many promises it broke}, within the days of the setting.

        Wholly or in part. One that was replaced after it was broken still counts; one that was
        replaced in time, or cancelled, does not.
        """
        # sudo: a setting
        days = company.sudo().cobranzas_credit_promise_days
        # sudo: only how many there are; see the class
        counts = (
            self.env["cobranzas.promise"]
            .sudo()
            ._read_group(
                Domain("partner_id", "in", customers.ids)
                & Domain("company_id", "child_of", company.root_id.id)
                & Domain("state", "in", ("broken", "partly", "replaced"))
                & Domain("date_missed", ">=", fields.Date.subtract(day, days=days))
                & Domain("date_missed", "<", day),
                ["partner_id"],
                ["__count"],
            )
        )
        return dict(counts)
