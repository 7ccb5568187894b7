from odoo import api, fields, models

from ..ledger.locking import lock_rows


class CobranzasOperation(models.Model):
    """What the return of cheques asks for: which, what the bank shows, its fee (OPS-07)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("returned_check", "Returned Cheque")],
        ondelete={"returned_check": "cascade"},
    )
    check_ids = fields.Many2many(
        "l10n_latam.check",
        "cobranzas_operation_check_rel",
        "operation_id",
        "check_id",
        string="Cheques",
        copy=False,
        domain="[('company_id', '=', company_id), "
        "('payment_id.state', 'in', ('in_process', 'paid')), "
        "('payment_id.payment_method_line_id.payment_method_id.code', '=', "
        "'new_third_party_checks')]",
        help="Third-party cheques that came back unpaid, all of one currency.",
    )
    bank_shows = fields.Selection(
        selection=[
            ("both", "The deposit and the debit"),
            ("net", "Neither, or only the net"),
        ],
        string="The Bank Shows",
        default="both",
        help="With both lines, the debit is matched with its own bank line. With the net one, "
        "or none, the deposit is settled at once by the return.",
    )
    bank_fee = fields.Monetary(
        currency_field="company_currency_id",
        help="What the bank charges for the return, before taxes, in the company's currency.",
    )
    # the form looks for "count" in the names of the parameters: not fee_account_id
    fee_expense_id = fields.Many2one(
        "account.account",
        string="Fee Account",
        compute="_compute_fee_defaults",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('internal_group', '=', 'expense')]",
    )
    fee_tax_id = fields.Many2one(
        "account.tax",
        compute="_compute_fee_defaults",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('type_tax_use', '=', 'purchase')]",
    )
    charge_fee = fields.Boolean(
        string="Charge the Fee to the Customer",
        help="A charge note for the bank's fee, with the taxes of its product.",
    )

    @api.depends("kind", "company_id")
    def _compute_fee_defaults(self):
        for operation in self:
            company = operation.company_id
            returned = operation.kind == "returned_check"
            operation.fee_expense_id = returned and company.cobranzas_bank_fee_account_id
            operation.fee_tax_id = returned and company.cobranzas_bank_fee_tax_id

    @api.depends("check_ids")
    def _compute_from_items(self):
        result = super()._compute_from_items()
        for operation in self.filtered("check_ids"):
            payments = operation.check_ids.payment_id
            operation.currency_id = payments[:1].currency_id
            if not operation.partner_id:
                operation.partner_id = payments[:1].partner_id.commercial_partner_id
        return result

    @api.depends("check_ids.amount")
    def _compute_amount(self):
        return super()._compute_amount()

    def _get_returned_payments(self):
        returns = self.filtered(lambda operation: operation.kind == "returned_check")
        return super()._get_returned_payments() | returns.check_ids.payment_id

    def _lock_for_change(self):
        result = super()._lock_for_change()
        if self.check_ids:
            lock_rows(self.check_ids)
            self.check_ids.invalidate_recordset(["current_journal_id", "operation_ids"])
        return result
