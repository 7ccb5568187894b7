from functools import cache

from odoo import api, models
from odoo.fields import Command


class CobranzasOperationKind(models.AbstractModel):
    """The lines of the documents of operations: what core's taxes will make of them (OPS).

    Core computes the document from the same lines, by the same functions. Where an amount is
    given, the total or its split, it is kept on the line as core keeps that of down payments.
    """

    _inherit = "cobranzas.operation.kind"

    @api.model
    def _prepare_note_lines(self, operation, request, position):
        """Return the lines of a request as core's base lines, with accounts, taxes and amounts."""
        taxes = self.env["account.tax"]
        domain = taxes._check_company_domain(operation.company_id)
        common = self._prepare_note_lines_vals(operation, request)
        get_account = cache(
            lambda product: self._get_income_account(operation, product, position)
        )
        map_tax = cache(position.map_tax)
        lines = []
        for line in request.get_lines():
            own = line.taxes
            if own is None:
                own = line.product.taxes_id.filtered_domain(domain)
            vals = {
                **common,
                "product_id": line.product,
                "price_unit": line.amount,
                "name": line.label or line.product.display_name,
            }
            if line.split:
                vals["account_id"] = line.split.account
                vals["tax_ids"] = taxes.union(*line.split.taxes)
                lines.append(self._split_note_line(operation, vals, line.split))
                continue
            vals["account_id"] = get_account(line.product)
            vals["tax_ids"] = map_tax(own)
            if request.tax_included and vals["tax_ids"]:
                lines.append(self._reach_note_total(operation, vals))
            else:
                lines.append(taxes._prepare_base_line_for_taxes_computation(None, **vals))
        return lines

    @api.model
    def _prepare_note_lines_vals(self, operation, request):
        """Return what all lines of a document have in common."""
        return {
            "partner_id": operation.partner_id.commercial_partner_id,
            "currency_id": request.currency,
            "rate": self._get_document_rate(operation, request),
            "quantity": 1.0,
            "sign": 1 if request.is_credit else -1,
            "is_refund": request.is_credit,
        }

    @api.model
    def _get_document_rate(self, operation, request):
        """Return the rate at which the document is booked: of its origin, else of its date."""
        company, currency = operation.company_id, request.currency
        return self._get_note_rate(operation, request) or currency._get_conversion_rate(
            company.currency_id, currency, company, operation.date
        )

    @api.model
    def _reach_note_total(self, operation, vals):
        """Return the base line of a total with taxes inside: base and taxes sum to it exactly.

        What no base reaches, as 100.00 at 21 %, goes on the largest tax.
        """
        taxes, company = self.env["account.tax"], operation.company_id
        line = taxes._prepare_base_line_for_taxes_computation(
            None, **vals, special_mode="total_included"
        )
        taxes._add_tax_details_in_base_line(line, company)
        taxes._round_base_lines_tax_details([line], company)
        currency, own = line["currency_id"], company.currency_id
        total = currency.round(vals["price_unit"])
        self._put_on_largest_tax(line["tax_details"], "_currency", currency, total)
        self._put_on_largest_tax(line["tax_details"], "", own, own.round(total / line["rate"]))
        taxes._fix_base_lines_tax_details_on_manual_tax_amounts([line], company)
        return self._fix_note_line(vals, line)

    @api.model
    def _put_on_largest_tax(self, details, suffix, money, total):
        """Let base and taxes sum to a total; without taxes the base is it.

        :param suffix: ``_currency`` for the amounts in that of the document, as core names them
        """
        base, delta, amount = (
            f"{name}{suffix}" for name in ("total_excluded", "delta_total_excluded", "tax_amount")
        )
        rows = [row for row in details["taxes_data"] if not row["is_reverse_charge"]]
        made = details[base] + details[delta] + sum(row[amount] for row in rows)
        largest = max(rows, key=lambda row: abs(row[amount]), default=None)
        if largest is None or money.is_zero(largest[amount]):
            details[delta] += total - made
        else:
            largest[amount] = money.round(largest[amount] + total - made)

    @api.model
    def _split_note_line(self, operation, vals, split):
        """Return the base line of amounts that are given, each in both currencies."""
        currency, own = vals["currency_id"], operation.company_id.currency_id
        from_units = currency._cobranzas_from_minor_units
        from_booked = own._cobranzas_from_minor_units
        units, booked = split.base
        base = {"base_amount_currency": from_units(units), "base_amount": from_booked(booked)}
        manual = {
            "manual_total_excluded_currency": from_units(units),
            "manual_total_excluded": from_booked(booked),
            "manual_tax_amounts": {
                str(tax.id): {
                    **base,
                    "tax_amount_currency": from_units(tax_units),
                    "tax_amount": from_booked(tax_booked),
                }
                for tax, (tax_units, tax_booked) in split.taxes.items()
            },
        }
        return self._fix_note_line(vals, manual)

    @api.model
    def _fix_note_line(self, vals, manual):
        """Return the base line whose amounts are fixed; its price is what its taxes expect."""
        taxes = self.env["account.tax"]
        amounts = manual["manual_tax_amounts"]
        if not amounts:
            return taxes._prepare_base_line_for_taxes_computation(None, **vals)
        flat = vals["tax_ids"]._flatten_taxes_and_sort_them()[0]
        inside = sum(
            amounts.get(str(tax.id), {}).get("tax_amount_currency", 0.0)
            for tax in flat
            if tax.price_include
        )
        price = vals["currency_id"].round(manual["manual_total_excluded_currency"] + inside)
        names = ("manual_total_excluded_currency", "manual_total_excluded", "manual_tax_amounts")
        return taxes._prepare_base_line_for_taxes_computation(
            None, **{**vals, "price_unit": price}, **{name: manual[name] for name in names}
        )

    @api.model
    def _compute_note(self, operation, request, position):
        """Return (values of the lines, values of the tax items) of a document, amounts included."""
        taxes, company = self.env["account.tax"], operation.company_id
        lines = self._prepare_note_lines(operation, request, position)
        taxes._add_tax_details_in_base_lines(lines, company)
        taxes._round_base_lines_tax_details(lines, company)
        taxes._add_accounting_data_in_base_lines_tax_details(lines, company)
        made = taxes._prepare_tax_lines(lines, company)
        lines_vals = [
            {**self._prepare_note_line_vals(line), **amounts}
            for line, amounts in made["base_lines_to_update"]
        ]
        return lines_vals, made["tax_lines_to_add"]

    @api.model
    def _prepare_note_line_vals(self, line):
        """Return the values of an invoice line, with the amounts that were fixed.

        With those computed as well, core has nothing to correct in the lines that it made.
        """
        return {
            "product_id": line["product_id"].id,
            "name": line["name"],
            "quantity": line["quantity"],
            "price_unit": line["price_unit"],
            "account_id": line["account_id"].id,
            "tax_ids": [Command.set(line["tax_ids"].ids)],
            "extra_tax_data": self.env["account.tax"]._export_base_line_extra_tax_data(line),
        }
