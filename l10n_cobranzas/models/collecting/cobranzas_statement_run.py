from odoo import models


class CobranzasStatementRun(models.Model):
    """Statements say of which documents something is in dispute (COL-06)."""

    _inherit = "cobranzas.statement.run"

    def _get_document_marks(self, items):
        marks = dict(super()._get_document_marks(items))
        # sudo: amounts of documents that the user of the run lists
        disputes = self.env["cobranzas.dispute"].sudo()
        sums = disputes._read_group(
            disputes._get_domain_open_at(self.date_to)
            & disputes._get_domain_of_items(items.move_line_id),
            ["move_line_id", "currency_id"],
            ["amount:sum"],
        )
        env = self._get_env()
        for item, currency, amount in sums:
            words = self._format_amount(amount, currency)
            marks[item.id] = env._("(disputed: %(amount)s)", amount=words)
        return marks
