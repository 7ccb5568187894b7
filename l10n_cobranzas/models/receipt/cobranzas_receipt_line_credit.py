from odoo import models
from odoo.exceptions import UserError


class CobranzasReceiptLine(models.Model):
    """A line that is a credit of the ledger, as a source that pays other lines (REC-02, REC-11)."""

    _inherit = "cobranzas.receipt.line"

    def _get_reconcile_key(self):
        """Return within what a credit pays as it is: customer, account and currency."""
        return self.move_line_id._cobranzas_get_reconcile_key()

    def _is_credit(self):
        """A line that pays is a credit of the ledger."""
        return True

    def _get_leeway(self):
        """Return the company's rounding tolerance, in minor units of the credit's currency."""
        company = self.receipt_id.company_id
        tolerance = self.receipt_id._convert_amount(
            company.cobranzas_rounding_tolerance, company.currency_id, self.currency_id
        )
        return self.currency_id._cobranzas_to_minor_units(tolerance)

    def _check_left(self, units):
        """Raise ``UserError``: a credit is not ticked for more than it pays."""
        raise UserError(
            self.env._(
                "%(excess)s of credit %(credit)s is left over: tick documents that it can "
                "pay, of the same customer or of a group that shares credits, or lower it.",
                excess=self._format(self.currency_id._cobranzas_from_minor_units(units)),
                credit=self.name,
            )
        )

    def _get_label(self):
        return self.name

    def _get_kind_label(self):
        return self.env._("Credit")

    def _prepare_tree_vals(self, editable):
        """Also tell whose credit it is, and within what it may pay."""
        return {
            **super()._prepare_tree_vals(editable),
            "partner": self.partner_id.display_name or "",
            "pool": self._get_tree_scope() if editable else False,
        }

    def _prepare_settlement_items(self, booking):
        """Take what is used of a credit from its owner, and pay other documents with it.

        Each customer's own account stays right: the owner's goes down by what the debtor's
        goes down (REC-11). At the receipt's rates, unless the credit has its own.
        """
        item, receipt = self.move_line_id, self.receipt_id
        units = booking.get_plan(self).funds[self]
        amount = self.currency_id._cobranzas_from_minor_units(units)
        worth, currency = self._prepare_plan_source().cut(units).get_worth()
        balance = receipt._to_company_currency(
            currency._cobranzas_from_minor_units(worth), currency
        )
        taken = {
            "analytic_distribution": False,
            "name": self.env._(
                "%(receipt)s: use of %(credit)s", receipt=receipt.name, credit=self.name
            ),
            "account_id": item.account_id.id,
            "partner_id": item.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": amount,
            "balance": balance,
            "date_maturity": receipt.date,
        }
        items = booking.prepare_source_items(self, balance, item.account_id)
        return {booking.get_key("taken", self): taken, **items}
