from odoo import api, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Orders that were held and pass now: confirmed, or told (CRE-06)."""

    _inherit = "sale.order"

    def _cobranzas_release(self):
        """End the hold of an order that passes; confirm it or tell, by the setting."""
        self.ensure_one()
        self = self._cobranzas_in_holder_language()  # noqa: PLW0642
        if self.company_id.cobranzas_credit_release == "confirm":
            note = self._cobranzas_confirm_released()
        else:
            self._cobranzas_end_hold()
            note = self.env._("Released by credit control: it can be confirmed.")
        self._cobranzas_tell("l10n_cobranzas.mail_activity_credit_released", note)

    def _cobranzas_confirm_released(self):
        """Confirm an order that passes; return what its salesperson is told.

        What else keeps it from being confirmed must not keep the receipt that released it.
        """
        try:
            with self.env.cr.savepoint():
                self.action_confirm()
        except UserError as error:
            self._cobranzas_end_hold()
            return self.env._(
                "Released by credit control, but it could not be confirmed: %(why)s",
                why=error.args[0],
            )
        return self.env._("Released and confirmed by credit control.")

    @api.model
    def _cron_cobranzas_release(self):
        """Look at every held order: blocks end and limits begin by the day, with no other event."""
        companies = self.env["res.company"].search([("cobranzas_credit_active", "=", True)])
        for company in companies:
            self.with_company(company)._cobranzas_release_held(company)
