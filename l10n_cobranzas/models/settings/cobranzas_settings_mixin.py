from odoo import fields, models


class CobranzasSettingsMixin(models.AbstractModel):
    """Settings of the books and of what several themes use."""

    _inherit = "cobranzas.settings.mixin"

    cobranzas_journal_id = fields.Many2one(
        "account.journal",
        string="Journal for Receipt Entries",
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
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
    )
    cobranzas_rounding_loss_account_id = fields.Many2one(
        "account.account",
        string="Rounding Loss Account",
        domain="[('company_ids', 'parent_of', company_id)]",
    )
    cobranzas_classification = fields.Selection(
        selection=[("no", "Not used"), ("optional", "Optional"), ("mandatory", "Mandatory")],
        string="Classification of Receipts",
        required=True,
        default="no",
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
