from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Check the rights on every form of a receipt, however it is asked for (REC-17)."""
        if report.model == "cobranzas.receipt":
            self.env["cobranzas.receipt"].browse(docids)._check_rendering()
        return super()._get_rendering_context(report, docids, data)
