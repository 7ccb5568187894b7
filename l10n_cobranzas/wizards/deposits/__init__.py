from . import cobranzas_deposit_cancel
from . import cobranzas_bank_deposit_undo
