from . import cobranzas_credit_hold
from . import cobranzas_credit_override
from . import cobranzas_credit_trial
