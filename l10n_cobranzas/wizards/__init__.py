from . import cobranzas_receipt_void
