from odoo import models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..ledger.locking import lock_rows, wait_for_turn
from .booking import ReceiptBooking

BOOKS = 0x0C0D  # names the locks of turns at books among all advisory locks


class CobranzasReceipt(models.Model):
    """Posting: from the typed receipt to payments, entries and allocations (REC-13, DESIGN 4)."""

    _inherit = "cobranzas.receipt"

    def action_post(self):
        """Post the receipts, all or none (REC-13).

        With ``cobranzas_ask`` in the context, as the buttons have it, returns the dialog for
        what has to be asked first, if anything: rates of the day, withholdings above the
        total. Without it there is nobody to ask: the last rate recorded serves, and
        ``cobranzas_confirmed`` says that such withholdings are meant.

        Raises ``AccessError`` for who may not post, ``UserError`` with one sentence for
        whatever keeps one of them from being posted; nothing is left behind then.
        """
        return self._ask_or_post()

    def _ask_or_post(self, then_new=False):
        """Return the dialog for what has to be asked first; without one, post and return True.

        :param then_new: whether the dialog, having posted, opens an empty receipt
        """
        self.env["res.users"]._cobranzas_check_groups(
            "l10n_cobranzas.group_cobranzas_cashier",
            self.env._("You may prepare receipts; posting them takes a cashier."),
        )
        # sudo: the right was checked above. A cashier has no rights on journal entries of
        # any kind; the entries made here follow from receipts the user may write.
        receipts = self.sudo()
        receipts._acquire_customer_locks()  # before anything else is read
        self.check_access("write")
        if self.env.context.get("cobranzas_ask"):
            question = self._ask_before_posting(then_new)
            if question:
                return question
        receipts._action_post()
        return True

    def _ask_before_posting(self, then_new):
        """Return the dialog for what these receipts leave open, or None. To extend."""

    def action_post_and_new(self):
        """Post and open an empty receipt, for continuous entry (REC-21)."""
        question = self._ask_or_post(then_new=True)
        if question is not True:
            return question
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "l10n_cobranzas.cobranzas_receipt_action"
            ),
            "views": [(False, "form")],
            "res_id": False,
            "target": "main",
        }

    def _action_post(self):
        """Post the receipts. To call with the locks of their customers."""
        self._lock_for_posting()
        self.line_ids._filter_unticked().unlink()
        self._group_checks_into_values()
        self._recompute_readonly_fields()
        self.rate_ids._refresh_for_posting()
        self.value_ids._choose_deposits()
        self._recompute_amounts()  # at the rates and the tolerance of now, not of the draft's
        for receipt in self:
            receipt._check_postable()
        self.value_ids._check_coupons_are_new()
        self._check_repeated_checks()
        self._claim_checks()
        self._settle_credit_invoices()
        in_steps = self._books_in_steps()
        if in_steps:
            self._wait_for_turn()
        self._before_plan()
        self._mark_posted()
        if in_steps:
            self._assign_numbers()
        self.withholding_ids._check_single()
        plans = {receipt: receipt._prepare_plan() for receipt in self}
        for receipt, made in plans.items():
            receipt._check_written_off(made)
            receipt._check_rounded_gain(made)
        self._store_allocations(plans)
        self._prepare_sources()
        booking = ReceiptBooking(self, plans)
        booking.create_entries()
        booking.link_sources()
        self._wait_for_turn()
        self._assign_numbers()
        booking.post()
        booking.link_checks()
        booking.allocate()

    def _books_in_steps(self):
        """Tell whether something is booked and numbered before the receipts' own entries.

        Journals and numbers are taken first then, so that two postings never wait for one
        another. To extend.
        """
        return False

    def _before_plan(self):
        """Book what the receipts collect that is not there yet. To extend."""

    def _prepare_sources(self):
        """Make in the ledger what sources settle, before their own entries. To extend."""

    # ------------------------------------------------------------------
    # Locks and checks
    # ------------------------------------------------------------------

    def _lock_for_posting(self):
        """Lock receipts and documents, each in id order, and read them again.

        A second posting of the same receipt, or of another on the same document, waits
        here; it then sees what the first one left and is refused by name.
        """
        if not self:
            return
        lock_rows(self)
        self.invalidate_recordset(["state"])
        for receipt in self:
            if receipt.state != "draft":
                raise UserError(
                    self.env._(
                        "Receipt %(receipt)s is already posted.", receipt=receipt.display_name
                    )
                )
        items = self.line_ids.move_line_id
        items._cobranzas_lock()
        wanted = {line.move_line_id: line.amount for line in self.line_ids.filtered("move_line_id")}
        items._cobranzas_release_drafts(wanted)
        self.book_id.filtered(lambda book: book.mode == "preprinted")._lock()

    def _wait_for_turn(self):
        """Let others who post in the same journals and books wait from here on.

        Entries get their numbers journal by journal: without an order, two could wait for one
        another. Pre-printed books are locked already.
        """
        change = self.filtered("amount_change").company_id.cobranzas_change_journal_id
        wait_for_turn(self.value_ids.journal_id | change)
        wait_for_turn(self.book_id.filtered(lambda book: book.mode == "auto"), BOOKS)

    def _recompute_readonly_fields(self):
        """Compute again what nobody types: whoever writes a draft by RPC may write that too."""
        for records in (self, self.line_ids, self.check_ids, *self._get_source_rows()):
            for field in records._fields.values():
                if field.store and field.compute and field.readonly:
                    self.env.add_to_compute(field, records)

    def _get_source_rows(self):
        """Return the rows of each kind of value that the receipts have."""
        kinds = self.pool.descendants(["cobranzas.receipt.source"], "_inherit")
        return [
            self[name]
            for name, field in self._fields.items()
            if field.type == "one2many"
            and field.inverse_name == "receipt_id"
            and field.comodel_name in kinds
        ]

    def _recompute_amounts(self):
        """Compute the totals again, as a recomputation and not by a write for each of them."""
        for field in self._fields.values():
            if field.compute == "_compute_amounts":
                self.env.add_to_compute(field, self)

    def _check_postable(self):
        result = super()._check_postable()
        if not self.book_id:
            raise UserError(
                self.env._(
                    "Company %(company)s has no receipt book: make one in Collections, "
                    "Configuration.",
                    company=self.company_id.name,
                )
            )
        self._check_open_period(self.date)
        self._check_contents()
        self._check_classification()
        self.line_ids._check_payable()
        self._check_checks_have_values()
        for value in self.value_ids:
            value._check_receivable()
        for withholding in self.withholding_ids:
            withholding._check_bookable()
        self._check_documents()
        if not self.env.context.get("cobranzas_confirmed"):
            for sentence in self._get_exceeding_withholdings():
                raise UserError(sentence)
        self._check_balanced()
        self._check_profile()
        return result

    def _check_contents(self):
        if not self.line_ids and not self._has_funds():
            raise UserError(
                self.env._("The receipt is empty: enter what was received or what is settled.")
            )
        if self.book_id.kind != self.kind or not self.book_id.active:
            raise UserError(
                self.env._("Book %(book)s is not for this: choose another.", book=self.book_id.name)
            )
        if self.kind == "application" and self._has_funds():
            raise UserError(
                self.env._("An application takes no values: use a receipt for what was received.")
            )
        if not self._has_funds() and not any(line.amount < 0 for line in self.line_ids):
            raise UserError(
                self.env._(
                    "Nothing pays these documents: enter a value, or a credit of the customer."
                )
            )
        self._check_line_limit()

    def _check_checks_have_values(self):
        """Raise ``UserError`` for a cheque that is in the total but in no value, or the reverse."""
        if self.check_ids != self.value_ids.filtered("is_check").check_ids:
            raise UserError(
                self.env._(
                    "A cheque of %(receipt)s is not among its values: remove it and enter it anew.",
                    receipt=self.display_name,
                )
            )

    def _has_funds(self):
        """Tell whether anything was received: values, documents or withholdings."""
        self.ensure_one()
        return bool(self.value_ids or self.withholding_ids or self._get_documents())

    def _get_exceeding_withholdings(self):
        """Return a sentence for each receipt with withholdings above its total (REC-07)."""
        return [
            self.env._(
                "The withholdings of %(customer)s, %(withheld)s, exceed the total of the "
                "receipt, %(total)s.",
                customer=receipt.partner_id.display_name,
                withheld=receipt._format_amount(receipt.amount_withholdings),
                total=receipt._format_amount(receipt._get_total_to_compare()),
            )
            for receipt in self
            if receipt.currency_id.compare_amounts(
                receipt.amount_withholdings, receipt._get_total_to_compare()
            )
            > 0
        ]

    def _get_total_to_compare(self):
        """Return the receipt's total without withholdings: what it settles, else what came in."""
        return max(self.amount_documents, self.amount_values)

    def _format_amount(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _check_balanced(self):
        """Raise ``UserError`` when values and documents differ beyond the tolerance (REC-09)."""
        company = self.company_id
        funds = self.amount_total - self._get_deferred_amount()
        verdict = self._rounding_verdict(funds - self.amount_documents)
        if verdict == "short":
            raise UserError(
                self.env._(
                    "The values are %(missing)s short of the documents: "
                    "lower what is settled or add a value.",
                    missing=formatLang(
                        self.env, self.amount_missing, currency_obj=self.currency_id
                    ),
                )
            )
        if verdict == "round":
            self._check_rounding_accounts(self.amount_difference, self.currency_id)
        if self.amount_change and not company.cobranzas_change_journal_id:
            raise UserError(
                self.env._("Choose the cash journal that gives change in Settings, Collections.")
            )
        if verdict == "over" and not self._has_funds():
            raise UserError(
                self.env._(
                    "The credits exceed the documents by %(excess)s: lower the amount of a credit.",
                    excess=formatLang(
                        self.env,
                        self.amount_total - self.amount_documents,
                        currency_obj=self.currency_id,
                    ),
                )
            )
