from . import cobranzas_operation_undo
from . import cobranzas_debt_import
from . import cobranzas_operation_start
