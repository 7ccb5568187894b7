from itertools import takewhile

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date
from odoo.tools.sql import escape_psql

from ..ledger.obstacles import prepare_obstacle
from ..ledger.ownership import get_correction


class CobranzasReceiptWithholding(models.Model):
    """A certificate of a tax the customer withheld from what it pays (*retención*, REC-07).

    Final (*RET*) or provisional (*CPR*). A final one may replace a provisional one booked
    before: it then counts for what it adds to it. Amounts are in the company's currency.
    """

    _name = "cobranzas.receipt.withholding"
    _inherit = ["cobranzas.receipt.source", "cobranzas.withheld.mixin"]
    _description = "Withholding Suffered"
    _allocation_field = "withholding_id"

    tax_id = fields.Many2one(
        "account.tax",
        string="Withholding Tax",
        required=True,
        check_company=True,
        ondelete="restrict",
        domain="[('cobranzas_is_withholding', '=', True), ('company_id', 'parent_of', company_id)]",
    )
    name = fields.Char(string="Certificate Number")
    kind = fields.Selection(
        selection=[("ret", "Final (RET)"), ("cpr", "Provisional (CPR)")],
        required=True,
        default="ret",
    )
    date = fields.Date(
        compute="_compute_date",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Accounting date of the certificate: its entry bears it.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    base_amount = fields.Monetary(string="Base")
    amount = fields.Monetary()
    state_id = fields.Many2one(
        "res.country.state",
        string="Jurisdiction",
        compute="_compute_state_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('country_id', '=', company_country_id)]",
    )
    company_country_id = fields.Many2one(related="company_id.account_fiscal_country_id")
    partner_id = fields.Many2one(
        related="receipt_id.commercial_partner_id", store=True, index=True, string="Withheld by"
    )
    provisional_id = fields.Many2one(
        "cobranzas.receipt.withholding",
        string="Replaces",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('kind', '=', 'cpr'), ('partner_id', '=', partner_id), ('state', '=', 'posted'),"
        " '!', ('final_ids.state', '=', 'posted')]",
        help="The provisional certificate (CPR) that this final one (RET) takes the place of.",
    )
    final_ids = fields.One2many(
        "cobranzas.receipt.withholding", "provisional_id", string="Replaced by"
    )
    amount_effective = fields.Monetary(
        string="Amount Counted",
        compute="_compute_amount_effective",
        store=True,
        precompute=True,
        help="What the certificate pays here: less what the provisional one it replaces paid.",
    )
    move_id = fields.Many2one(
        "account.move", string="Entry", readonly=True, copy=False, index="btree_not_null"
    )

    _amounts_positive = models.Constraint(
        "CHECK (amount >= 0 AND base_amount >= 0)", "The amounts of a withholding are not negative."
    )
    _provisional_kind = models.Constraint(
        "CHECK (provisional_id IS NULL OR kind = 'ret')",
        "Only a final certificate (RET) replaces a provisional one.",
    )

    @api.depends("receipt_id.date")
    def _compute_date(self):
        for row in self:
            row.date = row.date or row.receipt_id.date or fields.Date.context_today(self)

    @api.depends("tax_id")
    def _compute_state_id(self):
        known = "l10n_ar_state_id" in self.env["account.tax"]._fields
        for row in self:
            row.state_id = (row.tax_id.l10n_ar_state_id if known else False) or row.state_id

    @api.depends("amount", "provisional_id.amount")
    def _compute_amount_effective(self):
        for row in self:
            row.amount_effective = row.amount - row.provisional_id.amount

    @api.depends("name", "kind", "tax_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = " ".join(
                filter(None, [row.kind.upper() if row.kind else "", row.tax_id.name, row.name])
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._trim(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._trim(vals))

    @api.model
    def _trim(self, vals):
        """Return ``vals`` with the number as numbers are compared, without spaces around."""
        return {**vals, "name": vals["name"].strip()} if vals.get("name") else vals

    def _get_minor_units(self):
        """Return what the certificate pays here, in minor units of the company's currency."""
        self.ensure_one()
        return self.currency_id._cobranzas_to_minor_units(self.amount_effective)

    def _check_bookable(self):
        """Raise ``UserError`` with what keeps this certificate from being booked as typed.

        Also ``UserError`` when its date falls in a closed period.
        """
        self.ensure_one()
        if not (self.name or "").strip():
            raise UserError(
                self.env._(
                    "Withholding %(tax)s needs its certificate number.", tax=self.tax_id.name
                )
            )
        if not self.tax_id.cobranzas_is_withholding:
            raise UserError(
                self.env._(
                    "%(tax)s is not a tax that customers withhold: choose another.",
                    tax=self.tax_id.name,
                )
            )
        if self.currency_id.compare_amounts(self.amount, 0.0) <= 0:
            raise UserError(
                self.env._(
                    "The amount of withholding %(number)s must be above zero.", number=self.name
                )
            )
        if self.date > max(self.receipt_id.date, fields.Date.context_today(self)):
            raise UserError(
                self.env._(
                    "Withholding %(number)s is dated %(date)s, which is yet to come.",
                    number=self.name,
                    date=format_date(self.env, self.date),
                )
            )
        self.receipt_id._check_open_period(self.date)
        self._check_provisional()

    def _check_single(self):
        """Raise ``UserError`` when a certificate stands twice or replaces what another replaced.

        To call once all that are booked together are of posted receipts.
        """
        for row in self:
            row._check_provisional()
        self._check_not_repeated()

    @api.constrains("provisional_id")
    def _check_provisional_fits(self):
        """Raise ``UserError`` for one that is not booked, not provisional or not the customer's."""
        for row in self.filtered("provisional_id"):
            if not row._fits_provisional():
                row._refuse_provisional()

    def _fits_provisional(self):
        """Tell whether the certificate replaced is a booked provisional one of the customer."""
        self.ensure_one()
        # sudo: only compared
        provisional = self.sudo().provisional_id
        return (
            provisional.kind == "cpr"
            and provisional.state == "posted"
            and provisional.partner_id == self.partner_id
            and provisional.company_id == self.company_id
        )

    def _refuse_provisional(self):
        raise UserError(
            self.env._(
                "%(provisional)s can't be replaced by %(number)s: choose a booked provisional "
                "certificate of the same customer that nothing replaced yet.",
                provisional=self.provisional_id.display_name,
                number=self.name,
            )
        )

    def _check_provisional(self):
        provisional = self.provisional_id
        if not provisional:
            return
        if not self._fits_provisional() or self._get_rivals():
            self._refuse_provisional()
        if self.currency_id.compare_amounts(self.amount_effective, 0.0) < 0:
            raise UserError(
                self.env._(
                    "%(number)s is lower than %(provisional)s, which it replaces: correct that "
                    "one on receipt %(receipt)s first.",
                    number=self.name,
                    provisional=provisional.display_name,
                    receipt=provisional.receipt_id.display_name,
                )
            )

    def _get_rivals(self):
        """Return the other certificates that take the place of the same provisional one."""
        return (self.provisional_id.final_ids - self).filtered(
            lambda final: final.state == "posted" or final.receipt_id == self.receipt_id
        )

    def _check_not_replaced(self):
        """Raise ``UserError`` naming the receipt whose certificate took the place of one."""
        for final in self.final_ids:
            provisional = final.provisional_id
            if final.state == "posted" and final.receipt_id != provisional.receipt_id:
                message = self.env._(
                    "%(provisional)s was replaced by %(final)s: void %(later)s first.",
                    provisional=provisional.display_name,
                    final=final.display_name,
                    later=final.receipt_id.display_name,
                )
                raise prepare_obstacle(self.env, message, final.receipt_id)

    def _check_removable(self):
        """Raise ``UserError`` naming the certificate that takes the place of one taken off.

        One that is only typed, in a draft, lets go of it: a draft of somebody blocks nobody else.
        """
        finals = self.final_ids - self
        typed = finals.filtered(lambda final: final.state == "draft")
        typed.provisional_id = False
        for final in (finals - typed)[:1]:
            raise UserError(
                self.env._(
                    "%(final)s of %(receipt)s takes the place of %(provisional)s: change that "
                    "one first.",
                    final=final.display_name,
                    receipt=final.receipt_id.display_name,
                    provisional=final.provisional_id.display_name,
                )
            )

    def _get_partials(self):
        """Return what the certificates' entries pay."""
        return self._get_receivable_items()._cobranzas_get_partials()

    def _check_changeable(self):
        """Let only the correction of a posted receipt, past the draft."""
        return None if get_correction(self.env) else super()._check_changeable()

    def _relabel(self):
        """Let the entries bear the certificates' numbers as they are now."""
        for row in self.filtered("move_id"):
            row.move_id.ref = row._get_entry_ref()

    def _get_entry_ref(self):
        """Return the reference of the certificate's entry."""
        self.ensure_one()
        return f"{self.receipt_id.name} {self.display_name}"

    def _check_not_repeated(self):
        """Raise ``UserError`` when a certificate was booked before: it would pay twice."""
        names = [Domain("name", "=ilike", escape_psql(row.name)) for row in self]
        known = self.search(
            Domain.OR(names)
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("partner_id", "in", self.partner_id.ids)
            & Domain("tax_id", "in", self.tax_id.ids)
            & (Domain("receipt_id.state", "=", "posted") | Domain("id", "in", self.ids)),
            order="id",
        )
        by_key = known.grouped(lambda row: row._get_certificate_key())
        for row in self:
            repeated = by_key.get(row._get_certificate_key(), self.browse()) - row
            if repeated:
                raise UserError(
                    self.env._(
                        "Certificate %(number)s of %(tax)s is already in receipt %(receipt)s.",
                        number=row.name,
                        tax=row.tax_id.name,
                        receipt=repeated[0].receipt_id.display_name,
                    )
                )

    def _get_certificate_key(self):
        self.ensure_one()
        return (self.company_id, self.partner_id, self.tax_id, self.kind, self.name.casefold())

    def _get_value_dates(self):
        """Return none: a certificate never becomes money."""
        return []

    def _prepare_entry_items(self, booking):
        """Return {key: item values}: the tax's items, less the provisional's, and what they pay."""
        receipt = self.receipt_id
        taxed = self._prepare_tax_items()
        if self.provisional_id:
            taxed += self.provisional_id._prepare_untaxed_items()
        items = {booking.get_key("tax", self, place): vals for place, vals in enumerate(taxed)}
        if self in booking.get_plan(self).funds:
            account = receipt._get_customer_account()
            items |= booking.prepare_source_items(self, self.amount_effective, account)
        return items

    def _prepare_tax_items(self):
        return self.tax_id._cobranzas_withholding_items(
            self.display_name, self.base_amount, self.amount, self.partner_id
        )

    def _prepare_untaxed_items(self):
        """Return the items that undo what the certificate booked to its tax, as it was booked:
        the tax may have other accounts since."""
        booked = takewhile(
            lambda item: item.account_id.account_type != "asset_receivable",
            self.move_id.line_ids.sorted("id"),
        )
        items = []
        for item in booked:
            vals = item.with_context(include_business_fields=True).copy_data()[0]
            vals.pop("move_id", None)
            vals |= {"balance": -item.balance, "amount_currency": -item.amount_currency}
            items.append(vals)
        return items
