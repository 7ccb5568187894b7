from odoo import api, fields, models


class CobranzasDepositAccount(models.Model):
    """A bank account to which collections are taken (*Depósitos*, COL-01, seed 000).

    The first one is proposed. A company without any may deposit to each of its banks.
    """

    _name = "cobranzas.deposit.account"
    _description = "Deposit Account"
    _inherit = "cobranzas.guarded.mixin"
    _order = "sequence, id"
    _check_company_auto = True
    _rec_name = "journal_id"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank",
        required=True,
        check_company=True,
        domain="[('type', '=', 'bank')]",
        ondelete="cascade",
        index=True,
    )
    account_number = fields.Char(
        related="journal_id.bank_account_id.acc_number", string="Account Number"
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")

    _journal_uniq = models.UniqueIndex(
        "(company_id, journal_id)", "This bank is among the deposit accounts already."
    )

    @api.depends("journal_id.currency_id", "company_id.currency_id")
    def _compute_currency_id(self):
        for account in self:
            account.currency_id = account.journal_id.currency_id or account.company_id.currency_id

    @api.model
    def _get_journals(self, company):
        """Return the banks offered for the deposits of a company, the one to propose first."""
        # sudo: which banks are offered is no secret of who prepares a deposit in the company
        configured = self.sudo().search([("company_id", "=", company.id)])
        if configured:
            return configured.journal_id.filtered("active").with_env(self.env)
        journals = self.env["account.journal"]
        return journals.search([*journals._check_company_domain(company), ("type", "=", "bank")])
