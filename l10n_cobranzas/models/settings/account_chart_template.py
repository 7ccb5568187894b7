from odoo import models
from odoo.addons.account.models.chart_template import template


class AccountChartTemplate(models.AbstractModel):
    """Charts of countries without third-party cheques: core's ``l10n_latam_check`` answers nothing.

    Core's Inventory reads each answer as a dict, and could not be installed in such a company.
    """

    _inherit = "account.chart.template"

    @template(model="account.journal")
    def _get_latam_check_account_journal(self, template_code):
        return super()._get_latam_check_account_journal(template_code) or {}

    @template(model="account.account")
    def _get_latam_check_outstanding_account_account(self, template_code):
        return super()._get_latam_check_outstanding_account_account(template_code) or {}
