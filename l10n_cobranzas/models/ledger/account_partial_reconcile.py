from odoo import api, fields, models

from .ownership import (
    Correction,
    Removal,
    check_not_booked,
    check_owner_fields,
    find_changed,
    get_correction,
    get_owner_fields,
    get_owners,
    get_removal,
)
from .receivable_items import search_by_item

#: what an allocation says: who pays whom, how much and when
ALLOCATION_FIELDS = {
    "amount",
    "company_id",
    "credit_amount_currency",
    "credit_currency_id",
    "credit_move_id",
    "debit_amount_currency",
    "debit_currency_id",
    "debit_move_id",
    "max_date",
}


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    # what reports at a past date give back, and what was paid in another currency
    _cobranzas_max_date_idx = models.Index("(max_date)")
    _cobranzas_conversion_idx = models.Index("((debit_currency_id <> credit_currency_id))")

    cobranzas_is_receivable = fields.Boolean(
        string="Of Receivables",
        compute="_compute_cobranzas_is_receivable",
        search=search_by_item("id", "debit_move_id"),
    )

    @api.depends("debit_move_id.account_id.account_type")
    def _compute_cobranzas_is_receivable(self):
        for partial in self:
            account = partial.debit_move_id.account_id
            partial.cobranzas_is_receivable = account.account_type == "asset_receivable"

    def _cobranzas_get_owners(self):
        """Return what made these allocations: a list with one recordset for each owner model."""
        return get_owners(self)

    def _cobranzas_get_items(self):
        """Return the journal items on both sides."""
        return self.debit_move_id | self.credit_move_id

    @api.depends(lambda self: [f"{name}.date" for name in get_owner_fields(self)])
    def _compute_max_date(self):
        """Let what an owner decided count from the owner's date, also between older items."""
        result = super()._compute_max_date()
        for name in get_owner_fields(self):
            for partial in self.filtered(name):
                partial.max_date = max(partial.max_date, partial[name].date)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            check_owner_fields(self, vals_list)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            check_owner_fields(self, [vals])
            find_changed(self, vals, ALLOCATION_FIELDS)._cobranzas_check_not_owned()
        return super().write(vals)

    def unlink(self):
        """Keep what is undone of receivables, with the date from which it no longer counts."""
        if not self:  # core removes those of each item that it writes, mostly none
            return super().unlink()
        correction, removal = get_correction(self.env), get_removal(self.env)
        if removal is None:
            removal = Removal(
                date=correction and correction.date,
                locks=self.company_id._cobranzas_get_locks(),
                today=fields.Date.context_today(self),
            )
        self._cobranzas_get_items().move_id.mapped("matched_payment_ids")  # core: one by one
        # sudo: the record of what happened, which nobody writes by hand
        self.env["cobranzas.undone.partial"].sudo()._keep(
            self.filtered(lambda partial: partial._cobranzas_is_in_force()), removal
        )
        # what core reverses with these is removed for the same reason
        return super(AccountPartialReconcile, self.with_context(cobranzas_removal=removal)).unlink()

    def _cobranzas_is_in_force(self):
        """Tell whether it is between posted items of a receivable account."""
        items = self._cobranzas_get_items()
        return all(
            item.parent_state == "posted" and item.account_id.account_type == "asset_receivable"
            for item in items
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cobranzas_owned(self):
        """An allocation goes with its owner only, or owner and ledger would disagree."""
        if not get_correction(self.env):
            self._cobranzas_check_not_owned()

    def _cobranzas_check_not_owned(self):
        """Raise ``UserError`` naming the owner when it, not the allocation, must be changed."""
        check_not_booked(
            self._cobranzas_get_owners(), lambda owner: owner._get_allocation_refusal()
        )

    def _cobranzas_remove(self, date):
        """Remove the allocations for their owner.

        The exchange differences and cash-basis taxes that core reverses with them are reversed
        on ``date``, or later.
        """
        self.with_context(cobranzas_correction=Correction(date)).unlink()
