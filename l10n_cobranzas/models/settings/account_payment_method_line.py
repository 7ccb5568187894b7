from odoo import api, fields, models
from odoo.fields import Domain

#: what receipts require of a value by the method; only managers set it
REQUIREMENTS = {
    "cobranzas_operation_number_required",
    "cobranzas_coupon_required",
    "cobranzas_instalments_required",
}


class AccountPaymentMethodLine(models.Model):
    _inherit = "account.payment.method.line"

    cobranzas_operation_number_required = fields.Boolean(
        string="Operation Number Required",
        compute="_compute_cobranzas_operation_number_required",
        store=True,
        readonly=False,
        help="A receipt asks for the operation number of a value received by this method.",
    )
    cobranzas_coupon_required = fields.Boolean(
        string="Coupon Required",
        compute="_compute_cobranzas_card_required",
        store=True,
        readonly=False,
        help="A receipt asks for the coupon number of a value received by this card method.",
    )
    cobranzas_instalments_required = fields.Boolean(
        string="Instalments Required",
        compute="_compute_cobranzas_card_required",
        store=True,
        readonly=False,
        help="A receipt asks in how many instalments a value by this card method is paid.",
    )

    @api.depends("journal_id.type", "payment_method_id.code")
    def _compute_cobranzas_operation_number_required(self):
        for method in self:
            method.cobranzas_operation_number_required = (
                method.journal_id.type == "bank" and method.payment_method_id.code == "manual"
            )

    @api.depends("payment_method_id.code")
    def _compute_cobranzas_card_required(self):
        for method in self:
            is_card = method.payment_method_id.code == "cobranzas_card"
            method.cobranzas_coupon_required = is_card
            method.cobranzas_instalments_required = is_card

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._cobranzas_check_requirements(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._cobranzas_check_requirements(vals)
        return super().write(vals)

    def _cobranzas_check_requirements(self, vals):
        """Raise ``AccessError`` when a user who is no manager sets what receipts require.

        Core lets whoever issues invoices write on payment methods.
        """
        if REQUIREMENTS & set(vals):
            self.env["res.users"]._cobranzas_check_groups(
                "l10n_cobranzas.group_cobranzas_manager,account.group_account_manager",
                self.env._("Only a manager changes what a receipt asks for by payment method."),
            )

    @api.model
    def _search_display_name(self, operator, value):
        """Find a method by the name of its journal too, for who may read journals."""
        domain = super()._search_display_name(operator, value)
        if domain is NotImplemented or not self.env["account.journal"].has_access("read"):
            return domain
        by_journal = Domain("journal_id.name", operator, value)
        if operator in Domain.NEGATIVE_OPERATORS:
            return Domain(domain) & by_journal
        return Domain(domain) | by_journal

    def _compute_display_name(self):
        """Name the journal with the method where the context asks for it, as receipts do."""
        result = super()._compute_display_name()
        if self.env.context.get("cobranzas_show_journal"):
            for method in self.filtered("journal_id"):
                method.display_name = f"{method.journal_id.name} · {method.name}"
        return result
