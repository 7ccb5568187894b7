from . import cobranzas_receipt_change_date
from . import cobranzas_receipt_confirm
from . import cobranzas_receipt_void
from . import cobranzas_receipt_withholdings
