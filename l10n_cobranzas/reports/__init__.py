from . import cobranzas_receipt_report
