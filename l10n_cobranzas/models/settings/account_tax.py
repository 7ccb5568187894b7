from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AccountTax(models.Model):
    _inherit = "account.tax"

    cobranzas_is_withholding = fields.Boolean(
        string="Withheld by Customers",
        compute="_compute_cobranzas_is_withholding",
        search="_search_cobranzas_is_withholding",
        help="Taxes that customers withhold from what they pay: they can stand in a receipt.",
    )

    def _compute_cobranzas_is_withholding(self):
        suffered = self.filtered_domain(self._cobranzas_withholding_domain())
        for tax in self:
            tax.cobranzas_is_withholding = tax in suffered

    @api.model
    def _search_cobranzas_is_withholding(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._cobranzas_withholding_domain()

    @api.model
    def _cobranzas_withholding_domain(self):
        """Return the domain of taxes that customers withhold from what they pay (REC-07).

        Core's withholding taxes on sales, and those of Argentina where its module is installed.
        """
        domain = Domain("is_withholding_tax_on_payment", "=", True) & Domain(
            "type_tax_use", "=", "sale"
        )
        if "l10n_ar_withholding_payment_type" in self._fields:
            domain |= Domain("l10n_ar_withholding_payment_type", "=", "customer")
        return domain

    def _cobranzas_get_withheld(self, base):
        """Return what is withheld on ``base``, in company currency; 0 without a percentage."""
        if self.amount_type != "percent":
            return 0.0
        return self.company_id.currency_id.round(base * abs(self.amount) / 100)

    def _cobranzas_withholding_items(self, number, base, amount, partner):
        """Return the values of the journal items that book a withholding suffered (REC-07).

        Accounts, repartition and tags are the tax's own, by core's tax engine. The base is
        booked on both sides of one account, where the company has an account for it, as in core.

        :param base: and ``amount``: in the company's currency, positive
        :raises UserError: when the tax has no account
        """
        self.ensure_one()
        company = self.company_id
        base_line = self._cobranzas_prepare_base_line(number, base, amount, partner)
        self._add_tax_details_in_base_line(base_line, company)
        self._round_base_lines_tax_details([base_line], company)
        self._add_accounting_data_in_base_lines_tax_details([base_line], company)
        results = self._prepare_tax_lines([base_line], company)
        items = [
            {
                **vals,
                "amount_currency": -vals["amount_currency"],
                "balance": -vals["balance"],
                "partner_id": partner.id,
            }
            for vals in results["tax_lines_to_add"]
        ]
        if not items or not all(vals["account_id"] for vals in items):
            raise UserError(
                self.env._(
                    "Withholding tax %(tax)s has no account: set it in the tax's distribution.",
                    tax=self.name,
                )
            )
        return items + self._cobranzas_withholding_base_items(number, results, partner)

    def _cobranzas_prepare_base_line(self, number, base, amount, partner):
        """Return the base line of a withholding for core's tax engine, amounts as certified."""
        company = self.company_id
        return self._prepare_base_line_for_taxes_computation(
            {},
            tax_ids=self,
            price_unit=base,
            quantity=1.0,
            currency_id=company.currency_id,
            partner_id=partner,
            rate=1.0,
            sign=1,
            account_id=company.withholding_tax_base_account_id,
            calculate_withholding_taxes=True,
            manual_tax_line_name=number,
            manual_total_excluded_currency=base,
            manual_total_excluded=base,
            manual_tax_amounts={
                str(self.id): {
                    "base_amount_currency": base,
                    "base_amount": base,
                    "tax_amount_currency": -amount,
                    "tax_amount": -amount,
                }
            },
            is_refund=False,
        )

    def _cobranzas_withholding_base_items(self, number, results, partner):
        """Return the two items that report the base of a withholding, where core books it."""
        account = self.company_id.withholding_tax_base_account_id
        if not account:
            return []
        vals = {
            "name": number,
            "account_id": account.id,
            "partner_id": partner.id,
            "currency_id": self.company_id.currency_id.id,
        }
        amounts = results["base_lines_to_update"][0][1]
        base = {"amount_currency": amounts["amount_currency"], "balance": amounts["balance"]}
        opposite = {field: -amount for field, amount in base.items()}
        return [{**vals, **base, "tax_tag_ids": amounts["tax_tag_ids"]}, {**vals, **opposite}]
