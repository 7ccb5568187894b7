from odoo import fields, models


class AccountPaymentTerm(models.Model):
    _inherit = "account.payment.term"

    cobranzas_credit_invoices = fields.Boolean(
        string="With Credit Invoices",
        help="Posting an invoice on these terms issues a credit invoice for each instalment.",
    )
