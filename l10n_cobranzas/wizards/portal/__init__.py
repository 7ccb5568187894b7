from . import cobranzas_payment_advice_reject
from . import cobranzas_payment_transfer
from . import cobranzas_portal_answer
