from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..debtors.cobranzas_debtor_figures import READERS
from ..ledger.client_values import check_one, read_text


class ResPartner(models.Model):
    """How much of its credit a customer uses, in the current company (CRE-03)."""

    _inherit = "res.partner"

    cobranzas_exposure = fields.Monetary(
        string="Credit Used",
        compute="_compute_cobranzas_exposure",
        currency_field="cobranzas_currency_id",
        groups=READERS,
        help="What counts against the limit: open documents, orders to invoice, cheques not "
        "cleared, as the settings of the company say; less credits.",
    )
    cobranzas_exposure_bar = fields.Json(
        string="Credit Used, by Part",
        compute="_compute_cobranzas_exposure",
        groups=READERS,
        exportable=False,
    )

    @api.depends_context("company", "lang", "uid")
    def _compute_cobranzas_exposure(self):
        company = self.env.company
        customers = self.commercial_partner_id._origin._cobranzas_filter_own_debtors()
        exposure = customers._cobranzas_exposure(company)
        limits = customers._cobranzas_get_limits(company)
        for partner in self:
            customer = partner.commercial_partner_id._origin
            parts = exposure.get(customer, {})
            partner.cobranzas_exposure = company.currency_id.round(sum(parts.values()))
            partner.cobranzas_exposure_bar = self._cobranzas_prepare_bar(
                parts, limits.get(customer), company
            )

    def _cobranzas_filter_own_debtors(self):
        """Return the customers of whom the user may read what they owe: a collector, own ones."""
        user = self.env.user
        if self.env.su or user._cobranzas_sees_all_debtors():
            return self
        # sudo: who collects is compared, no more
        return self.filtered(
            lambda each: user._cobranzas_acts_for(each.sudo().cobranzas_collector_id)
        )

    def _cobranzas_exposure(self, company=None):
        """Return {customer: {part: amount}} of what these use of their credit.

        Of the parts that the company counts, in its currency; credits are negative. One read for
        any number of partners, of all that the customer owes, whatever the user may see of it.

        :param company: with all its branches; the current one when none is given
        """
        company = company or self.env.company
        self._origin.fetch(["commercial_partner_id"])  # and nothing else of many partners
        customers = self.commercial_partner_id
        parts = self.env["cobranzas.credit.reader"]._read_parts(customers, company)
        # sudo: settings, currency and branches of a company; nothing of its customers is shown
        to_amount = company.sudo().currency_id._cobranzas_from_minor_units
        return {
            customer: {
                part: to_amount(units) if units else 0.0 for part, units in parts[customer].items()
            }
            for customer in customers
        }

    @api.model
    def _cobranzas_prepare_bar(self, parts, limit, company):
        """Return what the bar of the form shows: parts with their names, limit, what is left."""
        labels = dict(self.env["cobranzas.exposure.item"]._selection_part())
        currency = company.currency_id
        total = currency.round(sum(parts.values()))
        units = limit.total if limit else None
        if units is not None and limit.has_expired(fields.Date.context_today(self)):
            units = 0
        allowed = None if units is None else currency._cobranzas_from_minor_units(units)
        return {
            "currency_id": currency.id,
            "parts": [
                {"part": part, "label": labels[part], "amount": parts[part]}
                for part in labels
                if parts.get(part)
            ],
            "total": total,
            "limit": allowed,
            "available": None if allowed is None else currency.round(allowed - total),
        }

    def action_open_cobranzas_exposure(self, part=None):
        """Open what makes up a part of the customer's exposure, or all of it.

        :param part: a key of ``cobranzas.exposure.item.part``

        Raises ``AccessError`` for who may not read the ledger of customers, ``UserError`` for
        what is no part.
        """
        check_one(self)
        self.check_access("read")
        items = self.env["cobranzas.exposure.item"]
        items.check_access("read")
        labels = dict(items._selection_part())
        part = read_text(self.env, part)
        if part and part not in labels:
            raise UserError(self.env._("There is no such part of the credit used."))
        company = self.env.company
        customer = self.commercial_partner_id
        domain = Domain("partner_id", "=", customer.id) & Domain("exposure", "!=", 0)
        domain &= Domain("company_id", "child_of", company.root_id.id)
        if part:
            domain &= Domain("part", "=", part)
        return {
            "type": "ir.actions.act_window",
            "name": f"{customer.display_name}: {labels.get(part) or self.env._('Credit Used')}",
            "res_model": items._name,
            "views": [(False, "list"), (False, "kanban"), (False, "pivot")],
            "domain": list(domain),
            "context": {"create": False},
        }
