from . import cobranzas_deposit_cancel
from . import cobranzas_receipt_void
from . import cobranzas_settings
