from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .portal_values import read_words


class CobranzasDispute(models.Model):
    """Disputes that debtors raise on their page, within the company's limits (COL-06, COL-09)."""

    _inherit = "cobranzas.dispute"

    slip_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        domain=[("res_model", "=", "cobranzas.dispute")],
        string="Files",
        readonly=True,
        help="What was attached when it was raised.",
    )

    @api.model
    def _raise_from_portal(self, access, item, amount, reason, text):
        """Raise a dispute of the visitor of a page, and return it.

        :param access: who visits the page
        :param item: the receivable item, a debt of the visitor's customers
        :param amount: in the item's currency; None for all of it that is not disputed yet
        :param reason: ``cobranzas.dispute.reason``
        :param text: what the debtor says
        :raises UserError: with one sentence for what can't be disputed, or not by the page
        """
        ask = access.env["cobranzas.portal.ask"]
        ask._check_on(access, "cobranzas_portal_dispute")
        disputes = self.with_env(ask._get_env(access))
        item = ask._find_debts(access, item.ids).with_env(disputes.env)
        customer = item.partner_id.commercial_partner_id
        if not reason.active:
            raise UserError(self.env._("Choose why you do not agree."))
        disputes._check_portal_open(access)
        if amount is None:
            amount = item.amount_residual_currency
            amount -= disputes._cobranzas_disputed(item).get(item.id, 0.0)
        text = read_words(self.env, text)
        responsible = reason.responsible_id or ask._get_responsible(customer, access.company)
        dispute = disputes._cobranzas_raise(
            item,
            amount,
            {"reason_id": reason.id, "responsible_id": responsible.id, "note": text},
        )
        ask._log(access, customer, "\n".join(filter(None, (dispute._describe(), text))))
        return dispute

    @api.model
    def _check_portal_open(self, access):
        """Raise ``UserError`` for a debtor with as many open disputes as the company allows."""
        count = self.search_count(
            Domain("partner_id", "in", access.customers.ids)
            & Domain("company_id", "child_of", access.company.root_id.id)
            & Domain("state", "=", "open")
        )
        if count >= access.company.cobranzas_portal_dispute_most:
            raise UserError(
                self.env._(
                    "%(count)s of your disputes are open: we will answer those first.", count=count
                )
            )
