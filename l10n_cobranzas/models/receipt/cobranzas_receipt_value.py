from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CobranzasReceiptValue(models.Model):
    """One value received: cash, a transfer, cheques (REC-05). Becomes one payment."""

    _name = "cobranzas.receipt.value"
    _inherit = "cobranzas.receipt.source"
    _description = "Receipt Value"
    _entry_field = "payment_id"
    _allocation_field = "value_id"

    payment_method_line_id = fields.Many2one(
        "account.payment.method.line",
        string="Method",
        compute="_compute_payment_method_line_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('payment_type', '=', 'inbound'), ('journal_id.type', 'in', ('bank', 'cash')),"
        " ('journal_id.company_id', 'parent_of', company_id), ('code', '!=', "
        "'in_third_party_checks')]",
    )
    journal_id = fields.Many2one(
        "account.journal",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('type', 'in', ('bank', 'cash'))]",
        check_company=True,
    )
    is_check = fields.Boolean(compute="_compute_is_check")
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    amount = fields.Monetary(compute="_compute_amount", store=True, readonly=False, precompute=True)
    amount_proposed = fields.Float(
        store=False,
        readonly=True,
        help="What was left to cover when the row was begun, in the receipt's currency. Only the "
        "form has it.",
    )
    operation_number = fields.Char(
        help="Number of the operation: of the transfer, the deposit slip, the cash voucher."
    )
    operation_number_required = fields.Boolean(
        related="payment_method_line_id.cobranzas_operation_number_required"
    )
    check_ids = fields.One2many("cobranzas.receipt.check", "value_id", string="Cheques")
    payment_id = fields.Many2one(
        "account.payment", readonly=True, copy=False, index="btree_not_null"
    )

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "The amount of a value received can't be negative."
    )

    @api.depends("journal_id")
    def _compute_payment_method_line_id(self):
        for value in self:
            journal = value.journal_id
            if journal and value.payment_method_line_id.journal_id != journal:
                value.payment_method_line_id = journal.inbound_payment_method_line_ids[:1]

    @api.depends("payment_method_line_id")
    def _compute_journal_id(self):
        for value in self:
            if value.payment_method_line_id:
                value.journal_id = value.payment_method_line_id.journal_id

    @api.depends("payment_method_line_id.code")
    def _compute_is_check(self):
        for value in self:
            value.is_check = value.payment_method_line_id.code == "new_third_party_checks"

    @api.depends("journal_id")
    def _compute_currency_id(self):
        for value in self:
            company = value.receipt_id.company_id or self.env.company
            value.currency_id = value.journal_id.currency_id or company.currency_id

    @api.depends("is_check", "check_ids.amount")
    def _compute_amount(self):
        for value in self:
            if value.is_check:
                value.amount = sum(value.check_ids.mapped("amount"))

    @api.onchange("receipt_id")
    def _onchange_receipt_id(self):
        """Propose for a new row what is left to cover, in the currency of the row."""
        if self.receipt_id and not self.amount:
            self.amount_proposed = self.receipt_id._get_left_to_cover()
            self.amount = self.receipt_id._convert_left_to_cover(self)

    @api.onchange("payment_method_line_id", "currency_id")
    def _onchange_payment_method_line_id(self):
        """Keep the proposal of the same worth in another currency; a typed amount stays."""
        receipt = self.receipt_id
        proposed = self.amount_proposed or receipt.amount_missing
        if self.amount and any(
            not currency.compare_amounts(
                self.amount, receipt._from_receipt_currency(proposed, currency)
            )
            for currency in receipt._get_currencies()
        ):
            self.amount = receipt._from_receipt_currency(proposed, self.currency_id)

    # ------------------------------------------------------------------
    # The methods that the profile of who works on a receipt has (REC-18)
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        values._check_profile()
        return values

    def write(self, vals):
        result = super().write(vals)
        if {"payment_method_line_id", "journal_id", "receipt_id"} & set(vals):
            self._check_profile()
        return result

    def _check_profile(self):
        if not self.env.su:
            for receipt, profile in self.receipt_id._get_binding_profiles().items():
                (self & receipt.value_ids)._check_profile_method(profile)

    def _check_profile_method(self, profile):
        """Raise ``UserError`` naming the first value received by a method outside ``profile``."""
        allowed = profile.payment_method_line_ids
        for value in self if allowed else ():
            if value.payment_method_line_id and value.payment_method_line_id not in allowed:
                raise UserError(
                    self.env._(
                        "Method %(method)s of %(journal)s is not in profile %(profile)s: "
                        "choose another.",
                        method=value.payment_method_line_id.name,
                        journal=value.journal_id.display_name,
                        profile=profile.name,
                    )
                )

    # ------------------------------------------------------------------
    # Received and booked
    # ------------------------------------------------------------------

    def action_open_payment(self):
        """Open the payment this value became."""
        self.ensure_one()
        return self.payment_id._get_records_action()

    def _check_receivable(self):
        """Raise ``UserError`` with what keeps this value from being received as typed."""
        self.ensure_one()
        method = self.payment_method_line_id
        if not self.journal_id or not method:
            raise UserError(self.env._("Choose the payment method of every value."))
        if self.journal_id.company_id not in self.company_id.parent_ids:
            raise UserError(
                self.env._(
                    "Journal %(journal)s is of another company.",
                    journal=self.journal_id.display_name,
                )
            )
        if method.journal_id != self.journal_id or method.payment_type != "inbound":
            raise UserError(
                self.env._(
                    "Method %(method)s does not receive money in journal %(journal)s.",
                    method=method.name,
                    journal=self.journal_id.display_name,
                )
            )
        if self.is_check:
            self._check_checks()
        if self.currency_id.compare_amounts(self.amount, 0.0) <= 0:
            raise UserError(
                self.env._(
                    "The amount of value %(method)s must be above zero.", method=method.display_name
                )
            )
        if (
            not self.is_check
            and self.operation_number_required
            and not (self.operation_number or "").strip()
        ):
            raise UserError(
                self.env._(
                    "Value %(method)s needs its operation number.", method=method.display_name
                )
            )

    def _get_label(self):
        """Return the journal, and the operation's number or the cheques'."""
        numbers = self.check_ids.mapped("name") if self.is_check else [self.operation_number]
        return " ".join(filter(None, [self.journal_id.name, *numbers[:3]]))

    def _gives_change(self):
        """Money received can be given back."""
        return True

    def _get_value_dates(self):
        """Return the receipt's date; for cheques, their pay dates."""
        if self.is_check:
            return self.check_ids.mapped("payment_date")
        return super()._get_value_dates()

    def _check_checks(self):
        for check in self.check_ids:
            if self.currency_id.compare_amounts(check.amount, 0.0) <= 0:
                raise UserError(
                    self.env._(
                        "The amount of cheque %(check)s must be above zero.",
                        check=check.name or "?",
                    )
                )
            if not (check.name or "").strip():
                raise UserError(self.env._("Every cheque needs its number."))
            if not check.bank_id:
                raise UserError(self.env._("Cheque %(check)s needs its bank.", check=check.name))

    def _prepare_payment_vals(self):
        """Return the values of the payment this value becomes, its cheques included."""
        self.ensure_one()
        receipt = self.receipt_id
        memo = " ".join(filter(None, [receipt.name, self.operation_number]))
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": receipt.commercial_partner_id.id,
            "journal_id": self.journal_id.id,
            "payment_method_line_id": self.payment_method_line_id.id,
            "currency_id": self.currency_id.id,
            "amount": self.amount,
            "date": receipt.date,
            "memo": memo,
            "payment_reference": self.operation_number,
            "company_id": receipt.company_id.id,
            "cobranzas_receipt_id": receipt.id,
            "l10n_latam_new_check_ids": [
                Command.create(check._prepare_portfolio_check_vals())
                for check in self.check_ids.sorted("id")
            ],
        }
