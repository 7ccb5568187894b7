from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from .client_values import check_context
from .locking import lock_rows
from .ownership import check_not_booked, find_changed

#: what an item says of the ledger: nobody changes it of an item that an owner booked or collected
BOOKED_FIELDS = (
    "account_id",
    "amount_currency",
    "amount_residual",
    "amount_residual_currency",
    "balance",
    "company_id",
    "credit",
    "currency_id",
    "debit",
    "move_id",
    "parent_state",
    "partner_id",
    "reconciled",
)
#: of items that an owner booked, besides
DATE_FIELDS = ("date", "date_maturity")


class AccountMoveLine(models.Model):
    """Open items: what they are named by, what is left of them, and who may change them."""

    _inherit = "account.move.line"

    #: what a lock reads again
    _cobranzas_residual_fields = ("amount_residual", "amount_residual_currency", "reconciled")

    # all that balances and ages are summed from, for the open items alone: however long the
    # history of what was paid (move_id: of a join left out, its column still counts as read)
    _cobranzas_open_idx = models.Index(
        """(account_id, partner_id, currency_id) INCLUDE (id, move_id, company_id,
        company_currency_id, date, date_maturity, amount_residual, amount_residual_currency)
        WHERE reconciled IS NOT TRUE AND parent_state = 'posted'
        AND (amount_residual <> 0 OR amount_residual_currency <> 0)"""
    )
    # the same items in the order in which they are listed
    _cobranzas_open_due_idx = models.Index(
        """((COALESCE(date_maturity, date)), id)
        WHERE reconciled IS NOT TRUE AND parent_state = 'posted'
        AND (amount_residual <> 0 OR amount_residual_currency <> 0)"""
    )

    # drafts of a customer, found without a look at what it has open
    _cobranzas_draft_idx = models.Index(
        "(partner_id, account_id) WHERE parent_state = 'draft' AND reconciled IS NOT TRUE"
    )

    # what is not posted and still matched: what it is matched with is not paid by it
    _cobranzas_matched_draft_idx = models.Index(
        "(id) WHERE parent_state <> 'posted' AND matching_number IS NOT NULL"
    )

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self.env["account.move"]._cobranzas_check_free(vals_list, "move_id")
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            changed = find_changed(self, vals, BOOKED_FIELDS)
            dated = find_changed(self, vals, DATE_FIELDS)
            (changed | dated).move_id._cobranzas_check_not_owned()
            changed._cobranzas_check_uncollected()
            self.env["account.move"]._cobranzas_check_free([vals], "move_id")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cobranzas_owned(self):
        if not self.env.su:
            self.move_id._cobranzas_check_not_owned()

    def _check_access(self, operation):
        if not self.env.su:
            check_context(self.env)  # a key of it decides how items are named
        return super()._check_access(operation)

    def _cobranzas_check_uncollected(self):
        """Raise ``UserError`` naming the owner that collected one of these items."""
        partials = self._cobranzas_get_partials()
        check_not_booked(
            partials._cobranzas_get_owners(), lambda owner: owner._get_collected_refusal()
        )

    # ------------------------------------------------------------------
    # Open items
    # ------------------------------------------------------------------

    @api.model
    def _cobranzas_open_items_domain(self):
        """Return the domain of open items: posted, receivable, with a residual.

        An item is open as well when it is matched with an entry that is not posted.
        """
        left = Domain([("reconciled", "=", False), ("amount_residual_currency", "!=", 0)])
        held = self._cobranzas_get_held()
        if held:
            left |= Domain("id", "in", list(held))
        posted = [("parent_state", "=", "posted"), ("account_type", "=", "asset_receivable")]
        return Domain(posted) & left

    def _cobranzas_document_name(self):
        """Return the name people know the item by: that of its entry.

        To extend where an item has a better known name than its entry.
        """
        self.ensure_one()
        named = self.move_name and self.move_name != "/"
        return self.move_name if named else self.move_id.display_name

    @api.depends_context("cobranzas_document")
    def _compute_display_name(self):
        """In a receipt, show an item by its document alone, and by its due date among several."""
        if not self.env.context.get("cobranzas_document"):
            return super()._compute_display_name()
        for item in self:
            name = item._cobranzas_document_name()
            due = item.date_maturity if item._cobranzas_is_instalment() else False
            item.display_name = f"{name} · {format_date(self.env, due)}" if due else name
        return None

    def _cobranzas_is_instalment(self):
        """Tell whether the item is one of several of its entry on the same account."""
        self.ensure_one()
        account = self.account_id
        return len(self.move_id.line_ids.filtered(lambda line: line.account_id == account)) > 1

    def _cobranzas_get_reconcile_key(self):
        """Return what two items must share to be reconciled as they are."""
        self.ensure_one()
        return (self.partner_id.commercial_partner_id.id, self.account_id.id, self.currency_id.id)

    def _cobranzas_get_allocation_currency(self):
        """Return the currency in which amounts are allocated to the item.

        That of the company for one that has no amount in its own, such as a revaluation.
        """
        self.ensure_one()
        own = self.currency_id
        return self.company_currency_id if own.is_zero(self.amount_currency) else own

    def _cobranzas_get_allocatable(self, currency):
        """Return what is left of the item, signed, in ``currency``: its own or the company's."""
        self.ensure_one()
        own = currency == self.currency_id
        return self.amount_residual_currency if own else self.amount_residual

    def _cobranzas_get_minor_units(self):
        """Return what posted entries left, without sign, in minor units of the item's currency."""
        self.ensure_one()
        return self.currency_id._cobranzas_to_minor_units(abs(self.cobranzas_residual))

    def _cobranzas_get_partials(self):
        """Return what the items were reconciled by, on either side."""
        return self.matched_debit_ids | self.matched_credit_ids

    def _cobranzas_lock(self):
        """Lock the items in id order and read their balances again.

        Waits for whoever holds them. When another transaction changed one meanwhile,
        PostgreSQL refuses and the server runs the request again on the new balances.
        """
        if self:
            self.flush_recordset()
            lock_rows(self)
            self.invalidate_recordset(self._cobranzas_residual_fields)
