from odoo import api, models

from .ownership import check_not_booked, check_owner_fields, get_correction, get_owners

#: fields of a payment that its entry follows: core can't rewrite one with an item per document
ENTRY_FIELDS = {
    "amount",
    "currency_id",
    "date",
    "destination_account_id",
    "journal_id",
    "outstanding_account_id",
    "partner_id",
    "partner_type",
    "payment_method_line_id",
    "payment_type",
}


class AccountPayment(models.Model):
    _inherit = "account.payment"

    #: a customer's last payments, of which core has no index at all
    _cobranzas_partner_date_idx = models.Index("(partner_id, date)")

    def _cobranzas_get_owners(self):
        """Return what made these payments: a list with one recordset for each owner model."""
        return get_owners(self)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            check_owner_fields(self, vals_list)
            self.env["account.move"]._cobranzas_check_free(vals_list, "move_id")
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            check_owner_fields(self, [vals])
            self.env["account.move"]._cobranzas_check_free([vals], "move_id")
        dating = set(vals) == {"date"} and get_correction(self.env)
        if ENTRY_FIELDS & set(vals) and not dating:
            self._cobranzas_check_not_owned()
        # by a user: what posts and undoes the owner runs as superuser
        undone = vals.get("state") in ("draft", "canceled", "rejected")
        if (undone or "move_id" in vals) and not self.env.su:
            self._cobranzas_check_not_owned()
        return super().write(vals)

    def action_draft(self):
        """Refused for the payment of a posted owner, which is undone instead (REC-15)."""
        self._cobranzas_check_not_owned()
        return super().action_draft()

    def action_cancel(self):
        """Refused for the payment of a posted owner, which is undone instead (REC-15)."""
        self._cobranzas_check_not_owned()
        return super().action_cancel()

    def action_reject(self):
        """Refused for the payment of a posted owner, which is undone instead (REC-15)."""
        self._cobranzas_check_not_owned()
        return super().action_reject()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cobranzas_owned(self):
        self._cobranzas_check_not_owned()

    @api.model
    def _cobranzas_check_free(self, vals_list, field):
        """Raise ``UserError`` when values tie something to a payment of an owner."""
        named = {vals[field] for vals in vals_list if vals.get(field)}
        self.browse(named)._cobranzas_check_not_owned()

    def _cobranzas_check_not_owned(self):
        """Raise ``UserError`` naming the owner when it, not the payment, must be changed."""
        # a payment in draft is being posted by its owner
        booked = self.filtered(lambda payment: payment.state != "draft")
        if booked:
            check_not_booked(
                booked._cobranzas_get_owners(), lambda owner: owner._get_entry_refusal()
            )
