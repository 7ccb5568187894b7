from . import cobranzas_credit_hold
from . import cobranzas_credit_override
from . import cobranzas_credit_trial
from . import cobranzas_credit_block_lift
from . import cobranzas_credit_block_new
