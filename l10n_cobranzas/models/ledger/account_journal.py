from odoo import fields, models
from odoo.exceptions import UserError

ACCOUNTING = "account.group_account_invoice,account.group_account_readonly"


class AccountJournal(models.Model):
    """Journals, which collectors and cashiers read by this add-on alone (COL-10).

    What the accounting dashboard shows of one, such as the balance of a bank, stays with
    accounting: it is summed past the record rules.
    """

    _inherit = "account.journal"

    kanban_dashboard = fields.Text(groups=ACCOUNTING)
    kanban_dashboard_graph = fields.Text(groups=ACCOUNTING)
    json_activity_data = fields.Text(groups=ACCOUNTING)
    current_statement_balance = fields.Monetary(groups=ACCOUNTING)
    has_statement_lines = fields.Boolean(groups=ACCOUNTING)
    entries_count = fields.Integer(groups=ACCOUNTING)
    last_statement_id = fields.Many2one(groups=ACCOUNTING)

    def _cobranzas_find_method(self, direction, code):
        """Return the payment method of the journal with a code. Raises ``UserError`` without one.

        :param direction: ``inbound`` or ``outbound``
        """
        methods = self._get_available_payment_method_lines(direction)
        method = methods.filtered(lambda line: line.code == code)[:1]
        if not method:
            known = self.env["account.payment.method"].search(
                [("code", "=", code), ("payment_type", "=", direction)], limit=1
            )
            raise UserError(
                self.env._(
                    "%(journal)s has no method “%(method)s”: add it to the journal.",
                    journal=self.display_name,
                    method=known.name or code,
                )
            )
        return method
