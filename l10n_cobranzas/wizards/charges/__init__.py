from . import cobranzas_condone
from . import cobranzas_interest_stop
