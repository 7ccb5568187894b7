from . import cobranzas_credit_block_lift
from . import cobranzas_credit_block_new
