from odoo import fields, models

from ..ledger.client_values import check_one

READERS = (
    "l10n_cobranzas.group_cobranzas_collector,"
    "account.group_account_invoice,account.group_account_readonly"
)


class ResPartner(models.Model):
    """What credit control decided on a customer's documents, and what it would decide."""

    _inherit = "res.partner"

    cobranzas_credit_decision_ids = fields.One2many(
        "cobranzas.credit.decision",
        "partner_id",
        string="Credit Decisions",
        readonly=True,
        groups=READERS,
    )

    def action_open_cobranzas_credit_trial(self):
        """Open the dry run of credit control: which document would pass (CRE-03)."""
        check_one(self)
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "l10n_cobranzas.cobranzas_credit_trial_action"
        )
        return {**action, "context": {"default_partner_id": self.commercial_partner_id.id}}
