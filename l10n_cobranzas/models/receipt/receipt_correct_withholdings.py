from markupsafe import Markup
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ...engine import plan
from ..ledger.client_values import ClientValues, read_ids, read_text
from ..ledger.ownership import CORRECTION
from .booking import ReceiptBooking
from .receipt_entries import QUIET

#: what of a certificate can change without touching its entry
LABELS = {"name", "state_id"}

#: what of a certificate can be typed again on a posted receipt
TYPED = ("tax_id", "name", "kind", "date", "base_amount", "amount", "state_id", "provisional_id")


def filter_typed(vals):
    """Return what of ``vals`` can be typed again on a posted receipt."""
    return {name: vals[name] for name in TYPED if name in vals}


class CobranzasReceipt(models.Model):
    """Withholdings that are added, corrected or taken off a posted receipt (REC-16)."""

    _inherit = "cobranzas.receipt"

    def action_change_withholdings(self, add=(), change=None, remove=(), reason=None):
        """Add, correct or take off withholdings of a posted receipt (REC-16).

        Certificates taken off, or changed in more than number and jurisdiction, are undone by
        an entry that mirrors theirs on its own date. What is added or changed is booked again
        and pays what the receipt's documents still owe, then stays on account. The history
        tells who, when, before and after.

        :param add: values of the new certificates, as dicts
        :param change: {id: values to change}
        :param remove: ids
        :param reason: why; required
        Raises ``AccessError`` without the accountant's right and ``UserError`` naming what
        stands in the way: closed period, certificate booked twice, balance used later.
        """
        self.ensure_one()
        self._check_change_right()
        # sudo: it reads the customers to lock, before anything else
        self.sudo()._acquire_customer_locks()
        self.check_access("write")
        add, change, remove = self._read_corrections(add, change, remove)
        reason = read_text(self.env, reason).strip()
        # sudo: the right was checked above; the entries changed are the receipt's own, and only
        # the fields of a certificate that are typed are taken
        self.sudo().with_context(cobranzas_correction=CORRECTION)._action_change_withholdings(
            add, change, remove, reason
        )
        return True

    def _read_corrections(self, add, change, remove):
        """Return the corrections, with the fields that are typed alone.

        They are written as superuser: what they name must be what the user may read.

        :raises UserError: for what can't be read
        """
        rows = self.env["cobranzas.receipt.withholding"]
        add, change = add or [], change or {}
        if not isinstance(add, list | tuple) or not isinstance(change, dict):
            raise UserError(self.env._("What was sent can't be read."))
        try:  # keys of JSON are texts
            change = {int(key): vals for key, vals in change.items()}
        except (TypeError, ValueError):
            raise UserError(self.env._("What was sent can't be read.")) from None
        values = ClientValues(self.env)
        for vals in add:
            values.add(rows, vals)
        for key, vals in change.items():
            values.add(rows.browse(key) & self.withholding_ids, vals)
        values.check_access()
        return (
            [filter_typed(vals) for vals in add],
            {key: filter_typed(vals) for key, vals in change.items()},
            set(read_ids(self.env, remove)),
        )

    def _check_change_right(self):
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_accountant",
            self.env._("Only an accountant can correct a posted receipt."),
        )

    def _action_change_withholdings(self, add, change, remove, reason):
        self._lock_for_change()
        self._check_withholdings_changeable(reason)
        before = self._describe_withholdings()
        mine = self.withholding_ids
        heavy = mine.filtered(lambda row: set(change.get(row.id, ())) - LABELS)
        removed = mine.filtered(lambda row: row.id in remove)
        # what replaces a certificate counts for what it adds to it
        heavy |= mine.filtered(lambda row: row.provisional_id in heavy | removed)
        self._undo_withholdings(heavy | removed)
        for row in mine - removed:
            row.write(change.get(row.id, {}))
        removed._check_removable()
        removed.unlink()
        (mine - removed - heavy)._relabel()
        added = mine.create([{"receipt_id": self.id, **vals} for vals in add])
        self._book_withholdings(heavy - removed | added)
        self._post_withholdings_history(before, reason)

    def _check_withholdings_changeable(self, reason):
        """Raise ``UserError`` when nothing can be corrected here, or no reason is given."""
        if self.state != "posted" or self.kind != "receipt":
            raise UserError(
                self.env._(
                    "%(receipt)s is not a posted receipt: there is nothing to correct.",
                    receipt=self.display_name,
                )
            )
        if not reason:
            raise UserError(
                self.env._("Say why the withholdings of %(receipt)s change.", receipt=self.name)
            )
        self._check_open_period(self.date)

    # ------------------------------------------------------------------
    # The ledger
    # ------------------------------------------------------------------

    def _undo_withholdings(self, rows):
        """Undo what certificates booked and paid, each on its own date."""
        for row in rows:
            self._check_open_period(row.date)
            row._check_not_replaced()
            self._check_balance_unused(row._get_receivable_items())
            self._check_not_rounded(row)
        self._lower_settled(rows)
        self.allocation_ids.filtered(lambda one: one.withholding_id in rows).unlink()
        for row in rows:
            self._reverse_entries(row.move_id, row._get_partials(), row.date)
        rows.move_id = False

    def _check_not_rounded(self, row):
        """Raise ``UserError`` when the receipt's rounding gain came out of the certificate."""
        if row._get_partials().debit_move_id.move_id & self.move_ids:
            raise UserError(
                self.env._(
                    "The rounding of %(receipt)s came out of %(withholding)s: void the receipt "
                    "and enter it anew.",
                    receipt=self.name,
                    withholding=row.display_name,
                )
            )

    def _lower_settled(self, rows):
        """Take from the receipt's documents what certificates no longer pay of them."""
        for partial in self.env["account.partial.reconcile"].union(
            *(row._get_partials() for row in rows)
        ):
            line = self.line_ids.filtered(
                lambda line, item=partial.debit_move_id: line.move_line_id == item
            )
            line.amount -= partial.debit_amount_currency

    def _book_withholdings(self, rows):
        """Book certificates on the posted receipt: they pay what its documents still owe."""
        for row in rows:
            row._check_bookable()
        if rows:
            rows._check_single()
            made = self._prepare_withholdings_plan(rows)
            booking = ReceiptBooking(self, {self: made})
            # a final one undoes what the provisional one, booked first, has in the ledger
            first = rows.filtered(lambda row: row.provisional_id not in rows)
            booking.create_withholding_entries(first)
            booking.create_withholding_entries(rows - first)
            rows.move_id.with_context(**QUIET)._post(soft=False)
            booking.allocate()
            for _source, line, amount in self.allocation_ids._get_plan_rows(made):
                line.amount += amount
            self.allocation_ids._create_planned([made])
        self._freeze_amounts()

    def _prepare_withholdings_plan(self, rows):
        """Return the plan of certificates added later: documents in order, then on account."""
        debts = []
        for line in self.line_ids.filtered(lambda line: line.move_line_id.balance > 0):
            residual = line.move_line_id.cobranzas_residual
            if not line.currency_id.is_zero(residual):
                debts.append(line._prepare_plan_debt(residual))
        sources = [row._prepare_plan_source() for row in rows if row._get_minor_units()]
        # what they leave open of the documents stays open
        return self._run_planner(plan.plan_automatic, sources, debts).forgive()

    def _freeze_amounts(self):
        """Write the totals of the posted receipt as its rows now add up."""
        self.line_ids._freeze_booked()
        lines = self._sum_lines(self.line_ids)
        withheld = self._sum_in_receipt_currency(self.withholding_ids, "amount_effective")
        total = self.currency_id.round(self.amount_values + withheld)
        self.write(
            {
                "amount_documents": lines,
                "amount_settled": self._sum_lines(
                    self.line_ids.filtered(lambda line: line.amount > 0)
                ),
                "amount_withholdings": withheld,
                "amount_total": total,
                "amount_on_account": self.currency_id.round(
                    total - lines - self.amount_change - self.amount_difference
                ),
            }
        )

    # ------------------------------------------------------------------
    # The history
    # ------------------------------------------------------------------

    def _describe_withholdings(self):
        """Return {certificate: what a person reads of it}."""
        return {
            row: ", ".join(
                filter(
                    None,
                    [
                        row.display_name,
                        format_date(self.env, row.date),
                        row.state_id.name,
                        formatLang(self.env, row.amount, currency_obj=row.currency_id),
                        row.provisional_id.display_name,
                    ],
                )
            )
            for row in self.withholding_ids
        }

    def _post_withholdings_history(self, before, reason):
        """Tell in the chatter what each certificate was and is, and why (REC-16)."""
        after = self._describe_withholdings()
        rows = []
        for row in [*before, *(row for row in after if row not in before)]:
            old, new = before.get(row), after.get(row)
            if old != new:
                rows.append(Markup("<li>%s → %s</li>") % (old or "∅", new or "∅"))
        self.message_post(
            body=Markup("<p>%s</p><ul>%s</ul>")
            % (
                self.env._("Withholdings changed: %(reason)s", reason=reason),
                Markup("").join(rows),
            )
        )
