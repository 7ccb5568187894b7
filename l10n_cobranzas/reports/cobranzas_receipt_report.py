from odoo import api, models


class ReportReceipt(models.AbstractModel):
    """What the receipt's report is given; the one place where its rights are checked."""

    _name = "report.l10n_cobranzas.report_receipt"
    _description = "Receipt Report"

    @api.model
    def _get_report_values(self, docids, data=None):
        receipts = self.env["cobranzas.receipt"].browse(docids)
        receipts._check_rendering()
        return {"doc_ids": docids, "doc_model": "cobranzas.receipt", "docs": receipts, "data": data}
