from . import cobranzas_operation_undo
from . import cobranzas_operation_start
