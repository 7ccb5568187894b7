from dataclasses import dataclass, replace
from typing import Any

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...engine import movement


@dataclass(frozen=True)
class NoteRequest:
    """A document of one line that an operation issues: what of, for how much, on which document.

    :param amount: before taxes, in ``currency``; with those that its taxes include
    :param origin: the document that the note charges, or an empty recordset
    :param taxes: those of the product when None; a fiscal position changes them
    :param is_result: it stays open, where the operation does not take it at once
    """

    product: Any
    amount: float
    currency: Any
    origin: Any
    taxes: Any = None
    label: str = ""
    key: Any = "note"
    is_result: bool = True


class CobranzasOperationKind(models.AbstractModel):
    """Documents with taxes that operations issue: charge notes, invoices of advances (OPS)."""

    _inherit = "cobranzas.operation.kind"

    @api.model
    def _prepare_note(self, operation, request):
        """Return the ``movement.Note`` of a request, with the items that it will book."""
        partner = operation.partner_id.with_company(operation.company_id)
        position = self.env["account.fiscal.position"].with_company(operation.company_id)
        position = position._get_fiscal_position(partner)
        account = self._get_income_account(operation, request.product, position)
        taxes = request.taxes
        if taxes is None:
            domain = self.env["account.tax"]._check_company_domain(operation.company_id)
            taxes = request.product.taxes_id.filtered_domain(domain)
        request = replace(request, taxes=position.map_tax(taxes))
        items = self._prepare_note_items(operation, request, account, position)
        return movement.Note(
            key=request.key,
            values=self._prepare_note_move_vals(operation, request, account, position),
            items=tuple(items),
            label=request.label or request.product.display_name,
        )

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
    def _prepare_note_items(self, operation, request, account, position):
        """Return the items that the document books: base and taxes, then the customer's."""
        currency, label = request.currency, request.label or request.product.display_name
        computed = request.taxes.compute_all(
            request.amount, currency, 1.0, product=request.product, partner=operation.partner_id
        )
        rows = [(account, label, -computed["total_excluded"])]
        for tax in computed["taxes"]:
            tax_account = self.env["account.account"].browse(tax["account_id"]) or account
            rows.append((tax_account, tax["name"], -tax["amount"]))
        items = []
        for place, (item_account, name, amount) in enumerate(rows):
            units = currency._cobranzas_to_minor_units(amount)
            booked = self._get_note_booked(operation, request, units)
            items.append(
                movement.Item(
                    key=(request.key, place),
                    account=item_account,
                    partner=operation.partner_id,
                    currency=currency,
                    amount=units,
                    booked=booked,
                    label=name,
                )
            )
        customer = movement.Item(
            key=request.key,
            account=position.map_account(self._get_receivable(operation, operation.partner_id)),
            partner=operation.partner_id,
            currency=currency,
            amount=-sum(item.amount for item in items),
            booked=-sum(item.booked for item in items),
            due=self._get_note_due(operation, request),
            label=label,
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
    def _get_note_booked(self, operation, request, units):
        rate = self._get_note_rate(operation, request)
        if not rate:
            return self._to_booked(operation, units, request.currency)
        own = operation.company_id.currency_id
        amount = request.currency._cobranzas_from_minor_units(units)
        return own._cobranzas_to_minor_units(own.round(amount / rate))

    @api.model
    def _get_note_due(self, operation, request):
        """Return when a note is due: with the document that it charges, if that is still to be."""
        due = request.origin.invoice_date_due
        return max(due, operation.date) if due else operation.date

    @api.model
    def _prepare_note_move_vals(self, operation, request, account, position):
        """Return the values of the document."""
        origin, rate = request.origin, self._get_note_rate(operation, request)
        line = {
            "product_id": request.product.id,
            "name": request.label or request.product.display_name,
            "quantity": 1.0,
            "price_unit": request.amount,
            "account_id": account.id,
            "tax_ids": [Command.set(request.taxes.ids)],
        }
        vals = {
            "move_type": "out_invoice",
            "partner_id": operation.partner_id.id,
            "currency_id": request.currency.id,
            "fiscal_position_id": position.id,
            "invoice_payment_term_id": False,
            "invoice_date_due": self._get_note_due(operation, request),
            "invoice_line_ids": [Command.create(line)],
        }
        if origin:
            vals["debit_origin_id"] = (origin.debit_origin_id or origin).id
            vals["journal_id"] = origin.journal_id.id
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
