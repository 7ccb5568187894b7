from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import date_utils

KEPT = timedelta(days=7)  # how long an e-mail that was opened and not sent is kept


class CobranzasStatementRun(models.Model):
    """Statements sent from the form or the list of customers and debtor groups."""

    _inherit = "cobranzas.statement.run"

    @api.model
    def _action_send_for(self, owners):
        """Prepare the statements of these customers or groups, up to today.

        One is opened as an e-mail to be read and sent, several as a list. Raises ``UserError``
        when the one can't be written to.
        """
        run = self.create(self._prepare_for_vals(owners))
        run.action_prepare()
        if len(run.line_ids) > 1:
            return run._get_records_action()
        line = run.line_ids
        if line.state == "skipped":
            raise UserError(
                self.env._(
                    "%(customer)s can't be written to. %(reason)s",
                    customer=line.display_name,
                    reason=line.reason,
                )
            )
        run.sudo().is_single = True  # sudo: set here alone
        return line.action_compose()

    @api.model
    def _prepare_for_vals(self, owners):
        today = fields.Date.context_today(self)
        return {
            "scope": "chosen",
            **owners._cobranzas_prepare_statement_run_vals(),
            # what moved lately, also on the first day of a month
            "date_from": date_utils.start_of(date_utils.subtract(today, months=1), "month"),
            "date_to": today,
        }

    @api.autovacuum
    def _gc_not_sent(self):
        """Delete the runs opened from a customer's form and closed without sending."""
        before = fields.Datetime.now() - KEPT
        self.search(
            [
                ("is_single", "=", True),
                ("state", "=", "prepared"),
                ("create_date", "<", before),
            ]
        ).unlink()
