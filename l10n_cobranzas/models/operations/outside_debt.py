from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...engine import movement


class CobranzasOperation(models.Model):
    """Debts that are not in the books: with a document or without (seed 000)."""

    _inherit = "cobranzas.operation"

    kind = fields.Selection(
        selection_add=[("outside_debt", "Outside Debt")],
        ondelete={"outside_debt": "cascade"},
    )
    document_type = fields.Char(help="Of the document outside the books: FC, ND…")
    document_number = fields.Char(help="Empty for a debt without document.")
    document_name = fields.Char(
        compute="_compute_document_name",
        store=True,
        index="btree_not_null",
        help="What people call the document outside the books.",
    )
    same_document_id = fields.Many2one(
        "cobranzas.operation",
        compute="_compute_same_document_id",
        help="An operation that entered the document before.",
    )

    # as a person reads it: neither capitals nor spaces make another document
    _outside_document_uniq = models.UniqueIndex(
        "(company_id, commercial_partner_id, lower(document_name)) "
        "WHERE state = 'done' AND document_name IS NOT NULL",
        "This customer has that document already.",
    )

    @api.depends("kind", "document_type", "document_number")
    def _compute_document_name(self):
        for operation in self:
            number = " ".join((operation.document_number or "").split())
            if operation.kind == "outside_debt" and number:
                words = [*(operation.document_type or "").split(), number]
                operation.document_name = " ".join(words)
            else:
                operation.document_name = False

    @api.depends("document_name", "commercial_partner_id", "company_id", "state")
    def _compute_same_document_id(self):
        named = self.filtered("document_name")
        # sudo: only whether the customer has the document, whoever of the company entered it
        done = self.sudo().search(
            [
                ("kind", "=", "outside_debt"),
                ("state", "=", "done"),
                ("company_id", "in", named.company_id.ids),
                ("commercial_partner_id", "in", named.commercial_partner_id.ids),
            ]
            if named
            else [(0, "=", 1)]
        )
        found = {operation._get_document_key(): operation for operation in done}
        for operation in self:
            same = operation.document_name and found.get(operation._get_document_key())
            operation.same_document_id = same or False

    def _get_document_key(self):
        """Return what no two outside debts in force share."""
        return (self.company_id, self.commercial_partner_id, (self.document_name or "").lower())


class CobranzasOperationKindOutsideDebt(models.AbstractModel):
    """A debt that the books don't have: it debits a receivable account, without taxes (OPS-01).

    With a document, which a customer has once, or without. In a foreign currency it keeps the
    rate that is typed: company currency for one unit.
    """

    _name = "cobranzas.operation.kind.outside_debt"
    _inherit = "cobranzas.operation.kind"
    _description = "Outside Debt"
    _takes = None
    _takes_amount = True
    _parameters = ("document_type", "document_number", "date_due", "rate")
    _prefix = "DEU"
    _bears_interest = False

    @api.model
    def _check(self, operation):
        result = super()._check(operation)
        self._check_debt(operation)
        if operation.document_name and not operation.date_due:
            raise UserError(
                self.env._("Say when %(document)s falls due.", document=operation.document_name)
            )
        same = operation.same_document_id
        if same:
            raise UserError(
                self.env._(
                    "%(customer)s already has %(document)s due %(date)s.",
                    customer=operation.commercial_partner_id.name,
                    document=same.document_name,
                    date=format_date(self.env, same.date_due),
                )
            )
        return result

    @api.model
    def _check_debt(self, operation):
        """Raise ``UserError`` for a debt without customer, amount, or sales account."""
        if not operation.partner_id:
            raise UserError(self.env._("Choose the customer."))
        if operation.currency_id.compare_amounts(operation.amount, 0.0) <= 0:
            raise UserError(self.env._("The amount must be above zero."))
        self._check_debt_settings(operation.company_id)

    @api.model
    def _check_debt_settings(self, company):
        """Raise ``UserError`` when the company has no account for the sales of outside debts."""
        if not company.cobranzas_debt_sales_account_id:
            raise UserError(
                self.env._("Choose the sales account of outside debts in Settings, Collections.")
            )

    @api.model
    def _get_rate_currency(self, operation):
        """Return the foreign currency whose rate may be typed; none in the company's own."""
        currency = operation.currency_id
        return currency if currency != operation.company_id.currency_id else currency.browse()

    @api.model
    def _get_booked(self, operation, units):
        """Return what the debt is booked for, at the rate typed, else at the recorded one.

        Raises ``UserError`` without any rate for a foreign currency.
        """
        company, currency = operation.company_id, operation.currency_id
        if not self._get_rate_currency(operation):
            return units
        rate = operation.rate
        if not rate:
            recorded = currency._cobranzas_recorded_rates(company, operation.date)
            rate = recorded.get(currency, (0.0, None))[0]
        if rate <= 0:
            raise UserError(
                self.env._("Type the rate of %(currency)s for the debt.", currency=currency.name)
            )
        worth = company.currency_id.round(currency._cobranzas_from_minor_units(units) * rate)
        return company.currency_id._cobranzas_to_minor_units(worth)

    @api.model
    def _get_debt_account(self, operation):
        """Return the receivable account of the debt: with a document, or without."""
        company = operation.company_id
        account = (
            company.cobranzas_debt_document_account_id
            if operation.document_name
            else company.cobranzas_debt_account_id
        )
        return account or self._get_receivable(operation, operation.commercial_partner_id)

    @api.model
    def _prepare_plan(self, operation):
        self._check_debt(operation)
        currency, partner = operation.currency_id, operation.commercial_partner_id
        units = currency._cobranzas_to_minor_units(operation.amount)
        booked = self._get_booked(operation, units)
        label = operation.document_name or operation.reason or self._get_label()
        debt = movement.Item(
            key="result",
            account=self._get_debt_account(operation),
            partner=partner,
            currency=currency,
            amount=units,
            booked=booked,
            due=operation.date_due or operation.date,
            label=label,
            is_result=True,
        )
        sale = movement.Item(
            key="sale",
            account=operation.company_id.cobranzas_debt_sales_account_id,
            partner=partner,
            currency=currency,
            amount=-units,
            booked=-booked,
            label=label,
        )
        return movement.Plan(entries=(movement.Entry(items=(debt, sale)),))
