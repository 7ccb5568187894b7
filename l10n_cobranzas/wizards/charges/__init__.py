from . import cobranzas_interest_stop
