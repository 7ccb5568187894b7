from odoo import models


class CobranzasStatementRunLine(models.Model):
    """Answers to statements are those of a debtor too."""

    _inherit = "cobranzas.statement.run.line"

    def message_update(self, msg_dict, update_vals=None):
        """Log an incoming e-mail, and stop the notices of who wrote it until it is read.

        Raises ``AccessError`` for who calls it by hand: e-mails come in for the server.
        """
        for line in self:
            customers = line._get_customers()
            customers._cobranzas_note_reply(msg_dict, line.company_id, line.group_id)
        return super().message_update(msg_dict, update_vals=update_vals)
