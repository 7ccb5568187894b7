from odoo import models


class CobranzasDocument(models.Model):
    """Documents received, collected by a receipt (REC-20)."""

    _inherit = "cobranzas.document"

    def action_collect(self):
        """Open a receipt filled in with these documents, at maturity or before (REC-20, REC-21).

        One draft receipt for each customer when they are of several. Raises ``UserError`` when
        none is left to collect.
        """
        return self.move_line_id._cobranzas_register_receipt()
