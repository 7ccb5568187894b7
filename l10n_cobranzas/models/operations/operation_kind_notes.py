from dataclasses import dataclass, field
from typing import Any, NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...engine import movement


@dataclass(frozen=True)
class NoteSplit:
    """What a line of a document is made of, where that is known and not to be computed.

    Minor units in the currency of the document, and as booked; positive.

    :param base: (units, booked) before taxes
    :param taxes: {tax: (units, booked)}; no fiscal position changes them
    """

    account: Any
    base: tuple[int, int]
    taxes: dict


class NoteLine(NamedTuple):
    """A line of a document: what of, for how much; a plain tuple will do."""

    label: str
    product: Any
    amount: float
    taxes: Any = None
    split: NoteSplit | None = None


@dataclass(frozen=True, kw_only=True)
class NoteRequest:
    """A document that an operation issues: what of, for how much, on which document.

    Either ``product``, ``amount``, ``taxes`` say its one line, or ``lines`` says them all.

    :param amount: positive, in ``currency``, before taxes; with those that its taxes include
    :param tax_included: the amounts are totals instead, and the document is for exactly that: the
        cent that no base reaches is of the tax
    :param origin: the document that the note is on, or an empty recordset
    :param taxes: those of the product when None; a fiscal position changes them
    :param lines: rows as ``NoteLine``: (label, product, amount, taxes)
    :param move_type: ``out_invoice``, or ``out_refund`` for a credit note, which nothing but the
        allocations of its plan applies to anything
    :param is_result: it stays open, where the operation does not take it at once
    """

    currency: Any
    origin: Any
    product: Any = None
    amount: float = 0.0
    taxes: Any = None
    label: str = ""
    lines: tuple = field(default=())
    tax_included: bool = False
    move_type: str = "out_invoice"
    key: Any = "note"
    is_result: bool = True

    def get_lines(self):
        """Return the ``NoteLine`` of each line."""
        if self.lines:
            return [NoteLine(*line) for line in self.lines]
        return [NoteLine(self.label, self.product, self.amount, self.taxes)]

    def get_label(self):
        """Return what the document is for."""
        first = self.get_lines()[0]
        return self.label or first.label or first.product.display_name

    @property
    def is_credit(self):
        return self.move_type == "out_refund"


class CobranzasOperationKind(models.AbstractModel):
    """Documents with taxes that operations issue: charge notes, invoices of advances (OPS)."""

    _inherit = "cobranzas.operation.kind"

    @api.model
    def _prepare_note(self, operation, request):
        """Return the ``movement.Note`` of a request, with the items that it will book.

        The item of the customer bears the key of the request, that of line N ``(key, N)``; taxes
        follow.
        """
        position = self._get_note_position(operation, request)
        lines, taxes = self._compute_note(operation, request, position)
        return movement.Note(
            key=request.key,
            values=self._prepare_note_move_vals(operation, request, lines, position),
            items=tuple(self._prepare_note_items(operation, request, [*lines, *taxes], position)),
            label=request.get_label(),
        )

    @api.model
    def _get_noted_document(self, operation):
        """Return what a note names as its origin: the first invoice taken, or behind what is."""
        moves = operation.line_ids.move_line_id.move_id
        invoices = (moves | moves.cobranzas_origin_ids).filtered(
            lambda move: move.move_type == "out_invoice"
        )
        return invoices[:1]

    @api.model
    def _get_note_position(self, operation, request):
        """Return the fiscal position of the customer; a credit note has that of its document."""
        if request.is_credit and request.origin:
            return request.origin.fiscal_position_id
        partner = operation.partner_id.with_company(operation.company_id)
        position = self.env["account.fiscal.position"].with_company(operation.company_id)
        return position._get_fiscal_position(partner)

    @api.model
    def _get_income_account(self, operation, product, position):
        """Return the account of a product. Raises ``UserError`` when it has none."""
        template = product.product_tmpl_id.with_company(operation.company_id)
        account = template.get_product_accounts(position)["income"]
        if not account:
            raise UserError(
                self.env._(
                    "%(product)s has no income account: choose one on its sheet.",
                    product=product.display_name,
                )
            )
        return account

    @api.model
    def _prepare_note_items(self, operation, request, rows, position):
        """Return the items that the document books: the customer's, then those of ``rows``.

        :param rows: bases, then taxes, as ``_compute_note`` returns them
        """
        to_units = request.currency._cobranzas_to_minor_units
        to_booked = operation.company_id.currency_id._cobranzas_to_minor_units
        items = [
            movement.Item(
                key=(request.key, place),
                account=self.env["account.account"].browse(vals["account_id"]),
                partner=operation.partner_id,
                currency=request.currency,
                amount=to_units(vals["amount_currency"]),
                booked=to_booked(vals["balance"]),
                label=vals["name"],
            )
            for place, vals in enumerate(rows)
        ]
        customer = movement.Item(
            key=request.key,
            account=position.map_account(self._get_receivable(operation, operation.partner_id)),
            partner=operation.partner_id,
            currency=request.currency,
            amount=-sum(item.amount for item in items),
            booked=-sum(item.booked for item in items),
            due=self._get_note_due(operation, request),
            label=request.get_label(),
            is_result=request.is_result,
        )
        return [customer, *items]

    @api.model
    def _get_note_rate(self, operation, request):
        """Return the rate of the document charged, where the note is in its foreign currency."""
        move = request.origin
        own = operation.company_id.currency_id
        return move.invoice_currency_rate if move.currency_id == request.currency != own else 0.0

    @api.model
    def _get_note_due(self, operation, request):
        """Return when a note is due: with the document that it charges, if that is still to be."""
        due = not request.is_credit and request.origin.invoice_date_due
        return max(due, operation.date) if due else operation.date

    @api.model
    def _prepare_note_move_vals(self, operation, request, lines, position):
        """Return the values of the document.

        Of what it is on, a country's rules choose its type: debit note, credit note, invoice.

        :param lines: the values of its lines
        """
        origin, rate = request.origin, self._get_note_rate(operation, request)
        vals = {
            "move_type": request.move_type,
            "partner_id": operation.partner_id.id,
            "currency_id": request.currency.id,
            "fiscal_position_id": position.id,
            "invoice_payment_term_id": False,
            "invoice_date_due": self._get_note_due(operation, request),
            "invoice_line_ids": [Command.create(vals) for vals in lines],
        }
        if origin:
            vals["journal_id"] = origin.journal_id.id
        if origin and request.is_credit:
            vals["reversed_entry_id"] = origin.id
        elif origin:
            vals["debit_origin_id"] = (origin.debit_origin_id or origin).id
        if rate:
            vals["invoice_currency_rate"] = rate
        return vals

    @api.model
    def _get_charge_product(self, operation, name):
        """Return the product of a setting. Raises ``UserError`` naming the setting when empty."""
        product = operation.company_id[name]
        if not product:
            label = operation.company_id._fields[name]._description_string(self.env)
            raise UserError(
                self.env._("Choose the %(product)s in Settings, Collections.", product=label)
            )
        return product
