from . import cobranzas_deposit_cancel
