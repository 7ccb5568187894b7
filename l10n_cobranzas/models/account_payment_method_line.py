from odoo import api, fields, models


class AccountPaymentMethodLine(models.Model):
    _inherit = "account.payment.method.line"
    _rec_names_search = ["name", "journal_id.name"]

    cobranzas_operation_number_required = fields.Boolean(
        string="Operation Number Required",
        compute="_compute_cobranzas_operation_number_required",
        store=True,
        readonly=False,
        help="A receipt asks for the operation number of a value received by this method.",
    )

    @api.depends("journal_id.type", "payment_method_id.code")
    def _compute_cobranzas_operation_number_required(self):
        for method in self:
            method.cobranzas_operation_number_required = (
                method.journal_id.type == "bank" and method.payment_method_id.code == "manual"
            )

    def _compute_display_name(self):
        """In a receipt, say the journal with the method: the user picks both at once."""
        result = super()._compute_display_name()
        if self.env.context.get("cobranzas_show_journal"):
            for method in self.filtered("journal_id"):
                method.display_name = f"{method.journal_id.name} · {method.name}"
        return result
