from . import cobranzas_charge_decide
from . import cobranzas_condone
from . import cobranzas_operation_run_leave_out
from . import cobranzas_interest_stop
from . import cobranzas_receipt_void
