from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cobranzas_show_documents = fields.Selection(
        related="company_id.cobranzas_show_documents", readonly=False, required=True
    )
    cobranzas_criterion = fields.Selection(
        related="company_id.cobranzas_criterion", readonly=False, required=True
    )
    cobranzas_skip_debit_notes = fields.Boolean(
        related="company_id.cobranzas_skip_debit_notes", readonly=False
    )
    cobranzas_skip_credit_notes = fields.Boolean(
        related="company_id.cobranzas_skip_credit_notes", readonly=False
    )
    cobranzas_first = fields.Selection(
        related="company_id.cobranzas_first", readonly=False, required=True
    )
    cobranzas_excess = fields.Selection(
        related="company_id.cobranzas_excess", readonly=False, required=True
    )
    cobranzas_change_journal_id = fields.Many2one(
        related="company_id.cobranzas_change_journal_id", readonly=False
    )
    cobranzas_journal_id = fields.Many2one(
        related="company_id.cobranzas_journal_id", readonly=False
    )
    cobranzas_deposit_account_id = fields.Many2one(
        related="company_id.cobranzas_deposit_account_id", readonly=False
    )
    cobranzas_deposit_search = fields.Selection(
        related="company_id.cobranzas_deposit_search", readonly=False, required=True
    )
    cobranzas_rounding_tolerance = fields.Monetary(
        related="company_id.cobranzas_rounding_tolerance",
        readonly=False,
        currency_field="currency_id",
    )
    cobranzas_rounding_gain_account_id = fields.Many2one(
        related="company_id.cobranzas_rounding_gain_account_id", readonly=False
    )
    cobranzas_rounding_loss_account_id = fields.Many2one(
        related="company_id.cobranzas_rounding_loss_account_id", readonly=False
    )
    cobranzas_allow_reprint = fields.Boolean(
        related="company_id.cobranzas_allow_reprint", readonly=False
    )
    cobranzas_rate_required = fields.Selection(
        related="company_id.cobranzas_rate_required", readonly=False, required=True
    )
    cobranzas_classification = fields.Selection(
        related="company_id.cobranzas_classification", readonly=False, required=True
    )
    cobranzas_classification_id = fields.Many2one(
        related="company_id.cobranzas_classification_id",
        readonly=False,
        domain="[('company_id', 'in', (company_id, False))]",
    )
    cobranzas_document_account_id = fields.Many2one(
        related="company_id.cobranzas_document_account_id", readonly=False
    )
    cobranzas_credit_invoice_account_id = fields.Many2one(
        related="company_id.cobranzas_credit_invoice_account_id", readonly=False
    )
    cobranzas_postdated_mode = fields.Selection(
        related="company_id.cobranzas_postdated_mode", readonly=False, required=True
    )
    cobranzas_aging_days = fields.Char(
        related="company_id.cobranzas_aging_days", readonly=False, required=True
    )
