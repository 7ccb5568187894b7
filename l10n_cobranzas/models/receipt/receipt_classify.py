from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class CobranzasReceipt(models.Model):
    """The classification of a receipt; it can be corrected after posting (REC-16, REC-18)."""

    _inherit = "cobranzas.receipt"

    classification_use = fields.Selection(related="company_id.cobranzas_classification")
    classification_id = fields.Many2one(
        "cobranzas.classification",
        compute="_compute_classification_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', 'in', (company_id, False)), "
        "'|', ('valid_from', '=', False), ('valid_from', '<=', date), "
        "'|', ('valid_to', '=', False), ('valid_to', '>=', date)]",
    )

    @api.depends("company_id", "kind")
    def _compute_classification_id(self):
        """Propose the company's usual code where it is valid on the receipt's date."""
        for receipt in self:
            code, company = receipt.classification_id, receipt.company_id
            if receipt.kind != "receipt":
                code = code.browse()
            elif not code or (code.company_id and code.company_id != company):
                date = receipt.date or fields.Date.context_today(receipt)
                usual = company.cobranzas_classification_id
                used = company.cobranzas_classification != "no"
                code = usual._valid_on(date) if used else usual.browse()
            receipt.classification_id = code

    @api.constrains("classification_id", "date")
    def _check_posted_classification(self):
        for receipt in self:
            if receipt.state != "draft":
                receipt._check_classification()

    def _check_classification(self):
        """Raise ``UserError`` for a missing code where one is mandatory, or one not valid."""
        self.ensure_one()
        code = self.classification_id
        if not code:
            if self.kind == "receipt" and self.classification_use == "mandatory":
                raise UserError(
                    self.env._(
                        "Choose the classification of the receipt of %(customer)s.",
                        customer=self.partner_id.display_name,
                    )
                )
        elif not code._valid_on(self.date):
            raise UserError(
                self.env._(
                    "Classification %(code)s is not valid on %(date)s: choose another.",
                    code=code.display_name,
                    date=format_date(self.env, self.date),
                )
            )
