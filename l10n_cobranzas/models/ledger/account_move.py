from odoo import api, fields, models

from .ownership import (
    CORRECTION,
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

#: what an entry says of the ledger; its items have fields of their own
BOOKED_FIELDS = (
    "company_id",
    "currency_id",
    "invoice_currency_rate",
    "journal_id",
    "move_type",
    "name",
    "origin_payment_id",
    "partner_id",
    "statement_line_id",
)


class AccountMove(models.Model):
    _inherit = "account.move"

    cobranzas_has_receivable = fields.Boolean(
        string="Has Receivable Items",
        compute="_compute_cobranzas_has_receivable",
        search=search_by_item("move_id", "id"),
    )

    @api.depends("line_ids.account_id.account_type")
    def _compute_cobranzas_has_receivable(self):
        for move in self:
            types = move.line_ids.account_id.mapped("account_type")
            move.cobranzas_has_receivable = "asset_receivable" in types

    def _cobranzas_get_owners(self):
        """Return what booked these entries: a list with one recordset for each owner model."""
        return get_owners(self)

    def _cobranzas_documents_action(self, name):
        """Open these documents: core's form for accountants, one to read for the other roles."""
        action = self._get_records_action(name=name)
        user = self.env.user
        if user.has_group("account.group_account_invoice") or user.has_group(
            "account.group_account_readonly"
        ):
            return action
        form = self.env.ref("l10n_cobranzas.account_move_view_form_document")
        views = action.get("views") or [(False, mode) for mode in action["view_mode"].split(",")]
        action["views"] = [(form.id if mode == "form" else view, mode) for view, mode in views]
        return action

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            check_owner_fields(self, vals_list)
            self.env["account.payment"]._cobranzas_check_free(vals_list, "origin_payment_id")
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            check_owner_fields(self, [vals])
            self._cobranzas_check_write(vals)
        if "date" in vals and not get_correction(self.env):
            self.filtered(lambda move: move.state == "posted")._cobranzas_check_not_owned()
        return super().write(vals)

    def _cobranzas_check_write(self, vals):
        """Raise ``UserError`` for what a user may not write on an owner's entries (REC-15).

        Core leaves out its own checks when the context, which a client sends, says so.
        """
        find_changed(self, vals, BOOKED_FIELDS)._cobranzas_check_not_owned()
        self.env["account.payment"]._cobranzas_check_free([vals], "origin_payment_id")
        if vals.get("state") in ("draft", "cancel"):
            posted = self.filtered(lambda move: move.state == "posted")
            posted._cobranzas_check_not_owned()
            posted._cobranzas_check_uncollected()

    @api.model
    def _cobranzas_check_free(self, vals_list, field):
        """Raise ``UserError`` when values tie something to an entry of an owner."""
        named = {vals[field] for vals in vals_list if vals.get(field)}
        self.browse(named)._cobranzas_check_not_owned()

    def button_draft(self):
        """Refused for an owner's entries and for what one collected: undo it first (REC-15)."""
        # core undoes what it derived from an owner's entries; it also calls this on none
        if self and not get_correction(self.env):
            self._cobranzas_check_not_owned()
            self._cobranzas_check_uncollected()
        return super().button_draft()

    def button_cancel(self):
        """Refused for the entries of an owner: it is undone instead (REC-15)."""
        if self:
            self._cobranzas_check_not_owned()
        return super().button_cancel()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cobranzas_owned(self):
        self._cobranzas_check_not_owned()

    def _cobranzas_check_not_owned(self):
        """Raise ``UserError`` naming the owner when it, not the entry, must be changed."""
        check_not_booked(self._cobranzas_get_owners(), lambda owner: owner._get_entry_refusal())

    def _cobranzas_check_uncollected(self):
        """Raise ``UserError`` naming the owner that collected one of the documents."""
        items = self.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        items._cobranzas_check_uncollected()

    # ------------------------------------------------------------------
    # Another date
    # ------------------------------------------------------------------

    def _cobranzas_set_date(self, date):
        """Change the date of posted entries, in place, for their owner (REC-16).

        Amounts, rates and allocations stay as they are. Core checks both dates against the
        lock dates; the items due on the old date are due on the new one. An entry whose
        number is of another period gets the next number of its new one.
        """
        # skip_readonly_check: as core itself writes on posted entries of bank lines. By way
        # of a draft, core would rewrite the payment's items and drop every allocation.
        moves = self.with_context(
            cobranzas_correction=CORRECTION,
            skip_readonly_check=True,
            skip_invoice_sync=True,
            skip_is_manually_modified=True,
        )
        due = moves.line_ids.filtered(lambda item: item.date_maturity == item.date)
        misfits = moves.filtered(lambda move: not move._cobranzas_number_fits(date))
        (moves - misfits).write({"date": date})
        misfits.write({"date": date, "name": "/"})
        misfits._compute_name()
        due.write({"date_maturity": date})
        moves.line_ids.analytic_line_ids.with_context(skip_analytic_sync=True).date = date

    def _cobranzas_number_fits(self, date):
        """Tell whether the entry's number is one of the period of ``date`` in its journal."""
        self.ensure_one()
        probe = self.new(
            {
                "company_id": self.company_id.id,
                "journal_id": self.journal_id.id,
                "name": self.name,
                "date": date,
            }
        )
        return probe._sequence_matches_date()

    # ------------------------------------------------------------------
    # Mirrors
    # ------------------------------------------------------------------

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """While an owner undoes what it booked, date core's own reversals on that day.

        Core dates those of exchange differences and cash-basis taxes by the entry reversed,
        which would change a month that was reported, or at the month's end. What a reversal by
        hand removes counts until the date of the reversal. What a correction reverses of a closed
        period bears the date of the correction.
        """
        correction = get_correction(self.env)
        if correction and correction.date:
            for vals in default_values_list or []:
                vals["date"] = correction.date
        elif removal := get_removal(self.env):
            for move, vals in zip(self, default_values_list or [], strict=False):
                if closed := removal.get_open_date(move.company_id, move.date):
                    vals["date"] = closed
        if not cancel or correction or get_removal(self.env):
            return super()._reverse_moves(default_values_list, cancel)
        today = fields.Date.context_today(self)
        vals_list = default_values_list or [{} for _move in self]
        dates = {
            move.id: fields.Date.to_date(vals.get("date")) or today
            for move, vals in zip(self, vals_list, strict=False)
        }
        reversing = self.with_context(cobranzas_removal=Removal(entry_dates=dates))
        return super(AccountMove, reversing)._reverse_moves(vals_list, cancel)

    def _cobranzas_create_mirrors(self, date):
        """Create the entries that mirror these on ``date``, line by line, in one batch.

        Core's own reversal would compute the taxes of an entry again and drop those of a
        withholding, whose base is in no line of it.
        """
        owner_fields = get_owner_fields(self)
        vals_list = [
            move._prepare_cobranzas_mirror_vals(date)
            | {name: move[name].id for name in owner_fields}
            for move in self
        ]
        return self.with_context(skip_invoice_sync=True).create(vals_list)

    def _prepare_cobranzas_mirror_vals(self, date):
        """Return the values of the entry that mirrors this one on ``date``."""
        self.ensure_one()
        vals = self.with_context(include_business_fields=True).copy_data(
            {
                "date": date,
                "ref": self.env._("Void of %(entry)s", entry=self.name),
                "partner_id": self.partner_id.id,
            }
        )[0]
        for (_command, _id, item), line in zip(vals["line_ids"], self.line_ids, strict=True):
            item |= {"balance": -line.balance, "amount_currency": -line.amount_currency}
            if self.company_id.account_storno:
                item["is_storno"] = not line.is_storno
        return vals

    def _cobranzas_post_mirrors(self, mirrors):
        """Post the mirrors of these entries and reconcile every item with its opposite.

        Nothing stays open, and no exchange difference is booked.
        """
        mirrors._post(soft=False)
        plan = []
        for move, mirror in zip(self, mirrors, strict=True):
            for item, opposite in zip(
                move.line_ids.sorted("id"), mirror.line_ids.sorted("id"), strict=True
            ):
                liquid = item.account_id.account_type in ("asset_cash", "liability_credit_card")
                if (item.account_id.reconcile or liquid) and not item.reconciled:
                    plan.append(item + opposite)
        self.env["account.move.line"]._reconcile_plan(plan)
        # told last: core, posting an entry that names the one it reverses, would reconcile them
        # by account, and pair items of different rates
        for move, mirror in zip(self, mirrors, strict=True):
            mirror.reversed_entry_id = move
