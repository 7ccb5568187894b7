from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ...engine import movement
from ..ledger.obstacles import prepare_obstacle
from .operation_kind_notes import NoteRequest

IN, OUT, BACK = "in_third_party_checks", "out_third_party_checks", "return_third_party_checks"


class CobranzasOperationKindReturnedCheck(models.AbstractModel):
    """A cheque comes back unpaid: the debt returns, and the cheque leaves (OPS-07).

    The receipt and the documents that it paid stay as they are; the debt is a new item, due on
    the day of the return, at the receipt's rate. Where the cheque was says what is credited: the
    portfolio, the bank, or, by two payments, the vendor to whom it is owed again.
    """

    _name = "cobranzas.operation.kind.returned_check"
    _inherit = ["cobranzas.operation.kind"]
    _description = "Returned Cheque"
    _takes = None
    _parameters = (
        "check_ids",
        "bank_shows",
        "bank_fee",
        "fee_expense_id",
        "fee_tax_id",
        "charge_fee",
        "journal_id",
    )
    _required = ("check_ids", "partner_id")
    _prefix = "RCH"
    _returns_payment = True

    @api.model
    def _get_amount(self, operation):
        return sum(operation.check_ids.mapped("amount"))

    @api.model
    def _get_origin_moves(self, operation):
        return operation.check_ids.payment_id.move_id

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        self._check_not_future(operation)
        for check in operation.check_ids:
            self._check_check(check)
            self._check_check_of(operation, check)
        if len(operation.check_ids.payment_id.currency_id) > 1:
            raise UserError(self.env._("Return cheques of one currency at a time."))
        if operation.bank_fee < 0:
            raise UserError(self.env._("The fee of the bank can't be negative."))
        if operation.charge_fee and not operation.bank_fee:
            raise UserError(self.env._("Enter the fee of the bank that the customer is charged."))
        return result

    @api.model
    def _check_check(self, check):
        """Raise ``UserError`` with what keeps a cheque from being returned, wherever it is."""
        place, last = check._cobranzas_get_place()
        if check.payment_method_code != "new_third_party_checks":
            raise UserError(
                self.env._(
                    "Cheque %(check)s is one of our own: void it on its own sheet.",
                    check=check.name,
                )
            )
        if place == "none":
            raise UserError(
                self.env._(
                    "Cheque %(check)s is in no portfolio: its receipt is not posted, or was "
                    "voided.",
                    check=check.name,
                )
            )
        if place == "returned":
            by = next(filter(None, last._cobranzas_get_owners()), last)
            raise UserError(
                self.env._(
                    "Cheque %(check)s was returned on %(date)s (%(operation)s).",
                    check=check.name,
                    date=format_date(self.env, last.date),
                    operation=by.display_name,
                )
            )

    @api.model
    def _check_check_of(self, operation, check):
        """Raise ``UserError`` for a cheque that this operation can't return on its date."""
        if check.company_id != operation.company_id:
            raise UserError(
                self.env._(
                    "Cheque %(check)s is of %(company)s: return it there.",
                    check=check.name,
                    company=check.company_id.name,
                )
            )
        _place, last = check._cobranzas_get_place()
        if last.date > operation.date:
            raise UserError(
                self.env._(
                    "Cheque %(check)s moved on %(date)s (%(payment)s): it can't be returned "
                    "before that.",
                    check=check.name,
                    date=format_date(self.env, last.date),
                    payment=last.display_name,
                )
            )

    # ------------------------------------------------------------------
    # Plan
    # ------------------------------------------------------------------

    @api.model
    def _prepare_plan(self, operation):
        if not operation.check_ids:
            raise UserError(self.env._("Choose the cheques that came back."))
        if not operation.partner_id:
            raise UserError(self.env._("Choose the customer who owes for the cheques."))
        entries, allocations = [], []
        for check in operation.check_ids:
            self._check_check(check)
            place, last = check._cobranzas_get_place()
            if place == "endorsed":
                entries += self._prepare_endorsed(operation, check, last)
            elif place == "portfolio":
                entries.append(self._prepare_return(operation, check, last.journal_id, OUT))
            else:
                entry, settled = self._prepare_deposited(operation, check, last)
                entries.append(entry)
                allocations += settled
        notes = ()
        if operation.bank_fee > 0:
            entries.append(self._prepare_fee_entry(operation))
            notes = (self._prepare_fee_note(operation),) if operation.charge_fee else ()
        return movement.Plan(tuple(entries), tuple(allocations), notes)

    @api.model
    def _prepare_endorsed(self, operation, check, last):
        """Return the two entries of a cheque that a vendor had: we owe him again, then the return.

        What is owed to the vendor is what the endorsement paid, at its rate.
        """
        company = operation.company_id
        journal = company.cobranzas_rejected_journal_id or check.original_journal_id
        method = journal._cobranzas_find_method("inbound", IN)
        payable = last._seek_for_lines()[1][:1]
        booked = check._cobranzas_get_booked(last)
        label = self._get_check_label(check)
        currency = check.currency_id
        units = currency._cobranzas_to_minor_units(check.amount)
        vendor = {
            **self._prepare_payment(method, last.partner_id, currency, units),
            "partner_type": "supplier",
            "destination_account_id": payable.account_id.id,
            "l10n_latam_move_check_ids": [Command.set(check.ids)],
        }
        account = self._get_outstanding_account(operation, method)
        sides = (
            (("taken back", check), account, units, booked),
            (("owed", check), payable.account_id, -units, -booked),
        )
        items = [
            movement.Item(key, item_account, last.partner_id, currency, amount, worth, label=label)
            for key, item_account, amount, worth in sides
        ]
        taken = movement.Entry(
            items=tuple(items),
            label=label,
            payment={**vendor, "outstanding_account_id": account.id},
            key=("taken back", check),
        )
        return [taken, self._prepare_return(operation, check, journal, OUT)]

    @api.model
    def _prepare_deposited(self, operation, check, last):
        """Return the entry of a cheque that the bank had, and what it settles at once.

        Where the bank shows no line of its own for the deposit, that rests in an outstanding
        account: the return settles it there. What a batch deposited beyond the cheque stays.
        """
        deposit = last._seek_for_lines()[0][:1]
        if operation.bank_shows != "net":
            return self._prepare_return(operation, check, last.journal_id, BACK), []
        if deposit.reconciled:
            raise UserError(
                self.env._(
                    "The bank's line of the deposit of cheque %(check)s is matched: the bank "
                    "shows the deposit and the debit.",
                    check=check.name,
                )
            )
        entry = self._prepare_return(
            operation, check, last.journal_id, BACK, account=deposit.account_id
        )
        if not deposit.account_id.reconcile:
            return entry, []
        units = check.currency_id._cobranzas_to_minor_units(check.amount)
        return entry, [movement.Allocation(deposit, ("left", check), units)]

    @api.model
    def _prepare_return(self, operation, check, journal, code, account=None):
        """Return the entry by which a cheque leaves a journal and its debt returns.

        :param account: credited; that of the journal's method when None
        """
        method = journal._cobranzas_find_method("outbound", code)
        account = account or self._get_outstanding_account(operation, method)
        partner, currency = operation.partner_id.commercial_partner_id, check.currency_id
        units = currency._cobranzas_to_minor_units(check.amount)
        booked = check._cobranzas_get_booked(check.payment_id)
        label = self._get_check_label(check)
        debt = movement.Item(
            key=("returned", check),
            account=self._get_receivable(operation, partner),
            partner=partner,
            currency=currency,
            amount=units,
            booked=booked,
            due=operation.date,
            label=label,
            is_result=True,
        )
        left = movement.Item(
            ("left", check), account, partner, currency, -units, -booked, label=label
        )
        payment = {
            **self._prepare_payment(method, partner, currency, units),
            "outstanding_account_id": account.id,
            "l10n_latam_move_check_ids": [Command.set(check.ids)],
        }
        return movement.Entry((debt, left), label=label, payment=payment, key=("returned", check))

    @api.model
    def _get_check_label(self, check):
        receipt = check.payment_id.cobranzas_receipt_id
        if not receipt:
            return self.env._("Returned cheque %(check)s", check=check.name)
        return self.env._(
            "Returned cheque %(check)s of %(receipt)s", check=check.name, receipt=receipt.name
        )

    # ------------------------------------------------------------------
    # Fee
    # ------------------------------------------------------------------

    @api.model
    def _get_fee_journal(self, operation):
        """Return the bank that charges the fee: the one chosen, or where the cheques were.

        Raises ``UserError`` when neither says which.
        """
        places = [check._cobranzas_get_place() for check in operation.check_ids]
        journals = [last.journal_id for place, last in places if place == "deposited"]
        journal = operation.journal_id or next(iter(journals), None)
        if not journal:
            raise UserError(self.env._("Choose the bank that charged the fee."))
        return journal

    @api.model
    def _prepare_fee_entry(self, operation):
        """Return the entry of the bank's fee, with its tax, against what the bank will show."""
        journal, account = self._get_fee_journal(operation), operation.fee_expense_id
        if not account:
            raise UserError(self.env._("Choose the account for the fee of the bank."))
        own = operation.company_id.currency_id
        label = self.env._("Fee of %(bank)s", bank=journal.name)
        items = []
        for place, row in enumerate(self._prepare_fee_rows(operation, journal, account)):
            item_account, amount, values = row
            units = own._cobranzas_to_minor_units(amount)
            items.append(
                movement.Item(
                    key=("fee", place),
                    account=item_account,
                    partner=None,
                    currency=own,
                    amount=units,
                    booked=units,
                    label=label,
                    values=values,
                )
            )
        return movement.Entry(tuple(items), label=label, journal=journal, key="fee")

    @api.model
    def _prepare_fee_rows(self, operation, journal, account):
        """Return (account, signed amount, what else is written) of the fee, its taxes, the bank."""
        methods = journal._get_available_payment_method_lines("outbound")
        method = methods.filtered(lambda line: line.code == BACK)[:1] or methods[:1]
        tax = operation.fee_tax_id
        computed = tax.compute_all(operation.bank_fee, operation.company_id.currency_id, 1.0)
        base = {
            "tax_ids": [Command.set(tax.ids)],
            "tax_tag_ids": [Command.set(computed["base_tags"])],
        }
        rows = [(account, computed["total_excluded"], base)]
        for each in computed["taxes"]:
            values = {
                "tax_repartition_line_id": each["tax_repartition_line_id"],
                "tax_tag_ids": [Command.set(each["tag_ids"])],
                "tax_base_amount": each["base"],
            }
            tax_account = self.env["account.account"].browse(each["account_id"]) or account
            rows.append((tax_account, each["amount"], values))
        bank = self._get_outstanding_account(operation, method)
        return [*rows, (bank, -computed["total_included"], None)]

    @api.model
    def _prepare_fee_note(self, operation):
        """Return the charge note of the fee: the product of the setting, with its taxes."""
        partner = operation.partner_id.commercial_partner_id
        paid = operation.check_ids.payment_id.cobranzas_receipt_id.line_ids.move_line_id.move_id
        origin = paid.filtered(
            lambda move: move.move_type == "out_invoice" and move.commercial_partner_id == partner
        )
        return self._prepare_note(
            operation,
            NoteRequest(
                product=self._get_charge_product(operation, "cobranzas_returned_check_product_id"),
                amount=operation.bank_fee,
                currency=operation.company_id.currency_id,
                origin=origin[:1],
                label=", ".join(self._get_check_label(check) for check in operation.check_ids),
            ),
        )

    # ------------------------------------------------------------------
    # Undo
    # ------------------------------------------------------------------

    @api.model
    def _get_undo_obstacles(self, operation):
        return [
            lambda: self._check_not_moved_again(operation),
            lambda: self._check_settled_by_others(operation),
        ]

    @api.model
    def _check_not_moved_again(self, operation):
        """Raise ``UserError`` naming the cheque that moved after it was returned."""
        for check in operation.check_ids:
            last = check._get_last_operation()
            if last not in operation.payment_ids:
                message = self.env._(
                    "Cheque %(check)s moved again (%(payment)s): undo that first.",
                    check=check.name,
                    payment=last.display_name,
                )
                raise prepare_obstacle(self.env, message, operation._get_responsible(last))
