from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

#: pending deposits that a refusal lists
LISTED = 10


class CobranzasReceiptValue(models.Model):
    """A value that is an anticipated deposit: money the bank has already (REC-19)."""

    _inherit = "cobranzas.receipt.value"

    is_deposit = fields.Boolean(compute="_compute_is_deposit")
    deposit_id = fields.Many2one(
        "cobranzas.deposit",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('state', '=', 'pending'), ('journal_id', '=', journal_id)]",
        help="Empty: found when the receipt is posted, by the amount or the operation number.",
    )

    @api.depends("payment_method_line_id.code")
    def _compute_is_deposit(self):
        for value in self:
            value.is_deposit = value.payment_method_line_id.code == "cobranzas_deposit"

    @api.onchange("deposit_id")
    def _onchange_deposit_id(self):
        if self.deposit_id:
            self.amount = self.deposit_id.amount
            self.operation_number = self.deposit_id.reference

    @api.onchange("payment_method_line_id")
    def _onchange_payment_method_drop_deposit(self):
        if not self.is_deposit or self.deposit_id.journal_id != self.journal_id:
            self.deposit_id = False

    def _prepare_payment_vals(self):
        """Book the payment on the deposit's account: the receipt reconciles the two."""
        vals = super()._prepare_payment_vals()
        if self.is_deposit:
            vals["outstanding_account_id"] = self.deposit_id.item_id.account_id.id
        return vals

    def _get_settled_item(self):
        """Return the deposit's item for a value that is one."""
        return self.deposit_id.item_id or super()._get_settled_item()

    def _get_reference_key(self):
        """Return the operation number, trimmed and without case, to compare with a deposit's."""
        self.ensure_one()
        return (self.operation_number or "").strip().casefold()

    # ------------------------------------------------------------------
    # Which deposit it is
    # ------------------------------------------------------------------

    def _choose_deposits(self):
        """Give each deposit value its deposit, locked (REC-19).

        Raises ``UserError`` listing the pending ones when one can't be told.
        """
        values = self.filtered("is_deposit")
        (self - values).filtered("deposit_id").deposit_id = False
        if not values:
            return
        free = self.env["cobranzas.deposit"].search(
            [("state", "=", "pending"), ("journal_id", "in", values.journal_id.ids)],
            order="date, id",
        )
        picked = values.filtered("deposit_id")
        for value in picked | values:
            mine = free.filtered(lambda deposit, value=value: value._can_use(deposit))
            deposit = value._choose_deposit(mine)
            free -= deposit
            vals = {"deposit_id": deposit.id}
            if deposit.reference and not value.operation_number:
                vals["operation_number"] = deposit.reference
            value.write(vals)
        values.deposit_id._lock()
        for value in values:
            if value.deposit_id.state != "pending":
                value._refuse_deposit_used()

    def _can_use(self, deposit):
        """Tell whether the deposit is in the value's bank and currency, and of its company."""
        return (
            deposit.journal_id == self.journal_id
            and deposit.currency_id == self.currency_id
            and deposit.company_id == self.company_id
        )

    def _choose_deposit(self, free):
        """Return which of the pending deposits ``free`` the value is.

        The one picked; else by the company's setting: by amount, and by reference among equal
        ones, or by reference only. Raises ``UserError`` listing the pending ones.
        """
        self.ensure_one()
        if self.deposit_id:
            return self._check_deposit_amount(self._check_deposit_free(free))
        key = self._get_reference_key()
        named = free.filtered(lambda deposit: deposit._get_reference_key() == key)
        equal = (named if key else free).filtered(
            lambda deposit: not self.currency_id.compare_amounts(deposit.amount, self.amount)
        )
        by_reference = self.company_id.cobranzas_deposit_search == "reference"
        if by_reference and not key:
            self._refuse_deposit(self.env._("Type the reference of the deposit."), free)
        if key and len(named) == 1 and not equal:
            return self._check_deposit_amount(named)
        if len(equal) == 1:
            return equal
        if equal:
            self._refuse_deposit(self._say_several(), equal)
        return self._refuse_deposit(self._say_none(), free)

    def _check_deposit_free(self, free):
        if self.deposit_id.state == "pending" and not self._can_use(self.deposit_id):
            raise UserError(
                self.env._(
                    "Deposit %(deposit)s is in %(bank)s: choose its method and currency.",
                    deposit=self.deposit_id.display_name,
                    bank=self.deposit_id.journal_id.display_name,
                )
            )
        if self.deposit_id not in free:
            self._refuse_deposit_used()
        return self.deposit_id

    def _check_deposit_amount(self, deposit):
        if self.currency_id.compare_amounts(deposit.amount, self.amount):
            raise UserError(
                self.env._(
                    "Deposit %(deposit)s is used whole: enter its amount, %(amount)s.",
                    deposit=deposit.display_name,
                    amount=formatLang(self.env, deposit.amount, currency_obj=deposit.currency_id),
                )
            )
        return deposit

    def _refuse_deposit_used(self):
        deposit = self.deposit_id
        if deposit.receipt_id:
            raise UserError(
                self.env._(
                    "Deposit %(deposit)s is already used by %(receipt)s: choose another.",
                    deposit=deposit.display_name,
                    receipt=deposit.receipt_id.display_name,
                )
            )
        raise UserError(
            self.env._(
                "Deposit %(deposit)s is not pending, or used twice here: choose another.",
                deposit=deposit.display_name,
            )
        )

    def _say_several(self):
        amount = formatLang(self.env, self.amount, currency_obj=self.currency_id)
        if self._get_reference_key():
            return self.env._(
                "Several pending deposits are alike, of %(amount)s: pick one.", amount=amount
            )
        return self.env._(
            "Several pending deposits are of %(amount)s: type the reference of one.", amount=amount
        )

    def _say_none(self):
        amount = formatLang(self.env, self.amount, currency_obj=self.currency_id)
        if self._get_reference_key():
            return self.env._(
                "No pending deposit of %(amount)s in %(bank)s has the reference %(reference)s.",
                amount=amount,
                bank=self.journal_id.display_name,
                reference=self.operation_number,
            )
        return self.env._(
            "No pending deposit in %(bank)s is of %(amount)s.",
            amount=amount,
            bank=self.journal_id.display_name,
        )

    def _refuse_deposit(self, sentence, deposits):
        """Raise ``UserError``: the sentence, then the pending deposits there are."""
        rows = deposits[:LISTED].mapped("display_name")
        if len(deposits) > LISTED:
            rows.append(self.env._("and %(count)s more", count=len(deposits) - LISTED))
        heading = self.env._("Pending deposits:") if rows else self.env._("None is pending.")
        raise UserError("\n".join([f"{sentence} {heading}", *(f"- {row}" for row in rows)]))
