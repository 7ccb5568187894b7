from odoo import fields, models

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
