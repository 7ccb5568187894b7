"""Whether a customer may take more: the public answer of credit control (CRE-03, DESIGN 4)."""

from odoo import models

from ...engine.credit import judge
from ...engine.credit_data import Request


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _cobranzas_judge_credit(self, amount, kind=None, date=None, company=None):
        """Return the engine's ``Decision`` on a document of the customer that is not made yet.

        :param amount: of the document, in the company's currency
        :param kind: of ``cobranzas.credit.decision``; an order when none is given
        """
        self.ensure_one()
        company = company or self.env.company
        day = date or company._cobranzas_get_credit_day()
        customer = self.commercial_partner_id
        # sudo: whoever may read the customer is told whether a document would pass
        reader = self.env["cobranzas.credit.reader"].sudo()
        reader._fetch_judged(customer, company)
        standing = reader._read_standings(customer, company, day)[customer.sudo()]
        units = company.currency_id._cobranzas_to_minor_units(amount)
        kind = kind or "order"
        mode = company.sudo()._cobranzas_credit_control(kind)
        return judge(standing, Request(kind, units, day), mode)

    def _cobranzas_credit_problems(self, amount, kind=None, date=None, company=None):
        """Return what stands against a document of ``amount``: the engine's reasons, or none."""
        return list(self._cobranzas_judge_credit(amount, kind, date, company).reasons)
