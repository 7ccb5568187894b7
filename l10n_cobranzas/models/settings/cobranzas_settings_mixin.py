from odoo import fields, models


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of the books and of what several themes use."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_journal_id = fields.Many2one(
        "account.journal",
        string="Journal for Receipt Entries",
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
        help="Journal of the entries a receipt makes besides its payments. "
        "Empty: the first general journal.",
    )
    cobranzas_rounding_tolerance = fields.Monetary(
        string="Rounding Tolerance",
        help="A receipt whose values and documents differ by no more than this posts with the "
        "difference booked as rounding.",
    )
    cobranzas_rounding_gain_account_id = fields.Many2one(
        "account.account",
        string="Rounding Gain Account",
        domain="[('company_ids', 'parent_of', company_id)]",
        help="Where small amounts received beyond what was due are booked.",
    )
    cobranzas_rounding_loss_account_id = fields.Many2one(
        "account.account",
        string="Rounding Loss Account",
        domain="[('company_ids', 'parent_of', company_id)]",
        help="Where small amounts that were not received are booked.",
    )
    cobranzas_classification = fields.Selection(
        selection=[("no", "Not used"), ("optional", "Optional"), ("mandatory", "Mandatory")],
        string="Classification of Receipts",
        required=True,
        default="no",
        help="Whether receipts carry a classification code, and whether one is needed to post.",
    )
    cobranzas_classification_id = fields.Many2one(
        "cobranzas.classification",
        string="Usual Classification",
        help="Proposed on a new receipt while it is valid.",
        domain="[('company_id', 'in', (company_id, False))]",
    )

    _cobranzas_tolerance_positive = models.Constraint(
        "CHECK (cobranzas_rounding_tolerance >= 0)", "The rounding tolerance can't be negative."
    )
