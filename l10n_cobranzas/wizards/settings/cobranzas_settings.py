from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...models.settings.res_company import SETTINGS


def _selection(name):
    """Offer the choices of the company's field of that name."""
    return lambda self: self.env["res.company"]._fields[name]._description_selection(self.env)


class CobranzasSettings(models.TransientModel):
    """The settings of collections for the role that has them (COL-01, COL-10).

    Core lets only system administrators open its settings page; a collections manager
    changes these, and nothing else of the company.
    """

    _name = "cobranzas.settings"
    _description = "Collections Settings"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    cobranzas_show_documents = fields.Selection(
        selection=_selection("cobranzas_show_documents"), string="Open Documents", required=True
    )
    cobranzas_criterion = fields.Selection(
        selection=_selection("cobranzas_criterion"), string="Order of Allocation", required=True
    )
    cobranzas_skip_debit_notes = fields.Boolean(string="Leave Out Debit Notes")
    cobranzas_skip_credit_notes = fields.Boolean(string="Leave Out Credit Notes")
    cobranzas_first = fields.Selection(
        selection=_selection("cobranzas_first"), string="Order of Entry", required=True
    )
    cobranzas_excess = fields.Selection(
        selection=_selection("cobranzas_excess"), string="If More Is Collected", required=True
    )
    cobranzas_change_journal_id = fields.Many2one(
        "account.journal",
        string="Cash Journal for Change",
        domain="[('type', '=', 'cash'), ('company_id', '=', company_id)]",
    )
    cobranzas_journal_id = fields.Many2one(
        "account.journal",
        string="Journal for Receipt Entries",
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
    )
    cobranzas_deposit_account_id = fields.Many2one(
        "account.account",
        string="Account for Unidentified Deposits",
        domain="[('company_ids', 'parent_of', company_id), ('reconcile', '=', True),"
        " ('account_type', '=', 'liability_current')]",
    )
    cobranzas_deposit_search = fields.Selection(
        selection=_selection("cobranzas_deposit_search"), string="Find Deposits", required=True
    )
    cobranzas_rounding_tolerance = fields.Monetary(string="Rounding Tolerance")
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
    cobranzas_rate_required = fields.Selection(
        selection=_selection("cobranzas_rate_required"), string="Rates of Exchange", required=True
    )
    cobranzas_allow_reprint = fields.Boolean(string="Allow Reprinting")
    cobranzas_classification = fields.Selection(
        selection=_selection("cobranzas_classification"),
        string="Classification of Receipts",
        required=True,
    )
    cobranzas_classification_id = fields.Many2one(
        "cobranzas.classification",
        string="Usual Classification",
        domain="[('company_id', 'in', (company_id, False))]",
    )
    cobranzas_document_account_id = fields.Many2one(
        "account.account",
        string="Documents Account",
        domain="[('account_type', '=', 'asset_receivable'),"
        " ('company_ids', 'parent_of', company_id)]",
    )
    cobranzas_credit_invoice_account_id = fields.Many2one(
        "account.account",
        string="Credit Invoices Account",
        domain="[('account_type', '=', 'asset_receivable'),"
        " ('company_ids', 'parent_of', company_id)]",
    )
    cobranzas_postdated_mode = fields.Selection(
        selection=_selection("cobranzas_postdated_mode"),
        string="Post-dated Collection",
        required=True,
    )
    cobranzas_aging_days = fields.Char(string="Ages of Debts", required=True)

    @api.model
    def default_get(self, fields_list):
        """Start from the company's settings as they are."""
        values = super().default_get(fields_list)
        company = self.env.company
        for name in set(SETTINGS) & set(fields_list):
            value = company[name]
            values[name] = value.id if isinstance(value, models.BaseModel) else value
        return values

    def action_save(self):
        """Write the settings on the company. Raises ``AccessError`` for other roles."""
        self.ensure_one()
        if not self.env.user.has_group("l10n_cobranzas.group_cobranzas_manager"):
            raise AccessError(self.env._("Only a collections manager changes these settings."))
        self.company_id.check_access("read")
        vals = {
            name: self[name].id if isinstance(self[name], models.BaseModel) else self[name]
            for name in SETTINGS
        }
        # sudo: the right was checked above; only settings of collections are written, on a
        # company the user works in
        self.company_id.sudo().write(vals)
        return {"type": "ir.actions.client", "tag": "reload"}
