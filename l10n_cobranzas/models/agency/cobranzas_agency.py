from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

#: who may see that an agency has a debt
READERS = (
    "l10n_cobranzas.group_cobranzas_collector,account.group_account_readonly,"
    "account.group_account_invoice"
)


class CobranzasAgency(models.Model):
    """An outside agency (*cobranza extrajudicial*), and what was agreed with it (COL-09)."""

    _name = "cobranzas.agency"
    _inherit = "cobranzas.guarded.mixin"
    _description = "Collection Agency"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True, required=True
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
        help="Its address, phone and e-mail are those that debtors are told.",
    )
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")
    paid_to = fields.Selection(
        selection=[("creditor", "Us"), ("agency", "The agency")],
        string="Debtors Pay",
        required=True,
        default="creditor",
        help="The agency: it collects for us, and settles what it took. In some places, as Mexico, "
        "debtors may pay the creditor only.",
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Journal of the Agency",
        check_company=True,
        domain="[('type', '=', 'cash')]",
        ondelete="restrict",
        help="A cash journal with what the agency took and has not settled: receipts go there in "
        "full, its commission and what it transfers are paid from there.",
    )
    product_id = fields.Many2one(
        "product.product",
        string="Commission",
        check_company=True,
        domain="[('purchase_ok', '=', True)]",
        ondelete="restrict",
        help="Its expense account and vendor taxes are those of the commission.",
    )
    state_ids = fields.Many2many(
        "res.country.state", string="States", help="Only debtors of these; all when empty."
    )
    country_ids = fields.Many2many(
        "res.country", string="Countries", help="Only debtors of these; all when empty."
    )
    debtor_group_ids = fields.Many2many(
        "cobranzas.debtor.group",
        string="Debtor Groups",
        help="Only debtors of these groups; all when empty.",
    )
    rate_ids = fields.One2many(
        "cobranzas.agency.rate", "agency_id", string="Rates of Commission", copy=True
    )
    tells_debtor = fields.Boolean(
        string="Tell Debtors",
        default=True,
        help="The law of some places, as that of Buenos Aires (6171), wants debtors to be told of "
        "the hand-over, of the agency's name, address and phone, and whether it may collect.",
    )
    note = fields.Text(string="Agreement")

    @api.depends("partner_id")
    def _compute_name(self):
        for agency in self:
            agency.name = agency.name or agency.partner_id.name

    @api.constrains("paid_to", "journal_id")
    def _check_journal(self):
        for agency in self:
            if agency.paid_to == "agency" and not agency.journal_id:
                raise ValidationError(
                    self.env._(
                        "Choose the journal of %(agency)s: debtors pay the agency, and what it "
                        "took is kept there until it settles.",
                        agency=agency.name,
                    )
                )

    # ------------------------------------------------------------------
    # Agreement
    # ------------------------------------------------------------------

    def _covers(self, debtor):
        """Return whether a customer is of the area of the agreement."""
        self.ensure_one()
        return _is_in_area(self, debtor)

    def _find_rate(self, debtor, days):
        """Return the rate for a debt of a customer so many days overdue; the first that fits."""
        self.ensure_one()
        rates = self.rate_ids.sorted(lambda rate: (rate.sequence, rate.days_from, rate.id))
        return rates.filtered(
            lambda rate: (
                days >= rate.days_from
                and (not rate.days_to or days <= rate.days_to)
                and _is_in_area(rate, debtor)
            )
        )[:1]

    def _check_complete(self):
        """Raise ``UserError`` for an agreement that nothing can be handed over by (COL-09)."""
        for agency in self:
            if not agency.rate_ids:
                raise UserError(
                    self.env._("Enter the rates of commission of %(agency)s.", agency=agency.name)
                )
            contact = agency.partner_id
            if agency.tells_debtor and not (contact.street and (contact.phone or contact.email)):
                raise UserError(
                    self.env._(
                        "Enter the address and the phone of %(agency)s: debtors are told of them.",
                        agency=agency.name,
                    )
                )

    def action_open_lines(self):
        """Open the debts that were handed over to the agency."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "l10n_cobranzas.cobranzas_agency_handover_line_action"
            ),
            "domain": [("agency_id", "=", self.id), ("status", "not in", ("listed", "left_out"))],
        }


def _is_in_area(owner, debtor):
    """Return whether a customer is of the states, countries and groups of an agency or a rate."""
    return (
        (not owner.state_ids or debtor.state_id in owner.state_ids)
        and (not owner.country_ids or debtor.country_id in owner.country_ids)
        and (not owner.debtor_group_ids or debtor.cobranzas_group_id in owner.debtor_group_ids)
    )
