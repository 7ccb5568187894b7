from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .locking import (
    acquire_customer_locks,
    lock_rows,
    transaction_started,
    wait_for_turn,
)
from .obstacles import prepare_obstacle
from .ownership import get_correction


class CobranzasLedgerOwner(models.AbstractModel):
    """What books entries, payments and allocations, and undoes them together (DESIGN 1.3).

    A model that inherits this one has ``company_id``, ``date`` and ``state`` (``draft`` until it
    books something). It names the Many2one by which ledger records know it, and declares that
    field on ``account.move`` and, where it makes such, on ``account.payment`` and
    ``account.partial.reconcile``; its One2many are ``move_ids``, ``payment_ids`` and
    ``partial_ids``. From then on those records ask it before anybody changes them.
    """

    _name = "cobranzas.ledger.owner"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Owner of Ledger Effects"

    #: the Many2one by which entries, payments and allocations know their owner
    _owner_field = ""
    #: fields that only the owner's own methods write, as superuser
    _system_fields = frozenset()
    #: fields that users may still write once the owner is no longer a draft
    _editable_fields = frozenset()
    #: what is read again once the owner is locked
    _fields_read_locked = ("state", "date")

    # ------------------------------------------------------------------
    # What it owns
    # ------------------------------------------------------------------

    def _get_owned_payments(self):
        """Return the payments of these owners."""
        return self.payment_ids if "payment_ids" in self._fields else self.env["account.payment"]

    def _get_owned_partials(self):
        """Return the allocations of these owners."""
        made = "partial_ids" in self._fields
        return self.partial_ids if made else self.env["account.partial.reconcile"]

    def _get_receivable_items(self):
        """Return the receivable journal items of the entries."""
        return self.move_ids.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )

    def _get_entries_in_force(self):
        """Return the entries, less those undone by a correction, and its mirrors.

        A reversal that somebody made by hand is none of the owner's, and may be a draft.
        """
        own = self.move_ids
        return own.filtered(
            lambda move: not ((move.reversed_entry_id | move.reversal_move_ids) & own)
        )

    def _get_outside_partials(self, items):
        """Return the reconciliations of ``items`` that these owners did not make.

        Their own go when they are undone; so do the exchange differences of these. What a
        correction undid is reconciled with its mirror.
        """
        own, partials = self.move_ids, self._get_owned_partials()
        exchange = partials.exchange_move_id
        return (items._cobranzas_get_partials() - partials).filtered(
            lambda partial: (
                not partial._cobranzas_get_items().move_id & exchange
                and partial._cobranzas_get_items().move_id - own
            )
        )

    # ------------------------------------------------------------------
    # Changes to the owner itself
    # ------------------------------------------------------------------

    def write(self, vals):
        # what the owner's own methods write, as superuser, needs no check
        if not self.env.su or set(vals) - self._system_fields:
            self._check_write(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        for owner in self:
            if owner.state != "draft":
                raise UserError(owner._get_unlink_refusal())

    def _check_write(self, vals):
        """Raise ``UserError`` or ``AccessError`` for what may not be written here."""
        if self._system_fields & set(vals) and not self.env.su:
            raise AccessError(self._get_system_refusal())
        booked = self.filtered(lambda owner: owner.state != "draft")
        if booked:
            booked._check_write_booked(vals)

    def _check_write_booked(self, vals):
        """Raise for what may not be written on owners that are no longer a draft (REC-16)."""
        dating = set(vals) == {"date"} and self.env.su and get_correction(self.env)
        if set(vals) - self._editable_fields and not dating:
            raise UserError(self[0]._get_edit_refusal())

    def _check_is_draft(self):
        """Raise ``UserError`` for the first owner that is no longer a draft."""
        for owner in self:
            if owner.state != "draft":
                raise UserError(owner._get_edit_refusal())

    # ------------------------------------------------------------------
    # Refusals: one sentence each
    # ------------------------------------------------------------------

    def _get_edit_refusal(self):
        """Return why the owner, which is no longer a draft, can't be changed."""
        return self._get_entry_refusal()

    def _get_unlink_refusal(self):
        """Return why the owner, which is no longer a draft, can't be deleted."""
        return self._get_edit_refusal()

    def _get_system_refusal(self):
        """Return why users don't write what the owner's own methods write."""
        return self._get_entry_refusal()

    def _get_entry_refusal(self):
        """Return why the owner's entries and payments are not changed by themselves."""
        raise NotImplementedError

    def _get_allocation_refusal(self):
        """Return why an allocation of the owner is not removed by itself."""
        return self._get_entry_refusal()

    def _get_collected_refusal(self):
        """Return why a document that the owner collected does not go back to draft."""
        return self._get_entry_refusal()

    def _get_other_companies(self):
        """Return the companies whose documents the owner changes, its own apart. To extend."""
        return self.env["res.company"]

    def _check_open_period(self, date):
        """Raise ``UserError`` when ``date`` falls in a period locked for this user.

        Also where it is locked in another company, a branch, whose documents are changed. With a
        way to the entry that is booked on that day, where there is one.
        """
        journal = self.env["account.journal"]
        for company in [*(self._get_other_companies() - self.company_id), self.company_id]:
            violated = company._get_violated_lock_dates(date, False, journal)
            if violated:
                message = self._get_closed_refusal(company, date, violated[-1][0])
                booked = self.move_ids.filtered(lambda move: move.date == date)
                raise prepare_obstacle(self.env, message, booked)

    def _get_closed_refusal(self, company, date, lock):
        """Return the sentence that tells until when a company has closed the period of a day."""
        names = {"date": format_date(self.env, date), "lock": format_date(self.env, lock)}
        if company != self.company_id:
            return self.env._(
                "%(branch)s, whose documents it pays, has closed the period of %(date)s "
                "(until %(lock)s): choose a later date or reopen it there.",
                branch=company.name,
                **names,
            )
        return self.env._(
            "The period of %(date)s is closed (until %(lock)s): choose a later date or reopen it.",
            **names,
        )

    # ------------------------------------------------------------------
    # Locks
    # ------------------------------------------------------------------

    def _get_customers_to_lock(self):
        """Return the customers whose allocations these owners change. To extend."""
        return self.env["res.partner"]

    def _get_items_to_lock(self):
        """Return the journal items whose balances decide whether the owners can change."""
        return self._get_receivable_items()

    def _acquire_customer_locks(self):
        """Let one transaction at a time change the ledger of these customers.

        To call before anything else is read: the transaction may begin again here, so that it
        sees what the one before it left.
        """
        if self:
            started = transaction_started(self.env.cr)
            customers = self._get_customers_to_lock().commercial_partner_id
            acquire_customer_locks(self.env.cr, customers.ids, started)

    def _lock(self):
        """Lock the owners; whoever comes second sees what the first one left of them."""
        self.flush_recordset()
        lock_rows(self)
        self.invalidate_recordset(self._fields_read_locked)

    def _lock_for_change(self):
        """Lock the owners, their items and their journals, in this order, each by id."""
        if self:
            self._lock()
            self._get_items_to_lock()._cobranzas_lock()
            # entries get their numbers journal by journal: without an order, two transactions
            # could wait for one another
            wait_for_turn(self.move_ids.journal_id)

    # ------------------------------------------------------------------
    # Undo
    # ------------------------------------------------------------------

    def _action_undo(self, date, reason=None):
        """Undo what these owners booked, all or none.

        To call with the customers' locks. Raises ``UserError`` naming the first obstacle.
        """
        self._lock_for_change()
        for owner in self:
            owner._check_undo(date, reason)
            for check in owner._get_undo_obstacles():
                check()
        self._mark_undone(date, reason)
        self._undo_ledger(date)
        self._after_undo(date, reason)

    def _check_undo(self, date, reason):
        """Raise ``UserError`` for a state, date or reason with which nothing can be undone."""
        raise NotImplementedError

    def _get_undo_obstacles(self):
        """Return the checks of what may stand in the way of undoing, in the order to tell them.

        Each takes no argument and raises ``UserError`` naming the obstacle.
        """
        return [
            self._check_checks_in_portfolio,
            self._check_payments_unmatched,
            self._check_balance_unused,
        ]

    def _mark_undone(self, date, reason):
        """Write on the owners that they are undone. To extend."""

    def _after_undo(self, date, reason):
        """Tell whoever else has to know that the owners were undone. To extend."""

    def _undo_ledger(self, date):
        """Undo entries, payments and allocations on ``date``; return the mirror entries."""
        mirrors = self._reverse_entries(
            self._get_entries_in_force(), self._get_owned_partials(), date
        )
        self._get_owned_payments().with_context(tracking_disable=True).state = "canceled"
        return mirrors

    def _reverse_entries(self, moves, partials, date):
        """Remove the allocations and mirror the entries on ``date``; return the mirrors."""
        partials._cobranzas_remove(date)
        mirrors = moves._cobranzas_create_mirrors(date)
        moves._cobranzas_post_mirrors(mirrors)
        return mirrors

    # ------------------------------------------------------------------
    # Obstacles: each tells what stands in the way, and opens it (see ``obstacles``)
    # ------------------------------------------------------------------

    @api.model
    def _get_responsible(self, records):
        """Return what people undo in the place of ledger records: their owner, else the first."""
        return next(filter(None, records._cobranzas_get_owners()), records)[:1]

    def _check_checks_in_portfolio(self):
        """Raise ``UserError`` naming the cheque that left the portfolio, and how."""
        for check in self._get_owned_payments().l10n_latam_new_check_ids:
            operation = check.operation_ids.filtered(
                lambda payment: payment.state not in ("draft", "canceled")
            )
            if operation:
                last = operation & check._get_last_operation() or operation[:1]
                owner = self._get_responsible(last)
                message = self.env._(
                    "Cheque %(check)s is no longer in the portfolio: undo %(operation)s first.",
                    check=check.name,
                    operation=owner.display_name,
                )
                raise prepare_obstacle(self.env, message, owner)

    def _check_payments_unmatched(self):
        """Raise ``UserError`` naming the bank line, or other entry, that matched a payment."""
        liquidity = {
            payment: payment._seek_for_lines()[0] for payment in self._get_owned_payments()
        }
        items = self.env["account.move.line"].union(*liquidity.values())
        matched = self._get_outside_partials(items)._cobranzas_get_items() - items
        for payment, own in liquidity.items():
            others = own._cobranzas_get_partials()._cobranzas_get_items() & matched
            if others:
                entry = others[0].move_id
                message = self.env._(
                    "Payment %(payment)s is reconciled with %(entry)s: undo that first.",
                    payment=payment.display_name,
                    entry=entry.display_name,
                )
                raise prepare_obstacle(self.env, message, entry)

    def _check_balance_unused(self, items=None):
        """Raise ``UserError`` naming what used the balance that ``items`` left on account.

        :param items: all receivable items of the owner when None
        """
        if items is None:
            items = self._get_receivable_items()
        for partial in self._get_outside_partials(items):
            ends = partial._cobranzas_get_items()
            later = next(filter(None, partial._cobranzas_get_owners()), None)
            if later is None:
                later = (ends - items).move_id
            message = self._get_used_refusal((ends & items)[:1], later[:1])
            raise prepare_obstacle(self.env, message, later)

    def _get_used_refusal(self, item, later):
        """Return the sentence that names what used or paid an item of the owner.

        :param later: an owner, or an entry that was reconciled by hand
        """
        if later._name == "account.move":
            return self.env._(
                "The balance %(receipt)s left on account is reconciled with "
                "%(entry)s: undo that first.",
                receipt=self.display_name,
                entry=later.display_name,
            )
        return self.env._(
            "The balance %(receipt)s left on account is used by %(later)s: void %(later)s first.",
            receipt=self.display_name,
            later=later.display_name,
        )
