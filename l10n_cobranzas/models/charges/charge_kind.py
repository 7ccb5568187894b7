from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...engine import movement
from ..operations.booking import QUIET
from ..operations.operation_kind_notes import NoteRequest


@dataclass(frozen=True)
class ChargeRow:
    """One row of the ledger of charges: an item and period, or an item and payment.

    :param amount: in the currency of the note, above zero when the customer owes it
    :param period: what the rate is per: ``day``, ``month`` or ``year``; none for other rates
    """

    date_from: Any
    date_to: Any
    days: int
    base: float
    rate: float
    amount: float
    partial: Any = None
    period: str | bool = False


@dataclass(frozen=True)
class Assessment:
    """What an item is to be charged: the rows, their sum, and what the note says of it."""

    amount: float
    rows: tuple
    explain: Callable[[], str]

    @cached_property
    def label(self):
        """What the note says of the item, worded when it is read."""
        return self.explain()


@dataclass(frozen=True)
class ChargeNote(movement.Note):
    """A note, and the assessment of each item that it charges.

    :param charges: {item: Assessment}, as it was before anything was booked
    """

    charges: dict | None = None


class CobranzasOperationKind(models.AbstractModel):
    """Kinds that charge items with a note instead of taking them (CHG-01 to CHG-04)."""

    _inherit = "cobranzas.operation.kind"

    #: kind of the rows in the ledger of charges; empty for kinds that charge nothing
    _charge_kind = ""

    @api.model
    def _get_line_currency(self, item):
        """Return the currency of a line's amount, where it is not that of its item."""
        return


class CobranzasOperationKindCharge(models.AbstractModel):
    """What kinds that charge share: the items, the note, the ledger of charges (CHG)."""

    _name = "cobranzas.operation.kind.charge"
    _inherit = "cobranzas.operation.kind"
    _description = "Charge on Collection"
    _required = ("partner_id", "date_until")
    _parameters = ("date_until",)
    _bears_interest = False
    #: whether its amounts are totals, taxes inside, unless a setting says otherwise
    _tax_included = False
    #: whether a credit note of the kind pays the items at once
    _pays_items = False

    @api.model
    def _assess(self, operation, items):
        """Return {item: Assessment} of what each of ``items`` is to be charged."""
        raise NotImplementedError

    @api.model
    def _is_tax_included(self, company):
        """Tell whether the amounts charged are totals, taxes inside."""
        return self._tax_included

    @api.model
    def _get_product(self, operation):
        """Return the product of the note. Raises ``UserError`` naming the setting it lacks."""
        raise NotImplementedError

    @api.model
    def _get_collected_items(self, operation):
        """Return what a receipt that brought the operation collects, or uses, of it."""
        return operation.result_ids

    @api.model
    def _get_note_taxes(self, operation):
        """Return the taxes of the note; None for those of its product."""
        return

    # ------------------------------------------------------------------
    # Items: also those paid late, which are open no more
    # ------------------------------------------------------------------

    @api.model
    def _get_items_domain(self, operation):
        domain = Domain(
            [
                ("parent_state", "=", "posted"),
                ("account_type", "=", "asset_receivable"),
                ("amount_currency", ">", 0),
                ("cobranzas_is_pending_difference", "!=", True),
                ("company_id", "=", operation.company_id.id),
            ]
        )
        if operation.partner_id:
            customer = operation.partner_id.commercial_partner_id
            domain &= Domain("partner_id", "child_of", customer.id)
        return domain

    @api.model
    def _get_amount(self, operation):
        return abs(sum(operation.line_ids.mapped("amount")))

    @api.model
    def _check_items(self, operation):
        self._check_some_items(operation)
        self._check_one_currency(operation)
        allowed = operation.line_ids.move_line_id.filtered_domain(self._get_items_domain(operation))
        for line in operation.line_ids:
            if line.move_line_id not in allowed:
                raise UserError(
                    self.env._(
                        "%(document)s can't be charged: it is no debt of this customer and "
                        "company.",
                        document=line.name,
                    )
                )
            if line.currency_id.is_zero(line.amount):
                raise UserError(
                    self.env._(
                        "There is nothing to charge on %(document)s: take it out.",
                        document=line.name,
                    )
                )

    # ------------------------------------------------------------------
    # Plan
    # ------------------------------------------------------------------

    @api.model
    def _prepare_plan(self, operation):
        return movement.Plan(notes=(self._prepare_charge_note(operation),))

    @api.model
    def _prepare_charge_note(self, operation):
        """Return the ``ChargeNote`` of the operation: a line, or several, for each item charged."""
        self._check_some_items(operation)
        self._check_one_currency(operation)
        self._check_one_sign(operation)
        assessed = self._assess(operation, operation.line_ids.move_line_id)
        request = self._prepare_charge_request(operation, assessed)
        note = self._prepare_note(operation, request)
        return ChargeNote(note.key, note.values, note.items, note.label, assessed)

    @api.model
    def _check_one_sign(self, operation):
        """Raise ``UserError`` when some items are charged and others discounted."""
        if len({line.amount > 0 for line in operation.line_ids}) > 1:
            raise UserError(
                self.env._("Charge and discount in operations of their own: a note is one of them.")
            )

    @api.model
    def _prepare_charge_request(self, operation, assessed):
        product, credit = self._get_product(operation), self._is_credit(operation)
        if self._tax_included and operation.company_id.cobranzas_charge_taxes != "one":
            self._read_charged_taxes(operation)
        lines = []
        for line in operation.line_ids:
            found = assessed.get(line.move_line_id)
            label = self._get_line_label(line, found)
            lines += self._prepare_charge_lines(operation, line, product, label)
        return NoteRequest(
            product=product,
            currency=operation.line_ids[0].currency_id,
            origin=self._get_noted_document(operation),
            lines=tuple(lines),
            label=self._get_label(),
            tax_included=self._is_tax_included(operation.company_id),
            move_type="out_refund" if credit else "out_invoice",
            is_result=not (credit and self._pays_items),
        )

    @api.model
    def _get_line_label(self, line, assessment):
        """Return what the note says of an item; of an amount typed by hand, what was computed."""
        if not assessment:
            return line.name
        currency = line.currency_id
        same = not currency.compare_amounts(assessment.amount, line.amount)
        # a receipt computes with what it pays, which is not booked yet
        if same or line.operation_id.receipt_id:
            return assessment.label
        computed = self.env._(
            "Computed: %(amount)s; agreed: %(agreed)s",
            amount=self._format(assessment.amount, currency),
            agreed=self._format(line.amount, currency),
        )
        return f"{assessment.label}\n{computed}"

    @api.model
    def _is_credit(self, operation):
        return sum(operation.line_ids.mapped("amount")) < 0

    @api.model
    def _prepare_charge_lines(self, operation, line, product, label):
        """Return (label, product, amount, taxes) of each line of the note for an item."""
        return [(label, product, abs(line.amount), self._get_note_taxes(operation))]

    @api.model
    def _get_charged_invoices(self, items):
        """Return the invoices whose taxes the notes on ``items`` have."""
        moves = items.move_id
        return (moves | moves.cobranzas_origin_ids).filtered(lambda move: move.is_invoice())

    @api.model
    def _read_charged_taxes(self, operation):
        """Read at once what ``_prepare_origin_tax_lines`` reads of each document."""
        invoices = self._get_charged_invoices(operation.line_ids.move_line_id)
        invoices.invoice_line_ids.fetch(["display_type", "price_total", "tax_ids"])

    @api.model
    def _prepare_origin_tax_lines(self, operation, line, product, label):
        """Return the lines of a total with the taxes of the document, or the one of the setting.

        The total is shared over what the document charged by each set of taxes, taxes included.
        """
        company, taxes = operation.company_id, self.env["account.tax"]
        if company.cobranzas_charge_taxes == "one":
            return [(label, product, abs(line.amount), company.cobranzas_charge_tax_id)]
        groups = {}
        for charged in self._get_charged_invoices(line.move_line_id).invoice_line_ids:
            if charged.display_type == "product" and charged.price_total:
                key = charged.tax_ids
                groups[key] = groups.get(key, 0.0) + charged.price_total
        if not groups:
            return [(label, product, abs(line.amount), taxes)]
        currency = line.currency_id
        weights = [currency._cobranzas_to_minor_units(total) for total in groups.values()]
        shares = currency._cobranzas_split(abs(line.amount), weights)
        return [
            (label, product, share, taxes.union(key))
            for key, share in zip(groups, shares, strict=True)
            if not currency.is_zero(share)
        ]

    # ------------------------------------------------------------------
    # The ledger of charges
    # ------------------------------------------------------------------

    @api.model
    def _after_confirm(self, operation, booking):
        result = super()._after_confirm(operation, booking)
        charges = self.env["cobranzas.charge"].with_context(**QUIET)
        charges.create(self._prepare_charges_vals(operation, booking))
        return result

    @api.model
    def _prepare_charges_vals(self, operation, booking):
        """Return the values of the rows in the ledger of charges."""
        note = booking.get_note(operation, "note")
        [planned] = booking.plans[operation].notes
        assessed = planned.charges
        vals_list = []
        for line in operation.line_ids:
            rows = self._share_amount(line, assessed.get(line.move_line_id))
            vals_list += [
                self._prepare_charge_vals(operation, line, note, row, amount)
                for row, amount in rows
            ]
        return vals_list

    @api.model
    def _share_amount(self, line, assessment):
        """Return (row, what is charged of it): the line's amount in proportion, to the cent."""
        currency = line.currency_id
        rows = assessment.rows if assessment else ()
        if not rows:
            day = line.operation_id.date_until
            due = line.date_due or day
            row = ChargeRow(min(due, day), day, max((day - due).days, 0), 0.0, 0.0, 0.0)
            return [(row, line.amount)]
        total = sum(row.amount for row in rows)
        factor = line.amount / total if total else 0.0
        shares = [currency.round(row.amount * factor) for row in rows]
        largest = max(range(len(rows)), key=lambda place: abs(shares[place]))
        shares[largest] = currency.round(shares[largest] + line.amount - sum(shares))
        return list(zip(rows, shares, strict=True))

    @api.model
    def _prepare_charge_vals(self, operation, line, note, row, amount):
        return {
            "kind": self._charge_kind,
            "move_line_id": line.move_line_id.id,
            "name": line.name,
            "partner_id": line.move_line_id.partner_id.commercial_partner_id.id,
            "company_id": operation.company_id.id,
            "currency_id": line.currency_id.id,
            "date_from": row.date_from,
            "date_to": row.date_to,
            "days": row.days,
            "base": row.base,
            "rate": row.rate,
            "rate_period": row.period,
            "amount_computed": row.amount,
            "amount": amount,
            "partial_id": row.partial.id if row.partial else False,
            "operation_id": operation.id,
            "note_id": note.id,
        }

    @api.model
    def _after_undo(self, operation, date):
        operation.charge_ids._free()
        return super()._after_undo(operation, date)
