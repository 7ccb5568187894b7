from . import cobranzas_credit_hold, cobranzas_credit_override, cobranzas_credit_trial
