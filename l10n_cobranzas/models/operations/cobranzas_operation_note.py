from dataclasses import dataclass

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.models import BaseModel

from ...engine import movement


@dataclass(frozen=True, slots=True)
class Charge:
    """What a note charges: ``amount`` without taxes, in the currency of the operation."""

    product: BaseModel
    taxes: BaseModel
    amount: float
    label: str


class CobranzasOperationKind(models.AbstractModel):
    """Charge notes that operations issue: the document and what it books, taxes included."""

    _inherit = "cobranzas.operation.kind"

    @api.model
    def _prepare_charge_note(self, operation, key, charge):
        """Return the ``movement.Note`` of a charge to the customer, as core will book it.

        :param charge: a ``Charge``
        """
        values = self._prepare_charge_note_vals(operation, charge)
        items = self._prepare_charge_note_items(operation, key, charge, values)
        return movement.Note(key=key, values=values, items=tuple(items), label=charge.label)

    @api.model
    def _prepare_charge_note_vals(self, operation, charge):
        """Return the values of the note: a debit note of the first document taken."""
        company, partner = operation.company_id, operation.commercial_partner_id
        positions = self.env["account.fiscal.position"].with_company(company)
        position = positions._get_fiscal_position(partner)
        origin = self._get_noted_document(operation)
        journal = origin.journal_id or self._get_sale_journal(company)
        template = charge.product.product_tmpl_id.with_company(company)
        accounts = template.get_product_accounts(fiscal_pos=position)
        return {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "currency_id": operation.currency_id.id,
            "journal_id": journal.id,
            "debit_origin_id": origin.id,
            "fiscal_position_id": position.id,
            "invoice_payment_term_id": False,
            "invoice_date_due": operation.date,
            "invoice_line_ids": [
                Command.create(
                    {
                        "product_id": charge.product.id,
                        "name": charge.label,
                        "price_unit": charge.amount,
                        "account_id": (accounts["income"] or journal.default_account_id).id,
                        "tax_ids": [Command.set(position.map_tax(charge.taxes).ids)],
                    }
                )
            ],
        }

    @api.model
    def _get_noted_document(self, operation):
        """Return the first invoice taken, or behind what is taken; empty when there is none."""
        moves = operation.line_ids.move_line_id.move_id
        invoices = (moves | moves.cobranzas_origin_ids).filtered(
            lambda move: move.move_type == "out_invoice"
        )
        return invoices[:1]

    @api.model
    def _get_sale_journal(self, company):
        """Return the first sale journal of a company. Raises ``UserError`` when it has none."""
        journals = self.env["account.journal"]
        domain = [*journals._check_company_domain(company), ("type", "=", "sale")]
        journal = journals.search(domain, limit=1)
        if not journal:
            raise UserError(
                self.env._("%(company)s has no sale journal: create one.", company=company.name)
            )
        return journal

    @api.model
    def _prepare_charge_note_items(self, operation, key, charge, values):
        """Return the items of the note, by core's own computation of taxes."""
        company, currency = operation.company_id, operation.currency_id
        booked = self._compute_charge_note(operation, values)
        partner = operation.commercial_partner_id
        items = [
            movement.Item(
                key=(key, place),
                account=self.env["account.account"].browse(account_id),
                partner=partner,
                currency=currency,
                amount=currency._cobranzas_to_minor_units(amount),
                booked=company.currency_id._cobranzas_to_minor_units(balance),
                label=name,
            )
            for place, (account_id, name, amount, balance) in enumerate(booked)
        ]
        position = self.env["account.fiscal.position"].browse(values["fiscal_position_id"])
        receivable = movement.Item(
            key=key,
            account=position.map_account(self._get_receivable(operation, partner)),
            partner=partner,
            currency=currency,
            amount=-sum(item.amount for item in items),
            booked=-sum(item.booked for item in items),
            due=operation.date,
            label=charge.label,
        )
        return [receivable, *items]

    @api.model
    def _compute_charge_note(self, operation, values):
        """Return [(account id, label, amount in currency, balance)] of the note's other items."""
        taxes, company = self.env["account.tax"], operation.company_id
        base_lines = [self._prepare_charge_note_base(operation, values)]
        taxes._add_tax_details_in_base_lines(base_lines, company)
        taxes._round_base_lines_tax_details(base_lines, company)
        taxes._add_accounting_data_in_base_lines_tax_details(base_lines, company)
        made = taxes._prepare_tax_lines(base_lines, company)
        rows = [
            (base["account_id"].id, base["name"], amounts["amount_currency"], amounts["balance"])
            for base, amounts in made["base_lines_to_update"]
        ]
        return rows + [
            (row["account_id"], row["name"], row["amount_currency"], row["balance"])
            for row in made["tax_lines_to_add"]
        ]

    @api.model
    def _prepare_charge_note_base(self, operation, values):
        """Return the note's line as core computes its taxes, at the rate of its date."""
        taxes, currency = self.env["account.tax"], operation.currency_id
        company, line = operation.company_id, values["invoice_line_ids"][0][2]
        rate = currency._get_conversion_rate(company.currency_id, currency, company, operation.date)
        return taxes._prepare_base_line_for_taxes_computation(
            {},
            name=line["name"],
            product_id=self.env["product.product"].browse(line["product_id"]),
            tax_ids=taxes.browse(line["tax_ids"][0][2]),
            price_unit=line["price_unit"],
            quantity=1.0,
            currency_id=currency,
            partner_id=operation.commercial_partner_id,
            account_id=self.env["account.account"].browse(line["account_id"]),
            rate=rate,
            sign=-1,
        )
