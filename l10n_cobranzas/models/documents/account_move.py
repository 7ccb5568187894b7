from odoo import fields, models

from ..ledger.client_values import check_one


class AccountMove(models.Model):
    """Invoices that issue a credit invoice for each instalment (REC-22)."""

    _inherit = "account.move"

    cobranzas_credit_invoice_ids = fields.One2many(
        "cobranzas.document", "invoice_id", string="Credit Invoices", readonly=True
    )
    cobranzas_credit_invoice_count = fields.Integer(
        string="Number of Credit Invoices",
        compute="_compute_cobranzas_credit_invoice_count",
        compute_sudo=True,
    )

    def _compute_cobranzas_credit_invoice_count(self):
        for move in self:
            move.cobranzas_credit_invoice_count = len(move.cobranzas_credit_invoice_ids)

    def action_open_cobranzas_credit_invoices(self):
        """Open the credit invoices issued with the invoice."""
        check_one(self)
        return self.cobranzas_credit_invoice_ids._get_records_action(
            name=self.env._("Credit Invoices of %(document)s", document=self.display_name)
        )

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._cobranzas_issue_credit_invoices()
        return posted

    def _cobranzas_issue_credit_invoices(self):
        """Issue one credit invoice per instalment, where the payment terms say so."""
        vals_list = []
        for move in self:
            if (
                move.move_type != "out_invoice"
                or not move.invoice_payment_term_id.cobranzas_credit_invoices
            ):
                continue
            items = move.line_ids.filtered(lambda item: item.display_type == "payment_term")
            vals_list += [
                item._prepare_cobranzas_credit_invoice_vals(number)
                for number, item in enumerate(
                    items.sorted(lambda item: (item.date_maturity, item.id)), start=1
                )
                if item.amount_currency > 0
            ]
        if not vals_list:
            return
        # sudo: whoever may post the invoice issues what its terms say
        self.env["cobranzas.document"].sudo().with_context(tracking_disable=True).create(vals_list)

    def button_draft(self):
        """Take back the credit invoices issued: posting the invoice issues them again."""
        result = super().button_draft()
        # sudo: they came with the posting that is undone; those accepted keep the invoice posted
        self.sudo().cobranzas_credit_invoice_ids.unlink()
        return result
