from odoo import fields, models

AT_RECEIPT = [
    ("always", "Always"),
    ("ask", "Ask"),
    ("never", "Never"),
    ("warn", "Only warn"),
]


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of charges at the receipt and of their notes (CHG)."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_interest_at_receipt = fields.Selection(
        selection=AT_RECEIPT,
        string="Late Interest at the Receipt",
        required=True,
        default="ask",
        help="Ask: proposed, and left out where it is not wanted. Never: only at month end.",
    )
    cobranzas_adjustment_at_receipt = fields.Selection(
        selection=AT_RECEIPT,
        string="Alternative Dates at the Receipt",
        required=True,
        default="ask",
        help="Ask: proposed, and left out where it is not wanted. Never: only at month end.",
    )
    cobranzas_early_at_receipt = fields.Selection(
        selection=AT_RECEIPT,
        string="Early Payment at the Receipt",
        required=True,
        default="never",
        help="Ask: the discount of the table of rates is proposed to the customers who have it, "
        "and left out where it is not wanted.",
    )
    cobranzas_exchange_at_receipt = fields.Selection(
        selection=AT_RECEIPT,
        string="Exchange Differences at the Receipt",
        required=True,
        default="ask",
        help="Ask: proposed, and left out where it is not wanted. Never: core's own entry of the "
        "difference, without a note.",
    )
    cobranzas_charge_date = fields.Selection(
        selection=[("receipt", "Date of the receipt"), ("today", "Today")],
        string="Date of the Notes",
        required=True,
        default="receipt",
        help="Of the notes that a receipt makes.",
    )
    cobranzas_charge_taxes = fields.Selection(
        selection=[("origin", "All those of the document"), ("one", "One tax")],
        string="Taxes of Adjustments and Differences",
        required=True,
        default="origin",
        help="The total is the difference, taxes inside.",
    )
    cobranzas_charge_tax_id = fields.Many2one(
        "account.tax",
        string="Tax of Adjustments and Differences",
        domain="[('type_tax_use', '=', 'sale'), ('company_id', 'parent_of', company_id)]",
        help="None: without tax.",
    )
    cobranzas_exchange_tax = fields.Selection(
        selection=[("inside", "Inside the difference"), ("top", "On top of the difference")],
        string="Tax of Exchange Differences",
        required=True,
        default="inside",
        help="On top: the receipt collects the difference, and its tax stays open on the note.",
    )
    cobranzas_interest_product_id = fields.Many2one(
        "product.product",
        string="Product for Late Interest",
        domain="[('sale_ok', '=', True)]",
        help="Its account, and its tax unless the policy has one.",
    )
    cobranzas_surcharge_product_id = fields.Many2one(
        "product.product",
        string="Product for Surcharges",
        domain="[('sale_ok', '=', True)]",
        help="What the surcharge of a later date is charged as.",
    )
    cobranzas_discount_product_id = fields.Many2one(
        "product.product",
        string="Product for Discounts",
        domain="[('sale_ok', '=', True)]",
        help="What the discount of an earlier date is given as.",
    )
    cobranzas_exchange_product_id = fields.Many2one(
        "product.product",
        string="Product for Exchange Differences",
        domain="[('sale_ok', '=', True)]",
        help="What the note of a difference of rates is for, either way.",
    )
