from odoo import api, fields, models
from odoo.exceptions import UserError

from .cobranzas_guards import CHANGING, is_changing, refuse_closed, refuse_link


class AccountMove(models.Model):
    _inherit = "account.move"

    cobranzas_receipt_id = fields.Many2one(
        "cobranzas.receipt",
        string="Receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The receipt this entry belongs to.",
    )
    cobranzas_receipt_count = fields.Integer(
        string="Receipts", compute="_compute_cobranzas_receipt_count", compute_sudo=True
    )

    def _compute_cobranzas_receipt_count(self):
        counts = self._cobranzas_receipts_by_move()
        for move in self:
            move.cobranzas_receipt_count = len(counts.get(move.id, ()))

    def _cobranzas_receipts_by_move(self):
        """Return {move id: receipt ids} of the receipts that list the moves' items."""
        groups = self.env["cobranzas.receipt.line"]._read_group(
            [("move_line_id.move_id", "in", self.ids), ("amount", "!=", 0)],
            ["move_line_id"],
            ["receipt_id:array_agg"],
        )
        found = {}
        for line, receipt_ids in groups:
            found.setdefault(line.move_id.id, set()).update(receipt_ids)
        return found

    def action_open_cobranzas_receipts(self):
        """Open the receipts of the document, or the one the entry belongs to (REC-21)."""
        self.ensure_one()
        found = self._cobranzas_receipts_by_move().get(self.id, set())
        receipts = self.env["cobranzas.receipt"].browse(found) | self.cobranzas_receipt_id
        return receipts._get_records_action(
            name=self.env._("Receipts of %(document)s", document=self.display_name)
        )

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

    def action_cobranzas_register_receipt(self):
        """Open a receipt filled in with the documents' open items (REC-21)."""
        return self.line_ids._cobranzas_register_receipt()

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        refuse_link(self.env, vals_list, "cobranzas_receipt_id")
        return super().create(vals_list)

    def write(self, vals):
        refuse_link(self.env, [vals], "cobranzas_receipt_id")
        if "date" in vals and not is_changing(self.env):
            self.filtered(lambda move: move.state == "posted")._cobranzas_check_free()
        if vals.get("state") in ("draft", "cancel") and not self.env.su:
            self.filtered(lambda move: move.state == "posted")._cobranzas_check_free()
        return super().write(vals)

    def button_draft(self):
        """Refused for a receipt's entries and for what one collected: void it first (REC-15)."""
        self._cobranzas_check_free()
        self._cobranzas_check_uncollected()
        return super().button_draft()

    def button_cancel(self):
        """Refused for the entries of a receipt: it is voided instead (REC-15)."""
        self._cobranzas_check_free()
        return super().button_cancel()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cobranzas_receipt(self):
        self._cobranzas_check_free()

    def _cobranzas_check_free(self):
        # sudo: whoever handles entries may be told which receipt or deposit holds one
        refuse_closed(self.sudo().cobranzas_receipt_id)
        self.env["cobranzas.deposit"].sudo()._check_moves_free(self)

    def _cobranzas_check_uncollected(self):
        """Raise ``UserError`` naming the posted receipt that collected one of the documents."""
        items = self.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        # sudo: whoever handles invoices may be told which receipt collected one
        partials = (items.matched_debit_ids | items.matched_credit_ids).sudo()
        for receipt in partials.cobranzas_receipt_id:
            if receipt.state == "posted":
                raise UserError(
                    self.env._(
                        "Receipt %(receipt)s collected this document: void the receipt first.",
                        receipt=receipt.display_name,
                    )
                )

    # ------------------------------------------------------------------
    # Another date
    # ------------------------------------------------------------------

    def _cobranzas_set_date(self, date):
        """Date posted entries anew, in place, for the receipt they came with (REC-16).

        Amounts, rates and allocations stay as they are. Core checks both dates against the
        lock dates; the items due on the old date are due on the new one. An entry whose
        number is of another period gets the next number of its new one.
        """
        # skip_readonly_check: as core itself writes on posted entries of bank lines. By way
        # of a draft, core would rewrite the payment's items and drop every allocation.
        moves = self.with_context(
            cobranzas_changing=CHANGING,
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
    # Void
    # ------------------------------------------------------------------

    def _reverse_moves(self, default_values_list=None, cancel=False):
        """While a receipt is voided, date core's own reversals on the void, or later.

        Core dates those of exchange differences and cash-basis taxes by the entry reversed,
        which would change a month that was reported.
        """
        date = self.env.context.get("cobranzas_void_date")
        for vals in (default_values_list or []) if date else []:
            vals["date"] = max(vals.get("date") or date, date)
        return super()._reverse_moves(default_values_list, cancel)

    def _cobranzas_create_mirrors(self, date):
        """Create the entries that mirror these on ``date``, line by line, in one batch.

        Core's own reversal would compute the taxes of an entry anew and drop those of a
        withholding, whose base is in no line of it.
        """
        vals_list = [move._prepare_cobranzas_mirror_vals(date) for move in self]
        return self.with_context(skip_invoice_sync=True).create(vals_list)

    def _prepare_cobranzas_mirror_vals(self, date):
        """Return the values of the entry that mirrors this one on ``date``."""
        self.ensure_one()
        vals = self.with_context(include_business_fields=True).copy_data(
            {
                "date": date,
                "ref": self.env._("Void of %(entry)s", entry=self.name),
                "partner_id": self.partner_id.id,
                "cobranzas_receipt_id": self.cobranzas_receipt_id.id,
            }
        )[0]
        for (_command, _id, item), line in zip(vals["line_ids"], self.line_ids, strict=True):
            item |= {"balance": -line.balance, "amount_currency": -line.amount_currency}
            if self.company_id.account_storno:
                item["is_storno"] = not line.is_storno
        return vals

    def _cobranzas_post_mirrors(self, mirrors):
        """Post the mirrors of these entries and reconcile every item with its own: nothing
        stays open, and no exchange difference comes of it."""
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
