from odoo import api, models
from odoo.fields import Domain

from .cobranzas_payment_advice import OPEN


class CobranzasNoticeReader(models.AbstractModel):
    """Notices wait some days for what a debtor says it transferred (COL-05, COL-09)."""

    _inherit = "cobranzas.notice.reader"

    @api.model
    def _fetch_transactions(self, facts, company, customers, at):
        result = super()._fetch_transactions(facts, company, customers, at)
        advices = self.env["cobranzas.payment.advice"].search_fetch(
            Domain("state", "in", OPEN)
            & Domain("company_id", "child_of", company.id)
            & Domain("partner_id", "in", customers.ids)
            & Domain("date_wait", ">=", facts.today),
            ["partner_id", "amount", "currency_id", "item_ids"],
            order="id",
        )
        rows = {row.id: row for mine in facts.items.values() for row in mine}
        for advice in advices:
            left = self._cover_advised(facts, advice, rows)
            self._add_to_pool(facts, advice.partner_id, advice.currency_id, "advised", left)
        return result

    @api.model
    def _cover_advised(self, facts, advice, rows):
        """Cover the documents that a transfer is said to pay; return what is left of it."""
        units = advice.currency_id._cobranzas_to_minor_units
        left = units(advice.amount)
        for item in advice.item_ids:
            row = rows.get(item.id)
            if not row or row.currency_id != advice.currency_id:
                continue
            covers = facts.covers.setdefault(row.id, {})
            room = units(row.residual_currency) - sum(covers.values())
            taken = max(0, min(left, room))
            covers["advised"] = covers.get("advised", 0) + taken
            left -= taken
        return advice.currency_id._cobranzas_from_minor_units(left)

    @api.model
    def _get_reason(self, key):
        if key == "advised":
            return self.env._("The debtor says that it transferred what is due.")
        return super()._get_reason(key)
